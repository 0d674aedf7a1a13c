-- Which installation of a platform this lot reports to: another one knows nothing of the lot yet.
CREATE TABLE platform_addresses (
    platform TEXT PRIMARY KEY,
    address  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
