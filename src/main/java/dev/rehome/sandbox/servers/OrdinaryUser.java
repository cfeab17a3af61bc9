package dev.rehome.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * As whom a server runs: PostgreSQL refuses root. Root runs it in a user namespace of its own, or,
 * where there is none to be had (a container), as the user nobody, who is then given its files.
 */
final class OrdinaryUser {
  private static final String NOBODY = "65534";
  private static final List<String> NAMESPACE = List.of("unshare", "-U");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");

  private final List<String> prefix;

  private OrdinaryUser(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * Finds a way.
   *
   * @throws IOException for root where there is none, with what was tried
   */
  static OrdinaryUser find() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return new OrdinaryUser(List.of());
    }
    List<String> faults = new ArrayList<>();
    for (List<String> prefix : List.of(NAMESPACE, AS_NOBODY)) {
      try {
        ChildProcess.run(with(prefix, List.of("true")));
        return new OrdinaryUser(prefix);
      } catch (IOException e) {
        faults.add(e.getMessage());
      }
    }
    throw new IOException(
        "PostgreSQL refuses to run as root, and root can neither make a user namespace nor become"
            + " nobody here; run this as an ordinary user (tried: "
            + String.join("; ", faults)
            + ")");
  }

  /** The command as this user runs it. */
  List<String> command(List<String> command) {
    return with(prefix, command);
  }

  /** Gives the file or directory to this user, and lets it reach it below the temporary folder. */
  void own(Path path) throws IOException {
    if (prefix.equals(AS_NOBODY)) {
      Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY));
      Path top = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
      for (Path above = path.toAbsolutePath().getParent();
          above != null && above.startsWith(top) && !above.equals(top);
          above = above.getParent()) {
        Set<PosixFilePermission> permissions = new HashSet<>(Files.getPosixFilePermissions(above));
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
          Files.setPosixFilePermissions(above, permissions);
        }
      }
      if (!Files.getPosixFilePermissions(top).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new IOException(
            "the server runs as nobody here, who may not enter the temporary folder "
                + top
                + "; name another with REHOME_JAVA_OPTS=-Djava.io.tmpdir=/tmp");
      }
    }
  }

  private static List<String> with(List<String> prefix, List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }
}
