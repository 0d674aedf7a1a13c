//! Between a lane's word and a car's passing: openings that nobody has confirmed, and cars that nobody read.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes;
use crate::error::LedgerError;
use crate::event::{
    CarGone, GateCommanded, GateNotOpened, GateTriedAgain, LaneSignalled, PassageSettled, PassedUnread, StoredTrouble,
};
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// A car that was told it may pass does so within this time, or not at all.
const MAY_PASS_WITHIN_MS: i64 = 120_000;

/// A gate was told to open: one more car may pass. It is watched until its gate has opened.
pub(super) fn commanded(
    connection: &Connection,
    recorded: &Recorded,
    event: &GateCommanded,
) -> Result<(), LedgerError> {
    let (lane, now) = (event.lane_id.to_string(), recorded.at.0);
    connection
        .prepare_cached(
            "INSERT INTO lane_passing (lane_id, allowed, last_at_ms) VALUES (?1, 1, ?2)
             ON CONFLICT (lane_id) DO UPDATE SET last_at_ms = excluded.last_at_ms,
                 allowed = CASE WHEN excluded.last_at_ms - last_at_ms > ?3 THEN 1 ELSE allowed + 1 END",
        )?
        .execute(params![lane, now, MAY_PASS_WITHIN_MS])?;
    // The command that takes another one's place stands there already.
    let Some(record) = recorded.subject.filter(|_| event.cause != "again") else { return Ok(()) };
    // Where this car stands now, the one before it stood: it is through.
    connection
        .prepare_cached("DELETE FROM gate_openings WHERE lane_id = ?1 AND (missed_at_ms IS NULL OR ?2)")?
        .execute(params![lane, event.entering])?;
    connection
        .prepare_cached(
            "INSERT INTO gate_openings (command_id, lane_id, record_id, commanded_at_ms)
             SELECT ?1, ?2, id, ?4 FROM records
             WHERE id = ?3 AND (state = 'left' AND exit_lane = ?2 OR ?5 AND state = 'inside' AND entry_lane = ?2)",
        )?
        .execute(params![event.command_id.to_string(), lane, record.to_string(), now, event.entering])?;
    Ok(())
}

/// A car whose stay is over, or counts for nothing, does not stand before its entry's gate any more.
pub(super) fn is_through(connection: &Connection, record_id: Guid) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "DELETE FROM gate_openings
             WHERE record_id = ?1 AND lane_id = (SELECT entry_lane FROM records WHERE id = ?1)",
        )?
        .execute([record_id.to_string()])?;
    Ok(())
}

/// An open gate, or a car that went through it, answers for every car that waited for it there.
pub(super) fn signalled(connection: &Connection, event: &LaneSignalled) -> Result<(), LedgerError> {
    let lane = event.lane_id.to_string();
    if matches!(event.signal.as_str(), "passed" | "backed_out") {
        connection
            .prepare_cached("UPDATE lane_passing SET allowed = allowed - 1 WHERE lane_id = ?1 AND allowed > 0")?
            .execute([&lane])?;
    }
    if !matches!(event.signal.as_str(), "opened" | "passed") {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM gate_openings WHERE lane_id = ?1")?.execute([&lane])?;
    connection
        .prepare_cached(
            "INSERT INTO lane_states (lane_id, fault, remark, tells) VALUES (?1, 0, NULL, 1)
             ON CONFLICT (lane_id) DO UPDATE SET tells = 1 WHERE tells = 0",
        )?
        .execute([&lane])?;
    Ok(())
}

pub(super) fn not_opened(
    connection: &Connection,
    recorded: &Recorded,
    event: &GateNotOpened,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE gate_openings SET missed_at_ms = ?2, why = ?3, trouble = ?4 WHERE command_id = ?1")?
        .execute(params![
            event.command_id.to_string(),
            recorded.at.0,
            event.why,
            StoredTrouble::column(event.trouble.as_ref()),
        ])?;
    Ok(())
}

pub(super) fn tried_again(
    connection: &Connection,
    recorded: &Recorded,
    event: &GateTriedAgain,
) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE gate_openings SET command_id = ?2, again_of = ?1, commanded_at_ms = ?3, tries = tries + 1,
                 missed_at_ms = NULL, why = NULL, trouble = NULL WHERE command_id = ?1",
        )?
        .execute(params![event.command_id.to_string(), event.again_id.to_string(), recorded.at.0])?;
    Ok(())
}

pub(super) fn gone(connection: &Connection, event: &CarGone) -> Result<(), LedgerError> {
    waits_no_more(connection, event.command_id)
}

/// The car waits for this opening no longer.
pub(super) fn waits_no_more(connection: &Connection, command_id: Guid) -> Result<(), LedgerError> {
    connection.prepare_cached("DELETE FROM gate_openings WHERE command_id = ?1")?.execute([command_id.to_string()])?;
    Ok(())
}

