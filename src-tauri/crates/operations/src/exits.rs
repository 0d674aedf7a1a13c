//! The exit: the fee, money taken or let off, cars without an entry.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{ParkingRecord, PayType, RecordState, RecordType, Standing};
use lotdesk_domain::plate::{Likeness, Plate};
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::LedgerError;
use lotdesk_ledger::event::{Charged, EntryApproved, LetOff};
use lotdesk_ledger::tables::lanes::Waiting;
use lotdesk_ledger::tables::money::StoredCharge;

use crate::act::Act;
use crate::api::exit::{
    ChooseEntry, Paid, PayCash, PutInEntry, Quote, QuoteRequest, ReceiptPreview, ReceiptRequest, ReleaseFree,
};
use crate::api::lane::ReadReply;
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::charging::fee as charging_fee;
use crate::coupons::Stack;
use crate::desk::Desk;
use crate::lanes::{Exit, close_record, go_on, judge, must_not_be_held, open_record, seen_as, waiting};
use crate::operators::{second_person, second_person_given};
use crate::quotes::Priced;
use crate::surroundings::ReceiptFacts;
use crate::{deductions, orders, payments, quotes, reasons, shifts, tariffs, words};

/// `exit.quote`.
pub(crate) async fn quote(desk: &Desk, _who: Who, request: QuoteRequest) -> Result<Quote, Refusal> {
    let (lot, tariffs, now) = (desk.lot(), desk.tariffs(), desk.now());
    desk.look(move |tx| {
        let record = tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        let until = record.left_at.unwrap_or(now);
        quotes::quote(tx, &lot, &tariffs, &record, request.at.map_or(until, |at| at.min(until)))
    })
    .await
}

/// `exit.pay_cash`.
pub(crate) async fn pay_cash(desk: &Desk, who: Who, request: PayCash) -> Result<Paid, Refusal> {
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.charge(request.request_id)? {
            return answer_again(&done, request.record_id);
        }
        orders::may_take_cash(act, request.record_id)?;
        payments::may_take_otherwise(act, request.record_id)?;
        let (record, priced) = owing(act, request.record_id, request.due_fen)?;
        let quote = &priced.quote;
        if request.received_fen < quote.due_fen {
            let short = quote.due_fen - request.received_fen;
            return Err(Refusal::new(
                Code::NotEnough,
                format!("实收不足，还差 {short} 元"),
                format!("{short} yuan are still missing."),
            )
            .at("received_fen"));
        }
        let lane = request.lane_id.map(|id| act.lane(id, LaneKind::Exit)).transpose()?;
        let money = Money {
            id: request.request_id,
            due: quote.due_fen,
            charging: quote.charging(),
            priced_at: quote.priced_at,
            stack: priced.stack.clone(),
            let_off: None,
            tendered: request.received_fen,
            pay_type: PayType::Cash,
            pay_from: "线下缴费",
        };
        settle(act, &record, lane.as_ref(), &money)
    })
    .await
}

/// `exit.release_free`.
pub(crate) async fn release_free(desk: &Desk, who: Who, request: ReleaseFree) -> Result<Paid, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let approver = second_person(desk, &who, request.approver).await?;
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.charge(request.request_id)? {
            return answer_again(&done, request.record_id);
        }
        orders::may_take_cash(act, request.record_id)?;
        payments::may_take_otherwise(act, request.record_id)?;
        let (record, priced) = owing(act, request.record_id, request.due_fen)?;
        let quote = &priced.quote;
        let lane = act.lane(request.lane_id, LaneKind::Exit)?;
        let money = Money {
            id: request.request_id,
            due: quote.due_fen,
            charging: quote.charging(),
            priced_at: quote.priced_at,
            stack: priced.stack.clone(),
            let_off: Some(LetOff { reason, approver }),
            tendered: Fen::ZERO,
            pay_type: PayType::Other,
            pay_from: "免费放行",
        };
        settle(act, &record, Some(&lane), &money)
    })
    .await
}

/// The record and what it owes, when that is what the screen showed.
pub(crate) fn owing(act: &Act<'_, '_>, record_id: Guid, shown: Fen) -> Result<(ParkingRecord, Priced), Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state != RecordState::Inside {
        return Err(words::not_inside());
    }
    let priced = |until| quotes::price(act.tx, &act.lot, &act.tariffs, &record, until, &Coupon::NOTHING);
    let now = priced(act.now)?;
    if now.quote.due_fen == Fen::ZERO {
        return Err(Refusal::new(Code::AlreadyPaid, "该车已无应收费用", "Nothing is due for this car."));
    }
    if now.quote.due_fen == shown {
        return Ok((record, now));
    }
    // The fee may have stepped up between the screen and the drawer: what was shown a moment ago is honoured.
    let shown_then = priced(act.now.plus_ms(-quotes::SHOWN_AMOUNT_HOLDS_MS))?;
    if shown_then.quote.due_fen == shown && shown.is_positive() {
        return Ok((record, shown_then));
    }
    let now = now.quote;
    Err(Refusal::new(
        Code::FeeChanged,
        format!("应收已变为 {} 元，请重新确认", now.due_fen),
        format!("{} yuan are due by now; confirm again.", now.due_fen),
    )
    .at("due_fen"))
}

