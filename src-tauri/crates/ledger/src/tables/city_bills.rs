//! The city platform's orders of a day, as 1401 gave them last.

use chrono::NaiveDate;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::reconcile::{BillKind, CityOrder};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored};
use crate::error::LedgerError;
use crate::event::CityBillTaken;
use crate::journal::Recorded;
use crate::reader::ReadTx;

/// The bill of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CityBill {
    /// What was asked for.
    pub kind: BillKind,
    /// When.
    pub asked_at: Moment,
    /// How many lines it has.
    pub lines: u32,
}

pub(super) fn taken(connection: &Connection, recorded: &Recorded, event: &CityBillTaken) -> Result<(), LedgerError> {
    let day = event.day.to_string();
    if event.first_line == 0 {
        connection.prepare_cached("DELETE FROM city_orders WHERE day = ?1")?.execute([&day])?;
    }
    let lines = event.first_line + u32::try_from(event.lines.len()).unwrap_or(u32::MAX);
    connection
        .prepare_cached(
            "INSERT INTO city_bills (day, kind, asked_at_ms, lines) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, asked_at_ms = excluded.asked_at_ms,
                 lines = excluded.lines",
        )?
        .execute(params![day, event.kind.word(), recorded.at.0, lines])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO city_orders (day, line, order_no, park_code, plate, space_no, paid_at_ms, receivable_fen,
             discount_fen, received_fen, pay_type, pay_from, way)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    for (line, order) in (event.first_line..).zip(&event.lines) {
        insert.execute(params![
            day,
            line,
            order.order_no,
            order.park_code,
            order.plate,
            order.space_no,
            order.paid_at.0,
            order.receivable_fen.0,
            order.discount_fen.0,
            order.received_fen.0,
            order.pay_type.word(),
            order.pay_from,
            order.way.map(Stored::word),
        ])?;
    }
    Ok(())
}

fn order(row: &Row<'_>) -> rusqlite::Result<CityOrder> {
    Ok(CityOrder {
        order_no: row.get("order_no")?,
        park_code: row.get("park_code")?,
        plate: row.get("plate")?,
        space_no: row.get("space_no")?,
        paid_at: Moment(row.get("paid_at_ms")?),
        receivable_fen: Fen(row.get("receivable_fen")?),
        discount_fen: Fen(row.get("discount_fen")?),
        received_fen: Fen(row.get("received_fen")?),
        pay_type: codes::column(row, "pay_type")?,
        pay_from: row.get("pay_from")?,
        way: codes::column_optional(row, "way")?,
    })
}

impl ReadTx<'_> {
    /// The platform's bill of a day; none when it was not asked for.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn city_bill(&self, day: NaiveDate) -> Result<Option<CityBill>, LedgerError> {
        let mut statement =
            self.connection.prepare_cached("SELECT kind, asked_at_ms, lines FROM city_bills WHERE day = ?1")?;
        let bill = statement.query_row([day.to_string()], |row| {
            Ok(CityBill {
                kind: codes::column(row, "kind")?,
                asked_at: Moment(row.get("asked_at_ms")?),
                lines: row.get("lines")?,
            })
        });
        Ok(bill.optional()?)
    }

    /// The lines of a day's bill, as they came.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn city_orders(&self, day: NaiveDate) -> Result<Vec<CityOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM city_orders WHERE day = ?1 ORDER BY line")?;
        Ok(statement.query_map([day.to_string()], order)?.collect::<Result<_, _>>()?)
    }
}
