//! The business tables. Each file has one subject: how an event changes it, and what can be asked of it.

pub mod events;
pub mod lanes;
pub mod leases;
pub mod lot;
pub mod money;
pub mod operators;
pub mod records;
pub mod tariffs;

use rusqlite::Connection;

use crate::error::LedgerError;
use crate::event::Event;
use crate::journal::Recorded;

/// The tables that the journal rebuilds, each with the order in which two copies are compared.
pub(crate) const REBUILT: &[(&str, &str)] = &[
    ("lot", "one"),
    ("operators", "id"),
    ("tariffs", "seq"),
    ("leases", "id"),
    ("lease_plates", "plate, lease_id"),
    ("records", "no"),
    ("area_counts", "area"),
    ("reads", "no"),
    ("lane_waiting", "lane_id"),
    ("lane_states", "lane_id"),
    ("charges", "no"),
    ("postings", "seq, line"),
    ("spaces", "space_no"),
];

/// Applies one event to the tables. The only way they change.
pub(crate) fn apply(connection: &Connection, recorded: &Recorded) -> Result<(), LedgerError> {
    match &recorded.event {
        Event::LotSet(e) => lot::set(connection, recorded.seq, e),
        Event::SpacesChanged(e) => lot::spaces_changed(connection, e),
        Event::OperatorAdded(e) => operators::added(connection, e),
        Event::TariffSet(e) => tariffs::set(connection, recorded, e),
        Event::LeaseSaved(e) => leases::saved(connection, e),
        Event::ReadTaken(e) => lanes::read_taken(connection, e),
        Event::ReadMatched(e) => lanes::read_matched(connection, e),
        Event::WaitingDismissed(e) => lanes::waiting_cleared(connection, e.lane_id),
        Event::LaneSignalled(e) => lanes::signalled(connection, e),
        Event::RecordOpened(e) => {
            records::opened(connection, e)?;
            lanes::entered(connection, e)
        }
        Event::RecordClosed(e) => {
            records::closed(connection, e)?;
            lanes::left(connection, e)
        }
        Event::RecordCancelled(e) => records::cancelled(connection, e),
        Event::Charged(e) => money::charged(connection, recorded.seq, e),
        Event::SignedIn(_)
        | Event::SignedOut(_)
        | Event::SignInRefused(_)
        | Event::EntryApproved(_)
        | Event::GateCommanded(_)
        | Event::SamePlateSeen(_)
        | Event::MessageResent(_) => Ok(()),
    }
}