struct Money {
    id: Guid,
    due: Fen,
    /// What of it is for charging the battery.
    charging: Fen,
    priced_at: Moment,
    /// What coupons let off besides.
    stack: Stack,
    let_off: Option<LetOff>,
    tendered: Fen,
    pay_type: PayType,
    pay_from: &'static str,
}

/// Books the money, tells the platforms, and lets the car out when it stands at a lane.
fn settle(act: &mut Act<'_, '_>, record: &ParkingRecord, lane: Option<&Lane>, money: &Money) -> Result<Paid, Refusal> {
    // Another car may stand there by now: the gate must not open for it, nor this one's stay end.
    let waits = match lane {
        Some(lane) => {
            must_not_be_held(act, record)?;
            let waiting = act.tx.waiting_at(lane.id)?.filter(|waiting| waiting.record_id == Some(record.id));
            Some((lane, waiting.ok_or_else(|| words::not_waiting_any_more().at("lane_id"))?))
        }
        None => None,
    };
    let by_coupons = money.stack.off_fen();
    let receivable = money.due + by_coupons;
    let discount = if money.let_off.is_some() { receivable } else { by_coupons };
    let received = receivable - discount;
    // The part for charging was revenue when its order ended; here it changes from owed to paid, or to let off.
    let (charging, let_off) = (money.charging, money.let_off.is_some());
    let parking = |amount: Fen, whole: bool| if whole { amount - charging } else { amount };
    let drawer = drawer(act)?;
    let movement = Movement::parking_fee(
        drawer.clone(),
        receivable - charging,
        parking(discount, let_off),
        parking(received, !let_off),
    )
    .map_err(Refusal::internal)?
    .with_charging_paid(if let_off { Account::Discounts } else { drawer }, charging);
    let gate_command_id = lane.map(|_| act.ids.next_guid());
    let charged = Charged {
        id: money.id,
        order_no: orders::number_for_payment(act, record.id, money.due, money.id)?,
        record_id: record.id,
        paid_at: act.now,
        priced_at: Some(money.priced_at),
        receivable_fen: receivable,
        discount_fen: discount,
        received_fen: received,
        charging_fen: charging,
        tendered_fen: money.tendered,
        pay_type: money.pay_type,
        pay_from: money.pay_from.to_owned(),
        let_off: money.let_off.clone(),
        coupons: money.stack.stored(),
        discounts: money.stack.discounts(),
        lane_id: lane.map(|l| l.id),
        gate_command_id,
        postings: Charged::postings_of(&movement),
    };
    let charge = charged.to_charge();
    act.record(charged, Some(record.id), Some(money.id))?;
    charging_fee::settle(act, record.id, money.id, charging)?;
    act.state(&Fact::Charged { charge, vehicle: record.vehicle.clone() })?;
    if let (Some((lane, waiting)), Some(command_id)) = (waits, gate_command_id) {
        let seen = Some((waiting.read.id, waiting.read.picture_id));
        let now = act.now;
        close_record(act, record, Some(lane), seen, now, RecordType::Normal)?;
        act.open_gate_as(command_id, lane.id, "payment", None, Some(record.id))?;
    }
    Ok(Paid {
        charge_id: money.id,
        change_fen: (money.tendered - received).at_least_zero(),
        left: lane.is_some(),
        gate_command_id,
    })
}

/// Lets off all that a stay owes which ends without anybody seeing it; a second person has agreed.
pub(crate) fn let_off_unseen(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    priced: &Priced,
    let_off: LetOff,
) -> Result<(), Refusal> {
    let quote = &priced.quote;
    let money = Money {
        id: act.ids.next_guid(),
        due: quote.due_fen,
        charging: quote.charging(),
        priced_at: quote.priced_at,
        stack: priced.stack.clone(),
        let_off: Some(let_off),
        tendered: Fen::ZERO,
        pay_type: PayType::Other,
        pay_from: "免费放行",
    };
    settle(act, record, None, &money)?;
    Ok(())
}

