-- Lease cars inside are counted as they come and go, as all cars are: counting them anew takes a look at every car
-- inside, and every entry and exit asks.
ALTER TABLE area_counts ADD COLUMN lease_used INTEGER NOT NULL DEFAULT 0;
UPDATE area_counts SET lease_used = (
    SELECT count(*) FROM records
    WHERE records.state = 'inside' AND records.standing = 'lease' AND records.area = area_counts.area
);

-- All messages about a record, settled ones too: a record's page asks for them, and a record has a handful. The claim
-- uses the same index, so there is one less to be changed at every settling.
DROP INDEX outbox_order;
CREATE INDEX outbox_about ON outbox(order_key, no) WHERE order_key IS NOT NULL;
