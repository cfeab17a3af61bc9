-- Checks of one batch are made by one look; each still has a verdict of its own.
ALTER TABLE _system.planned_checks ADD COLUMN batch text NOT NULL DEFAULT '';
