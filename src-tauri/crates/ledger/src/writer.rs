//! The one door for writes: a thread that owns the write connection and runs operations inside its transaction.

use std::collections::VecDeque;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;
use rusqlite::Connection;
use tokio::sync::{broadcast, watch};

use crate::error::LedgerError;
use crate::event::Event;
use crate::journal::{self, Entry, Head, Recorded};
use crate::outbox;
use crate::reader::ReadTx;
use crate::tables;

/// Who goes first at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// A car, a driver or an operator waits.
    Lane,
    /// Imports, send results, retention: yields to lanes.
    Bulk,
}

/// As many operations share one commit at the most; more would make the first of them wait.
const MOST_IN_A_COMMIT: usize = 64;
/// An open commit takes newcomers in for this long at the most.
const COMMIT_OPEN_FOR: Duration = Duration::from_millis(4);

/// The transaction as an operation sees it: everything a reader can ask, and the two ways to write.
pub struct WriteTx<'c> {
    read: ReadTx<'c>,
    head: Head,
    recorded: Vec<Recorded>,
    outbox_grew: bool,
    wrote: bool,
}

impl<'c> Deref for WriteTx<'c> {
    type Target = ReadTx<'c>;
    fn deref(&self) -> &ReadTx<'c> {
        &self.read
    }
}

impl WriteTx<'_> {
    /// Appends an event to the journal and applies it to the business tables. Returns its number.
    ///
    /// # Errors
    /// When SQLite refuses, or a posting does not balance.
    pub fn append(&mut self, entry: &Entry, event: impl Into<Event>) -> Result<i64, LedgerError> {
        let (head, recorded) = journal::append(self.read.connection, self.head, entry, &event.into())?;
        tables::apply(self.read.connection, &recorded)?;
        self.head = head;
        self.wrote = true;
        self.recorded.push(recorded);
        Ok(head.seq)
    }

    /// Queues a platform message in the same transaction. A record that is queued already stays as it is; a snapshot
    /// takes the place of an unsent one with the same key.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn enqueue(&mut self, draft: &Draft, now: Moment) -> Result<(), LedgerError> {
        outbox::enqueue(self.read.connection, draft, now)?;
        self.outbox_grew = true;
        self.wrote = true;
        Ok(())
    }

    /// Runs SQL that belongs to no business table (credentials, outbox, exchanges).
    pub(crate) fn beside(&mut self) -> &Connection {
        self.wrote = true;
        self.read.connection
    }

    pub(crate) fn outbox_has_grown(&mut self) {
        self.outbox_grew = true;
    }
}

type Answer = Box<dyn FnOnce(Result<Head, LedgerError>) + Send>;
type Run = Box<dyn FnOnce(&mut WriteTx<'_>) -> Ran + Send>;

/// What an operation left: whether its changes stay, and whom to tell once they are durable.
pub(crate) struct Ran {
    pub keep: bool,
    pub answer: Answer,
}

pub(crate) struct Job {
    pub urgency: Urgency,
    pub run: Run,
}

#[derive(Default)]
struct Queues {
    lane: VecDeque<Run>,
    bulk: VecDeque<Run>,
    closed: bool,
}

/// The queue before the door.
pub(crate) struct Door {
    queues: Mutex<Queues>,
    arrived: Condvar,
}

impl Door {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { queues: Mutex::default(), arrived: Condvar::new() })
    }

    pub(crate) fn push(&self, job: Job) -> Result<(), LedgerError> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if queues.closed {
            return Err(LedgerError::Closed);
        }
        match job.urgency {
            Urgency::Lane => queues.lane.push_back(job.run),
            Urgency::Bulk => queues.bulk.push_back(job.run),
        }
        self.arrived.notify_one();
        Ok(())
    }

    pub(crate) fn close(&self) {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.arrived.notify_all();
    }

    /// Waits for the first operation of a commit; none once the door is closed and the queue is empty.
    fn first(&self) -> Option<Run> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(run) = queues.lane.pop_front().or_else(|| queues.bulk.pop_front()) {
                return Some(run);
            }
            if queues.closed {
                return None;
            }
            queues = self.arrived.wait(queues).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next one that is waiting already.
    fn next(&self) -> Option<Run> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.lane.pop_front().or_else(|| queues.bulk.pop_front())
    }
}

/// The events of one commit, in order. Told once they are durable.
#[derive(Clone, Debug)]
pub struct Committed {
    /// What happened.
    pub events: Vec<Recorded>,
    /// When the commit had become durable: what is told of it later can be compared with it.
    pub durable_at: Instant,
}

impl Deref for Committed {
    type Target = [Recorded];
    fn deref(&self) -> &[Recorded] {
        &self.events
    }
}

/// Where the thread tells what it has committed.
pub(crate) struct Tell {
    pub committed: broadcast::Sender<Arc<Committed>>,
    pub outbox_grew: watch::Sender<u64>,
}

/// The thread's life: until the door is closed and everything before it has been answered.
pub(crate) fn run(mut connection: Connection, door: &Door, tell: &Tell) {
    let mut head = match Head::read(&connection) {
        Ok(head) => head,
        Err(why) => {
            tracing::error!(%why, "the journal's head does not read; nothing can be written");
            door.close();
            while let Some(run) = door.first() {
                drop(run);
            }
            return;
        }
    };
    while let Some(first) = door.first() {
        head = one_commit(&mut connection, door, tell, head, first);
    }
}

