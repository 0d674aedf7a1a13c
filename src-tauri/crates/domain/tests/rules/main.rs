//! The domain's rules against tables worked out by hand, and properties that hold for any input.

mod charging;
mod invoice_properties;
mod order_properties;
mod plate_properties;
mod plate_tables;
mod reconcile_properties;
mod reservation_properties;
mod tariff_any;
mod tariff_cases;
mod tariff_files;
mod tariff_properties;
mod tariff_tables;

/// The rows of a table in `tests/fixtures`, without comments and blank lines. A row keeps its spaces.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split(',').collect())
}
