package dev.rehome.store.objects;

import dev.rehome.model.Tenant;
import dev.rehome.settings.CellPart;
import java.net.URI;
import java.util.Optional;

/** Where a cell keeps its tenants' objects, as far as references to them tell. */
public interface ObjectHome extends CellPart {
  /** None: that of AWS for the region. */
  Optional<URI> endpoint();

  String region();

  /** The bucket of a tenant. */
  String bucket(Tenant tenant);

  /** What the tenant's keys begin with; may be empty. */
  String prefix(Tenant tenant);
}
