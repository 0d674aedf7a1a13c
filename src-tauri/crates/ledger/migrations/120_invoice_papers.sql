-- The PDF of an invoice that was fetched: its SHA-256, its size and when, as JSON; none before.
ALTER TABLE invoices ADD COLUMN paper TEXT;
