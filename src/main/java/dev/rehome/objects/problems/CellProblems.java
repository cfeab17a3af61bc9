package dev.rehome.objects.problems;

import dev.rehome.model.Finding;
import dev.rehome.model.Tenant;
import dev.rehome.objects.BucketSide;
import dev.rehome.objects.ObjectCells;
import dev.rehome.settings.Cell;
import java.util.List;

/** What the settings alone show. */
final class CellProblems {
  private CellProblems() {}

  /** Other tenants' objects must not be taken for this one's. */
  static List<Finding> isolation(ObjectCells cells, BucketSide side, Tenant tenant) {
    boolean shared = cells.cell(side.cell()).filter(Cell::severalTenants).isPresent();
    if (!shared) {
      return List.of();
    }
    if (!side.settings().tellsTenantsApart()) {
      return List.of(
          blocking(
              side,
              "the cell has several tenants, and neither bucket nor prefix tells them apart",
              "put {tenant} or {id} into rehome.cell.%s.objects.bucket, or with a / behind it into .prefix"
                  .formatted(side.cell())));
    }
    if ((tenant.name() + tenant.id()).contains("/")) {
      return List.of(
          blocking(
              side,
              "a tenant whose name or id holds a / (%s, %s) may lie in another one's folder"
                  .formatted(tenant.name(), tenant.id()),
              "move its objects by other means, and ask for leave-behind: [objects]"));
    }
    return List.of();
  }

  static Finding lacking(BucketSide source, String target) {
    return blocking(
        source,
        "cell %s has objects, cell %s has none".formatted(source.cell(), target),
        "set rehome.cell.%s.objects.bucket, or ask for leave-behind: [objects]".formatted(target));
  }

  static Finding same(BucketSide source, BucketSide target) {
    return blocking(
        source,
        "%s and %s are the same place, or one lies in the other".formatted(source, target),
        "give cell %s another bucket or prefix".formatted(target.cell()));
  }

  private static Finding blocking(BucketSide side, String problem, String remedy) {
    return Finding.blocking(ObjectsProblems.COMPONENT, side.toString(), problem, remedy);
  }
}
