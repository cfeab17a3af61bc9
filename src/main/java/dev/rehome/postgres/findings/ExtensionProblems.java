package dev.rehome.postgres.findings;

import dev.rehome.model.Finding;
import dev.rehome.postgres.schema.dump.Extension;
import dev.rehome.postgres.scope.Look;
import dev.rehome.postgres.sql.Rows;
import dev.rehome.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Extensions that the scope's objects use and the target has not, or has otherwise. */
final class ExtensionProblems implements Look.Question {
  private static final String MAKEABLE =
      """
      SELECT bool_or(v.trusted OR NOT v.superuser OR r.rolsuper)
      FROM pg_catalog.pg_available_extension_versions v, pg_catalog.pg_roles r
      WHERE v.name = ? AND r.rolname = current_user
      """;

  @Override
  public List<Finding> ask(Look look) {
    List<Extension> used =
        look.source().with(connection -> Extension.usedBy(connection, look.sourceSchemas()));
    return look.target()
        .with(
            connection -> {
              Map<String, Extension> installed =
                  Extension.installed(connection).stream()
                      .collect(Collectors.toMap(Extension::name, Function.identity()));
              List<Finding> findings = new ArrayList<>();
              for (Extension extension : used) {
                Extension there = installed.get(extension.name());
                if (there == null) {
                  findings.add(missing(look, connection, extension));
                } else if (!there.schema().equals(extension.schema())) {
                  findings.add(
                      look.blocking(
                              look.target(),
                              "extension " + extension.name(),
                              "is in schema %s, at the source in %s"
                                  .formatted(there.schema(), extension.schema()),
                              Finding.runAt(look.target().cell()))
                          .ready(
                              "ALTER EXTENSION %s SET SCHEMA %s;"
                                  .formatted(
                                      Sql.name(extension.name()), Sql.name(extension.schema()))));
                } else if (!there.version().equals(extension.version())) {
                  findings.add(
                      look.note(
                          look.target(),
                          "extension " + extension.name(),
                          "has version %s, at the source %s"
                              .formatted(there.version(), extension.version()),
                          "ALTER EXTENSION … UPDATE on the older side if the versions matter"));
                }
              }
              return findings;
            });
  }

  private static Finding missing(Look look, Connection target, Extension extension)
      throws SQLException {
    String subject = "extension " + extension.name();
    if (Extension.versions(target, extension.name()).isEmpty()) {
      return look.blocking(
          look.target(),
          subject,
          "is used by the tenant's tables, and the server has no files of it",
          "install the extension's package on the target's server");
    }
    if (!Rows.truth(target, MAKEABLE, extension.name())) {
      return look.blocking(
              look.target(),
              subject,
              "is not there, and only a superuser can make it",
              Finding.runAt(look.target().cell()) + " as superuser")
          .ready(
              "CREATE EXTENSION %s WITH SCHEMA %s;"
                  .formatted(Sql.name(extension.name()), Sql.name(extension.schema())));
    }
    return look.note(look.target(), subject, "is not there: the move makes it", "no need");
  }
}
