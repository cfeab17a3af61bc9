package dev.rehome.objects;

/** What a body in XML can hold: keys of objects may have characters that none can, even escaped. */
public final class XmlText {
  private static final int FIRST_PRINTABLE = 0x20;

  private XmlText() {}

  /** Whether it comes back as it was written; a line's end does not always. */
  public static boolean holds(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                c >= FIRST_PRINTABLE
                    && c != 0xFFFE
                    && c != 0xFFFF
                    && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
