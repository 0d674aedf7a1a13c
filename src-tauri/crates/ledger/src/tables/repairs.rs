//! Repair records: drafts and settled ones, what the archive has of them, and what is learnt from them.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{RepairForm, RepairState};
use rusqlite::{Connection, params};

use crate::codes::Stored;
use crate::error::LedgerError;
use crate::event::{
    RepairCorrected, RepairDrafted, RepairDropped, RepairSettled, RepairTemplateRemoved, RepairTemplateSaved,
    RepairUploaded, RepairWarned, StoredRepair,
};
use crate::journal::Recorded;

mod questions;

pub use questions::{KnownLine, RepairSearch, StoredRecord, StoredTemplate};

fn text_of<T: serde::Serialize>(what: &T) -> Result<String, LedgerError> {
    serde_json::to_string(what).map_err(|why| LedgerError::stored("repair", why))
}

/// Writes a record as it is now, and its lines.
fn keep(
    connection: &Connection,
    id: Guid,
    state: RepairState,
    order_id: Option<Guid>,
    repair: &StoredRepair,
    at: Moment,
) -> Result<(), LedgerError> {
    let id = id.to_string();
    connection
        .prepare_cached(
            "INSERT INTO repairs (id, state, order_id, cost_list_code, plate, vin, brought_on, mileage_km, form,
                 created_at_ms, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, order_id = coalesce(repairs.order_id, excluded.order_id),
                 cost_list_code = excluded.cost_list_code, plate = excluded.plate, vin = excluded.vin,
                 brought_on = excluded.brought_on, mileage_km = excluded.mileage_km, form = excluded.form,
                 changed_at_ms = excluded.changed_at_ms",
        )?
        .execute(params![
            id,
            state.word(),
            order_id.map(|id| id.to_string()),
            repair.cost_list_code,
            repair.plate,
            repair.vin,
            repair.brought_on.map(|day| day.to_string()),
            repair.mileage_km,
            text_of(repair)?,
            at.0,
        ])?;
    connection.prepare_cached("DELETE FROM repair_lines WHERE record_id = ?1")?.execute([&id])?;
    let mut line = connection.prepare_cached(
        "INSERT INTO repair_lines (record_id, kind, line, name, code, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (at, (name, hours)) in repair.items.iter().enumerate() {
        line.execute(params![id, "item", i64::try_from(at).unwrap_or(i64::MAX), name, "", hours])?;
    }
    for (at, (name, code, quantity)) in repair.parts.iter().enumerate() {
        line.execute(params![id, "part", i64::try_from(at).unwrap_or(i64::MAX), name, code, quantity])?;
    }
    Ok(())
}

pub(super) fn drafted(connection: &Connection, recorded: &Recorded, event: &RepairDrafted) -> Result<(), LedgerError> {
    keep(connection, event.id, RepairState::Draft, event.order_id, &event.repair, recorded.at)
}

pub(super) fn dropped(connection: &Connection, recorded: &Recorded, event: &RepairDropped) -> Result<(), LedgerError> {
    connection.prepare_cached("UPDATE repairs SET state = ?2, changed_at_ms = ?3 WHERE id = ?1")?.execute(params![
        event.id.to_string(),
        RepairState::Dropped.word(),
        recorded.at.0
    ])?;
    Ok(())
}

pub(super) fn settled(connection: &Connection, recorded: &Recorded, event: &RepairSettled) -> Result<(), LedgerError> {
    keep(connection, event.id, RepairState::Settled, None, &event.repair, recorded.at)?;
    connection
        .prepare_cached("UPDATE repairs SET company_name = ?2, settled_at_ms = ?3, deadline_ms = ?4 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.company_name, recorded.at.0, event.deadline.0])?;
    Ok(())
}

pub(super) fn corrected(
    connection: &Connection,
    recorded: &Recorded,
    event: &RepairCorrected,
) -> Result<(), LedgerError> {
    keep(connection, event.id, RepairState::Settled, None, &event.repair, recorded.at)?;
    connection
        .prepare_cached("UPDATE repairs SET revision = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), event.revision])?;
    Ok(())
}

/// The first time is what the deadline is about; the last one is what the archive has now.
pub(super) fn uploaded(connection: &Connection, event: &RepairUploaded) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE repairs SET uploaded_at_ms = coalesce(uploaded_at_ms, ?2), uploaded_last_ms = ?2,
                 uploaded_revision = max(coalesce(uploaded_revision, 0), ?3) WHERE id = ?1",
        )?
        .execute(params![event.id.to_string(), event.at.0, event.revision])?;
    Ok(())
}

/// 1: told that it is near. 2: told that it is over.
pub(super) fn warned(connection: &Connection, event: &RepairWarned) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE repairs SET warned = ?2 WHERE id = ?1")?
        .execute(params![event.id.to_string(), if event.over { 2 } else { 1 }])?;
    Ok(())
}

pub(super) fn template_saved(
    connection: &Connection,
    recorded: &Recorded,
    event: &RepairTemplateSaved,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO repair_templates (id, name, changed_at_ms, template) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed_at_ms = excluded.changed_at_ms,
                 template = excluded.template",
        )?
        .execute(params![event.id.to_string(), event.name, recorded.at.0, text_of(event)?])?;
    Ok(())
}

pub(super) fn template_removed(connection: &Connection, event: &RepairTemplateRemoved) -> Result<(), LedgerError> {
    connection.prepare_cached("DELETE FROM repair_templates WHERE id = ?1")?.execute([event.id.to_string()])?;
    Ok(())
}

impl StoredRepair {
    /// As people write it.
    pub fn to_form(&self) -> RepairForm {
        self.clone().into()
    }
}
