-- What a purge has found, in words that name each kind of thing by itself; rows_found and rows_deleted count all kinds together.
ALTER TABLE _system.purges ADD COLUMN found text;
COMMENT ON COLUMN _system.purges.found IS 'E.g. 998 rows, 100 objects; null for purges of earlier versions.';
