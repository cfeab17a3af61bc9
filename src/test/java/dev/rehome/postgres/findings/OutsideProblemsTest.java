package dev.rehome.postgres.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the schema needs from outside of it, and text that names a schema which is renamed. */
final class OutsideProblemsTest extends ProblemsTest {
  @Test
  void textThatNamesTheOldSchemaIsFoundWhereverItHides() throws Exception {
    owned(
        """
        CREATE FUNCTION shop.plain() RETURNS int LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(*) FROM shop.orders); END$$;
        CREATE FUNCTION shop.dynamic() RETURNS int LANGUAGE plpgsql AS $$BEGIN EXECUTE 'DELETE FROM "shop" . orders'; RETURN 1; END$$;
        CREATE FUNCTION shop.path() RETURNS int LANGUAGE plpgsql SET search_path = shop, public AS $$BEGIN RETURN 1; END$$;
        CREATE FUNCTION shop.inner_path() RETURNS int LANGUAGE plpgsql AS $$BEGIN PERFORM set_config('search_path', 'shop', true); RETURN 1; END$$;
        CREATE FUNCTION shop.innocent() RETURNS text LANGUAGE plpgsql AS $$DECLARE shop record; BEGIN -- shop.orders
          RETURN 'the shop.' || shop.name; END$$;
        CREATE FUNCTION shop.atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM shop.orders; END;
        CREATE SEQUENCE shop.s;
        ALTER TABLE shop.orders ALTER note SET DEFAULT 'see shop.orders', ALTER id SET DEFAULT nextval('shop.s')
        """);
    blocks("shop.plain()", "its body");
    blocks("shop.dynamic()", "its body");
    blocks("shop.path()", "its SET clause");
    blocks("shop.inner_path()", "its body");
    blocks("default of shop.orders.note", "a string constant");
    assertThat(find()).hasSize(5);
  }

  @Test
  void whatAnExcludedTableIsNeededForIsNamed() throws Exception {
    owned(
        """
        CREATE TABLE shop.audit (id serial PRIMARY KEY);
        CREATE TABLE shop.refers (tenant_id text NOT NULL, audit int REFERENCES shop.audit);
        CREATE VIEW shop.seen AS SELECT * FROM shop.audit
        """);
    byRow(Map.of(), List.of(), List.of("audit"));
    blocks("table constraint refers_audit_fkey on shop.refers", "shop.audit, which is excluded");
    blocks("view shop.seen", "shop.audit, which is excluded");
    assertThat(find()).hasSize(2);
  }

  @Test
  void whatIsInNoSchemaOfTheMoveIsNamedUnlessTheTargetHasIt() throws Exception {
    cells.onSource(
        "CREATE SCHEMA lib; CREATE TYPE lib.colour AS ENUM ('red');"
            + " ALTER TABLE shop.orders ADD colour lib.colour");
    blocks("table shop.orders", "type lib.colour", "is in no schema of the move");
    cells.onTarget("CREATE SCHEMA lib; CREATE TYPE lib.colour AS ENUM ('red')");
    blocks("may not be used by the mover", "GRANT USAGE ON SCHEMA lib TO mover;");
    cells.onTarget("GRANT USAGE ON SCHEMA lib TO mover");
    assertThat(find()).isEmpty();
  }
}
