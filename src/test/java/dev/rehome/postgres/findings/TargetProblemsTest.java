package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehome.model.Options;
import dev.rehome.postgres.TwoCells;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the target holds already. */
final class TargetProblemsTest extends ProblemsTest {
  @Test
  void targetTablesPartlyThereAreNamed() throws Exception {
    owned("CREATE TABLE shop.more (tenant_id text NOT NULL)");
    cells.onTarget("SET ROLE app_owner; CREATE TABLE public.more (tenant_id text NOT NULL)");
    blocks("us_west public.orders", "is missing, while others");
  }

  @Test
  void everyDifferenceOfTheTargetsOwnSchemaIsListedAtOnce() throws Exception {
    cells.onTarget(
        "SET ROLE app_owner; CREATE TABLE public.orders (id bigint PRIMARY KEY, tenant_id text,"
            + " total numeric DEFAULT 1, surplus text NOT NULL)");
    blocks("orders column id", "source: integer not null | target: bigint not null");
    blocks("orders column total", "source: numeric not null default 0 | target: numeric default 1");
    blocks("orders column note", "target: is missing");
    blocks("orders column surplus", "source: is missing | target: text not null");
  }

  @Test
  void rowsInTheTargetAreRefusedUnlessMirrored() throws Exception {
    cells.onTarget(
        "SET ROLE app_owner; CREATE TABLE public.orders (id int PRIMARY KEY, tenant_id text, total"
            + " numeric NOT NULL DEFAULT 0, note text); INSERT INTO public.orders VALUES (1)");
    assertThat(find()).hasSize(1);
    blocks("us_west public.orders", "holds rows", "mirrored");
    var mirrored =
        TwoCells.move(
            new Options(OptionalInt.empty(), OptionalInt.empty(), false, false, true, List.of()));
    assertThat(PostgresProblems.find(cells.source(), cells.target(), mirrored, 1 << 20)).isEmpty();
  }

  @Test
  void aReferenceTableMayHoldWhatTheSourcesHolds() throws Exception {
    owned("CREATE TABLE shop.units (id int PRIMARY KEY); INSERT INTO shop.units VALUES (1), (2)");
    byRow(Map.of(), List.of("units"), List.of());
    cells.onTarget(
        """
        SET ROLE app_owner;
        CREATE TABLE public.orders (
          id int PRIMARY KEY, tenant_id text, total numeric NOT NULL DEFAULT 0, note text);
        CREATE TABLE public.units (id int PRIMARY KEY);
        INSERT INTO public.units VALUES (1), (3)
        """);
    blocks("public.units", "holds other rows than the source's");
    cells.onTarget("UPDATE public.units SET id = 2 WHERE id = 3");
    notes("public.units", "holds the source's rows already");
  }

  @Test
  void namesThatTheTargetHasAlreadyAreNamed() throws Exception {
    owned(
        """
        CREATE FUNCTION shop.f(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
        CREATE FUNCTION shop.g(n int) RETURNS int LANGUAGE sql AS 'SELECT n';
        CREATE TYPE shop.mood AS ENUM ('good');
        CREATE FUNCTION shop.h(n shop.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE VIEW shop.seen AS SELECT 1 AS n; CREATE SEQUENCE shop.ticket;
        CREATE INDEX by_total ON shop.orders (total); CREATE TABLE shop.audit (id serial PRIMARY KEY)
        """);
    byRow(Map.of(), List.of(), List.of("audit"));
    cells.onTarget(
        """
        SET ROLE app_owner; SET search_path = public;
        CREATE TABLE audit (id serial PRIMARY KEY); CREATE TABLE other (total int); CREATE FUNCTION g(n text) RETURNS int LANGUAGE sql AS 'SELECT 1'
        """);
    assertThat(find()).isEmpty();
    cells.onTarget(
        """
        SET ROLE app_owner; SET search_path = public;
        CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT 2';
        CREATE DOMAIN mood AS text; CREATE MATERIALIZED VIEW seen AS SELECT 2 AS n; CREATE SEQUENCE ticket;
        CREATE INDEX by_total ON other (total)
        """);
    blocks("us_west function public.f(integer)", "shop.f(integer)");
    blocks("us_west type public.mood", "type shop.mood");
    blocks("us_west materialized view public.seen", "view shop.seen");
    blocks("us_west sequence public.ticket", "sequence shop.ticket");
    blocks("us_west index public.by_total", "index shop.by_total");
    assertThat(find()).hasSize(5);
  }
}
