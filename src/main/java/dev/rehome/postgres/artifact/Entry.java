package dev.rehome.postgres.artifact;

import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.side.Detail;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of rows as the target's book has it.
 *
 * @param file its name in the artifact, e.g. {@code rows/00007-orders.2.copy.zst}
 * @param epoch of the worker who wrote it
 * @param count how many rows are in it
 */
record Entry(String file, long epoch, long count, DurableFile.Content content, KeptRows rows) {
  static String name(KeptRows rows, long epoch) {
    return prefix(rows) + "%d.copy.zst".formatted(epoch);
  }

  /** What the names of all files of these rows begin with, and no others: they are numbered. */
  static String prefix(KeptRows rows) {
    return "%s/%s.".formatted(Folder.ROWS, rows.file());
  }

  String detail() {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("file", rows.file());
    pairs.put("table", rows.table());
    pairs.put("home", rows.home());
    pairs.put("counted", rows.counted());
    pairs.put("select", rows.select());
    pairs.put("binary", Boolean.toString(rows.binary()));
    pairs.put("filenode", rows.filenode());
    pairs.put("whole", rows.whole());
    pairs.put("reference", Boolean.toString(rows.reference()));
    return Detail.write(pairs);
  }

  static KeptRows rows(String detail, String relation) {
    Map<String, String> pairs = Detail.read(detail);
    return new KeptRows(
        pairs.get("file"),
        pairs.get("table"),
        pairs.get("home"),
        pairs.get("counted"),
        pairs.get("select"),
        Boolean.parseBoolean(pairs.get("binary")),
        relation,
        pairs.get("filenode"),
        pairs.get("whole"),
        Boolean.parseBoolean(pairs.get("reference")));
  }
}
