//! What can be asked of the repair records.

use chrono::NaiveDate;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{EarlierMileage, RepairState};
use rusqlite::{OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{RepairTemplateSaved, StoredRepair};
use crate::reader::ReadTx;

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRecord {
    /// Its place.
    pub no: i64,
    /// Identifier.
    pub id: Guid,
    /// Where it stands.
    pub state: RepairState,
    /// The service order that it came from.
    pub order_id: Option<Guid>,
    /// 维修企业名称 at the settling; empty before.
    pub company_name: String,
    /// What stands in it.
    pub repair: StoredRepair,
    /// How often it was put right.
    pub revision: u32,
    /// When it was written first.
    pub created_at: Moment,
    /// When it changed last.
    pub changed_at: Moment,
    /// When it was settled.
    pub settled_at: Option<Moment>,
    /// Until when it must be up.
    pub deadline: Option<Moment>,
    /// When the archive had it first.
    pub uploaded_at: Option<Moment>,
    /// Which correction the archive has.
    pub uploaded_revision: Option<u32>,
    /// When the archive took that.
    pub uploaded_last: Option<Moment>,
    /// 1 when somebody was told that the deadline is near, 2 when it is over.
    pub warned: u8,
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepairSearch {
    /// A part of plate, VIN or list number; empty for all.
    pub text: String,
    /// Only those that stand here; otherwise all but the dropped.
    pub state: Option<RepairState>,
    /// Only those that the archive does not have as they are now.
    pub not_up: bool,
    /// From before this place on.
    pub before: i64,
    /// One more than this when there are more.
    pub limit: u32,
}

/// An item or a part that a shop has used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLine {
    /// 维修项目 or 配件名称.
    pub name: String,
    /// 配件编码; empty for an item.
    pub code: String,
    /// The hours or the quantity of the last time.
    pub number: String,
    /// In how many settled records.
    pub times: u32,
}

/// A template as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTemplate {
    /// What it consists of.
    pub template: RepairTemplateSaved,
    /// When it changed last.
    pub changed_at: Moment,
}

fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Moment))
}

fn record(row: &Row<'_>) -> rusqlite::Result<StoredRecord> {
    let form: String = row.get("form")?;
    Ok(StoredRecord {
        no: row.get("no")?,
        id: codes::parsed(row, "id")?,
        state: codes::column(row, "state")?,
        order_id: codes::parsed_optional(row, "order_id")?,
        company_name: row.get("company_name")?,
        repair: serde_json::from_str(&form).map_err(|why| bad_column(why.to_string()))?,
        revision: row.get("revision")?,
        created_at: Moment(row.get("created_at_ms")?),
        changed_at: Moment(row.get("changed_at_ms")?),
        settled_at: moment(row, "settled_at_ms")?,
        deadline: moment(row, "deadline_ms")?,
        uploaded_at: moment(row, "uploaded_at_ms")?,
        uploaded_revision: row.get("uploaded_revision")?,
        uploaded_last: moment(row, "uploaded_last_ms")?,
        warned: row.get("warned")?,
    })
}

fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

