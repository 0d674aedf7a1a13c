-- What a device's driver found wrong: a word of the list in event/trouble.rs, with its number.
ALTER TABLE gate_openings ADD COLUMN trouble TEXT;
ALTER TABLE device_states ADD COLUMN trouble TEXT;
