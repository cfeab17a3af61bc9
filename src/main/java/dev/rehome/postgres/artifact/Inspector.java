package dev.rehome.postgres.artifact;

import dev.rehome.model.Move;
import dev.rehome.postgres.artifact.DurableFile.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares an artifact's directory with the book of its files. What this worker wrote was fsynced
 * by it, and only its size is looked at; of what an older worker wrote, every byte.
 */
record Inspector(Folder folder, Move move) {
  /** What is wrong with a file of rows; empty when it is as it was written. */
  String fault(Entry entry) {
    return fault(entry.file(), entry.content(), entry.epoch() == move.epoch());
  }

  /** Everything that is wrong with the whole. */
  List<String> faults(List<Entry> entries) {
    List<String> faults = new ArrayList<>();
    Map<String, Content> listed = new LinkedHashMap<>();
    try {
      listed.putAll(ArtifactContents.files(Files.readString(folder.file(ArtifactContents.NAME))));
    } catch (IOException e) {
      faults.add(ArtifactContents.NAME + " cannot be read");
      return faults;
    }
    for (Entry entry : entries) {
      if (!entry.content().equals(listed.remove(entry.file()))) {
        faults.add(ArtifactContents.NAME + " does not list " + entry.file() + " as it was written");
      }
      faults.add(fault(entry));
    }
    for (String text : ArtifactTexts.NAMES) {
      Content content = listed.remove(text);
      faults.add(
          content == null
              ? ArtifactContents.NAME + " does not list " + text
              : fault(text, content, false));
    }
    listed
        .keySet()
        .forEach(more -> faults.add(ArtifactContents.NAME + " lists " + more + ", of no rows"));
    faults.removeIf(String::isEmpty);
    return faults;
  }

  private String fault(String name, Content expected, boolean ours) {
    Path path = folder.file(name);
    try {
      Content found =
          ours ? new Content(Files.size(path), expected.sha256()) : DurableFile.read(path);
      return found.equals(expected)
          ? ""
          : "%s has %d bytes, SHA-256 %s, not %d, %s"
              .formatted(name, found.bytes(), found.sha256(), expected.bytes(), expected.sha256());
    } catch (IOException e) {
      return name + " cannot be read";
    }
  }
}
