//! 6001 and 6002: reservations (tables 73 to 76, D.28 and D.29).

use lotdesk_domain::ask::reservation::{ReservationStep, Reserve, Step};
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};

use super::car::vehicle;
use super::checked::keeps_to_its_table;
use super::{Item, Read, Receiver, Refuse, node, parse};
use crate::city::wire::booking::{ConfirmReply, ConfirmRequest, ConfirmState, LockReply, LockRequest};
use crate::city::wire::form::{Int, Text};
use crate::json::Node;

/// 6001. The operation knows a repeat by the booking code, and answers it otherwise than the first time.
pub(super) const LOCK: Receiver =
    Receiver { id: "6001", read: read_lock, answer: answer_lock, refuse: Refuse::Item(&["bookCode"]) };

/// 6002. A reservation may be prolonged more than once: the envelope's timestamp tells a repeat from another wish.
pub(super) const STEP: Receiver =
    Receiver { id: "6002", read: read_step, answer: answer_step, refuse: Refuse::Item(&["bookCode"]) };

fn read_lock(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let asked: LockRequest = parse(item)?;
    keeps_to_its_table(LOCK.id, &asked, &["parkCarInfo"])?;
    let grace_minutes = u32::try_from(asked.obligat_time.0)
        .map_err(|_| AskRefusal::new(AskCode::OutOfRange, "obligatTime 超出允许范围"))?;
    let reserve = Reserve {
        book_code: asked.book_code.0,
        park_code: asked.park_code.0,
        vehicle: vehicle(&asked.park_car_info),
        from: asked.book_time.0,
        until: asked.over_time.0,
        deposit_fen: asked.book_money.0,
        grace_minutes,
    };
    Ok(Read { key: None, ask: Ask::Reserve(reserve) })
}

fn answer_lock(answer: &Answer, _asked: &Node) -> Vec<Node> {
    let Answer::Reserved(reserved) = answer else { return Vec::new() };
    vec![node(&LockReply {
        book_code: Text(reserved.book_code.clone()),
        code: None,
        message: None,
        space_no: reserved.space_no.clone().map(Text),
        garage_code: reserved.garage_code.clone().map(Text),
        bluetooth_address: None,
        reservable_space: reserved.reservable.map(|left| Int(i64::from(left))),
    })]
}

fn read_step(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let asked: ConfirmRequest = parse(item)?;
    keeps_to_its_table(STEP.id, &asked, &[])?;
    let key = item.timestamp.map(|at| format!("{}/{}/{at}", asked.book_code.0, asked.confirm_state.code()));
    let step = match asked.confirm_state {
        ConfirmState::Cancel => Step::Cancel,
        ConfirmState::Paid => Step::Confirm,
        ConfirmState::Prolong => Step::Extend,
    };
    let step = ReservationStep { book_code: asked.book_code.0, park_code: asked.park_code.0, step };
    Ok(Read { key, ask: Ask::ReservationStep(step) })
}

fn answer_step(_answer: &Answer, asked: &Node) -> Vec<Node> {
    let book_code = asked.get("bookCode").and_then(Node::text_or_number).unwrap_or_default();
    vec![node(&ConfirmReply { book_code: Text::from(book_code), code: None, message: None })]
}
