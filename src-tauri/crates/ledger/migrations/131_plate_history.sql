-- One plate's history is looked up by the plate, however much there is of others.
CREATE INDEX garage_commands_plate ON garage_commands(plate, no) WHERE plate IS NOT NULL;
CREATE INDEX etcp_stays_plate ON etcp_stays(plate, no);
