package dev.rehome.postgres.scope;

import dev.rehome.model.Tenant;
import dev.rehome.store.objects.ObjectHome;
import java.net.URI;
import java.util.Optional;

/**
 * Where a tenant's objects are in one cell, as far as references to them tell.
 *
 * @param endpoint none: that of AWS for the region
 * @param prefix what the tenant's keys begin with; may be empty
 */
public record ObjectPlace(Optional<URI> endpoint, String region, String bucket, String prefix) {
  static ObjectPlace of(ObjectHome cell, Tenant tenant) {
    return new ObjectPlace(
        cell.endpoint(), cell.region(), cell.bucket(tenant), cell.prefix(tenant));
  }
}