impl ReadTx<'_> {
    /// The record with this identifier, dropped or not.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repair(&self, id: Guid) -> Result<Option<StoredRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM repairs WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], record).optional()?)
    }

    /// The record with this list number, a draft or settled.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repair_of_code(&self, cost_list_code: &str) -> Result<Option<StoredRecord>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM repairs WHERE cost_list_code = ?1 AND state != 'dropped'")?;
        Ok(statement.query_row([cost_list_code], record).optional()?)
    }

    /// The highest list number that begins with this, by its text.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn last_repair_code(&self, beginning: &str) -> Result<Option<String>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT cost_list_code FROM repairs WHERE cost_list_code LIKE ?1 ESCAPE '\\'
             ORDER BY length(cost_list_code) DESC, cost_list_code DESC LIMIT 1",
        )?;
        Ok(statement.query_row([&like(beginning)[1..]], |row| row.get(0)).optional()?)
    }

    /// Records, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repairs(&self, search: &RepairSearch) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM repairs
             WHERE (?1 = '%%' OR plate LIKE ?1 ESCAPE '\\' OR vin LIKE ?1 ESCAPE '\\' OR cost_list_code LIKE ?1 ESCAPE '\\')
                 AND ((?2 IS NULL AND state != 'dropped') OR state = ?2)
                 AND (NOT ?3 OR (state = 'settled' AND coalesce(uploaded_revision, -1) < revision))
                 AND no < ?4
             ORDER BY no DESC LIMIT ?5",
        )?;
        let RepairSearch { text, state, not_up, before, limit } = search;
        let rows = statement.query_map(params![like(text), state.map(Stored::word), not_up, before, limit], record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A car's settled records by plate or by VIN, the newest first; an empty text finds nothing.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn past_repairs(&self, plate: &str, vin: &str, limit: u32) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM repairs WHERE state = 'settled'
                 AND ((?1 != '' AND plate = ?1) OR (?2 != '' AND vin = ?2))
             ORDER BY brought_on DESC, no DESC LIMIT ?3",
        )?;
        Ok(statement.query_map(params![plate, vin, limit], record)?.collect::<Result<_, _>>()?)
    }

    /// The highest reading of a car at its settled visits up to a day, besides one record. The VIN says which car it is; the
    /// plate where there is none.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn earlier_mileage(
        &self,
        besides: Option<Guid>,
        plate: &str,
        vin: &str,
        until: NaiveDate,
    ) -> Result<Option<EarlierMileage>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT mileage_km, brought_on FROM repairs WHERE state = 'settled' AND mileage_km IS NOT NULL
                 AND brought_on <= ?4 AND id IS NOT ?3
                 AND ((?2 != '' AND vin = ?2) OR (?2 = '' AND ?1 != '' AND plate = ?1))
             ORDER BY mileage_km DESC LIMIT 1",
        )?;
        let besides = besides.map(|id| id.to_string());
        let found = statement.query_row(params![plate, vin, besides, until.to_string()], |row| {
            Ok(EarlierMileage { km: row.get("mileage_km")?, on: codes::parsed(row, "brought_on")? })
        });
        Ok(found.optional()?)
    }

    /// Settled records that the archive does not have yet and whose deadline is over, or up to `near_until`, and was not told
    /// of as that: the most urgent first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repairs_to_warn_of(
        &self,
        now: Moment,
        near_until: Moment,
        limit: u32,
    ) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM repairs WHERE state = 'settled' AND uploaded_at_ms IS NULL
                 AND ((warned < 2 AND deadline_ms <= ?1) OR (warned < 1 AND deadline_ms <= ?2))
             ORDER BY deadline_ms, no LIMIT ?3",
        )?;
        Ok(statement.query_map(params![now.0, near_until.0, limit], record)?.collect::<Result<_, _>>()?)
    }

    /// Records settled from one moment to before another, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repairs_settled(&self, from: Moment, to: Moment, limit: u32) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM repairs WHERE state = 'settled' AND settled_at_ms >= ?1 AND settled_at_ms < ?2
             ORDER BY settled_at_ms, no LIMIT ?3",
        )?;
        Ok(statement.query_map(params![from.0, to.0, limit], record)?.collect::<Result<_, _>>()?)
    }

    /// What the shop has used in settled records: parts, or items. The most used first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn known_repair_lines(&self, parts: bool, text: &str, limit: u32) -> Result<Vec<KnownLine>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT l.name, l.code, count(DISTINCT l.record_id) AS times,
                 (SELECT x.number FROM repair_lines x JOIN repairs y ON y.id = x.record_id
                  WHERE x.kind = l.kind AND x.name = l.name AND x.code = l.code AND y.state = 'settled'
                  ORDER BY y.no DESC LIMIT 1) AS number
             FROM repair_lines l JOIN repairs r ON r.id = l.record_id
             WHERE l.kind = ?1 AND r.state = 'settled' AND l.name != ''
                 AND (?2 = '%%' OR l.name LIKE ?2 ESCAPE '\\' OR l.code LIKE ?2 ESCAPE '\\')
             GROUP BY l.name, l.code ORDER BY times DESC, l.name, l.code LIMIT ?3",
        )?;
        let kind = if parts { "part" } else { "item" };
        let rows = statement.query_map(params![kind, like(text), limit], |row| {
            Ok(KnownLine {
                name: row.get("name")?,
                code: row.get("code")?,
                number: row.get("number")?,
                times: row.get("times")?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The templates by name.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn repair_templates(&self) -> Result<Vec<StoredTemplate>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT template, changed_at_ms FROM repair_templates ORDER BY name")?;
        let rows = statement.query_map([], |row| {
            let text: String = row.get("template")?;
            Ok(StoredTemplate {
                template: serde_json::from_str(&text).map_err(|why| bad_column(why.to_string()))?,
                changed_at: Moment(row.get("changed_at_ms")?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