/// Where cash goes: into the drawer of the shift, whoever stands at the booth; between shifts into one of the operator's.
pub(crate) fn drawer(act: &Act<'_, '_>) -> Result<Account, LedgerError> {
    Ok(match act.tx.open_shift()? {
        Some(shift) => shifts::drawer_of(shift.id),
        None => Account::Drawer(act.actor.operator.map_or_else(|| act.actor.origin.clone(), |id| id.to_string())),
    })
}

/// A repeat of a payment that is in the ledger: the first answer, no second effect, no gate.
pub(crate) fn answer_again(done: &StoredCharge, record_id: Guid) -> Result<Paid, Refusal> {
    if done.charge.record_id != record_id {
        return Err(Refusal::field(
            "request_id",
            "该请求编号已用于另一笔缴费",
            "This request identifier was used for another payment.",
        ));
    }
    Ok(Paid {
        charge_id: done.charge.id,
        change_fen: (done.tendered_fen - done.charge.received_fen).at_least_zero(),
        left: done.lane_id.is_some(),
        gate_command_id: done.gate_command_id,
    })
}

/// `exit.choose_entry`.
pub(crate) async fn choose_entry(desk: &Desk, who: Who, request: ChooseEntry) -> Result<ReadReply, Refusal> {
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        let lane = act.lane(request.lane_id, LaneKind::Exit)?;
        let waiting = waiting(act, lane.id, request.read_id)?;
        let record = act.tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        if record.state != RecordState::Inside {
            return Err(words::not_inside());
        }
        // The car of the record that was said before, such as one whose fee was paid elsewhere meanwhile, is no new choice.
        if waiting.record_id != Some(record.id) {
            let other = has_another_record(act, &waiting, record.id)?;
            let unlike = !may_be(act, &waiting, &record)? && goes_for_nothing(act, &record)?;
            match approver {
                None if other => return Err(has_its_own_record()),
                None if unlike => return Err(another_cars_record()),
                Some(approver) if other || unlike => {
                    let approved = EntryApproved { record_id: record.id, approver };
                    act.record(approved, Some(record.id), Some(waiting.read.id))?;
                }
                _ => {}
            }
        }
        go_on(act, &lane, waiting.read.id, waiting.read.picture_id, &record)
    })
    .await
}

/// Whether the waiting car is known by a record that is not this one and goes on: its plate's, or the one that was said.
fn has_another_record(act: &Act<'_, '_>, waiting: &Waiting, than: Guid) -> Result<bool, Refusal> {
    let by_plate = match &waiting.read.vehicle {
        Some(seen) => act.tx.inside(&seen.plate)?,
        None => None,
    };
    let said = waiting.record_id.map(|id| act.tx.record(id)).transpose()?.flatten();
    let goes_on = |record: ParkingRecord| record.state == RecordState::Inside && record.id != than;
    Ok(by_plate.is_some_and(goes_on) || said.is_some_and(goes_on))
}

/// Whether the car may be this record's: the plate that the camera read is its own, misread; or it read none, and the fee was
/// paid, which nobody does for another's car.
fn may_be(act: &Act<'_, '_>, waiting: &Waiting, record: &ParkingRecord) -> Result<bool, Refusal> {
    match &waiting.read.vehicle {
        Some(seen) => Ok(Likeness::between(&seen.plate, &record.vehicle.plate).is_plausible()),
        None => Ok(act.tx.charges_of(record.id)?.iter().any(|paid| paid.charge.received_fen.is_positive())),
    }
}

