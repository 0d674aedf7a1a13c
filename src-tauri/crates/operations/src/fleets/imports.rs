//! Imports of fleets' own lists: fifty cars in a batch, one import at a time, counted while it goes on, and ended by a person between
//! two batches. What docloud has accepted stays; the rest is not sent.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lotdesk_domain::id::Guid;
use lotdesk_domain::violation::{BATCH_MOST, WatchState};
use tokio::sync::Notify;

use super::add::{self, Member};
use super::import::looked_at;
use crate::api::fleet::{
    BeginFleetImport, CancelFleetImport, FleetImport, FleetImportReply, FleetImportRequest, FleetImportState,
    FleetReport, ImportFleet,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::docloud::DocloudFailure;

/// So many are remembered.
const KEPT: usize = 20;

/// All of them, the newest first.
#[derive(Default)]
pub(crate) struct Imports(Mutex<VecDeque<Arc<Import>>>);

/// One of them.
struct Import {
    view: Mutex<FleetImport>,
    cancelled: AtomicBool,
    /// Rung when it is cancelled: a rest ends then.
    bell: Notify,
}

impl Import {
    fn lock(&self) -> MutexGuard<'_, FleetImport> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view(&self) -> FleetImport {
        self.lock().clone()
    }

    fn is_running(&self) -> bool {
        self.lock().state == FleetImportState::Running
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }
}

impl Imports {
    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Import>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, id: Option<Guid>) -> Option<Arc<Import>> {
        self.all().iter().find(|import| id.is_none_or(|id| import.lock().import_id == id)).cloned()
    }

    /// Adds one, unless another one is running; none where this very one is there already.
    fn add(&self, view: FleetImport) -> Result<Option<Arc<Import>>, Refusal> {
        let mut all = self.all();
        if all.iter().any(|import| import.lock().import_id == view.import_id) {
            return Ok(None);
        }
        if all.iter().any(|import| import.is_running()) {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "另一份清单正在导入，请等它结束或先取消",
                "Another list is being imported: wait for its end, or cancel it.",
            ));
        }
        let import =
            Arc::new(Import { view: Mutex::new(view), cancelled: AtomicBool::new(false), bell: Notify::new() });
        all.push_front(import.clone());
        all.truncate(KEPT);
        Ok(Some(import))
    }
}

fn no_such_import() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "没有这次导入；引擎重启后不再保留",
        "There is no such import; after a restart of the engine there is none.",
    )
    .at("import_id")
}

/// `fleet.import`: lines without errors are sent from now on. A repeat gets the same import.
pub(crate) async fn begin_import(desk: &Desk, who: Who, request: BeginFleetImport) -> Result<FleetImport, Refusal> {
    let BeginFleetImport { request_id, fleet, file_name, base64 } = request;
    if let Some(known) = desk.inner.fleet_imports.of(Some(request_id)) {
        return Ok(known.view());
    }
    let (_, members) = looked_at(desk, ImportFleet { fleet, file_name: file_name.clone(), base64 }).await?;
    add::limits(members.len(), "base64")?;
    let total = u32::try_from(members.len()).unwrap_or(u32::MAX);
    let begun = FleetImport {
        import_id: request_id,
        file_name,
        state: FleetImportState::Running,
        cancelling: false,
        total,
        sent: 0,
        not_sent: total,
        waits_s: 0,
        report: FleetReport { batches: Vec::new(), done: 0, refused: 0, open: 0 },
        zh: String::new(),
        en: String::new(),
        begun_at: desk.now(),
        ended_at: None,
    };
    // Asked twice at the same moment, it is begun once.
    let Some(import) = desk.inner.fleet_imports.add(begun.clone())? else { return Ok(begun) };
    let desk = desk.clone();
    tokio::spawn(async move {
        let ended = run(&desk, &who, &import, &members).await;
        let mut view = import.lock();
        view.ended_at = Some(desk.now());
        view.cancelling = false;
        view.state = match ended {
            Ok(state) => state,
            Err(refusal) => {
                tracing::warn!(why = refusal.en, "an import of a fleet ended early");
                (view.zh, view.en) = (refusal.zh, refusal.en);
                FleetImportState::Failed
            }
        };
    });
    Ok(begun)
}

/// Sends batch after batch.
async fn run(desk: &Desk, who: &Who, import: &Import, members: &[Member]) -> Result<FleetImportState, Refusal> {
    for batch in members.chunks(BATCH_MOST) {
        let Some(asked) = when_docloud_may_be_asked(desk, import, batch).await? else {
            return Ok(FleetImportState::Cancelled);
        };
        let outcome = add::outcome(asked, WatchState::Watched);
        let (plates, outcome) = add::written_down(desk, who, batch, outcome).await?;
        let mut view = import.lock();
        view.sent += u32::try_from(plates.len()).unwrap_or(u32::MAX);
        view.not_sent = view.total.saturating_sub(view.sent);
        add::count(&mut view.report, plates, &outcome);
    }
    Ok(FleetImportState::Done)
}

/// Asks docloud for a batch, after the rest that it wants (1012); none where the import was cancelled before.
///
/// # Errors
/// When docloud is not there: of this batch nothing was sent, and nothing is written down.
async fn when_docloud_may_be_asked(
    desk: &Desk,
    import: &Import,
    batch: &[Member],
) -> Result<Option<Result<bool, DocloudFailure>>, Refusal> {
    loop {
        if import.is_cancelled() {
            return Ok(None);
        }
        match add::asked(desk, batch).await {
            Err(DocloudFailure::Resting { seconds }) => {
                import.lock().waits_s = u32::try_from(seconds).unwrap_or(u32::MAX);
                // The bell keeps one ring for whoever listens later.
                let _ = tokio::time::timeout(Duration::from_secs(seconds), import.bell.notified()).await;
                import.lock().waits_s = 0;
            }
            // The first that is refused so: whoever asks from now on is told how long the rest is.
            Err(failure) if failure.wants_a_rest() => {}
            Err(failure @ (DocloudFailure::NotSetUp | DocloudFailure::NotSent(_))) => return Err(failure.into()),
            asked => return Ok(Some(asked)),
        }
    }
}

/// `fleet.import_look`.
pub(crate) async fn look_at_import(
    desk: &Desk,
    _who: Who,
    request: FleetImportRequest,
) -> Result<FleetImportReply, Refusal> {
    let found = desk.inner.fleet_imports.of(request.import_id);
    if found.is_none() && request.import_id.is_some() {
        return Err(no_such_import());
    }
    Ok(FleetImportReply { import: found.map(|import| import.view()) })
}

/// `fleet.import_cancel`: one that has ended stays as it is.
pub(crate) async fn cancel_import(desk: &Desk, _who: Who, request: CancelFleetImport) -> Result<FleetImport, Refusal> {
    let import = desk.inner.fleet_imports.of(Some(request.import_id)).ok_or_else(no_such_import)?;
    import.cancelled.store(true, Ordering::SeqCst);
    import.bell.notify_one();
    let mut view = import.lock();
    view.cancelling = view.state == FleetImportState::Running;
    Ok(view.clone())
}
