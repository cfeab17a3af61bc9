package dev.rehome;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, in a folder of its own, with programs that only say that they ran. */
class ScriptTest {
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021' >&2; exit 0; fi
      case "$*" in *"App --help") exit 0;; *dev.rehome.Training) echo "training$REHOME_CONTROL_URL" >>"$(dirname "$0")/../trainings"; ARCHIVE; exit;; esac
      echo "java in $PWD: $*"; exit 7
      """;
  private static final String MAVEN =
      """
      echo build >>builds; sleep 0.5
      mkdir -p target/classes/dev/rehome; touch target/classes/dev/rehome/App.class target/rehome.jar
      echo "$PWD/pom.xml" >target/classpath
      mkdir -p target/server-class-paths; printf %s "$PWD/pom.xml" >target/server-class-paths/s3proxy
      printf %s "$PWD/pom.xml" >target/server-class-paths/another
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
    program("java", JAVA.replace("ARCHIVE", "false"));
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
          .contains(home + "/target/rehome.jar:" + home + "/pom.xml")
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

  @Test
  void anArchiveOfClassesIsMadeOnceForEachJava() throws Exception {
    String archive = "for a in \"$@\"; do case $a in *AtExit=*) echo >\"${a#*=}\";; esac; done";
    program("java", JAVA.replace("ARCHIVE", archive));
    String option = "-XX:SharedArchiveFile=" + home + "/target/archives/17.0.1.jsa";

    assertThat(ran(start(home.resolve("rehome"), "move")).text).contains(option);
    assertThat(ran(start(home.resolve("rehome"), "status")).text)
        .contains(option, "-XX:TieredStopAtLevel=1");
    assertThat(trainings()).isEqualTo(1);
    program("java", JAVA.replace("ARCHIVE", archive).replace("17.0.1", "21.0.2"));
    assertThat(ran(start(home.resolve("rehome"), "move")).text).contains("archives/21.0.2.jsa");
    assertThat(trainings()).isEqualTo(2);
    assertThat(builds()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("trainings"))).containsOnly("training");

    Files.writeString(home.resolve("target/archives/21.0.2.jsa"), "");
    assertThat(ran(start(home.resolve("rehome"), "move")).text)
        .as("one that was cut off")
        .contains("java in")
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void anArchiveThatCannotBeMadeKeepsNothingFromStartingAndIsNotTriedAgain() throws Exception {
    for (int i = 0; i < 2; i++) {
      Ran ran = ran(start(home.resolve("rehome"), "--config", "status", "move"));

      assertThat(ran.status).isEqualTo(7);
      assertThat(ran.text).doesNotContain("SharedArchiveFile").doesNotContain("TieredStopAtLevel");
    }
    assertThat(trainings()).isEqualTo(1);
  }

  @Test
  void classesThatWereCompiledByOtherMeansAreTaken() throws Exception {
    ran(start(home.resolve("rehome")));
    Thread.sleep(20);
    Files.writeString(home.resolve("target/built"), "");

    assertThat(ran(start(home.resolve("rehome"))).text).contains(home + "/target/classes:");
    assertThat(builds()).isEqualTo(1);
  }

  /** Only root can be somebody else; as root every file can be written. */
  @Test
  void whatOneHasBuiltAnotherRuns() throws Exception {
    Needed.ofTheMachine("root, who alone can start a program as somebody else", isRoot());
    ran(start(home.resolve("rehome")));
    openToAll();
    try (Stream<Path> all = Files.walk(home)) {
      assertThat(all.filter(Files::isSymbolicLink)).isEmpty();
    }

    Ran ran = ran(startAsNobody("status"));
    assertThat(ran.status).as(ran.text).isEqualTo(7);
    assertThat(ran.text).endsWith(" dev.rehome.App status\n");
    assertThat(builds()).isEqualTo(1);

    Thread.sleep(20);
    Files.writeString(home.resolve("src/main/New.java"), "");
    Ran changed = ran(startAsNobody("status"));
    assertThat(changed.status).isEqualTo(3);
    assertThat(changed.text)
        .isEqualTo(
            "rehome: %s is not built, or was changed since, and nobody may not write there; let its owner run ./rehome once\n"
                .formatted(home));
  }

  private static boolean isRoot() throws Exception {
    return ran(new ProcessBuilder("id", "-u").start()).text.equals("0\n");
  }

  private void openToAll() throws Exception {
    assertThat(
            ran(new ProcessBuilder("chmod", "-R", "a+rX,go-w", folder.toString()).start()).status)
        .isZero();
  }

  private Process startAsNobody(String argument) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "env",
            "HOME=/nonexistent",
            "PATH=" + folder.resolve("bin") + ":" + System.getenv("PATH"),
            home.resolve("rehome").toString(),
            argument);
    builder.environment().remove("JAVA_HOME");
    return builder.directory(folder.toFile()).redirectErrorStream(true).start();
  }

  private int trainings() throws IOException {
    return Files.readAllLines(folder.resolve("trainings")).size();
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
    // of a user who has his settings there: the training must not go to his stores
    builder.environment().put("REHOME_CONTROL_URL", "jdbc:postgresql://real");
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
