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

  /**
   * Whom it means, in a line, e.g. {@code tenant acme: its id is 7, at us_east 12 rows in 3
   * tables}.
   *
   * @param from where the id comes from; empty where that is not known
   * @param held how much the cell has of it, in words; empty where nobody can say
   */
  public String meant(String from, String cell, String held) {
    return "tenant %s: its id is %s%s%s"
        .formatted(
            name,
            id,
            from.isEmpty() ? "" : " (" + from + ")",
            held.isEmpty() ? "" : ", at %s %s".formatted(cell, held));
  }

  /** The template with {@code {tenant}} replaced by the name and {@code {id}} by the id. */
  public String fill(String template) {
    return template.replace("{tenant}", name).replace("{id}", id);
  }
}
