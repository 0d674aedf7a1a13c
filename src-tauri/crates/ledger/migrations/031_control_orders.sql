-- When the platform gave its latest order about a line of its control list, by its own clock.
ALTER TABLE control_entries ADD COLUMN told_at INTEGER;
