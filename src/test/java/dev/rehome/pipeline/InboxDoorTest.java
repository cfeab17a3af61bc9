package dev.rehome.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.inbox.JobFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no job is refused at the first look, whatever else is there. */
class InboxDoorTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path inbox;
  private InboxFolder folder;
  private Instant now = BEGIN;
  private InboxDoor door;

  @BeforeEach
  void open() {
    folder = new InboxFolder(inbox);
    folder.sweep();
    door =
        new InboxDoor(
            folder,
            new Clock() {
              @Override
              public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(java.time.ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return now;
              }
            });
  }

  private void refused(String name, String sentence) throws IOException {
    Path error = inbox.resolve(".failed/" + name + ".error.txt");
    assertThat(error).content().isEqualTo(name + ": " + sentence + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(error)))
        .isEqualTo("rw-------");
    assertThat(Files.exists(inbox.resolve(name), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(Files.exists(inbox.resolve(".failed/" + name), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  private boolean accepted(String name) {
    GenericFile<Object> file = new GenericFile<>();
    file.setFileNameOnly(name);
    file.setFileLength(inbox.resolve(name).toFile().length());
    return door.accept(file);
  }

  @Test
  void aFolderAPipeAndALinkAreRefusedAtTheFirstLook() throws Exception {
    Files.createDirectory(inbox.resolve("folder"));
    Files.writeString(inbox.resolve("folder/job.yaml"), "tenant: acme");
    new ProcessBuilder("mkfifo", inbox.resolve("pipe.yaml").toString()).start().waitFor();
    Path secret = Files.writeString(inbox.resolve(".secret"), "t0p-secret");
    Files.createSymbolicLink(inbox.resolve("link.yaml"), secret);
    Files.createSymbolicLink(inbox.resolve("nowhere.yaml"), Path.of("nowhere"));
    door.look();
    refused("folder", "is a folder; put the files themselves into the inbox");
    refused("pipe.yaml", "is a pipe, a socket or a device; put a file here");
    refused("link.yaml", "is a symbolic link; put a copy of the file itself here");
    refused("nowhere.yaml", "is a symbolic link; put a copy of the file itself here");
    assertThat(inbox.resolve(".failed/link.yaml.error.txt")).content().doesNotContain("t0p");
  }

  @Test
  void anEmptyFileIsRefusedWhenItHasStayedSoForASecond() throws IOException {
    Files.createFile(inbox.resolve("empty.yaml"));
    Files.writeString(inbox.resolve("good.yaml"), "tenant: acme");
    door.look();
    assertThat(inbox.resolve("empty.yaml")).exists();
    assertThat(accepted("empty.yaml")).isFalse();
    assertThat(accepted("good.yaml")).isFalse();
    now = now.plus(Duration.ofMillis(1000));
    door.look();
    refused("empty.yaml", "is empty; it must hold a job");
    assertThat(accepted("good.yaml")).isTrue();
  }

  @Test
  void aFileThatGrowsIsNotLetIn() throws IOException {
    Path file = Files.writeString(inbox.resolve("grows.yaml"), "tenant");
    door.look();
    now = now.plusSeconds(1);
    Files.writeString(file, "tenant: acme");
    door.look();
    assertThat(accepted("grows.yaml")).isFalse();
    now = now.plusSeconds(1);
    door.look();
    assertThat(accepted("grows.yaml")).isTrue();
    Files.writeString(folder.accepted("grows.yaml"), "one of its name is being worked on");
    assertThat(accepted("grows.yaml")).isFalse();
  }

  @Test
  void aFileThatIsTooLargeIsNotEvenRead() throws IOException {
    try (java.io.RandomAccessFile large =
        new java.io.RandomAccessFile(new File(inbox.toFile(), "large.sql"), "rw")) {
      large.setLength(JobFile.BYTES_MAX + 1L);
    }
    door.look();
    refused("large.sql", "is above 1048576 bytes; split it into several files");
  }

  @Test
  void hiddenNamesAndHalfWrittenOnesStay() throws IOException {
    Files.createDirectory(inbox.resolve("x.tmp"));
    Files.createDirectory(inbox.resolve(".mine"));
    door.look();
    assertThat(inbox.resolve("x.tmp")).exists();
    assertThat(inbox.resolve(".mine")).exists();
  }

  @Test
  void aSecondOneOfTheNameKeepsTheFirst() throws IOException {
    for (int i = 0; i < 2; i++) {
      Files.createDirectory(inbox.resolve("folder"));
      door.look();
    }
    assertThat(inbox.resolve(".failed/folder")).exists();
    assertThat(inbox.resolve(".failed/2-folder")).exists();
  }

  /** Nobody is root where this is tried; root may read everything. */
  @Test
  void aFileThatMayNotBeReadIsRefused() throws Exception {
    Path file = Files.writeString(inbox.resolve("closed.yaml"), "tenant: acme");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(file), "root reads it");
    door.look();
    refused(
        "closed.yaml",
        "may not be read by %s, who runs this; give the right to (chmod a+r) and put it here again"
            .formatted(System.getProperty("user.name")));
  }
}
