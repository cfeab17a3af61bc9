package dev.rehome.inbox;

import dev.rehome.model.Options;
import dev.rehome.model.Tenant;
import dev.rehome.store.Kinds;
import dev.rehome.text.Fault;
import dev.rehome.text.Place;
import dev.rehome.text.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests from the tree of a YAML or JSON job. */
final class JobTree {
  private static final int TENANTS_MAX = 1000;
  private static final List<String> KEYS =
      List.of("id", "tenant", "tenants", "from", "to", "options");

  private final Cells cells;
  private final Kinds kinds;
  private final List<Fault> faults;

  JobTree(Cells cells, Kinds kinds, List<Fault> faults) {
    this.kinds = kinds;
    this.cells = cells;
    this.faults = faults;
  }

  /** One request for each tenant. What is wrong goes to the faults, and then they are no use. */
  List<Request> requests(Tree tree) {
    if (!(tree instanceof Tree.Branch branch)) {
      faults.add(
          new Fault(tree.place(), "must be a map with tenant, from and to, got " + tree.shown()));
      return List.of();
    }
    JobEntries job = new JobEntries("", branch, faults);
    job.refuseUnknown(KEYS);
    Optional<String> id = job.get("id").flatMap(job::name);
    List<Tenant> tenants = tenants(job);
    Optional<String> from = cell(job, "from");
    Optional<String> to = cell(job, "to");
    if (from.isPresent() && to.isPresent()) {
      cells.checkPair(from.get(), to.get(), job.place("to"), faults);
    }
    Options options =
        job.get("options").map(o -> new OptionsTree(kinds, faults).options(o)).orElse(Options.NONE);
    boolean several = job.get("tenants").isPresent();
    return tenants.stream()
        .map(
            tenant ->
                new Request(
                    id.map(i -> several ? i + "/" + tenant.name() : i),
                    tenant,
                    from.orElse("?"),
                    to.orElse("?"),
                    options))
        .toList();
  }

  private Optional<String> cell(JobEntries job, String key) {
    Optional<String> cell = job.required(key, "the name of a cell").flatMap(job::text);
    cell.ifPresent(name -> cells.check(key, name, job.place(key), faults));
    return cell;
  }

  private List<Tenant> tenants(JobEntries job) {
    Optional<JobEntries.Entry> one = job.get("tenant");
    Optional<JobEntries.Entry> many = job.get("tenants");
    if (one.isPresent() == many.isPresent()) {
      Place place = many.isPresent() ? many.get().place() : job.place("tenant");
      faults.add(new Fault(place, "tenant: give either tenant or tenants: [...]"));
    }
    List<Tenant> tenants = new ArrayList<>();
    one.flatMap(entry -> tenant("tenant", entry.value())).ifPresent(tenants::add);
    many.ifPresent(entry -> tenants.addAll(list(entry)));
    return tenants;
  }

  private List<Tenant> list(JobEntries.Entry entry) {
    List<Tenant> tenants = new ArrayList<>();
    if (!(entry.value() instanceof Tree.Row row)
        || row.items().isEmpty()
        || row.items().size() > TENANTS_MAX) {
      faults.add(
          new Fault(entry.place(), "tenants: must be a list of 1 to " + TENANTS_MAX + " tenants"));
      return tenants;
    }
    Set<String> names = new HashSet<>();
    for (Tree item : row.items()) {
      tenant("tenants", item)
          .ifPresent(
              tenant -> {
                if (!names.add(tenant.name())) {
                  faults.add(
                      new Fault(
                          item.place(), "tenants: " + tenant.name() + " is there twice; keep one"));
                }
                tenants.add(tenant);
              });
    }
    return tenants;
  }

  private Optional<Tenant> tenant(String key, Tree tree) {
    if (!(tree instanceof Tree.Branch branch)) {
      return JobEntries.name(key, tree, faults).map(Tenant::named);
    }
    JobEntries tenant = new JobEntries(key + ".", branch, faults);
    tenant.refuseUnknown(List.of("name", "id"));
    Optional<String> name = tenant.required("name", "the tenant's name").flatMap(tenant::name);
    Optional<JobEntries.Entry> id = tenant.get("id");
    return name.flatMap(n -> id.isEmpty() ? Optional.of(n) : tenant.scalar(id.get()))
        .map(value -> new Tenant(name.orElseThrow(), value));
  }
}
