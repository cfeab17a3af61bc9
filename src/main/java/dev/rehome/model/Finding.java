package dev.rehome.model;

/**
 * Something that pre-flight saw.
 *
 * @param blocks whether the move is refused for it; otherwise it is only told
 * @param component e.g. {@code postgres}
 * @param subject the thing it is about, e.g. {@code us_west public.orders.total}
 * @param problem what is wrong, with both sides where there are two
 * @param remedy what to do about it
 */
public record Finding(
    boolean blocks, String component, String subject, String problem, String remedy) {
  public Finding {
    Rules.notBlank("component", component);
    Rules.notBlank("subject", subject);
    Rules.notBlank("problem", problem);
    Rules.notBlank("remedy", remedy);
  }

  public static Finding blocking(String component, String subject, String problem, String remedy) {
    return new Finding(true, component, subject, problem, remedy);
  }

  public static Finding note(String component, String subject, String problem, String remedy) {
    return new Finding(false, component, subject, problem, remedy);
  }

  /** One line: component, subject, problem; remedy. */
  public String line() {
    return component + ": " + subject + ": " + problem + "; " + remedy;
  }
}
