-- What tells a repeat from something new, what was refused and why, and which bodies have gone.
ALTER TABLE inbox ADD COLUMN digest BLOB;
ALTER TABLE inbox ADD COLUMN reason TEXT;
ALTER TABLE inbox ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inbox ADD COLUMN went_well INTEGER;
ALTER TABLE inbox ADD COLUMN words TEXT;
-- A message that was taken is known by its digest; what was refused is not.
CREATE UNIQUE INDEX inbox_digest ON inbox(platform, digest) WHERE digest IS NOT NULL;
CREATE INDEX inbox_refused ON inbox(no) WHERE refused IS NOT NULL;
CREATE INDEX inbox_whole ON inbox(at_ms) WHERE dropped = 0;
