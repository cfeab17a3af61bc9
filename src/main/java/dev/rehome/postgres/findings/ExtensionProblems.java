package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.Extension;
import dev.rehome.postgres.schema.dump.NeededExtension;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Extensions that the scope's objects use, or the application's queries may, and the target has
 * not, or has otherwise. One that no object uses is only told where the move cannot make it: no
 * catalog says whether queries use it, and a database has tools of its operators too.
 */
final class ExtensionProblems implements Look.Question {
  private static final String IF_USED = ", if the application's queries use it";

  @Override
  public List<Finding> ask(Look look) {
    List<NeededExtension> needed =
        look.source().with(connection -> NeededExtension.of(connection, look.scope()));
    return look.target()
        .with(
            connection -> {
              Map<String, Extension> installed =
                  Extension.installed(connection).stream()
                      .collect(Collectors.toMap(Extension::name, Function.identity()));
              List<Finding> findings = new ArrayList<>();
              for (NeededExtension one : needed) {
                Extension there = installed.get(one.extension().name());
                if (there == null) {
                  findings.add(missing(look, connection, one));
                } else {
                  otherwise(look, one, there).ifPresent(findings::add);
                }
              }
              findings.addAll(elsewhere(look, needed, installed.keySet()));
              return findings;
            });
  }

  /** Those that a query finds only by a schema's name that it gives. */
  private static List<Finding> elsewhere(
      Look look, List<NeededExtension> needed, Set<String> installed) {
    Set<String> known =
        needed.stream().map(one -> one.extension().name()).collect(Collectors.toSet());
    return look.source().with(Extension::installed).stream()
        .filter(extension -> !extension.schema().equals("pg_catalog"))
        .filter(extension -> !known.contains(extension.name()))
        .filter(extension -> !installed.contains(extension.name()))
        .map(
            extension ->
                look.note(
                        look.target(),
                        "extension " + extension.name(),
                        "is not there; at the source it is in schema %s, which no search path names"
                            .formatted(extension.schema()),
                        Finding.runAt(look.target().cell()) + IF_USED)
                    .ready(
                        "CREATE EXTENSION %s WITH SCHEMA %s;"
                            .formatted(Sql.name(extension.name()), Sql.name(extension.schema()))))
        .toList();
  }

  private static Optional<Finding> otherwise(Look look, NeededExtension one, Extension there) {
    String name = Sql.name(there.name());
    if (!there.schema().equals(one.schema())) {
      return Optional.of(
          finding(
                  look,
                  one,
                  "is in schema %s, at the source in %s"
                      .formatted(there.schema(), one.extension().schema()),
                  Finding.runAt(look.target().cell()))
              .ready("ALTER EXTENSION %s SET SCHEMA %s;".formatted(name, Sql.name(one.schema()))));
    }
    if (there.version().equals(one.extension().version())) {
      return Optional.empty();
    }
    return Optional.of(
        look.note(
            look.target(),
            "extension " + there.name(),
            "has version %s, at the source %s"
                .formatted(there.version(), one.extension().version()),
            "ALTER EXTENSION … UPDATE on the older side if the versions matter"));
  }

  private static Finding missing(Look look, Connection target, NeededExtension one)
      throws SQLException {
    String at = Finding.runAt(look.target().cell());
    List<String> versions = Extension.versions(target, one.extension().name());
    if (versions.isEmpty()) {
      return finding(
          look,
          one,
          "is not there, and the server has no files of it",
          "install the extension's package on the target's server");
    }
    String create = one.create(target) + ";";
    if (one.taken().isPresent()) {
      return finding(
              look,
              one,
              "is not there, and the move does not make it: it would bring %s, which the tenant's schema has itself"
                  .formatted(one.taken().get()),
              at + " in a schema of its own")
          .ready(create);
    }
    if (!one.makeable(target)) {
      return finding(
              look, one, "is not there, and only a superuser can make it", at + " as superuser")
          .ready(create);
    }
    if (look.targetTables().present()) {
      return finding(look, one, "is not there, and the target's schema is its own", at)
          .ready(create);
    }
    boolean same = versions.contains(one.extension().version());
    return look.note(
        look.target(),
        "extension " + one.extension().name(),
        "is not there: the move makes it"
            + (same ? "" : ", not in the source's version " + one.extension().version()),
        same ? "no need" : "make it in a version of your choice before the move");
  }

  private static Finding finding(Look look, NeededExtension one, String problem, String advice) {
    String subject = "extension " + one.extension().name();
    return one.used()
        ? look.blocking(
            look.target(), subject, problem + "; the tenant's tables or functions use it", advice)
        : look.note(
            look.target(),
            subject,
            problem
                + "; at the source it is where queries find it (schema %s)"
                    .formatted(one.extension().schema()),
            advice + IF_USED);
  }
}
