//! Records by any part of their plates, among as many as a lot has ever had.

use lotdesk_domain::parking::{ParkingRecord, RecordState};
use rusqlite::params;

use super::records::{RecordSearch, record};
use crate::error::LedgerError;
use crate::reader::ReadTx;

/// Whether plates have such a character: what is looked for without them would be found nowhere, or misread as an order.
fn stands_in_plates(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

impl ReadTx<'_> {
    /// Records whose plate has this part, the newest entry first; one more than the limit when there are more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn search_records(&self, search: &RecordSearch) -> Result<Vec<ParkingRecord>, LedgerError> {
        // Written out by what is asked for: only then does the right index serve.
        let part: String = search.plate_part.chars().filter(|c| stands_in_plates(*c)).collect();
        if part.is_empty() && !search.plate_part.is_empty() {
            return Ok(Vec::new());
        }
        let (tables, fits, pattern) = match (search.state, part.as_str()) {
            (Some(RecordState::Inside), _) => {
                ("records INDEXED BY records_inside", "plate LIKE ?1", format!("%{part}%"))
            }
            (_, "") => ("records", "?1 = ''", part),
            _ => {
                let beginning = format!("\"{part}\"*");
                ("record_plates JOIN records ON records.no = record_plates.rowid", "record_plates MATCH ?1", beginning)
            }
        };
        let newest_first = if tables.starts_with("records") { "records.no" } else { "record_plates.rowid" };
        let state = match search.state {
            Some(RecordState::Inside) => "state = 'inside'",
            Some(RecordState::Left) => "state = 'left'",
            Some(RecordState::Cancelled) => "state = 'cancelled'",
            None => "TRUE",
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT records.* FROM {tables}
             WHERE {fits} AND {state} AND (?2 IS NULL OR records.no < (SELECT no FROM records WHERE id = ?2))
             ORDER BY {newest_first} DESC LIMIT ?3"
        ))?;
        let after = search.after.map(|id| id.to_string());
        let rows = statement.query_map(params![pattern, after, search.limit + 1], record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
