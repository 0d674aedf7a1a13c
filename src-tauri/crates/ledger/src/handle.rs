//! The handle: opens the ledger, hands operations to its one writer, asks its readers.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{broadcast, oneshot, watch};

use crate::checkpoint::Checkpoints;
use crate::error::LedgerError;
use crate::journal::Head;
use crate::reader::{OwnReader, ReadTx, Readers};
use crate::writer::{self, Committed, Door, Job, Ran, Tell, Urgency, WriteTx};
use crate::{migrations, verify};

/// How the ledger is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database file; its folder exists.
    pub path: PathBuf,
}

/// The ledger. Cheap to clone; the last clone to go closes it, after everything handed in has been answered.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    door: Arc<Door>,
    readers: Arc<Readers>,
    committed: broadcast::Sender<Arc<Committed>>,
    outbox_grew: watch::Sender<u64>,
    writer: Mutex<Option<JoinHandle<()>>>,
    checkpoints: Mutex<Option<Checkpoints>>,
}

/// What an operation said, once it is durable.
#[derive(Clone, Debug)]
pub struct Written<T> {
    /// What it said.
    pub value: T,
    /// The journal's newest line right after it.
    pub head: Head,
}

impl Ledger {
    /// Opens the ledger, makes it when it is not there, brings its tables up to this version.
    ///
    /// # Errors
    /// [`LedgerError::Newer`] when a later version wrote it (the file is not touched), [`LedgerError::OldSqlite`],
    /// and what SQLite and the file system say.
    pub fn open(options: &Options) -> Result<Self, LedgerError> {
        refuse_old_sqlite()?;
        let path = options.path.clone();
        let mut connection = Connection::open(&path)?;
        migrations::refuse_newer(&connection, &path)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(256);
        if migrations::bring_up(&mut connection)? {
            after_upgrade(&mut connection)?;
        }

        let io = |why| LedgerError::Io { path: path.clone(), why };
        let door = Door::new();
        let (committed, _) = broadcast::channel(1024);
        let (outbox_grew, _) = watch::channel(0);
        let tell = Tell { committed: committed.clone(), outbox_grew: outbox_grew.clone() };
        let thread_door = door.clone();
        let writer = std::thread::Builder::new()
            .name("ledger-writer".into())
            .spawn(move || writer::run(connection, &thread_door, &tell))
            .map_err(io)?;
        let checkpoints = Checkpoints::start(path.clone()).map_err(io)?;
        let readers = Arc::new(Readers::new(&path));
        Ok(Self {
            inner: Arc::new(Inner {
                path,
                door,
                readers,
                committed,
                outbox_grew,
                writer: Mutex::new(Some(writer)),
                checkpoints: Mutex::new(Some(checkpoints)),
            }),
        })
    }

    /// Runs an operation inside the write transaction. Its answer comes back after the commit is durable; an `Err` of
    /// its own rolls back everything it did.
    ///
    /// # Errors
    /// The inner `Err` is the operation's own; the outer one the ledger's.
    pub async fn write<T, E>(
        &self,
        urgency: Urgency,
        operation: impl FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<Written<T>, E>, LedgerError>
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let run = Box::new(move |tx: &mut WriteTx<'_>| {
            let said = operation(tx);
            Ran {
                keep: said.is_ok(),
                answer: Box::new(move |committed: Result<Head, LedgerError>| {
                    let answer = match (said, committed) {
                        (Ok(value), Ok(head)) => Ok(Ok(Written { value, head })),
                        (Ok(_), Err(why)) => Err(why),
                        (Err(refused), _) => Ok(Err(refused)),
                    };
                    // A caller that has gone away is no reason to undo what is durable.
                    let _ = tell.send(answer);
                }),
            }
        });
        self.inner.door.push(Job { urgency, run })?;
        told.await.unwrap_or(Err(LedgerError::BrokeOff))
    }

    /// Asks one consistent state of the ledger, off the caller's thread.
    ///
    /// # Errors
    /// What the question meets.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&ReadTx<'_>) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let readers = self.inner.readers.clone();
        tokio::task::spawn_blocking(move || readers.ask(question)).await.unwrap_or(Err(LedgerError::BrokeOff))
    }

    /// A reader of its own for a long piece of work, such as an export.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn own_reader(&self) -> Result<OwnReader, LedgerError> {
        OwnReader::open(&self.inner.path)
    }

    /// The events of every commit, in order, after the commit.
    pub fn committed(&self) -> broadcast::Receiver<Arc<Committed>> {
        self.inner.committed.subscribe()
    }

    /// Changes whenever messages were queued or put back in line: wakes the dispatcher.
    pub fn outbox_grew(&self) -> watch::Receiver<u64> {
        self.inner.outbox_grew.subscribe()
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Takes no more operations, answers those handed in, and closes the file. Called by the last clone too.
    pub fn close(&self) {
        self.inner.close();
    }
}

/// Makes the tables anew, since a later version keeps more of what the journal has always said. A journal that does not
/// read back keeps its tables: `lotdeskctl verify` says what is wrong with it, and the lot can be run meanwhile.
fn after_upgrade(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction()?;
    match verify::make_anew(&transaction) {
        Ok(events) => {
            transaction.commit()?;
            tracing::info!(events, "the tables were made anew after an upgrade");
        }
        Err(why) => {
            transaction.rollback()?;
            tracing::error!(%why, "the tables could not be made anew after an upgrade: run `lotdeskctl verify`");
        }
    }
    Ok(())
}

impl Inner {
    fn close(&self) {
        self.door.close();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        // The last connection folds the write-ahead log into the file, and one that only reads cannot: the readers go
        // first. What a person then copies is one whole file.
        self.readers.close();
        self.checkpoints.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

/// Versions up to 3.51.2 can corrupt a write-ahead log that two connections write and checkpoint.
fn refuse_old_sqlite() -> Result<(), LedgerError> {
    if rusqlite::version_number() < 3_051_003 {
        return Err(LedgerError::OldSqlite(rusqlite::version().to_owned()));
    }
    Ok(())
}
