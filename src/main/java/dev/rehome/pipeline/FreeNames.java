package dev.rehome.pipeline;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * A job file waits in the inbox while one of its name is still being worked on: moving it on would
 * overwrite that one. Bean {@code free-names}.
 */
final class FreeNames implements GenericFileFilter<Object> {
  private final Path accepted;

  FreeNames(Path inbox) {
    this.accepted = inbox.resolve(".accepted");
  }

  @Override
  public boolean accept(GenericFile<Object> file) {
    return file.isDirectory() || !Files.exists(accepted.resolve(file.getFileNameOnly()));
  }
}
