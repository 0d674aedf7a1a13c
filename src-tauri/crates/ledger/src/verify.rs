//! Proof that the ledger is whole: the journal's chain, the postings' balance, the tables equal to a rebuild.

use lotdesk_domain::money::Fen;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use crate::error::LedgerError;
use crate::handle::Ledger;
use crate::journal::{self, COLUMNS, Head, Line};
use crate::migrations;
use crate::reader::open_read_only;
use crate::tables::{self, REBUILT};
use crate::writer::Urgency;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Difference {
    /// A line of the journal was changed, taken out or put in.
    Chain {
        /// The first line whose hash does not follow.
        seq: i64,
    },
    /// A line of the journal does not read back.
    Unreadable {
        /// The line.
        seq: i64,
        /// Why.
        why: String,
    },
    /// An event's postings do not add up to nothing.
    Unbalanced {
        /// The event.
        seq: i64,
        /// By how much, in 分.
        off_fen: i64,
    },
    /// A table is not what the journal makes of it.
    Table {
        /// Its name.
        table: String,
        /// The first row that differs, counted from 1 in the table's order.
        row: u64,
        /// What stands there.
        stored: String,
        /// What the journal makes of it.
        rebuilt: String,
    },
}

/// What was looked at and what was found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verdict {
    /// Lines of the journal.
    pub events: i64,
    /// Hash of the newest, 64 hexadecimal digits.
    pub head_hash: String,
    /// Movements of money.
    pub movements: i64,
    /// What does not hold; empty when everything does.
    pub differences: Vec<Difference>,
}

impl Ledger {
    /// Checks the whole ledger on one consistent state of it. Reads only.
    ///
    /// # Errors
    /// When SQLite refuses; what does not hold is in the verdict.
    pub async fn verify(&self) -> Result<Verdict, LedgerError> {
        let path = self.path().to_owned();
        tokio::task::spawn_blocking(move || {
            let mut connection = open_read_only(&path)?;
            let snapshot = connection.transaction()?;
            verify(&snapshot)
        })
        .await
        .unwrap_or(Err(LedgerError::BrokeOff))
    }

    /// Empties the business tables and makes them anew from the journal, in one transaction.
    ///
    /// # Errors
    /// When SQLite refuses, when the journal's chain is broken (an altered journal must not become the tables), or when a
    /// line does not read back; the tables stay as they were.
    pub async fn rebuild(&self) -> Result<i64, LedgerError> {
        let written = self.write(Urgency::Lane, |tx| make_anew(tx.beside())).await??;
        Ok(written.value)
    }
}

/// Makes the business tables anew, within a transaction of the caller's.
///
/// # Errors
/// The same as of [`Ledger::rebuild`].
pub(crate) fn make_anew(connection: &Connection) -> Result<i64, LedgerError> {
    let mut broken = Vec::new();
    check_chain(connection, &mut broken)?;
    if let Some(Difference::Chain { seq } | Difference::Unreadable { seq, .. }) = broken.first() {
        return Err(LedgerError::stored(format!("event {seq}"), "its hash does not follow from the one before"));
    }
    for (table, _) in REBUILT {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    replay(connection, connection)
}

/// Applies every line of `from`'s journal to the tables of `to`.
fn replay(from: &Connection, to: &Connection) -> Result<i64, LedgerError> {
    let mut statement = from.prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY seq"))?;
    let mut events = 0;
    for recorded in statement.query_map([], journal::from_row)? {
        tables::apply(to, &recorded??)?;
        events += 1;
    }
    Ok(events)
}

fn verify(snapshot: &Connection) -> Result<Verdict, LedgerError> {
    let mut differences = Vec::new();
    let head = check_chain(snapshot, &mut differences)?;
    let movements = check_postings(snapshot, &mut differences)?;
    if differences.is_empty() {
        check_tables(snapshot, &mut differences)?;
    }
    Ok(Verdict { events: head.seq, head_hash: head.hash_text(), movements, differences })
}

fn check_chain(snapshot: &Connection, differences: &mut Vec<Difference>) -> Result<Head, LedgerError> {
    let mut statement = snapshot.prepare(&format!("SELECT {COLUMNS}, hash FROM journal ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let mut head = Head::START;
    while let Some(row) = rows.next()? {
        let (origin, kind, body): (String, String, String) = (row.get("origin")?, row.get("kind")?, row.get("body")?);
        let operator: Option<String> = row.get("operator_id")?;
        let (cause, subject): (Option<String>, Option<String>) = (row.get("cause")?, row.get("subject")?);
        let seq = row.get("seq")?;
        let line = Line {
            seq,
            at_ms: row.get("at_ms")?,
            origin: &origin,
            operator_id: operator.as_deref(),
            cause: cause.as_deref(),
            kind: &kind,
            version: row.get("version")?,
            body: &body,
            subject: subject.as_deref(),
        };
        let hash = line.hash(&head.hash)?;
        if seq != head.seq + 1 || row.get_ref("hash")?.as_blob().ok() != Some(hash.as_slice()) {
            differences.push(Difference::Chain { seq });
            return Ok(head);
        }
        if let Err(why) = journal::from_row(row)? {
            differences.push(Difference::Unreadable { seq, why: why.to_string() });
        }
        head = Head { seq, hash };
    }
    Ok(head)
}

fn check_postings(snapshot: &Connection, differences: &mut Vec<Difference>) -> Result<i64, LedgerError> {
    let mut statement = snapshot.prepare("SELECT seq, sum(amount_fen) FROM postings GROUP BY seq ORDER BY seq")?;
    let mut movements = 0;
    for movement in statement.query_map([], |row| Ok((row.get(0)?, Fen(row.get(1)?))))? {
        let (seq, off) = movement?;
        movements += 1;
        if off != Fen::ZERO {
            differences.push(Difference::Unbalanced { seq, off_fen: off.0 });
        }
    }
    Ok(movements)
}

fn check_tables(snapshot: &Connection, differences: &mut Vec<Difference>) -> Result<(), LedgerError> {
    let mut fresh = Connection::open("")?;
    migrations::bring_up(&mut fresh)?;
    let whole = fresh.transaction()?;
    replay(snapshot, &whole)?;
    for (table, order) in REBUILT {
        let sql = format!("SELECT * FROM {table} ORDER BY {order}");
        let (mut stored, mut rebuilt) = (snapshot.prepare(&sql)?, whole.prepare(&sql)?);
        let (mut stored, mut rebuilt) = (stored.query(params![])?, rebuilt.query(params![])?);
        for row in 1.. {
            let (left, right) = (row_text(stored.next()?)?, row_text(rebuilt.next()?)?);
            if left != right {
                let none = || "(nothing)".to_owned();
                differences.push(Difference::Table {
                    table: (*table).to_owned(),
                    row,
                    stored: left.unwrap_or_else(none),
                    rebuilt: right.unwrap_or_else(none),
                });
                break;
            }
            if left.is_none() {
                break;
            }
        }
    }
    Ok(())
}

fn row_text(row: Option<&rusqlite::Row<'_>>) -> Result<Option<String>, LedgerError> {
    let Some(row) = row else { return Ok(None) };
    let mut text = String::new();
    for index in 0..row.as_ref().column_count() {
        let value = match row.get_ref(index)? {
            ValueRef::Null => "null".to_owned(),
            ValueRef::Integer(i) => i.to_string(),
            ValueRef::Real(r) => r.to_string(),
            ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
            ValueRef::Blob(b) => hex::encode(b),
        };
        text.push_str(&value);
        text.push('|');
    }
    Ok(Some(text))
}
