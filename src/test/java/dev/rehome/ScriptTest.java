package dev.rehome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, in a folder of its own, with programs that only say that they ran. */
class ScriptTest {
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit 0; fi
      echo "java in $PWD: $*"; exit 7
      """;
  private static final String MAVEN =
      """
      echo build >>builds; sleep 0.5
      mkdir -p target/classes/dev/rehome; touch target/classes/dev/rehome/App.class
      echo "$PWD/pom.xml" >target/classpath
      mkdir -p target/server-class-paths; echo "$PWD/pom.xml" >target/server-class-paths/s3proxy
      """;

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void aProject() throws IOException {
    home = folder.toRealPath().resolve("home");
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("src/build"));
    Files.createDirectories(home.resolve("src/servers"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.copy(Path.of("rehome"), home.resolve("rehome"));
    Files.writeString(home.resolve("src/build/client-programs"), "exit 0\n");
    program("java", JAVA);
    program("javac", "");
    program("mvn", MAVEN);
  }

  @Test
  void itBuildsOnceAndHandsOverArgumentsDirectoryAndExitStatus() throws Exception {
    Files.createSymbolicLink(folder.resolve("link"), home.resolve("rehome"));

    for (int i = 0; i < 2; i++) {
      Ran ran = ran(start(folder.resolve("link"), "move", "a b"));

      assertThat(ran.status).isEqualTo(7);
      assertThat(ran.text)
          .contains("java in " + folder.toRealPath() + ": -Drehome.home=" + home + " -cp ")
          .contains(home + "/target/classes:" + home + "/pom.xml")
          .endsWith(" dev.rehome.App move a b\n");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws Exception {
    ran(start(home.resolve("rehome")));
    Thread.sleep(20);
    Files.writeString(home.resolve("src/main/New.java"), "");
    ran(start(home.resolve("rehome")));

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process one = start(home.resolve("rehome"));
    Process other = start(home.resolve("rehome"));

    assertThat(ran(one).status).isEqualTo(7);
    assertThat(ran(other).status).isEqualTo(7);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsIsShownAndNothingRuns() throws Exception {
    program("mvn", "echo '[ERROR] planted'; exit 1\n");

    Ran ran = ran(start(home.resolve("rehome")));

    assertThat(ran.status).isEqualTo(3);
    assertThat(ran.text).contains("[ERROR] planted").contains("the build failed");
    assertThat(ran.text).doesNotContain("java in");
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    program("java", "echo 'openjdk version \"11.0.2\" 2019' >&2\n");

    Ran ran = ran(start(home.resolve("rehome")));

    assertThat(ran.status).isEqualTo(3);
    assertThat(ran.text).contains("java is Java 11; 17 or newer is needed");
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path script, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.command().addAll(java.util.List.of(arguments));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("REHOME_") || key.equals("JAVA_HOME"));
    builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
    return builder.start();
  }

  private static Ran ran(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), text);
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private record Ran(int status, String text) {}
}
