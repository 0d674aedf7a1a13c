//! The tables' versions. A file of a later version is refused untouched.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::error::LedgerError;

/// One step a file; the file's number is the version that it leads to.
const STEPS: &[M<'static>] = &[
    M::up(include_str!("../migrations/001_first.sql")),
    M::up(include_str!("../migrations/002_lookups.sql")),
    M::up(include_str!("../migrations/003_inbox.sql")),
    M::up(include_str!("../migrations/004_reservations.sql")),
    M::up(include_str!("../migrations/005_control.sql")),
    M::up(include_str!("../migrations/006_money.sql")),
    M::up(include_str!("../migrations/010_inbox_guard.sql")),
    M::up(include_str!("../migrations/007_billing_and_street.sql")),
    M::up(include_str!("../migrations/009_charging.sql")),
    M::up(include_str!("../migrations/030_platform_addresses.sql")),
    M::up(include_str!("../migrations/008_garages.sql")),
    M::up(include_str!("../migrations/031_control_orders.sql")),
    M::up(include_str!("../migrations/010_repair.sql")),
    M::up(include_str!("../migrations/060_reports.sql")),
    M::up(include_str!("../migrations/011_tariffs_and_coupons.sql")),
    M::up(include_str!("../migrations/100_shifts.sql")),
    M::up(include_str!("../migrations/101_alarms.sql")),
    M::up(include_str!("../migrations/070_docloud.sql")),
    M::up(include_str!("../migrations/080_etcp.sql")),
    M::up(include_str!("../migrations/090_payments.sql")),
    M::up(include_str!("../migrations/091_channel_files.sql")),
    M::up(include_str!("../migrations/140_plate_search.sql")),
    M::up(include_str!("../migrations/120_invoice_papers.sql")),
    M::up(include_str!("../migrations/121_merchant_settlements.sql")),
    M::up(include_str!("../migrations/130_passages.sql")),
    M::up(include_str!("../migrations/131_plate_history.sql")),
    M::up(include_str!("../migrations/110_etcp_settlements.sql")),
    M::up(include_str!("../migrations/150_attach.sql")),
    M::up(include_str!("../migrations/160_troubles.sql")),
    M::up(include_str!("../migrations/170_debts.sql")),
];

pub(crate) fn known_version() -> i64 {
    i64::try_from(STEPS.len()).expect("there are few migrations")
}

/// Refuses a file of a later version before anything is written to it.
pub(crate) fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known_version() {
        return Err(LedgerError::Newer { path: path.to_owned(), found, known: known_version() });
    }
    Ok(())
}