fn one_commit(connection: &mut Connection, door: &Door, tell: &Tell, head: Head, first: Run) -> Head {
    let opened = Instant::now();
    let transaction = match connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(why) => {
            // The operation is dropped unanswered, which its caller sees as a closed ledger.
            tracing::error!(%why, "the ledger refuses a transaction");
            return head;
        }
    };
    let mut tx = WriteTx {
        read: ReadTx { connection: &transaction },
        head,
        recorded: Vec::new(),
        outbox_grew: false,
        wrote: false,
    };
    let mut answers: Vec<(Answer, Head)> = Vec::new();
    let mut next = Some(first);
    while let Some(operation) = next {
        if let Some(answer) = one_operation(&mut tx, operation) {
            answers.push((answer, tx.head));
        }
        // A full disk or a failing one makes SQLite give up the whole transaction. Another operation would then commit by
        // itself, on a chain that is not there; the commit below fails and tells everybody.
        if tx.read.connection.is_autocommit() {
            break;
        }
        let full = answers.len() >= MOST_IN_A_COMMIT || opened.elapsed() >= COMMIT_OPEN_FOR;
        next = if full { None } else { door.next() };
    }
    let WriteTx { head: new_head, recorded, outbox_grew, wrote, .. } = tx;
    let ended = if wrote { transaction.commit() } else { transaction.rollback() };
    match ended {
        Ok(()) => {
            let durable_at = Instant::now();
            for (answer, at) in answers {
                answer(Ok(at));
            }
            if !recorded.is_empty() {
                // Nobody listening is fine: windows come and go.
                let _ = tell.committed.send(Arc::new(Committed { events: recorded, durable_at }));
            }
            if outbox_grew {
                tell.outbox_grew.send_modify(|count| *count += 1);
            }
            new_head
        }
        Err(why) => {
            tracing::error!(%why, "a commit failed");
            for (answer, _) in answers {
                answer(Err(LedgerError::BrokeOff));
            }
            head
        }
    }
}

/// Runs one operation in a savepoint of its own; a refused or broken one leaves nothing behind.
fn one_operation(tx: &mut WriteTx<'_>, operation: Run) -> Option<Answer> {
    let (head, recorded, grew, wrote) = (tx.head, tx.recorded.len(), tx.outbox_grew, tx.wrote);
    let connection = tx.read.connection;
    if let Err(why) = connection.execute_batch("SAVEPOINT operation") {
        tracing::error!(%why, "the ledger refuses a savepoint");
        return None;
    }
    let ran = catch_unwind(AssertUnwindSafe(|| operation(tx))).ok();
    let keep = ran.as_ref().is_some_and(|ran| ran.keep);
    let ending = if keep { "RELEASE operation" } else { "ROLLBACK TO operation; RELEASE operation" };
    let ended = connection.execute_batch(ending);
    if !keep || ended.is_err() {
        tx.head = head;
        tx.recorded.truncate(recorded);
        tx.outbox_grew = grew;
        tx.wrote = wrote;
    }
    match (ran, ended) {
        (Some(ran), Ok(())) => Some(ran.answer),
        (Some(_), Err(why)) => {
            tracing::error!(%why, "an operation's savepoint did not end");
            None
        }
        (None, _) => {
            tracing::error!("an operation panicked; its changes are rolled back");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::event::SignInRefused;
    use crate::journal::Actor;
    use crate::migrations;

    /// An operation that appends one line; `answered` counts those that were told that they are durable.
    fn appends(answered: &Arc<AtomicUsize>) -> Run {
        let answered = answered.clone();
        Box::new(move |tx| {
            let entry = Entry { at: Moment(1), actor: Actor::of("test"), cause: None, subject: None };
            let kept = tx.append(&entry, SignInRefused { operator: None, locked: false }).is_ok();
            let answer = move |head: Result<Head, LedgerError>| {
                answered.fetch_add(usize::from(head.is_ok()), Ordering::SeqCst);
            };
            Ran { keep: kept, answer: Box::new(answer) }
        })
    }

    /// An operation during which the disk is full: SQLite gives up the whole transaction, not only the operation.
    fn finds_the_disk_full() -> Run {
        Box::new(|tx| {
            let connection = tx.beside();
            let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
            connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
            let full =
                connection.execute("INSERT INTO attempts (no, at_ms, outcome) VALUES (1, 1, hex(zeroblob(90000)))", []);
            assert!(full.is_err());
            assert!(connection.is_autocommit(), "SQLite has rolled everything back");
            connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
            Ran { keep: false, answer: Box::new(|_| ()) }
        })
    }

    #[test]
    fn when_sqlite_gives_up_a_transaction_nothing_of_it_stays_and_the_chain_goes_on() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrations::bring_up(&mut connection).unwrap();
        let (committed, _) = broadcast::channel(8);
        let tell = Tell { committed, outbox_grew: watch::channel(0).0 };
        let (door, answered) = (Door::new(), Arc::new(AtomicUsize::new(0)));
        for run in [finds_the_disk_full(), appends(&answered)] {
            door.push(Job { urgency: Urgency::Lane, run }).unwrap();
        }
        let mut head = one_commit(&mut connection, &door, &tell, Head::START, appends(&answered));
        while let Some(run) = door.next() {
            head = one_commit(&mut connection, &door, &tell, head, run);
        }
        let lines: i64 = connection.query_row("SELECT count(*) FROM journal", [], |row| row.get(0)).unwrap();
        assert_eq!(usize::try_from(lines).unwrap(), answered.load(Ordering::SeqCst), "answered is what is there");
        assert_eq!(Head::read(&connection).unwrap(), head);
        head = one_commit(&mut connection, &door, &tell, head, appends(&answered));
        assert_eq!((head.seq, Head::read(&connection).unwrap()), (lines + 1, head));
    }
}
