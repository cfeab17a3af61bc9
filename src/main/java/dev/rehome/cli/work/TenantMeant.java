package dev.rehome.cli.work;

import dev.rehome.journal.read.History;
import dev.rehome.model.Job;
import dev.rehome.model.Tenant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose data a command is about, told before anything is done: a mistaken id has rows of somebody
 * else, or none.
 *
 * @param from where the id comes from
 * @param held how much the source has of it, in words; empty where nobody can say
 */
public record TenantMeant(Tenant tenant, String cell, String from, String held) {
  /** By the catalog as it is now: a job that is handed in registers its tenant. */
  public static TenantMeant of(History history, Job job) {
    Tenant tenant = job.tenant();
    boolean known = history.tenantId(tenant.name()).filter(tenant.id()::equals).isPresent();
    String from = "from --tenant-id";
    if (known) {
      from = "as the catalog has it";
    } else if (tenant.id().equals(tenant.name())) {
      from = "its name, since no --tenant-id gives another";
    }
    return new TenantMeant(tenant, job.from(), from, "");
  }

  public TenantMeant holding(String words) {
    return new TenantMeant(tenant, cell, from, words);
  }

  /** One line. */
  public String text() {
    return tenant.meant(from, cell, held);
  }

  /** For {@code --json}. */
  public Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tenant_id", tenant.id());
    map.put("tenant_id_is", from);
    map.put("held", held);
    return map;
  }
}
