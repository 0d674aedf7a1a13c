//! Cars that ETCP's lots told of, and how full those lots are.

use lotdesk_domain::etcp::ParkUser;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::{EtcpCarEntered, EtcpCarLeft};
use crate::reader::ReadTx;

/// A later push of the same stay puts it right; one that comes after the exit does not bring the car back.
pub(super) fn entered(connection: &Connection, event: &EtcpCarEntered) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO etcp_stays (syn_id, plate, park_id, park_name, entered_at_ms, user, fixed_space, remaining_days,
                 pushed_at_ms, inbox_no)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
             ON CONFLICT (syn_id) DO UPDATE SET plate = excluded.plate, park_id = excluded.park_id,
                 park_name = excluded.park_name, entered_at_ms = excluded.entered_at_ms, user = excluded.user,
                 fixed_space = excluded.fixed_space, remaining_days = excluded.remaining_days,
                 pushed_at_ms = excluded.pushed_at_ms, inbox_no = excluded.inbox_no",
        )?
        .execute(params![
            event.syn_id,
            event.plate,
            event.park_id,
            event.park_name,
            event.entered_at.0,
            event.user.map(Stored::word),
            event.fixed_space,
            event.remaining_days,
            event.pushed_at.map(|at| at.0),
            event.inbox_no,
        ])?;
    Ok(())
}

pub(super) fn left(connection: &Connection, event: &EtcpCarLeft) -> Result<(), LedgerError> {
    entered(connection, &event.entered)?;
    connection
        .prepare_cached("UPDATE etcp_stays SET left_at_ms = ?2, stayed_s = ?3, receivable_fen = ?4 WHERE syn_id = ?1")?
        .execute(params![event.entered.syn_id, event.left_at.0, event.stayed_s, event.receivable_fen.0])?;
    Ok(())
}

/// A stay in one of ETCP's lots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtcpStay {
    /// Its place.
    pub no: i64,
    /// 停车记录 ID
    pub syn_id: String,
    /// Plate.
    pub plate: String,
    /// 车场 ID
    pub park_id: String,
    /// The lot's name.
    pub park_name: String,
    /// 入场时间
    pub entered_at: Moment,
    /// Long-term or temporary.
    pub user: Option<ParkUser>,
    /// 长租车位 ID
    pub fixed_space: String,
    /// 长租剩余天数
    pub remaining_days: Option<i64>,
    /// 出场时间
    pub left_at: Option<Moment>,
    /// 停留时间, in seconds.
    pub stayed_s: Option<i64>,
    /// 应收金额
    pub receivable_fen: Option<Fen>,
}

/// One of ETCP's lots by what it told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EtcpLotNow {
    /// 车场 ID
    pub park_id: String,
    /// The lot's name, as it said last.
    pub park_name: String,
    /// Cars inside.
    pub inside: u32,
    /// Of those, long-term ones.
    pub long_term: u32,
    /// Cars that came since the moment asked for.
    pub came: u32,
    /// Cars that left since then.
    pub left: u32,
    /// What those owed.
    pub receivable_fen: Fen,
    /// When something of it was told last.
    pub last_at: Moment,
}

fn stay(row: &Row<'_>) -> rusqlite::Result<EtcpStay> {
    Ok(EtcpStay {
        no: row.get("no")?,
        syn_id: row.get("syn_id")?,
        plate: row.get("plate")?,
        park_id: row.get("park_id")?,
        park_name: row.get("park_name")?,
        entered_at: Moment(row.get("entered_at_ms")?),
        user: codes::column_optional(row, "user")?,
        fixed_space: row.get("fixed_space")?,
        remaining_days: row.get("remaining_days")?,
        left_at: row.get::<_, Option<i64>>("left_at_ms")?.map(Moment),
        stayed_s: row.get("stayed_s")?,
        receivable_fen: row.get::<_, Option<i64>>("receivable_fen")?.map(Fen),
    })
}

impl ReadTx<'_> {
    /// A plate's stays, the newest first.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_stays_of(&self, plate: &str, limit: u32) -> Result<Vec<EtcpStay>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT * FROM etcp_stays WHERE plate = ?1 ORDER BY no DESC LIMIT ?2")?;
        Ok(statement.query_map(params![plate, limit], stay)?.collect::<Result<_, _>>()?)
    }

    /// The stay with this number of ETCP's.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_stay(&self, syn_id: &str) -> Result<Option<EtcpStay>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM etcp_stays WHERE syn_id = ?1")?;
        Ok(statement.query_row([syn_id], stay).optional()?)
    }

    /// Stays, the newest first, from before `before` on; of one lot, or inside alone, where that is wanted.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_stays(
        &self,
        park_id: Option<&str>,
        inside_only: bool,
        before: i64,
        limit: u32,
    ) -> Result<Vec<EtcpStay>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT * FROM etcp_stays WHERE (?1 IS NULL OR park_id = ?1) AND (?2 = 0 OR left_at_ms IS NULL) AND no < ?3
             ORDER BY no DESC LIMIT ?4",
        )?;
        Ok(statement.query_map(params![park_id, inside_only, before, limit], stay)?.collect::<Result<_, _>>()?)
    }

    /// ETCP's lots that told of cars inside, or of cars since a moment, by their names.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn etcp_lots_now(&self, since: Moment) -> Result<Vec<EtcpLotNow>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT park_id,
                 (SELECT n.park_name FROM etcp_stays n WHERE n.park_id = s.park_id ORDER BY n.no DESC LIMIT 1) AS park_name,
                 sum(left_at_ms IS NULL) AS inside,
                 sum(left_at_ms IS NULL AND user IS 'long_term') AS long_term,
                 sum(entered_at_ms >= ?1) AS came,
                 sum(left_at_ms IS NOT NULL AND left_at_ms >= ?1) AS gone,
                 coalesce(sum(CASE WHEN left_at_ms >= ?1 THEN receivable_fen END), 0) AS receivable_fen,
                 max(max(entered_at_ms, coalesce(left_at_ms, 0))) AS last_at_ms
             FROM etcp_stays s WHERE left_at_ms IS NULL OR left_at_ms >= ?1 OR entered_at_ms >= ?1
             GROUP BY park_id ORDER BY park_name, park_id",
        )?;
        let lot = |row: &Row<'_>| {
            Ok(EtcpLotNow {
                park_id: row.get("park_id")?,
                park_name: row.get("park_name")?,
                inside: row.get("inside")?,
                long_term: row.get("long_term")?,
                came: row.get("came")?,
                left: row.get("gone")?,
                receivable_fen: Fen(row.get("receivable_fen")?),
                last_at: Moment(row.get("last_at_ms")?),
            })
        };
        Ok(statement.query_map([since.0], lot)?.collect::<Result<_, _>>()?)
    }
}
