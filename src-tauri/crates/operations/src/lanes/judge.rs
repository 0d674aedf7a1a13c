//! May a car leave: what its lock, the control lists and its fee say, decided in one place.

use lotdesk_domain::control::ControlEntry;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{ParkingRecord, RecordType};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::ReadMatched;

use super::fate::{plate_line, stays, word, yuan};
use super::leave::{goodbye, let_out, stay_zh};
use crate::act::Act;
use crate::api::exit::Quote;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::refusal::Refusal;
use crate::effects::Effect;
use crate::{controls, deductions, locks, quotes};

/// Whether a car may leave.
pub(crate) enum Exit {
    /// Its lock holds it.
    Locked,
    /// A control list holds it.
    Barred(Box<ControlEntry>),
    /// It owes money.
    MustPay(Box<Quote>),
    /// It may go.
    Free,
}

/// What holds a car in the lot whatever it has paid.
pub(crate) fn held(tx: &ReadTx<'_>, record: &ParkingRecord, at: Moment) -> Result<Option<Exit>, Refusal> {
    if let Some(entry) = controls::of(tx, &record.vehicle.plate, at)?.no_exit {
        return Ok(Some(Exit::Barred(Box::new(entry))));
    }
    let locked = tx.lock_of(record.id)?.is_some_and(|lock| lock.state.is_locked());
    Ok(locked.then_some(Exit::Locked))
}

/// Refuses to let a car out that its lock or a control list holds; for whoever opens an exit by a payment.
///
/// # Errors
/// `locked` or `barred`, with the words.
pub(crate) fn must_not_be_held(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<(), Refusal> {
    match held(act.tx, record, act.now)? {
        Some(Exit::Locked) => Err(locks::locked().at("record_id")),
        Some(Exit::Barred(entry)) => Err(controls::barred(&entry).at("record_id")),
        _ => Ok(()),
    }
}

/// Whether its lock or a control list holds a car.
pub(crate) fn is_held(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<bool, Refusal> {
    is_held_in(act.tx, record, act.now)
}

/// The same for whoever only looks.
pub(crate) fn is_held_in(tx: &ReadTx<'_>, record: &ParkingRecord, at: Moment) -> Result<bool, Refusal> {
    Ok(held(tx, record, at)?.is_some())
}

/// Whether a car that stands at an exit may leave.
pub(crate) fn judge(act: &Act<'_, '_>, record: &ParkingRecord, at: Moment) -> Result<Exit, Refusal> {
    if let Some(held) = held(act.tx, record, at)? {
        return Ok(held);
    }
    let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, record, at)?;
    Ok(if quote.due_fen.is_positive() { Exit::MustPay(Box::new(quote)) } else { Exit::Free })
}

impl Exit {
    pub(crate) fn fate(&self) -> ReadFate {
        match self {
            Exit::Locked => ReadFate::Locked,
            Exit::Barred(_) => ReadFate::Barred,
            Exit::MustPay(_) => ReadFate::MustPay,
            Exit::Free => ReadFate::Left,
        }
    }

    /// What the driver reads and hears while the gate stays shut.
    pub(super) fn words(&self, record: &ParkingRecord) -> (Vec<String>, String) {
        let plate = || plate_line(&record.vehicle);
        match self {
            Exit::Locked => {
                let screen = vec![plate(), "车辆已锁定".to_owned(), "请解锁或等候人工".to_owned()];
                (screen, format!("{}，车辆已锁定，请解锁或等候人工处理", record.vehicle.plate))
            }
            Exit::Barred(_) => {
                let screen = vec![plate(), "暂不能出场".to_owned(), "请等候管理人员".to_owned()];
                (screen, "暂不能出场，请等候管理人员".to_owned())
            }
            Exit::MustPay(quote) => {
                let screen = vec![plate(), format!("请缴费 {}", yuan(quote.due_fen)), stay_zh(quote.minutes)];
                (screen, format!("{}，请缴费{}", record.vehicle.plate, yuan(quote.due_fen)))
            }
            Exit::Free => (vec![plate()], String::new()),
        }
    }
}

/// The waiting car is this record's: it is held, it pays, or it goes.
pub(crate) fn go_on(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    read_id: Guid,
    picture_id: Option<Guid>,
    record: &ParkingRecord,
) -> Result<ReadReply, Refusal> {
    let now = act.now;
    let verdict = judge(act, record, now)?;
    let owing = matches!(verdict, Exit::MustPay(_)) && deductions::leaves_first(act, record)?;
    let fate = if owing { ReadFate::Left } else { verdict.fate() };
    let matched = ReadMatched { lane_id: lane.id, read_id, record_id: record.id, fate: word(fate).to_owned() };
    act.record(matched, Some(record.id), Some(read_id))?;
    if owing {
        let command = deductions::leave_owing(act, lane, (read_id, picture_id), record, now)?;
        return Ok(goodbye(record, command));
    }
    match verdict {
        Exit::Free => {
            let command = let_out(act, record, lane, Some((read_id, picture_id)), now, "read", RecordType::Normal)?;
            Ok(goodbye(record, command))
        }
        verdict => {
            match &verdict {
                Exit::Barred(entry) => controls::met(act, entry, Some(lane), Some(record.id))?,
                Exit::MustPay(_) => {
                    deductions::charge_then_out(act, record)?;
                }
                Exit::Locked | Exit::Free => {}
            }
            let (screen, voice) = verdict.words(record);
            Ok(stays(fate, Some(record.id), screen, &voice))
        }
    }
}

/// Judges a car anew that waits at an exit, because its lock, a list or its plate has changed; none where it does not
/// wait, or where nothing changes for it.
pub(crate) fn judge_anew(act: &mut Act<'_, '_>, record: &ParkingRecord) -> Result<Option<ReadReply>, Refusal> {
    let lot = act.lot.clone();
    for lane in lot.lanes.iter().filter(|lane| lane.kind == LaneKind::Exit) {
        let waits = act.tx.waiting_at(lane.id)?.filter(|waiting| waiting.record_id == Some(record.id));
        let Some(waiting) = waits else { continue };
        if word(judge(act, record, act.now)?.fate()) == waiting.fate {
            return Ok(None);
        }
        let reply = go_on(act, lane, waiting.read.id, waiting.read.picture_id, record)?;
        act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen.clone(), voice: reply.voice.clone() });
        return Ok(Some(reply));
    }
    Ok(None)
}
