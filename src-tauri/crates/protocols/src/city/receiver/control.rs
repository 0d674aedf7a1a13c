//! 4001 and 6003: control lists and locks (tables 18, 54, 55, 77 and 78; D.15, D.30).

use lotdesk_domain::ask::control::ControlOrder;
use lotdesk_domain::ask::lock::LockOrder;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};
use lotdesk_domain::control::Strategy;

use super::car::vehicle;
use super::{Item, Read, Receiver, Refuse, at_most, echoed, node, parse};
use crate::city::wire::basic::Existence;
use crate::city::wire::control::{
    CarLockItem, CarLockReply, ControlItem, ControlReply, LockFlag, LockStateCode, StrategyCode,
};
use crate::json::Node;
use crate::sign::sha1_hex;

/// Interface 4001: an entry is put on the list, changed and taken off under one identifier: the envelope's timestamp tells a repeat from
/// another order, and the earlier one from the later. Two orders within one second are told apart by what they say.
pub(super) const CONTROL: Receiver = Receiver {
    id: "4001",
    read: read_control,
    answer: answer_control,
    refuse: Refuse::Item(&["blackWhiteGraySheet.id"]),
};

/// 6003.
pub(super) const LOCK: Receiver =
    Receiver { id: "6003", read: read_lock, answer: answer_lock, refuse: Refuse::Item(&["id"]) };

fn read_control(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let ControlItem { black_white_gray_sheet, state } = parse(item)?;
    let Some(sheet) = black_white_gray_sheet else {
        return Err(AskRefusal::new(AskCode::Other, "缺少 blackWhiteGraySheet"));
    };
    at_most("strategyFrom", &sheet.strategy_from, 50)?;
    let order = ControlOrder {
        id: sheet.id,
        park_code: sheet.park_code.0,
        vehicle: vehicle(&sheet.park_car_info),
        strategy: match sheet.strategy_type {
            StrategyCode::NoEntry => Strategy::NoEntry,
            StrategyCode::NoExit => Strategy::NoExit,
            StrategyCode::NoPassage => Strategy::NoPassage,
            StrategyCode::Warn => Strategy::Warn,
            StrategyCode::FreePassage => Strategy::FreePassage,
        },
        from: sheet.begin_date.map(|date| date.0),
        until: sheet.end_date.0,
        ordered_by: sheet.strategy_from,
        removed: state == Existence::Deleted,
        told_at: item.timestamp,
    };
    let key = item.timestamp.map(|at| format!("{at}:{}", sha1_hex(item.node.canonical().as_bytes())));
    Ok(Read { key, ask: Ask::Control(order) })
}

fn answer_control(_answer: &Answer, asked: &Node) -> Vec<Node> {
    let id = echoed(asked, "blackWhiteGraySheet.id");
    vec![node(&ControlReply { id, ..ControlReply::default() })]
}

fn read_lock(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let CarLockItem { id, park_code, plate_no, lock_flag, feature_code } = parse(item)?;
    at_most("featureCode", &feature_code.0, 50)?;
    let order = LockOrder {
        id,
        park_code: park_code.0,
        plate: plate_no,
        lock: lock_flag == LockFlag::Lock,
        phone_mark: feature_code.0,
    };
    // An order has an identifier of its own; should a platform use one for a lock and its unlocking, both are done.
    Ok(Read { key: Some(format!("{id}.{}", lock_flag.code())), ask: Ask::Lock(order) })
}

fn answer_lock(answer: &Answer, asked: &Node) -> Vec<Node> {
    let Answer::Locked(locked) = answer else { return Vec::new() };
    let lockstate = if locked.locked { LockStateCode::Locked } else { LockStateCode::Unlocked };
    let id = echoed(asked, "id").unwrap_or_default();
    vec![node(&CarLockReply { id, code: None, message: None, lockstate })]
}
