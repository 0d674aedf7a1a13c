//! Invoices: as they were asked for, and what the platform answered. And the settings of billing.

use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::{InvoiceColor, InvoiceState, PaidOrder};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::codes::{self, Stored, bad_column};
use crate::error::LedgerError;
use crate::event::{BillingSet, InvoiceAsked, InvoiceDropped, InvoiceIssued, InvoicePaperKept, StoredLine};
use crate::reader::ReadTx;

pub(super) fn setting(connection: &Connection, event: &BillingSet) -> Result<(), LedgerError> {
    connection
        .prepare_cached(
            "INSERT INTO billing_settings (what, text) VALUES (?1, ?2)
             ON CONFLICT (what) DO UPDATE SET text = excluded.text",
        )?
        .execute(params![event.what, event.text])?;
    Ok(())
}

pub(super) fn asked(connection: &Connection, event: &InvoiceAsked) -> Result<(), LedgerError> {
    let sum = |of: fn(&StoredLine) -> Fen| event.lines.iter().map(of).sum::<Fen>().0;
    let text = serde_json::to_string(event).map_err(|why| LedgerError::stored("invoice", why))?;
    connection
        .prepare_cached(
            "INSERT INTO invoices (id, serial, color, state, original_id, buyer_id, gross_fen, net_fen, tax_fen,
                 asked_at_ms, asked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            event.id.to_string(),
            event.serial,
            event.color.word(),
            InvoiceState::Asked.word(),
            event.original.as_ref().map(|original| original.invoice_id.to_string()),
            event.buyer_id.to_string(),
            sum(|line| line.gross_fen),
            sum(|line| line.net_fen),
            sum(|line| line.tax_fen),
            event.at.0,
            text,
        ])?;
    let mut statement =
        connection.prepare_cached("INSERT OR IGNORE INTO invoice_orders (order_no, invoice_id) VALUES (?1, ?2)")?;
    for order_no in &event.order_nos {
        statement.execute(params![order_no, event.id.to_string()])?;
    }
    Ok(())
}

pub(super) fn issued(connection: &Connection, event: &InvoiceIssued) -> Result<(), LedgerError> {
    let text = serde_json::to_string(event).map_err(|why| LedgerError::stored("invoice", why))?;
    connection.prepare_cached("UPDATE invoices SET state = ?2, answer = ?3 WHERE id = ?1")?.execute(params![
        event.invoice_id.to_string(),
        InvoiceState::Issued.word(),
        text
    ])?;
    Ok(())
}

pub(super) fn dropped(connection: &Connection, event: &InvoiceDropped) -> Result<(), LedgerError> {
    connection
        .prepare_cached("UPDATE invoices SET state = ?2 WHERE id = ?1")?
        .execute(params![event.invoice_id.to_string(), InvoiceState::Dropped.word()])?;
    Ok(())
}

pub(super) fn paper_kept(connection: &Connection, event: &InvoicePaperKept) -> Result<(), LedgerError> {
    let text = serde_json::to_string(event).map_err(|why| LedgerError::stored("invoice", why))?;
    connection
        .prepare_cached("UPDATE invoices SET paper = ?2 WHERE id = ?1")?
        .execute(params![event.invoice_id.to_string(), text])?;
    Ok(())
}

/// An invoice as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredInvoice {
    /// As it was asked for.
    pub asked: InvoiceAsked,
    /// Where it stands.
    pub state: InvoiceState,
    /// With tax.
    pub gross_fen: Fen,
    /// Without tax.
    pub net_fen: Fen,
    /// The tax.
    pub tax_fen: Fen,
    /// What the platform answered, or a person found out.
    pub answer: Option<InvoiceIssued>,
    /// The red one that takes it back, or is to: the newest that was not dropped.
    pub red: Option<(Guid, InvoiceState)>,
    /// Its PDF, once it was fetched.
    pub paper: Option<InvoicePaperKept>,
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|why| bad_column(why.to_string()))
}

