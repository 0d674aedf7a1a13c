//! What stands on a shift's sheet: money by way to pay, what people let through, what is handed over open.

use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Platform;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::Charge;
use lotdesk_ledger::event::{Event, LetOff};
use lotdesk_ledger::tables::shifts::StoredShift;
use lotdesk_ledger::tables::takings::PAY_TYPES;
use lotdesk_ledger::{LedgerError, ReadTx, Recorded};

use super::{drawer_of, not_counted, view};
use crate::api::refusal::Refusal;
use crate::api::shift::{LeftOpen, LeftOpenKind, ShiftAct, ShiftActKind, ShiftSheet, TakenBy};
use crate::story::Names;

/// The events that a sheet is made of.
const KINDS: [&str; 6] = ["charged", "order_paid", "collected", "refunded", "gate_commanded", "drawer_opened"];

/// More payments than this that something is to be given back of are not counted one by one.
const MOST_COUNTED: u32 = 1_000;

const LEFT_OPEN: [(LeftOpenKind, &str); 6] = [
    (LeftOpenKind::WaitingCars, "waiting_cars"),
    (LeftOpenKind::RefundsDue, "refunds_due"),
    (LeftOpenKind::GarageCommands, "garage_commands"),
    (LeftOpenKind::MessagesWaiting, "messages_waiting"),
    (LeftOpenKind::MessagesNeedPerson, "messages_need_person"),
    (LeftOpenKind::Alarms, "alarms"),
];

/// The sheet of a counted shift: as of its end, or as of now.
pub(super) fn of(
    tx: &ReadTx<'_>,
    lot: &Lot,
    platforms: &[Platform],
    shift: &StoredShift,
) -> Result<ShiftSheet, Refusal> {
    if shift.counted.is_none() {
        return Err(not_counted());
    }
    let names = Names::read(tx)?;
    let head = tx.head()?;
    let end = shift.closed.as_ref();
    let (head_seq, head_hash) =
        end.map_or_else(|| (head.seq, head.hash_text()), |end| (end.head_seq, end.head_hash.clone()));
    let flow = tx.drawer_flow(&drawer_of(shift.id).key(), head_seq)?;
    let events = tx.events_within(shift.opened_seq, head_seq, &KINDS)?;
    let (taken, discount_fen) = taken(&events);
    let left_open = match end {
        Some(end) => read(&end.left_open),
        None => left_open(tx, lot, platforms)?,
    };
    Ok(ShiftSheet {
        shift: view(tx, shift, &names)?,
        closed_by: end.and_then(|end| names.of(end.by)),
        taken,
        discount_fen,
        cash_in_fen: flow.in_fen - shift.float_fen,
        cash_out_fen: flow.out_fen,
        acts: acts(tx, &events, &names)?,
        left_open,
        head_seq,
        head_hash,
        lines: Vec::new(),
    })
}

/// Payments by way to pay, and what was let off.
fn taken(events: &[Recorded]) -> (Vec<TakenBy>, Fen) {
    let charge = |recorded: &Recorded| match &recorded.event {
        Event::Charged(e) => Some(e.to_charge()),
        Event::OrderPaid(e) => Some(e.to_charge()),
        Event::Collected(e) => Some(e.to_charge()),
        _ => None,
    };
    let charges: Vec<Charge> = events.iter().filter_map(charge).collect();
    let by = PAY_TYPES.into_iter().filter_map(|pay_type| {
        let of = charges.iter().filter(|charge| charge.pay_type == pay_type && charge.received_fen != Fen::ZERO);
        let payments = u32::try_from(of.clone().count()).unwrap_or(u32::MAX);
        (payments > 0).then(|| TakenBy { pay_type, payments, received_fen: of.map(|charge| charge.received_fen).sum() })
    });
    (by.collect(), charges.iter().map(|charge| charge.discount_fen).sum())
}

fn acts(tx: &ReadTx<'_>, events: &[Recorded], names: &Names) -> Result<Vec<ShiftAct>, LedgerError> {
    let mut acts = Vec::new();
    for recorded in events {
        let plate = || -> Result<Option<String>, LedgerError> {
            let Some(record) = recorded.subject else { return Ok(None) };
            Ok(tx.record(record)?.map(|record| record.vehicle.plate.to_string()))
        };
        let (kind, plate, amount_fen, reason, approver) = match &recorded.event {
            Event::Charged(e) => match &e.let_off {
                Some(LetOff { reason, approver, .. }) => {
                    (ShiftActKind::FreePass, plate()?, Some(e.discount_fen), Some(reason.clone()), Some(*approver))
                }
                None => continue,
            },
            Event::Refunded(e) => {
                (ShiftActKind::Refund, plate()?, Some(e.amount_fen), Some(e.reason.clone()), e.approver)
            }
            Event::GateCommanded(e) if e.cause == "hand" => {
                (ShiftActKind::OpenedByHand, plate()?, None, e.reason.clone(), None)
            }
            Event::DrawerOpened(e) => (ShiftActKind::DrawerOpened, None, None, Some(e.reason.clone()), None),
            _ => continue,
        };
        let operator = names.of(recorded.actor.operator);
        let approver = names.of(approver);
        acts.push(ShiftAct { kind, at: recorded.at, plate, amount_fen, reason, operator, approver });
    }
    Ok(acts)
}

/// What is open now; kinds of which there is nothing are left out.
pub(super) fn left_open(tx: &ReadTx<'_>, lot: &Lot, platforms: &[Platform]) -> Result<Vec<LeftOpen>, LedgerError> {
    let (mut waiting_cars, mut waiting, mut needs_person) = (0, 0, 0);
    for lane in &lot.lanes {
        waiting_cars += u32::from(tx.waiting_at(lane.id)?.is_some());
    }
    for platform in platforms {
        let backlog = tx.backlog(*platform)?;
        needs_person += backlog.needs_person;
        waiting += backlog.waiting.saturating_sub(backlog.needs_person);
    }
    let many = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let counts = [
        (LeftOpenKind::WaitingCars, waiting_cars),
        (LeftOpenKind::RefundsDue, many(tx.charges_to_give_back(MOST_COUNTED)?.len())),
        (LeftOpenKind::GarageCommands, many(tx.open_garage_commands(None)?.len())),
        (LeftOpenKind::MessagesWaiting, waiting),
        (LeftOpenKind::MessagesNeedPerson, needs_person),
        (LeftOpenKind::Alarms, tx.open_alarm_count()?),
    ];
    Ok(counts.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| LeftOpen { kind, count }).collect())
}

/// As the journal keeps it.
pub(super) fn stored(open: &[LeftOpen]) -> Vec<(String, u32)> {
    let word = |kind| LEFT_OPEN.iter().find(|(known, _)| *known == kind).map_or("", |(_, word)| word);
    open.iter().map(|line| (word(line.kind).to_owned(), line.count)).collect()
}

fn read(stored: &[(String, u32)]) -> Vec<LeftOpen> {
    let kind = |word: &str| LEFT_OPEN.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind);
    stored.iter().filter_map(|(word, count)| Some(LeftOpen { kind: kind(word)?, count: *count })).collect()
}
