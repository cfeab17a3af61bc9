package dev.rehome.model;

/**
 * The customer being moved.
 *
 * @param name what operators call it, e.g. {@code acme}; never blank
 * @param id the value its rows carry, bound in the column's type; may be the empty string
 */
public record Tenant(String name, String id) {
  public Tenant {
    Rules.notBlank("tenant name", name);
    Rules.notNull("tenant id", id);
  }

  /** A tenant whose rows carry its name. */
  public static Tenant named(String name) {
    return new Tenant(name, name);
  }

  /** The template with {@code {tenant}} replaced by the name and {@code {id}} by the id. */
  public String fill(String template) {
    return template.replace("{tenant}", name).replace("{id}", id);
  }
}