/// Says whether tables that were there before are of a later version now: what older versions had no table for may stand in
/// the journal, and the tables are to be made anew from it.
pub(crate) fn bring_up(connection: &mut Connection) -> Result<bool, LedgerError> {
    let before: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Migrations::from_slice(STEPS).to_latest(connection).map_err(|why| LedgerError::Migration(why.to_string()))?;
    Ok(before > 0 && before < known_version())
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::id::Guid;
    use lotdesk_domain::moment::Moment;

    use crate::event::GateCommanded;
    use crate::{Actor, Entry, Ledger, Options, Urgency};

    #[tokio::test]
    async fn what_an_older_version_had_no_table_for_is_there_after_the_upgrade() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Options { path: folder.path().join(name) };
        let new = Ledger::open(&at("new.db")).unwrap();
        let gate = GateCommanded {
            command_id: Guid::from_bytes([7; 16]),
            lane_id: Guid::from_bytes([1; 16]),
            cause: "exit".into(),
            reason: None,
            expires_at: Moment(9),
            entering: false,
        };
        let record = Some(Guid::from_bytes([3; 16]));
        let entry = Entry { at: Moment(1), actor: Actor::of("test"), cause: None, subject: record };
        new.write(Urgency::Lane, move |tx| tx.append(&entry, gate)).await.unwrap().unwrap();
        new.close();
        // The same journal as a version before the openings' table kept it.
        let mut old = super::Connection::open(at("old.db").path).unwrap();
        // The passages' step and everything behind it is new to that version.
        let before = 21;
        super::Migrations::from_slice(super::STEPS).to_version(&mut old, before).unwrap();
        old.execute("ATTACH ?1 AS new", [at("new.db").path.to_str().unwrap()]).unwrap();
        old.execute("INSERT INTO main.journal SELECT * FROM new.journal", []).unwrap();
        drop(old);
        let upgraded = Ledger::open(&at("old.db")).unwrap();
        assert_eq!(upgraded.verify().await.unwrap().differences, []);
    }

    #[test]
    fn the_steps_are_sound() {
        super::Migrations::from_slice(super::STEPS).validate().unwrap();
    }

    #[test]
    fn payments_that_are_there_already_settled_their_stays() {
        let mut connection = super::Connection::open_in_memory().unwrap();
        super::Migrations::from_slice(super::STEPS).to_version(&mut connection, 2).unwrap();
        connection
            .execute(
                "INSERT INTO charges (id, order_no, record_id, paid_at_ms, receivable_fen, discount_fen, received_fen,
                     tendered_fen, pay_type, pay_from, seq)
                 VALUES ('1', 'A1', 'R', 77, 500, 0, 500, 1000, 'cash', '线下缴费', 3)",
                [],
            )
            .unwrap();
        super::bring_up(&mut connection).unwrap();
        let charge: (String, i64, i64, i64) = connection
            .query_row("SELECT ending, settled_at_ms, extra_fen, tendered_fen FROM charges", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .unwrap();
        assert_eq!(charge, ("settled".to_owned(), 77, 0, 1000));
    }

    #[test]
    fn lease_cars_that_are_inside_already_are_counted() {
        let mut connection = super::Connection::open_in_memory().unwrap();
        super::Migrations::from_slice(super::STEPS).to_version(&mut connection, 1).unwrap();
        let insert = "INSERT INTO records (id, plate, vehicle, standing, area, entered_at_ms, state, record_type)
             VALUES (?1, ?1, '{}', ?2, ?3, 0, ?4, 'normal')";
        let cars = [("1", "lease", "A", "inside"), ("2", "lease", "A", "left"), ("3", "temporary", "A", "inside")];
        for (id, standing, area, state) in cars {
            connection.execute(insert, [id, standing, area, state]).unwrap();
        }
        connection.execute("INSERT INTO area_counts (area, used) VALUES ('A', 2), ('B', 0)", []).unwrap();
        super::bring_up(&mut connection).unwrap();
        let counted: Vec<(String, i64, i64)> = connection
            .prepare("SELECT area, used, lease_used FROM area_counts ORDER BY area")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(counted, [("A".to_owned(), 2, 1), ("B".to_owned(), 0, 0)]);
    }
    #[test]
    fn a_lease_that_was_saved_before_changed_when_its_event_says() {
        let mut connection = super::Connection::open_in_memory().unwrap();
        super::Migrations::from_slice(super::STEPS).to_version(&mut connection, 2).unwrap();
        let lease = "INSERT INTO leases (id, spaces, first_day, last_day) VALUES (?1, 1, '2026-11-01', '2026-11-30')";
        connection.execute(lease, ["AA"]).unwrap();
        let event = "INSERT INTO journal (at_ms, origin, kind, version, body, hash)
             VALUES (?1, 'ctl', 'lease_saved', 1, ?2, x'00')";
        for (at, id) in [("5", "AA"), ("9", "AA"), ("11", "BB")] {
            connection.execute(event, [at, &format!("{{\"id\":\"{id}\"}}")]).unwrap();
        }
        super::bring_up(&mut connection).unwrap();
        let changed: i64 = connection.query_row("SELECT changed_at_ms FROM leases", [], |row| row.get(0)).unwrap();
        assert_eq!(changed, 9);
    }
}
