package dev.rehome.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.postgres.settings.ObjectReference;
import dev.rehome.postgres.settings.PostgresCell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectReferenceTest {
  @TempDir Path folder;

  private List<ObjectReference> read(String value) {
    Cell cell =
        new SettingsFolder(folder)
            .properties("")
            .file(
                "cells/a.properties",
                SettingsFolder.CELL + "postgres.object-references = " + value + "\n")
            .load()
            .cell("a")
            .orElseThrow();
    assertThat(cell.other()).isEmpty();
    return cell.part(PostgresCell.class).orElseThrow().objectReferences();
  }

  @Test
  void aColumnHasATableAndPerhapsASchemaAndAPointer() {
    assertThat(read("docs.url, t_{tenant}.docs.url,docs.meta:/files/*/a~1b~0:c"))
        .containsExactly(
            new ObjectReference("docs", "url", Optional.empty()),
            new ObjectReference("t_{tenant}.docs", "url", Optional.empty()),
            new ObjectReference("docs", "meta", Optional.of(List.of("files", "*", "a/b~:c"))))
        .last()
        .hasToString("docs.meta:/files/*/a~1b~0:c");
  }

  @Test
  void pointersOfTheSameDepthMayOverlap() {
    ObjectReference each = ObjectReference.parse("d.m:/a/*").orElseThrow();
    assertThat(each.overlaps(ObjectReference.parse("d.m:/*/b").orElseThrow())).isTrue();
    assertThat(each.overlaps(ObjectReference.parse("d.m:/b/c").orElseThrow())).isFalse();
    assertThat(each.overlaps(ObjectReference.parse("d.m:/a").orElseThrow())).isFalse();
  }
}
