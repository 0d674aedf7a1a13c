//! Alarms: which events want a person, whether somebody has seen them, and when they are over.

use lotdesk_domain::garage::{EventClass, GarageCommandState, GarageEventKind, GarageState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::{AlarmAcknowledged, AlarmHandedOn, Event};
use crate::journal::{self, COLUMNS, Recorded};
use crate::reader::ReadTx;

/// An alarm.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAlarm {
    /// Number.
    pub no: i64,
    /// True for one that is over with its cause; any other is over once it was seen.
    pub lasts: bool,
    /// When it was raised.
    pub since: Moment,
    /// What raised it last.
    pub last: Recorded,
    /// How often it was raised.
    pub times: u32,
    /// When somebody saw it.
    pub seen_at: Option<Moment>,
    /// Who.
    pub seen_by: Option<Guid>,
    /// What was done about it, or what the next one must know.
    pub note: Option<String>,
    /// True when it was left to whoever comes next.
    pub handed_on: bool,
    /// When it was over.
    pub over_at: Option<Moment>,
}

/// What an event means for the alarms.
enum Meaning {
    /// Raised, until its cause is over.
    Lasts(String),
    /// Raised, until somebody has seen it.
    Once(String),
    /// The cause is over.
    Over(String),
    None,
}

fn meaning(event: &Event) -> Meaning {
    use Meaning::{Lasts, Once, Over};
    match event {
        Event::DeviceChanged(e) if e.online => Over(format!("device:{}", e.device_id)),
        Event::DeviceChanged(e) => Lasts(format!("device:{}", e.device_id)),
        Event::MotorFailed(e) => Once(format!("motor:{}", e.device_id)),
        Event::EngineNoted(e) if e.lasts => Lasts(format!("noted:{}", e.about)),
        Event::EngineNoted(e) => Once(format!("noted:{}", e.about)),
        Event::EngineNoteOver(e) => Over(format!("noted:{}", e.about)),
        Event::GarageStateSet(e) => {
            let subject = format!("garage:{}", e.garage);
            if matches!(e.state, GarageState::Fault | GarageState::Abnormal) { Lasts(subject) } else { Over(subject) }
        }
        Event::GarageEventSeen(e) => {
            let class = GarageEventKind::from_code(e.event_type, e.ordinary).map(GarageEventKind::class);
            let space = e.space_no.as_deref().unwrap_or_default();
            match class {
                Some(EventClass::Alarm | EventClass::Fault | EventClass::Severe) => {
                    Once(format!("garage_event:{}:{}:{space}", e.garage, e.event_type))
                }
                Some(EventClass::Ordinary) | None => Meaning::None,
            }
        }
        Event::GarageEnded(e) if e.how == GarageCommandState::Failed => {
            Once(format!("garage_command:{}", e.command_id))
        }
        Event::ControlMet(e) => Once(format!("control:{}:{}", e.entry_id, e.plate)),
        Event::SamePlateSeen(e) => Once(format!("same_plate:{}", e.plate)),
        Event::GateNotOpened(e) => Lasts(format!("gate:{}", e.lane_id)),
        Event::LaneSignalled(e) if matches!(e.signal.as_str(), "opened" | "passed") => {
            Over(format!("gate:{}", e.lane_id))
        }
        Event::CarGone(e) => Over(format!("gate:{}", e.lane_id)),
        // The next car comes in where the one before it stood.
        Event::GateCommanded(e) if e.entering => Over(format!("gate:{}", e.lane_id)),
        Event::StillInside(e) => Over(format!("gate:{}", e.lane_id)),
        Event::PassedUnread(e) => Lasts(format!("unread:{}", e.event_id)),
        Event::PassageSettled(e) => Over(format!("unread:{}", e.event_id)),
        Event::RepairWarned(e) => Lasts(format!("repair:{}", e.id)),
        Event::RepairUploaded(e) => Over(format!("repair:{}", e.id)),
        Event::WatchNewsCame(e) => e.alarm_id.map_or(Meaning::None, |id| Lasts(format!("watched_car:{id}"))),
        Event::WatchAlarmSeen(e) => Over(format!("watched_car:{}", e.alarm_id)),
        Event::EtcpPaymentMissed(e) => Lasts(format!("etcp_payment:{}", e.id)),
        Event::EtcpGivenBack(e) => Over(format!("etcp_payment:{}", e.id)),
        _ => Meaning::None,
    }
}

