package dev.rehome.pipeline;

import dev.rehome.inbox.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in: before each poll everything that is no job is refused, with a sentence, so that
 * it keeps nothing else waiting; a file is let in when it has not changed for a second, and when
 * none of its name is being worked on, which it would overwrite. Bean {@code inbox-door}.
 */
final class InboxDoor extends DefaultPollingConsumerPollStrategy
    implements GenericFileFilter<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(InboxDoor.class);
  private static final Duration STEADY = Duration.ofSeconds(1);

  private final InboxFolder folder;
  private final Clock clock;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Set<String> stuck = new HashSet<>();

  private record Seen(long bytes, FileTime changed, Instant since) {
    boolean same(BasicFileAttributes now) {
      return bytes == now.size() && changed.equals(now.lastModifiedTime());
    }
  }

  InboxDoor(InboxFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public boolean begin(Consumer consumer, Endpoint endpoint) {
    look();
    return true;
  }

  /** Refuses what is no job; remembers when it saw which file first as it is. */
  synchronized void look() {
    Map<String, Seen> before = new HashMap<>(seen);
    seen.clear();
    for (Path entry : folder.dropped()) {
      String name = entry.getFileName().toString();
      try {
        BasicFileAttributes now =
            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Seen then = before.get(name);
        Seen as =
            then != null && then.same(now)
                ? then
                : new Seen(now.size(), now.lastModifiedTime(), clock.instant());
        seen.put(name, as);
        Optional<String> reason = reason(entry, now, steady(as));
        if (reason.isPresent() && stuck.add(name)) {
          folder.refuse(entry, reason.get());
          stuck.remove(name);
        }
      } catch (IOException e) {
        // gone meanwhile, or a folder that may not be written: nothing to be done about either
        LOG.debug("inbox: {}: {}", name, e.toString());
      }
    }
  }

  private static Optional<String> reason(Path entry, BasicFileAttributes now, boolean steady) {
    if (now.isSymbolicLink()) {
      return Optional.of("is a symbolic link; put a copy of the file itself here");
    }
    if (now.isDirectory()) {
      return Optional.of("is a folder; put the files themselves into the inbox");
    }
    if (!now.isRegularFile()) {
      return Optional.of("is a pipe, a socket or a device; put a file here");
    }
    if (!Files.isReadable(entry)) {
      return Optional.of(
          "may not be read by %s, who runs this; give the right to (chmod a+r) and put it here again"
              .formatted(System.getProperty("user.name")));
    }
    if (now.size() > JobFile.BYTES_MAX) {
      return Optional.of(
          "is above %d bytes; split it into several files".formatted(JobFile.BYTES_MAX));
    }
    return now.size() == 0 && steady
        ? Optional.of("is empty; it must hold a job")
        : Optional.empty();
  }

  private boolean steady(Seen file) {
    return !clock.instant().isBefore(file.since().plus(STEADY));
  }

  @Override
  public synchronized boolean accept(GenericFile<Object> file) {
    Seen as = seen.get(file.getFileNameOnly());
    return as != null
        && as.bytes() > 0
        && as.bytes() == file.getFileLength()
        && steady(as)
        && !stuck.contains(file.getFileNameOnly())
        && !Files.exists(folder.accepted(file.getFileNameOnly()), LinkOption.NOFOLLOW_LINKS);
  }
}
