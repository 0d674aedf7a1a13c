//! The live board in one piece, the interface list, the engine's health.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use lotdesk_domain::lot::SpaceState;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::ReadTx;

use crate::api::Nothing;
use crate::api::board::{BoardSnapshot, EventView, LinkState, LinkView, SpaceView};
use crate::api::lane::{GateState, LaneView};
use crate::api::listener::ListenerStatus;
use crate::api::refusal::Refusal;
use crate::api::system::{Health, InterfaceList};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{charging, figures, lanes, neighbours, story};

/// Lines of the event stream in a snapshot.
const EVENTS_SHOWN: u32 = 60;

/// `board.snapshot`.
pub(crate) async fn snapshot(desk: &Desk, _who: Who, _request: Nothing) -> Result<BoardSnapshot, Refusal> {
    // The number is taken before the reading: a notice in between is told twice rather than never.
    let notice_no = desk.inner.notice_no.load(Ordering::SeqCst);
    let (this, now) = (desk.clone(), desk.now());
    desk.look(move |tx| {
        let lot = this.lot();
        let states = tx.space_states()?;
        let spaces = lot
            .spaces
            .iter()
            .map(|space| SpaceView {
                space_no: space.space_no.clone(),
                label: space.label.clone(),
                area: space.area.clone(),
                state: states.get(&space.space_no).copied().unwrap_or(SpaceState::Unknown),
            })
            .collect();
        let lanes = lot.lanes.iter().map(|lane| lane_view(tx, &this, lane.id, now)).collect::<Result<Vec<_>, _>>()?;
        let platforms = this.inner.surroundings.platforms();
        let links = platforms.into_iter().map(|p| link_view(tx, &this, p)).collect::<Result<_, _>>()?;
        Ok(BoardSnapshot {
            notice_no,
            lot_name: lot.name.clone(),
            demo: this.inner.surroundings.demo().is_some(),
            training: this.inner.surroundings.training(),
            now,
            counts: figures::counts(tx, &lot)?,
            areas: figures::areas(tx, &lot)?,
            spaces,
            lanes: lanes.into_iter().flatten().collect(),
            events: newest(tx)?,
            links,
            offers: neighbours::offers(tx, &lot, now)?,
            chargers: Some(charging::view::connectors(tx)?).filter(|all| !all.is_empty()),
        })
    })
    .await
}

fn newest(tx: &ReadTx<'_>) -> Result<Vec<EventView>, Refusal> {
    let names = story::Names::read(tx)?;
    let lines = tx.newest_events(story::SHOWN, EVENTS_SHOWN * 3)?;
    let lines = lines.iter().filter_map(|event| story::line(event, &names)).take(EVENTS_SHOWN as usize).collect();
    Ok(story::with_plates(tx, lines)?)
}

/// A lane as it is now; none when the lot has no such lane (any more).
pub(crate) fn lane_view(
    tx: &ReadTx<'_>,
    desk: &Desk,
    id: lotdesk_domain::id::Guid,
    now: Moment,
) -> Result<Option<LaneView>, Refusal> {
    let lot = desk.lot();
    let Some(lane) = lot.lane(id) else { return Ok(None) };
    let gates = desk.inner.gates.lock().unwrap_or_else(PoisonError::into_inner);
    let gate = gates.get(&id).copied().unwrap_or(GateState::Unknown);
    drop(gates);
    lanes::view::lane(tx, desk, lane, gate, now).map(Some)
}

/// A platform's link as it is now.
pub(crate) fn link_view(tx: &ReadTx<'_>, desk: &Desk, platform: Platform) -> Result<LinkView, Refusal> {
    let backlog = tx.backlog(platform)?;
    let link = desk.inner.links.lock().unwrap_or_else(PoisonError::into_inner).get(&platform).cloned();
    let (state, since, last_error) = match link {
        Some(link) => (link.state, link.since, link.error),
        None => (LinkState::Idle, desk.now(), None),
    };
    Ok(LinkView {
        platform,
        state,
        since,
        last_error,
        waiting: backlog.waiting,
        needs_person: backlog.needs_person,
        oldest: backlog.oldest,
    })
}

/// `system.interfaces`.
pub(crate) async fn interfaces(desk: &Desk, _who: Who, _request: Nothing) -> Result<InterfaceList, Refusal> {
    let mut rows = desk.inner.surroundings.interfaces();
    let exchanges = desk.look(|tx| Ok(tx.exchanges()?)).await?;
    for (platform, interface, at) in exchanges {
        if let Some(row) = rows.iter_mut().find(|row| row.platform == platform && row.id == interface) {
            row.exercised = Some(at);
        }
    }
    Ok(InterfaceList { rows })
}

/// `system.listener`.
pub(crate) async fn listener(desk: &Desk, _who: Who, _request: Nothing) -> Result<ListenerStatus, Refusal> {
    Ok(ListenerStatus { listener: desk.inner.surroundings.listener() })
}

/// `system.health`.
pub(crate) async fn health(desk: &Desk, _who: Who, _request: Nothing) -> Result<Health, Refusal> {
    let head = desk.look(|tx| Ok(tx.head()?)).await?;
    Ok(Health {
        version: desk.inner.surroundings.version(),
        now: desk.now(),
        journal_head: u32::try_from(head.seq).unwrap_or(u32::MAX),
        journal_hash: head.hash_text(),
        demo: desk.inner.surroundings.demo().is_some(),
        training: desk.inner.surroundings.training(),
    })
}