/// Whether a car at the exit goes at once and nobody there pays: nothing is due, or the platform takes it afterwards.
fn goes_for_nothing(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<bool, Refusal> {
    Ok(match judge(act, record, act.now)? {
        Exit::Free => true,
        Exit::MustPay(_) => deductions::leaves_first(act, record)?,
        Exit::Locked | Exit::Barred(_) => false,
    })
}

fn has_its_own_record() -> Refusal {
    Refusal::new(
        Code::SecondPersonNeeded,
        "该车另有在场记录，改按其他记录出场须另一位有审批权限的人员输入姓名和 PIN",
        "This car has a record of its own inside: to go by another one, a second person who may approve must give name and PIN.",
    )
    .at("approver")
}

fn another_cars_record() -> Refusal {
    Refusal::new(
        Code::SecondPersonNeeded,
        "所选记录与识别的车牌不符且无需缴费，须另一位有审批权限的人员输入姓名和 PIN",
        "The record's plate does not look like the one that was read, and nothing is due: a second person who may approve must give name and PIN.",
    )
    .at("approver")
}

/// `exit.put_in_entry`.
pub(crate) async fn put_in_entry(desk: &Desk, who: Who, request: PutInEntry) -> Result<ReadReply, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let approver = second_person_given(desk, &who, request.approver.clone()).await?;
    desk.act(&who, move |act| {
        if request.entered_at > act.now {
            return Err(Refusal::field("entered_at", "入场时间不能晚于现在", "The entry cannot lie in the future."));
        }
        let lane = act.lane(request.lane_id, LaneKind::Exit)?;
        let waiting = waiting(act, lane.id, request.read_id)?;
        if act.tx.inside(&plate)?.is_some() {
            return Err(Refusal::new(
                Code::AlreadyInside,
                "该车牌有在场记录，请直接选择该记录",
                "This plate is inside; choose its record instead.",
            )
            .at("plate"));
        }
        let vehicle = seen_as(&waiting, Some(plate))?;
        let entered_at = request.entered_at;
        let standing = quotes::standing(act.tx, &vehicle.plate, entered_at)?;
        let as_read = waiting.read.vehicle.as_ref().is_some_and(|seen| seen.plate == vehicle.plate);
        let id = open_record(act, None, None, &vehicle, standing, &lane.area, entered_at, Some(reason))?;
        let other = has_another_record(act, &waiting, id)?;
        let record = act.tx.record(id)?.ok_or_else(words::no_such_record)?;
        let due = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, act.now)?.due_fen;
        let earned = due.is_positive() || (matches!(standing, Standing::Lease | Standing::Shared) && as_read);
        match approver {
            None if other => return Err(has_its_own_record()),
            None if !earned => return Err(free_by_hand()),
            Some(approver) => {
                act.record(EntryApproved { record_id: id, approver }, Some(id), Some(waiting.read.id))?;
            }
            None => {}
        }
        go_on(act, &lane, waiting.read.id, waiting.read.picture_id, &record)
    })
    .await
}

/// An entry put in by hand that costs nothing lets a car go for free.
pub(crate) fn free_by_hand() -> Refusal {
    Refusal::new(
        Code::SecondPersonNeeded,
        "按此补录无需缴费，须另一位有审批权限的人员输入姓名和 PIN",
        "With this entry nothing is due: a second person who may approve must give name and PIN.",
    )
    .at("approver")
}

/// `receipt.preview`.
pub(crate) async fn receipt(desk: &Desk, _who: Who, request: ReceiptRequest) -> Result<ReceiptPreview, Refusal> {
    let facts = receipt_facts(desk, request.charge_id).await?;
    Ok(desk.inner.surroundings.receipt(&facts))
}

/// What stands on a payment's first receipt.
pub(crate) async fn receipt_facts(desk: &Desk, charge_id: Guid) -> Result<ReceiptFacts, Refusal> {
    let (lot, now) = (desk.lot(), desk.now());
    desk.look(move |tx| {
        let stored = tx
            .charge(charge_id)?
            .ok_or_else(|| Refusal::new(Code::NotFound, "没有这笔缴费", "There is no such payment.").at("charge_id"))?;
        let record = tx.record(stored.charge.record_id)?.ok_or_else(words::no_such_record)?;
        // As it was charged then: by that tariff, until that moment, by that person.
        if stored.platform.is_some() {
            return Err(Refusal::new(
                Code::NotFound,
                "该笔由平台收取，小票和发票由平台提供",
                "A platform took this payment; it gives the receipt.",
            )
            .at("charge_id"));
        }
        let no_event = || Refusal::internal(format!("payment {} has no event", stored.charge.id));
        let (paid, until, charging_fen) = match tx.charged_event(record.id, stored.charge.id)? {
            Some((paid, charged)) => (paid, charged.priced_at.unwrap_or(charged.paid_at), charged.charging_fen),
            None => {
                let (paid, came) = tx.collected_event(record.id, stored.charge.id)?.ok_or_else(no_event)?;
                (paid, came.priced_at, came.charging_fen)
            }
        };
        let then = tariffs::history_before(tx, paid.seq)?;
        let fee = quotes::fee(tx, &then, &record, record.left_at.map_or(until, |left| until.min(left)))?;
        // The engine itself may have learnt of a payment that a person began.
        let scanned_by = tx.pay_attempt(stored.charge.id)?.and_then(|attempt| attempt.operator);
        let cashier = paid.actor.operator.or(scanned_by).map(|id| tx.operator(id)).transpose()?.flatten();
        Ok(ReceiptFacts {
            lot_name: lot.name.clone(),
            record,
            charging_fen,
            tendered_fen: stored.tendered_fen,
            trade_no: stored.trade.number,
            charge: stored.charge,
            fee,
            cashier: cashier.map_or_else(String::new, |operator| operator.name),
            printed_at: now,
            copy: false,
        })
    })
    .await
}
