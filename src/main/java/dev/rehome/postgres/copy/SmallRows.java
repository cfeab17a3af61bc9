package dev.rehome.postgres.copy;

import dev.rehome.digest.Sha256;
import dev.rehome.model.Chunk;
import dev.rehome.model.Move;
import dev.rehome.postgres.copy.ledger.Copied;
import dev.rehome.postgres.copy.pipe.Aside;
import dev.rehome.postgres.copy.pipe.KeptRows;
import dev.rehome.postgres.copy.pipe.Pipes;
import dev.rehome.postgres.copy.plan.TableSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of many tables that have few, in one chunk: one snapshot, one transaction of the target,
 * one receipt. One statement tells which have any; those that have none cost nothing more.
 */
final class SmallRows {
  /** The ids begin so. */
  static final String ID = "tables/";

  static final String KIND = "tables";

  private SmallRows() {}

  static Map<String, String> spec(List<TableSql> tables) {
    Map<String, String> spec = new LinkedHashMap<>();
    spec.put("kind", KIND);
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).put(spec, i);
    }
    return spec;
  }

  static Copied copy(
      Connection source, Connection target, Move move, Chunk chunk, Pipes pipes, Aside aside)
      throws SQLException {
    Map<String, String> spec = chunk.spec();
    long rows = 0;
    long bytes = 0;
    StringBuilder contents = new StringBuilder();
    for (int place : pipes.onSource(() -> filled(source, spec))) {
      KeptRows kept = KeptRows.fenced(spec, place);
      try (Aside.Part part = aside.begin(move, kept)) {
        Copied copied =
            pipes
                .of(kept.table())
                .run(source, kept.select(), target, spec.get("into." + place), kept.binary(), part);
        part.keep(target, copied.rows());
        rows += copied.rows();
        bytes += copied.bytes();
        contents.append(kept.table()).append(' ').append(copied.digest()).append('\n');
      }
    }
    return new Copied(rows, bytes, Sha256.of(contents.toString()), "");
  }

  private static List<Integer> filled(Connection source, Map<String, String> spec)
      throws SQLException {
    StringBuilder question = new StringBuilder();
    for (int i = 0; spec.containsKey("table." + i); i++) {
      question
          .append(i == 0 ? "" : " UNION ALL ")
          .append("SELECT %d AS place WHERE EXISTS (%s)".formatted(i, spec.get("select." + i)));
    }
    try (Statement statement = source.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery(question + " ORDER BY place")) {
        List<Integer> places = new ArrayList<>();
        while (row.next()) {
          places.add(row.getInt(1));
        }
        return places;
      }
    }
  }
}
