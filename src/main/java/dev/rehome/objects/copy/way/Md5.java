package dev.rehome.objects.copy.way;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What stores compare with the content that reaches them; it proves nothing against forgers. */
final class Md5 {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

  private Md5() {}

  /**
   * The MD5 of an object's content, in base64, as its store tells it by the ETag: of objects that
   * were written at once, and not encrypted by a key of their own. A store may tell another ETag
   * that looks like one.
   *
   * @param encryption as the store tells it; null for none
   */
  static Optional<String> told(String etag, String encryption) {
    boolean plain = encryption == null || encryption.equals("AES256");
    return plain && HEX.matcher(etag).matches()
        ? Optional.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(etag)))
        : Optional.empty();
  }

  /** In base64. */
  static String of(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
