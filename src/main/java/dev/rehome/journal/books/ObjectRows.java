package dev.rehome.journal.books;

import dev.rehome.journal.ControlStore;
import dev.rehome.journal.Leases;
import dev.rehome.model.Move;
import dev.rehome.store.objects.ObjectBook;
import dev.rehome.store.objects.ObjectEntry;
import dev.rehome.store.objects.ObjectEntry.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The lists of objects, in the control store. */
public final class ObjectRows implements ObjectBook {
  private static final String COLUMNS =
      """
      SELECT number, name, bytes, etag, (extract(epoch FROM modified) * 1000000)::bigint AS micros, storage_class, written_etag, sha256
      FROM _system.objects
      """;

  private final ControlStore control;

  public ObjectRows(ControlStore control) {
    this.control = control;
  }

  @Override
  public Listing listing(Move move) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    "SELECT objects, bytes, last_name, complete FROM _system.object_lists WHERE"
                        + " move = :move")
                .param("move", move.id())
                .query(
                    (row, n) ->
                        new Listing(
                            row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4)))
                .optional()
                .orElse(new Listing(0, 0, "", false)));
  }

  @Override
  public void append(Move move, List<ObjectEntry> page, boolean last) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          jdbc.sql("INSERT INTO _system.object_lists (move) VALUES (:move) ON CONFLICT DO NOTHING")
              .param("move", move.id())
              .update();
          return jdbc.sql(
                  """
                  WITH list AS (
                    SELECT objects FROM _system.object_lists WHERE move = :move),
                  added AS (
                    INSERT INTO _system.objects (move, number, name, bytes, etag, modified, storage_class)
                    SELECT :move, list.objects + row_number() OVER (ORDER BY page.place),
                           page.name, page.bytes, page.etag, to_timestamp(0) + page.micros * interval '1 microsecond', page.storage
                    FROM list, unnest(:names, :bytes, :etags, :micros, :storages) WITH ORDINALITY
                      AS page (name, bytes, etag, micros, storage, place)
                    -- one by one: as an anti join, each page would read the whole list
                    WHERE (SELECT o.number FROM _system.objects o WHERE o.move = :move AND o.name = page.name) IS NULL
                    RETURNING bytes)
                  UPDATE _system.object_lists SET
                    objects = objects + (SELECT count(*) FROM added),
                    bytes = bytes + (SELECT coalesce(sum(bytes), 0)::bigint FROM added),
                    last_name = CASE WHEN :size = 0 THEN last_name ELSE :lastName END,
                    complete = complete OR :complete
                  WHERE move = :move
                  """)
              .param("move", move.id())
              .param("names", texts(page, ObjectEntry::name))
              .param("bytes", longs(page, ObjectEntry::bytes))
              .param("etags", texts(page, ObjectEntry::etag))
              .param("micros", longs(page, entry -> micros(entry.modified())))
              .param("storages", texts(page, entry -> entry.storage().orElse(null)))
              .param("size", page.size())
              .param("lastName", page.isEmpty() ? "" : page.get(page.size() - 1).name())
              .param("complete", last)
              .update();
        });
  }

  private static String[] texts(
      Collection<ObjectEntry> entries, Function<ObjectEntry, String> part) {
    return entries.stream().map(part).toArray(String[]::new);
  }

  private static long[] longs(Collection<ObjectEntry> entries, ToLongFunction<ObjectEntry> part) {
    return entries.stream().mapToLong(part).toArray();
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Override
  public List<ObjectEntry> entries(Move move, long first, long last) {
    return control.call(
        jdbc ->
            jdbc.sql(
                    COLUMNS
                        + "WHERE move = :move AND number BETWEEN :first AND :last ORDER BY number")
                .param("move", move.id())
                .param("first", first)
                .param("last", last)
                .query((row, n) -> entry(row))
                .list());
  }

  @Override
  public Map<String, ObjectEntry> find(Move move, Collection<String> names) {
    Map<String, ObjectEntry> found = new LinkedHashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    control
        .call(
            jdbc ->
                jdbc.sql(COLUMNS + "WHERE move = :move AND name = ANY (:names)")
                    .param("move", move.id())
                    .param("names", names.toArray(new String[0]))
                    .query((row, n) -> entry(row))
                    .list())
        .forEach(entry -> found.put(entry.name(), entry));
    return found;
  }

  @Override
  public void written(Move move, Collection<ObjectEntry> entries) {
    control.transaction(
        jdbc -> {
          Leases.require(jdbc, move);
          return jdbc.sql(
                  """
                  UPDATE _system.objects o SET written_etag = done.etag, sha256 = done.sha256
                  FROM unnest(:numbers, :etags, :digests) AS done (number, etag, sha256)
                  -- the bounds keep a hash join from reading the whole list
                  WHERE o.move = :move AND o.number = done.number AND o.number BETWEEN :first AND :last
                  """)
              .param("move", move.id())
              .param("first", entries.stream().mapToLong(ObjectEntry::number).min().orElse(0))
              .param("last", entries.stream().mapToLong(ObjectEntry::number).max().orElse(0))
              .param("numbers", longs(entries, ObjectEntry::number))
              .param("etags", texts(entries, entry -> entry.written().orElseThrow().etag()))
              .param("digests", texts(entries, entry -> entry.written().orElseThrow().sha256()))
              .update();
        });
  }

  private static ObjectEntry entry(ResultSet row) throws SQLException {
    String etag = row.getString("written_etag");
    String sha256 = row.getString("sha256");
    return new ObjectEntry(
        row.getLong("number"),
        row.getString("name"),
        row.getLong("bytes"),
        row.getString("etag"),
        Instant.EPOCH.plus(row.getLong("micros"), ChronoUnit.MICROS),
        Optional.ofNullable(row.getString("storage_class")),
        Optional.ofNullable(etag).map(written -> new Written(written, sha256)));
  }
}
