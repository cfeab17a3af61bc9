-- Tries an update, an insert and a delete of one row of each table that the setting rehome.trial
-- lists (an array of names as SQL), with the application's triggers firing, and takes each back
-- at once. What was refused stands in the setting rehome.tried afterwards, as a JSON array.
DO LANGUAGE plpgsql $trial$
DECLARE
  tried jsonb := '[]';
  no_setting text;
  t record;
  leaf oid;
  at tid;
  operation text;
  inserted boolean;
  refused text;
  link record;
  state text;
  message text;
  context text;
BEGIN
  BEGIN
    PERFORM current_setting('rehome.no_such');
  EXCEPTION WHEN undefined_object THEN
    no_setting := split_part(SQLERRM, 'rehome.no_such', 1); -- in the server's language
  END;
  FOR t IN
    SELECT w.name, CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END || w.name AS alone, c.oid AS id,
      columns.given, columns.written, columns.same,
      coalesce(triggers.after_insert, false) AS after_insert, coalesce(triggers.deletes, false) AS deletes
    FROM (
      SELECT name, place, to_regclass(name) AS id
      FROM unnest(current_setting('rehome.trial')::text[]) WITH ORDINALITY AS asked (name, place)
      UNION ALL
      -- a partition with a trigger of its own
      SELECT p.relid::regclass::text, asked.place, p.relid
      FROM unnest(current_setting('rehome.trial')::text[]) WITH ORDINALITY AS asked (name, place)
      CROSS JOIN LATERAL pg_partition_tree(to_regclass(asked.name)) AS p
      WHERE p.relid <> to_regclass(asked.name) AND EXISTS (
        SELECT FROM pg_trigger g
        WHERE g.tgrelid = p.relid AND NOT g.tgisinternal AND g.tgname NOT LIKE 'rehome\_guard\_%'
          AND g.tgname NOT IN (SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(asked.name)))
    ) AS w
    JOIN pg_class c ON c.oid = w.id
    CROSS JOIN LATERAL (
      SELECT
        string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
          FILTER (WHERE NOT a.atthasdef AND a.attidentity = '' AND y.typdefault IS NULL) AS given,
        string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
          FILTER (WHERE a.attgenerated = '') AS written,
        string_agg(quote_ident(a.attname) || ' = ' || quote_ident(a.attname), ', ' ORDER BY a.attnum)
          FILTER (WHERE a.attgenerated = '' AND a.attidentity <> 'a') AS same
      FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
    CROSS JOIN LATERAL (
      SELECT bool_or(g.tgtype & 4 <> 0 AND g.tgtype & 2 = 0) AS after_insert,
        bool_or(g.tgtype & 8 <> 0) AS deletes
      FROM pg_trigger g
      WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgname NOT LIKE 'rehome\_guard\_%'
        AND g.tgrelid = c.oid) AS triggers
    ORDER BY w.place, w.name
  LOOP
    inserted := false;
    refused := NULL;
    at := NULL;
    FOREACH operation IN ARRAY ARRAY['UPDATE', 'INSERT', 'DELETE', 'INSERT again'] LOOP
      BEGIN
        IF operation = 'UPDATE' THEN
          EXECUTE 'SELECT tableoid, ctid FROM ' || t.alone || ' LIMIT 1' INTO leaf, at;
          CONTINUE WHEN at IS NULL OR t.same IS NULL;
          EXECUTE 'UPDATE ' || t.alone || ' SET ' || t.same || ' WHERE tableoid = $1 AND ctid = $2'
            USING leaf, at;
        ELSIF operation = 'INSERT' THEN
          -- without the columns that have a default, so that the defaults do their work
          IF at IS NULL OR t.given IS NULL THEN
            EXECUTE 'INSERT INTO ' || t.name || ' DEFAULT VALUES';
          ELSE
            EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM %s WHERE tableoid = $1 AND ctid = $2',
                t.name, t.given, t.alone)
              USING leaf, at;
          END IF;
        ELSE
          -- the row itself goes and comes again: its key is free, its parents are there, and what
          -- refers to it without an action finds it again
          CONTINUE WHEN at IS NULL OR t.written IS NULL
            OR operation = 'DELETE' AND NOT (t.deletes OR t.after_insert AND NOT inserted)
            OR operation = 'INSERT again' AND (refused IS NULL OR inserted OR NOT t.after_insert);
          IF operation = 'INSERT again' THEN
            -- the application may not let rows go
            FOR link IN
              SELECT g.tgrelid::regclass AS on_table, g.tgname AS name
              FROM pg_trigger g
              WHERE NOT g.tgisinternal AND g.tgenabled IN ('O', 'A') AND g.tgtype & 8 <> 0 AND g.tgrelid = t.id
            LOOP
              EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', link.on_table, link.name);
            END LOOP;
          END IF;
          FOR link IN
            SELECT k.conrelid::regclass AS on_table, k.conname AS name
            FROM pg_constraint k
            WHERE k.contype = 'f' AND k.confrelid = t.id AND k.conparentid = 0 AND k.confdeltype <> 'a'
          LOOP
            -- it would delete or change what refers to the row
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', link.on_table, link.name);
          END LOOP;
          EXECUTE format('WITH gone AS (DELETE FROM %s WHERE tableoid = $1 AND ctid = $2 RETURNING %s)'
              || ' INSERT INTO %s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM gone',
              t.alone, t.written, t.name)
            USING leaf, at;
        END IF;
        SET CONSTRAINTS ALL IMMEDIATE;
        RAISE EXCEPTION USING ERRCODE = 'RH002', MESSAGE = 'nothing of a trial stays';
      EXCEPTION
        WHEN SQLSTATE 'RH002' THEN
          inserted := inserted OR operation <> 'UPDATE';
        WHEN OTHERS THEN
          GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
            context = PG_EXCEPTION_CONTEXT;
          IF operation = 'DELETE' THEN
            refused := state;
          END IF;
          SELECT string_agg(DISTINCT quote_ident(g.tgname), ', ') AS names,
            CASE WHEN operation IN ('UPDATE', 'INSERT') THEN operation
              WHEN bool_and(g.tgtype & 8 = 0) THEN 'INSERT' WHEN bool_and(g.tgtype & 4 = 0) THEN 'DELETE'
              ELSE 'DELETE and INSERT' END AS writing
            INTO link
          FROM pg_trigger g
          WHERE NOT g.tgisinternal AND g.tgrelid IN (t.id, leaf)
            AND CASE operation WHEN 'UPDATE' THEN g.tgtype & 16 WHEN 'INSERT' THEN g.tgtype & 4 ELSE g.tgtype & 12 END <> 0
            AND strpos(context, ' ' || g.tgfoid::regprocedure) > 0;
          tried := tried || jsonb_build_object(
            'place', t.name, 'operation', link.writing, 'state', state, 'message', message,
            'setting', starts_with(message, no_setting), 'triggers', link.names);
      END;
    END LOOP;
  END LOOP;
  PERFORM pg_advisory_unlock_all(); -- a trigger's locks of this kind outlive a rollback
  PERFORM set_config('rehome.tried', tried::text, true);
END
$trial$
