package dev.rehome.journal.jobs;

import dev.rehome.model.Job;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A job that by what the catalog knows means another tenant than it names: two ids are asked for at
 * each door, the job's and the tenant's, and either is taken for the other.
 */
public record MistakenId(String problem, String remedy) {
  /** What is wrong with the job, if anything. Reads only; inside the caller's transaction. */
  public static Optional<MistakenId> of(JdbcClient jdbc, Job job) {
    Optional<String> known = known(jdbc, job.tenant().name());
    if (known.isPresent() && !known.get().equals(job.tenant().id())) {
      return Optional.of(another(job, known.get()));
    }
    return (known.isPresent() ? Optional.<MistakenId>empty() : taken(jdbc, job))
        .or(() -> named(job) ? jobs(jdbc, job) : Optional.empty());
  }

  private static boolean named(Job job) {
    return job.tenant().id().equals(job.tenant().name());
  }

  private static Optional<String> known(JdbcClient jdbc, String tenant) {
    return jdbc.sql("SELECT tenant_id FROM _system.tenants WHERE name = :name")
        .param("name", tenant)
        .query(String.class)
        .optional();
  }

  private static MistakenId another(Job job, String known) {
    String name = job.tenant().name();
    return new MistakenId(
        "tenant %s has id %s in the catalog, the job means %s%s"
            .formatted(
                name,
                known,
                job.tenant().id(),
                named(job) ? " (the tenant's name, since it gives no tenant id)" : ""),
        say(name, known)
            + (job.id().equals(known) ? "; --id, which says " + known + ", is the job's own" : ""));
  }

  /** One cell's rows of one id are one tenant's. */
  private static Optional<MistakenId> taken(JdbcClient jdbc, Job job) {
    return neighbour(jdbc, job, job.tenant().id())
        .map(
            other ->
                new MistakenId(
                    "id %s is tenant %s's at %s, by the catalog"
                        .formatted(job.tenant().id(), other, job.from()),
                    "move %s, or give the id of %s with --tenant-id (in a job file, tenant: {name:"
                            .formatted(other, job.tenant().name())
                        + " …, id: …})"));
  }

  private static Optional<MistakenId> jobs(JdbcClient jdbc, Job job) {
    return neighbour(jdbc, job, job.id())
        .map(
            other ->
                new MistakenId(
                    "%s, which the job has for its own id (--id), is the tenant id of %s in the catalog"
                        .formatted(job.id(), other),
                    "move %s if it is meant; else give the job another --id, and the tenant's id with --tenant-id"
                        .formatted(other)));
  }

  private static Optional<String> neighbour(JdbcClient jdbc, Job job, String id) {
    return jdbc.sql(
            """
            SELECT name FROM _system.tenants
            WHERE database = :from AND tenant_id = :id AND name <> :name ORDER BY name LIMIT 1
            """)
        .param("from", job.from())
        .param("id", id)
        .param("name", job.tenant().name())
        .query(String.class)
        .optional();
  }

  private static String say(String name, String id) {
    return "say --tenant-id %s, or in a job file tenant: {name: %s, id: %s}; a statement has no place for it"
        .formatted(id, name, id);
  }
}