/// Raises what an event raises, and ends what it ends.
pub(super) fn heard(connection: &Connection, recorded: &Recorded) -> Result<(), LedgerError> {
    let (subject, lasts) = match meaning(&recorded.event) {
        Meaning::None => return Ok(()),
        Meaning::Over(subject) => {
            connection
                .prepare_cached("UPDATE alarms SET over_at_ms = ?2 WHERE about = ?1 AND over_at_ms IS NULL")?
                .execute(params![subject, recorded.at.0])?;
            return Ok(());
        }
        Meaning::Lasts(subject) => (subject, true),
        Meaning::Once(subject) => (subject, false),
    };
    // Raised anew, it is unseen anew.
    let known = connection
        .prepare_cached(
            "UPDATE alarms SET last_seq = ?2, times = times + 1, seen_at_ms = NULL, seen_by = NULL
             WHERE about = ?1 AND over_at_ms IS NULL",
        )?
        .execute(params![subject, recorded.seq])?;
    if known == 0 {
        connection
            .prepare_cached(
                "INSERT INTO alarms (about, lasts, first_seq, first_at_ms, last_seq, times)
                 VALUES (?1, ?2, ?3, ?4, ?3, 1)",
            )?
            .execute(params![subject, lasts, recorded.seq, recorded.at.0])?;
    }
    Ok(())
}

pub(super) fn acknowledged(
    connection: &Connection,
    recorded: &Recorded,
    event: &AlarmAcknowledged,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE alarms SET seen_at_ms = ?2, seen_by = ?3, note = coalesce(?4, note), handed_on = 0,
                 over_at_ms = CASE WHEN lasts THEN over_at_ms ELSE ?2 END
             WHERE no = ?1",
        )?
        .execute(params![event.no, recorded.at.0, recorded.actor.operator.map(|id| id.to_string()), event.note])?;
    Ok(())
}

pub(super) fn handed_on(connection: &Connection, event: &AlarmHandedOn) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE alarms SET note = ?2, handed_on = 1 WHERE no = ?1")?
        .execute(params![event.no, event.note])?;
    Ok(())
}

const ALARM: &str = "a.no, a.lasts, a.first_at_ms, a.times, a.seen_at_ms, a.seen_by, a.note, a.handed_on, a.over_at_ms";

fn alarm(row: &Row<'_>) -> rusqlite::Result<Result<StoredAlarm, LedgerError>> {
    let last = match journal::from_row(row)? {
        Ok(last) => last,
        Err(why) => return Ok(Err(why)),
    };
    Ok(Ok(StoredAlarm {
        no: row.get("no")?,
        lasts: row.get("lasts")?,
        since: Moment(row.get("first_at_ms")?),
        last,
        times: row.get("times")?,
        seen_at: row.get::<_, Option<i64>>("seen_at_ms")?.map(Moment),
        seen_by: codes::parsed_optional(row, "seen_by")?,
        note: row.get("note")?,
        handed_on: row.get("handed_on")?,
        over_at: row.get::<_, Option<i64>>("over_at_ms")?.map(Moment),
    }))
}

impl ReadTx<'_> {
    /// Alarms that are not over, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn open_alarms(&self, limit: u32) -> Result<Vec<StoredAlarm>, LedgerError> {
        self.alarms("a.over_at_ms IS NULL", limit)
    }

    /// Whether an alarm about what the engine found is open.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn note_is_open(&self, about: &str) -> Result<bool, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM alarms WHERE about = ?1 AND over_at_ms IS NULL)")?;
        Ok(statement.query_row([format!("noted:{about}")], |row| row.get(0))?)
    }

    /// Alarms that are over, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses or a line does not read back.
    pub fn past_alarms(&self, limit: u32) -> Result<Vec<StoredAlarm>, LedgerError> {
        self.alarms("a.over_at_ms IS NOT NULL", limit)
    }

    fn alarms(&self, which: &str, limit: u32) -> Result<Vec<StoredAlarm>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS}, {ALARM} FROM alarms a JOIN journal ON seq = a.last_seq
             WHERE {which} ORDER BY a.no DESC LIMIT ?1"
        ))?;
        statement.query_map([limit], alarm)?.map(|row| row?).collect()
    }

    /// The alarm with this number.
    ///
    /// # Errors
    /// When SQLite refuses or its line does not read back.
    pub fn alarm(&self, no: i64) -> Result<Option<StoredAlarm>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS}, {ALARM} FROM alarms a JOIN journal ON seq = a.last_seq WHERE a.no = ?1"
        ))?;
        statement.query_row([no], alarm).optional()?.transpose()
    }

    /// How many alarms are not over.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn open_alarm_count(&self) -> Result<u32, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT count(*) FROM alarms WHERE over_at_ms IS NULL")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
