//! Reports being written: how far each is, and the wish to end it. They live in memory; after a restart there are none.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::refusal::{Code, Refusal};
use crate::api::report::{ReportJob, ReportJobState};

/// So many are remembered.
const KEPT: usize = 20;
/// More may not wait at once.
const MOST_WAITING: usize = 10;

/// All of them.
#[derive(Default)]
pub(crate) struct Jobs {
    last_no: AtomicU64,
    jobs: Mutex<VecDeque<Arc<Job>>>,
    /// Held by the one that is being written: two at once would take twice from the lanes.
    turn: Mutex<()>,
}

/// One of them.
pub(super) struct Job {
    view: Mutex<ReportJob>,
    cancelled: AtomicBool,
}

impl Job {
    pub(super) fn view(&self) -> ReportJob {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, ReportJob> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut ReportJob)) -> ReportJob {
        let mut view = self.lock();
        change(&mut view);
        view.clone()
    }

    pub(super) fn cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

impl Jobs {
    fn jobs(&self) -> MutexGuard<'_, VecDeque<Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds one; its number is given here.
    pub(super) fn add(&self, mut view: ReportJob) -> Result<Arc<Job>, Refusal> {
        let mut jobs = self.jobs();
        if jobs.iter().filter(|job| is_open(job.view().state)).count() >= MOST_WAITING {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "正在导出的报表过多，请等待完成或取消后再试",
                "Too many reports are being written; wait for one or cancel one.",
            ));
        }
        view.no = self.last_no.fetch_add(1, Ordering::SeqCst) + 1;
        let job = Arc::new(Job { view: Mutex::new(view), cancelled: AtomicBool::new(false) });
        jobs.push_front(job.clone());
        while jobs.len() > KEPT {
            // Those that are being written are among the newest.
            jobs.pop_back();
        }
        Ok(job)
    }

    fn job(&self, no: u64) -> Option<Arc<Job>> {
        self.jobs().iter().find(|job| job.lock().no == no).cloned()
    }

    pub(super) fn view(&self, no: u64) -> Option<ReportJob> {
        self.job(no).map(|job| job.view())
    }

    pub(super) fn all(&self) -> Vec<ReportJob> {
        self.jobs().iter().map(|job| job.view()).collect()
    }

    /// Wishes one to end; one that has ended stays as it is.
    pub(super) fn cancel(&self, no: u64) -> Option<ReportJob> {
        let job = self.job(no)?;
        job.cancelled.store(true, Ordering::Relaxed);
        Some(job.view())
    }

    /// Wishes all to end, and waits for the one that is being written.
    pub(super) fn end(&self) {
        for job in self.jobs().iter() {
            job.cancelled.store(true, Ordering::Relaxed);
        }
        drop(self.turn());
    }

    /// Waits for its turn.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn is_open(state: ReportJobState) -> bool {
    matches!(state, ReportJobState::Waiting | ReportJobState::Running)
}

pub(super) fn no_such_job() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "没有这个导出任务；引擎重启后任务不再保留",
        "There is no such export; after a restart of the engine there is none.",
    )
    .at("no")
}
