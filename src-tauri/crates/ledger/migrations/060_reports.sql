-- Reports ask for payments of a period. New ones come at the end, so the index costs a payment one page that is hot.
CREATE INDEX charges_paid_at ON charges(paid_at_ms);
