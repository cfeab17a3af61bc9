package dev.rehome.settings;

/**
 * One property as somebody gave it.
 *
 * @param key in full, e.g. {@code rehome.cell.us_east.postgres.url}
 * @param where e.g. {@code application.properties, line 3} or the name of a variable
 * @param secret its value is never shown
 */
public record Given(String key, String value, String where, boolean secret) {
  /** One of which nobody knows yet whether it is a secret. */
  Given(String key, String value, String where) {
    this(key, value, where, /* secret= */ true);
  }

  Given withValue(String newValue) {
    return new Given(key, newValue, where, secret);
  }

  /** The same, which is no secret. */
  Given open() {
    return new Given(key, value, where, /* secret= */ false);
  }

  /** Where, key and value, as a fault begins; a secret's value is left out. */
  String shown() {
    return where + ": " + key + (secret ? "" : " = \"" + masked() + '"');
  }

  /** Without the password that a URL may carry by mistake. */
  private String masked() {
    return value
        .replaceAll("(?i)([?&][a-z]*(?:password|secret)[a-z]*=)[^&]*", "$1***")
        .replaceAll("//[^/@]*@", "//***@");
  }

  @Override
  public String toString() {
    return shown();
  }
}