pub(super) fn passed_unread(connection: &Connection, event: &PassedUnread) -> Result<(), LedgerError> {
    connection
        .prepare_cached("INSERT INTO unread_passages (event_id, lane_id, entering, at_ms) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![event.event_id.to_string(), event.lane_id.to_string(), event.entering, event.at.0])?;
    Ok(())
}

pub(super) fn settled(connection: &Connection, recorded: &Recorded, event: &PassageSettled) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "UPDATE unread_passages SET settled = ?2, settled_seq = ?3, record_id = ?4 WHERE event_id = ?1",
        )?
        .execute(params![
            event.event_id.to_string(),
            event.how,
            recorded.seq,
            event.record_id.map(|id| id.to_string()),
        ])?;
    Ok(())
}

/// A gate that was told to open for a car, and has not said that it did.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredOpening {
    /// The command.
    pub command_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// The stay that ended by it, or began.
    pub record_id: Guid,
    /// When it was told.
    pub commanded_at: Moment,
    /// The command whose place it took.
    pub again_of: Option<Guid>,
    /// How often it was told.
    pub tries: u32,
    /// When it was found not to have opened.
    pub missed_at: Option<Moment>,
    /// What the gate itself said.
    pub why: Option<String>,
    /// What its driver found.
    pub trouble: Option<StoredTrouble>,
}

fn opening(row: &Row<'_>) -> rusqlite::Result<StoredOpening> {
    Ok(StoredOpening {
        command_id: codes::parsed(row, "command_id")?,
        lane_id: codes::parsed(row, "lane_id")?,
        record_id: codes::parsed(row, "record_id")?,
        commanded_at: Moment(row.get("commanded_at_ms")?),
        again_of: codes::parsed_optional(row, "again_of")?,
        tries: row.get("tries")?,
        missed_at: row.get::<_, Option<i64>>("missed_at_ms")?.map(Moment),
        why: row.get("why")?,
        trouble: StoredTrouble::of_column(row.get("trouble")?),
    })
}

/// A car that passed unread.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredPassage {
    /// Number.
    pub no: i64,
    /// Identifier.
    pub event_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// True where the lane leads in.
    pub entering: bool,
    /// When.
    pub at: Moment,
    /// What became of it: `entered`, `left` or `nothing`.
    pub settled: Option<String>,
    /// The stay that it began or ended.
    pub record_id: Option<Guid>,
}

fn passage(row: &Row<'_>) -> rusqlite::Result<StoredPassage> {
    Ok(StoredPassage {
        no: row.get("no")?,
        event_id: codes::parsed(row, "event_id")?,
        lane_id: codes::parsed(row, "lane_id")?,
        entering: row.get("entering")?,
        at: Moment(row.get("at_ms")?),
        settled: row.get("settled")?,
        record_id: codes::parsed_optional(row, "record_id")?,
    })
}

impl ReadTx<'_> {
    /// Openings that no lane has confirmed, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unconfirmed_openings(&self) -> Result<Vec<StoredOpening>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM gate_openings ORDER BY no")?;
        Ok(statement.query_map([], opening)?.collect::<Result<_, _>>()?)
    }

    /// Those of one lane, the oldest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unconfirmed_openings_at(&self, lane_id: Guid) -> Result<Vec<StoredOpening>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM gate_openings WHERE lane_id = ?1 ORDER BY no")?;
        Ok(statement.query_map([lane_id.to_string()], opening)?.collect::<Result<_, _>>()?)
    }

    /// Whether a lane's gate has ever said that it opened, or that a car passed.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_tells(&self, lane_id: Guid) -> Result<bool, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT tells FROM lane_states WHERE lane_id = ?1")?;
        Ok(statement.query_row([lane_id.to_string()], |row| row.get(0)).optional()?.unwrap_or(false))
    }

    /// How many cars may still pass a lane by what it was told; none where it was never told anything.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn may_still_pass(&self, lane_id: Guid, now: Moment) -> Result<Option<u32>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT CASE WHEN ?2 - last_at_ms > ?3 THEN 0 ELSE allowed END FROM lane_passing WHERE lane_id = ?1",
        )?;
        let found = statement.query_row(params![lane_id.to_string(), now.0, MAY_PASS_WITHIN_MS], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// How many cars were let through a lane that have neither passed nor turned back, whenever that was. On a lane that
    /// never tells, this counts all that were let through of late.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn let_through_and_not_passed(&self, lane_id: Guid) -> Result<u32, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT allowed FROM lane_passing WHERE lane_id = ?1")?;
        Ok(statement.query_row([lane_id.to_string()], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// When a lane was last told to open.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn lane_last_told(&self, lane_id: Guid) -> Result<Option<Moment>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT last_at_ms FROM lane_passing WHERE lane_id = ?1")?;
        Ok(statement.query_row([lane_id.to_string()], |row| row.get(0).map(Moment)).optional()?)
    }

    /// Cars that passed unread, the newest first: those that nobody has dealt with, or those that somebody has.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unread_passages(&self, open: bool, limit: u32) -> Result<Vec<StoredPassage>, LedgerError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM unread_passages WHERE (settled IS NULL) = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![open, limit], passage)?.collect::<Result<_, _>>()?)
    }

    /// The passage with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn unread_passage(&self, event_id: Guid) -> Result<Option<StoredPassage>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM unread_passages WHERE event_id = ?1")?;
        Ok(statement.query_row([event_id.to_string()], passage).optional()?)
    }
}