fn invoice(row: &Row<'_>) -> rusqlite::Result<StoredInvoice> {
    let answer: Option<String> = row.get("answer")?;
    let paper: Option<String> = row.get("paper")?;
    let red: Option<Guid> = codes::parsed_optional(row, "red_id")?;
    Ok(StoredInvoice {
        asked: json(&row.get::<_, String>("asked")?)?,
        state: codes::column(row, "state")?,
        gross_fen: Fen(row.get("gross_fen")?),
        net_fen: Fen(row.get("net_fen")?),
        tax_fen: Fen(row.get("tax_fen")?),
        answer: answer.as_deref().map(json).transpose()?,
        red: match red {
            Some(id) => Some((id, codes::column(row, "red_state")?)),
            None => None,
        },
        paper: paper.as_deref().map(json).transpose()?,
    })
}

/// An invoice with the red one that takes it back.
const INVOICE: &str = "SELECT i.*, r.id AS red_id, r.state AS red_state FROM invoices i
    LEFT JOIN invoices r ON r.no = (SELECT max(x.no) FROM invoices x WHERE x.original_id = i.id AND x.state != 'dropped')";

impl ReadTx<'_> {
    /// A setting of billing, as JSON text.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn billing_setting(&self, what: &str) -> Result<Option<String>, LedgerError> {
        let mut statement = self.connection.prepare_cached("SELECT text FROM billing_settings WHERE what = ?1")?;
        Ok(statement.query_row([what], |row| row.get(0)).optional()?)
    }

    /// The invoice with this identifier.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn invoice(&self, id: Guid) -> Result<Option<StoredInvoice>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!("{INVOICE} WHERE i.id = ?1"))?;
        Ok(statement.query_row([id.to_string()], invoice).optional()?)
    }

    /// The invoice with this serial number.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn invoice_of_serial(&self, serial: &str) -> Result<Option<StoredInvoice>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!("{INVOICE} WHERE i.serial = ?1"))?;
        Ok(statement.query_row([serial], invoice).optional()?)
    }

    /// The blue invoice that an order has already: one that was not dropped, nor taken back by a red one that was made.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn invoice_of_order(&self, order_no: &str) -> Result<Option<StoredInvoice>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{INVOICE} JOIN invoice_orders o ON o.invoice_id = i.id
             WHERE o.order_no = ?1 AND i.color = ?2 AND i.state != 'dropped' AND coalesce(r.state, '') != 'issued'
             ORDER BY i.no DESC LIMIT 1"
        ))?;
        Ok(statement.query_row(params![order_no, InvoiceColor::Blue.word()], invoice).optional()?)
    }

    /// Invoices, the newest first, from before `before` on; one more than the limit when there are more.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn invoices(
        &self,
        order_no: Option<&str>,
        before: Option<Guid>,
        limit: u32,
    ) -> Result<Vec<StoredInvoice>, LedgerError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "{INVOICE} WHERE (?1 IS NULL OR i.id IN (SELECT invoice_id FROM invoice_orders WHERE order_no = ?1))
                 AND (?2 IS NULL OR i.no < (SELECT no FROM invoices WHERE id = ?2))
             ORDER BY i.no DESC LIMIT ?3"
        ))?;
        let rows = statement.query_map(params![order_no, before.map(|id| id.to_string()), limit + 1], invoice)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was paid for an order in all, less what was given back or is to be; none when nothing was.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn paid_of_order(&self, order_no: &str) -> Result<Option<PaidOrder>, LedgerError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*), coalesce(sum(discount_fen), 0),
                 coalesce(sum(received_fen - max(refunded_fen, extra_fen)), 0)
             FROM charges WHERE order_no = ?1",
        )?;
        let (payments, discount_fen, received_fen) =
            statement.query_row([order_no], |row| Ok((row.get::<_, u32>(0)?, Fen(row.get(1)?), Fen(row.get(2)?))))?;
        let paid = || PaidOrder {
            order_no: order_no.to_owned(),
            receivable_fen: received_fen + discount_fen,
            discount_fen,
            received_fen,
        };
        Ok((payments > 0).then(paid))
    }
}

/// When an invoice was asked for, for lists.
impl StoredInvoice {
    /// The moment of the asking.
    pub const fn asked_at(&self) -> Moment {
        self.asked.at
    }
}
