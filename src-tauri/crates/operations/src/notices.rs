//! What the desk tells windows by itself: after each commit, and when a gate or a link changes.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::Event;
use lotdesk_ledger::{Committed, ReadTx};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use crate::api::lane::GateState;
use crate::api::notice::{Change, Notice, SpaceChange};
use crate::api::refusal::Refusal;
use crate::api::report::ReportJob;
use crate::desk::{Desk, Inner};
use crate::{board, charging, figures, neighbours, story};

/// Begins to tell what is committed; ends with the desk.
pub(crate) fn begin(desk: &Desk) {
    links(desk);
    let mut committed = desk.inner.ledger.committed();
    let weak = Arc::downgrade(&desk.inner);
    tokio::spawn(async move {
        loop {
            let first = committed.recv().await;
            let Some(desk) = upgrade(&weak) else { return };
            let Some(commits) = together(first, &mut committed, &desk) else { return };
            let Some(oldest) = commits.first().map(|commit| commit.durable_at) else { continue };
            let teller = desk.clone();
            let told = desk.look(move |tx| changes(tx, &teller, &commits)).await;
            match told {
                Ok(changes) => {
                    let age_ms = i64::try_from(oldest.elapsed().as_millis()).unwrap_or(i64::MAX);
                    send(&desk, desk.now().plus_ms(-age_ms), changes);
                }
                Err(why) => {
                    tracing::error!(%why, "a change could not be told; windows will ask for a snapshot");
                    desk.inner.notice_no.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
    });
}

/// As many commits are told together at the most.
const MOST_TOLD_TOGETHER: usize = 64;

/// The commits that are there by now, told together: after a burst a lane or a count is looked up once, as it stands
/// then, and not once for every commit. None when the ledger is closed.
fn together(
    first: Result<Arc<Committed>, RecvError>,
    committed: &mut broadcast::Receiver<Arc<Committed>>,
    desk: &Desk,
) -> Option<Vec<Arc<Committed>>> {
    // Too slow: windows notice the gap in the numbers and ask for a snapshot.
    let missed = || {
        desk.inner.notice_no.fetch_add(1, Ordering::SeqCst);
    };
    let mut commits = Vec::new();
    match first {
        Ok(commit) => commits.push(commit),
        Err(RecvError::Lagged(_)) => missed(),
        Err(RecvError::Closed) => return None,
    }
    while commits.len() < MOST_TOLD_TOGETHER {
        match committed.try_recv() {
            Ok(commit) => commits.push(commit),
            Err(TryRecvError::Lagged(_)) => missed(),
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    Some(commits)
}

fn upgrade(weak: &Weak<Inner>) -> Option<Desk> {
    weak.upgrade().map(|inner| Desk { inner })
}

fn send(desk: &Desk, committed_at: Moment, changes: Vec<Change>) {
    if changes.is_empty() {
        return;
    }
    let no = desk.inner.notice_no.fetch_add(1, Ordering::SeqCst) + 1;
    // No window open is fine.
    let _ = desk.inner.notices.send(Arc::new(Notice { no, committed_at, changes }));
}

fn changes(tx: &ReadTx<'_>, desk: &Desk, commits: &[Arc<Committed>]) -> Result<Vec<Change>, Refusal> {
    let events = || commits.iter().flat_map(|commit| commit.iter());
    let (lot, now) = (desk.lot(), desk.now());
    let names = story::Names::read(tx)?;
    let (mut lanes, mut garages) = (BTreeSet::new(), BTreeSet::new());
    let (mut counted, mut offered, mut charged) = (false, false, false);
    let mut spaces = Vec::new();
    for recorded in events() {
        match &recorded.event {
            Event::RecordOpened(_)
            | Event::RecordClosed(_)
            | Event::RecordCancelled(_)
            | Event::StillInside(_)
            | Event::StayBegan(_)
            | Event::StayEnded(_)
            | Event::LotSet(_)
            | Event::ReservationBooked(_)
            | Event::ReservationBegan(_)
            | Event::ReservationMoved(_)
            | Event::ReservationEnded(_)
            | Event::ReservationReopened(_) => counted = true,
            Event::NeighbourTold(_) => offered = true,
            Event::SpacesChanged(e) => {
                let changed = e.spaces.iter().map(|s| SpaceChange { space_no: s.space_no.clone(), state: s.state });
                spaces.extend(changed);
            }
            Event::StationSaved(_)
            | Event::ConnectorChanged(_)
            | Event::ChargeAsked(_)
            | Event::ChargeBegun(_)
            | Event::ChargeMetered(_)
            | Event::ChargeStopAsked(_)
            | Event::ChargeEnded(_)
            | Event::ChargeCarNamed(_) => charged = true,
            _ => {}
        }
        lanes.extend(lane_of(&recorded.event));
        if let Some(record_id) = waits_otherwise(&recorded.event) {
            lanes.extend(waiting_at(tx, &lot, record_id)?);
        }
        garages.extend(crate::garages::garage_of(tx, &recorded.event)?);
    }
    let mut changes = Vec::new();
    if charged {
        changes.push(Change::Chargers { chargers: charging::view::connectors(tx)? });
    }
    if counted {
        let counts = figures::counts(tx, &lot)?;
        changes.push(Change::Counts { counts, areas: figures::areas(tx, &lot)? });
    }
    if offered {
        changes.push(Change::Offers { offers: neighbours::offers(tx, &lot, now)? });
    }
    if !spaces.is_empty() {
        changes.push(Change::Spaces { spaces });
    }
    for id in lanes {
        changes.extend(board::lane_view(tx, desk, id, now)?.map(|lane| Change::Lane { lane: Box::new(lane) }));
    }
    for code in garages {
        changes.extend(garage_change(tx, desk, &code)?);
    }
    let lines = events().filter_map(|event| story::line(event, &names)).collect();
    changes.extend(story::with_plates(tx, lines)?.into_iter().map(|event| Change::Event { event }));
    Ok(changes)
}

/// Counting what waits walks all of it, so it is told a few times a second at the most, however fast it changes.
const LINKS_AT_MOST_EVERY: Duration = Duration::from_millis(200);

/// Tells what waits for the platforms whenever it has changed.
fn links(desk: &Desk) {
    let mut outbox = desk.inner.ledger.outbox_grew();
    let weak = Arc::downgrade(&desk.inner);
    tokio::spawn(async move {
        while outbox.changed().await.is_ok() {
            let Some(desk) = upgrade(&weak) else { return };
            for platform in desk.inner.surroundings.platforms() {
                link_changed(&desk, platform);
            }
            drop(desk);
            tokio::time::sleep(LINKS_AT_MOST_EVERY).await;
        }
    });
}

fn lane_of(event: &Event) -> Option<Guid> {
    match event {
        Event::ReadTaken(e) => Some(e.lane_id),
        Event::ReadMatched(e) => Some(e.lane_id),
        Event::WaitingDismissed(e) => Some(e.lane_id),
        Event::LaneSignalled(e) => Some(e.lane_id),
        Event::GateCommanded(e) => Some(e.lane_id),
        Event::RecordOpened(e) => e.lane_id,
        Event::RecordClosed(e) => e.lane_id,
        Event::Charged(e) => e.lane_id,
        Event::OrderPaid(e) => e.lane_id,
        Event::Collected(e) => e.lane_id,
        Event::PayAttempted(e) => e.lane_id,
        Event::ControlMet(e) => e.lane_id,
        Event::LaneServiceSet(e) => Some(e.lane_id),
        Event::DeviceChanged(e) => Some(e.lane_id),
        Event::MotorFailed(e) => Some(e.lane_id),
        Event::EngineNoted(e) => e.lane_id,
        Event::GateNotOpened(e) => Some(e.lane_id),
        Event::GateTriedAgain(e) => Some(e.lane_id),
        Event::CarGone(e) => Some(e.lane_id),
        Event::StillInside(e) => Some(e.lane_id),
        _ => None,
    }
}

/// The stay of a car that may stand at a lane and waits for something else now.
fn waits_otherwise(event: &Event) -> Option<Guid> {
    match event {
        Event::OrderRequested(e) => Some(e.record_id),
        Event::OrderPaid(e) => Some(e.record_id),
        Event::Collected(e) => Some(e.record_id),
        Event::PayAttempted(e) => Some(e.record_id),
        Event::DeductionKnown(e) => Some(e.record_id),
        Event::CouponAttached(e) => Some(e.record_id),
        Event::CouponIssued(e) => e.record_id,
        _ => None,
    }
}

fn waiting_at(tx: &ReadTx<'_>, lot: &Lot, record_id: Guid) -> Result<Option<Guid>, Refusal> {
    for lane in &lot.lanes {
        if tx.waiting_at(lane.id)?.is_some_and(|waiting| waiting.record_id == Some(record_id)) {
            return Ok(Some(lane.id));
        }
    }
    Ok(None)
}

/// A gate was told to open or reported its state.
pub(crate) fn gate_is(desk: &Desk, lane_id: Guid, state: GateState) {
    let before = desk.inner.gates.lock().unwrap_or_else(PoisonError::into_inner).insert(lane_id, state);
    if before == Some(state) {
        return;
    }
    tell(desk, move |tx, desk| {
        let lane = board::lane_view(tx, desk, lane_id, desk.now())?;
        Ok(lane.map(|lane| Change::Lane { lane: Box::new(lane) }).into_iter().collect())
    });
}

fn garage_change(tx: &ReadTx<'_>, desk: &Desk, code: &str) -> Result<Option<Change>, Refusal> {
    let lot = desk.lot();
    let Some(garage) = lot.garage(code) else { return Ok(None) };
    Ok(Some(Change::Garage { garage: Box::new(crate::garages::view(tx, desk, garage)?) }))
}

/// A garage's machine has come a step further.
pub(crate) fn garage_moved(desk: &Desk, code: String) {
    tell(desk, move |tx, desk| Ok(garage_change(tx, desk, &code)?.into_iter().collect()));
}

/// A platform's link changed.
pub(crate) fn link_changed(desk: &Desk, platform: Platform) {
    tell(desk, move |tx, desk| Ok(vec![Change::Link { link: board::link_view(tx, desk, platform)? }]));
}

/// A report got further, or ended.
pub(crate) fn report_is(desk: &Desk, job: ReportJob) {
    send(desk, desk.now(), vec![Change::Report { job: Box::new(job) }]);
}

/// Tells something that no commit caused.
fn tell(desk: &Desk, what: impl FnOnce(&ReadTx<'_>, &Desk) -> Result<Vec<Change>, Refusal> + Send + 'static) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let desk = desk.clone();
    runtime.spawn(async move {
        let at = desk.now();
        let teller = desk.clone();
        match desk.look(move |tx| what(tx, &teller)).await {
            Ok(changes) => send(&desk, at, changes),
            Err(why) => tracing::error!(%why, "a change could not be told"),
        }
    });
}
