package dev.rehome.settings;

/**
 * One property as somebody gave it.
 *
 * @param key in full, e.g. {@code rehome.cell.us_east.postgres.url}
 * @param where e.g. {@code application.properties, line 3} or the name of a variable
 */
record Given(String key, String value, String where) {
  Given withValue(String newValue) {
    return new Given(key, newValue, where);
  }

  /** Where, key and value, as a fault begins; a secret's value is left out. */
  String shown() {
    return where + ": " + key + (Keys.isSecret(key) ? "" : " = \"" + masked() + '"');
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
