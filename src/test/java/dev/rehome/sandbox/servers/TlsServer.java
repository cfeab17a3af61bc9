package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A server that lets nobody in without TLS. Its certificate is its own authority; role {@code
 * certified} comes by a client's certificate, everybody else by password.
 */
public final class TlsServer implements AutoCloseable {
  private static final String SECRET = "changeit";

  private final Path directory;
  private final PostgresServer server;

  public TlsServer() throws IOException, GeneralSecurityException {
    directory = Files.createTempDirectory("rehome-tls-");
    OrdinaryUser user = OrdinaryUser.find();
    user.own(directory);
    certificate("server", "127.0.0.1");
    certificate("other", "somebody else");
    certificate("client", "certified");
    Path rules = directory.resolve("hba.conf");
    Files.writeString(
        rules,
        """
        hostssl all certified 127.0.0.1/32 cert
        hostssl all all 127.0.0.1/32 scram-sha-256
        """);
    for (Path file : List.of(rules, file("server.crt"), file("server.key"), file("client.crt"))) {
      user.own(file);
    }
    Map<String, String> settings = new TreeMap<>();
    settings.put("ssl", "on");
    settings.put("ssl_cert_file", file("server.crt").toString());
    settings.put("ssl_key_file", file("server.key").toString());
    settings.put("ssl_ca_file", file("client.crt").toString());
    settings.put("hba_file", rules.toString());
    server = PostgresServer.start(directory.resolve("data"), settings);
  }

  /**
   * A certificate that signs itself, and its key: NAME.p12, .crt and .key (PEM), .pk8 (DER).
   *
   * @param common its common name
   */
  private void certificate(String name, String common)
      throws IOException, GeneralSecurityException {
    Path store = file(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    ChildProcess.run(
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "RSA",
            "-dname",
            "CN=" + common,
            "-ext",
            "san=ip:127.0.0.1",
            "-ext",
            "bc=ca:true",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            SECRET));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET.toCharArray());
    }
    byte[] key = keys.getKey(name, SECRET.toCharArray()).getEncoded();
    write(name + ".crt", pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
    write(name + ".key", pem("PRIVATE KEY", key));
    write(name + ".pem", pem("PRIVATE KEY", key));
    write(name + ".pk8", key);
  }

  private static byte[] pem(String kind, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, base64)
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Only its owner may read it: both PostgreSQL and libpq look at that. */
  private void write(String name, byte[] content) throws IOException {
    Files.write(file(name), content);
    Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * {@code server}, {@code other} (nobody's) or {@code client} with {@code .crt}, {@code .pem} …
   */
  public Path file(String name) {
    return directory.resolve(name);
  }

  public PostgresServer server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
