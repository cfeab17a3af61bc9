-- Who reads the journal for long must not make every worker wait behind this; moves first, as the journal locks them.
SET LOCAL lock_timeout = '10s';
LOCK TABLE _system.moves, _system.objects IN ACCESS EXCLUSIVE MODE;

-- A copy within a store has to be told the storage class; the listing knows it.
ALTER TABLE _system.objects ADD COLUMN storage_class text;
COMMENT ON COLUMN _system.objects.storage_class IS 'As the source listed it; null where its listing tells none.';

-- Asked for each of millions of rows, it cost two fifths of a page; object_lists has the same key, and a row for each list.
ALTER TABLE _system.objects DROP CONSTRAINT objects_move_fkey;
