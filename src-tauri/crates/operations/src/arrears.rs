//! Cars that leave without paying, and what they pay later.
//!
//! A car that is let go owes what was due: its stay ends, the fee is revenue, and the driver owes it (`owed:parking_drivers`).
//! So does one that was found to have gone without paying. The debt is paid in cash or by pay code, or by the platform where
//! it is still told of it; what comes beyond it is given back. After the set time it may be reported (1301, [`crate::billing`]).

use lotdesk_domain::credit::{CreditRules, overdue_from};
use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{ParkingRecord, PayType, RecordState, RecordType};
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::event::{Charged, LetGoOwing};

use crate::act::Act;
use crate::api::arrears::{CollectDebt, DebtList, DebtRow, DebtsRequest, LetGo};
use crate::api::exit::Paid;
use crate::api::lane::GateCommanded;
use crate::api::refusal::{Code, Refusal};
use crate::billing::{CREDIT_RULES, setting};
use crate::caller::Who;
use crate::charging::fee as charging_fee;
use crate::desk::Desk;
use crate::lanes::{close_record, must_not_be_held};
use crate::payments::book::{Came, book as book_payment};
use crate::payments::{may_take_otherwise, owed};
use crate::records::{page_size, plate_part};
use crate::{coupons, exits, orders, reasons, words};

/// Through what a debt is paid at the booth (table 15 `payFrom`).
const PAY_FROM: &str = "欠费补缴";

/// Books what a stay that is ending, or over, owes as its driver's debt.
pub(crate) fn book(
    act: &mut Act<'_, '_>,
    record: &ParkingRecord,
    amount_fen: Fen,
    charging_fen: Fen,
    reason: Option<String>,
) -> Result<(), Refusal> {
    let movement = Movement::let_go_owing(amount_fen - charging_fen)
        .map_err(Refusal::internal)?
        .with_charging_paid(Account::OwedByDrivers, charging_fen);
    let order_no = orders::number_for_payment(act, record.id, amount_fen, act.ids.next_guid())?;
    let postings = Charged::postings_of(&movement);
    let owing = LetGoOwing { record_id: record.id, order_no, amount_fen, charging_fen, reason, postings };
    act.record(owing, Some(record.id), None)?;
    // The driver's debt now, under the stay's own identifier until its payment has one.
    charging_fee::settle(act, record.id, record.id, charging_fen)
}

/// `exit.let_go`.
pub(crate) async fn let_go(desk: &Desk, who: Who, request: LetGo) -> Result<GateCommanded, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        may_take_otherwise(act, request.record_id)?;
        let (record, priced) = exits::owing(act, request.record_id, request.due_fen)?;
        let lane = act.lane(request.lane_id, LaneKind::Exit)?;
        must_not_be_held(act, &record)?;
        let waiting = act.tx.waiting_at(lane.id)?.filter(|waiting| waiting.record_id == Some(record.id));
        let waiting = waiting.ok_or_else(|| words::not_waiting_any_more().at("lane_id"))?;
        let now = act.now;
        // What coupons let off is nobody's debt.
        coupons::settle_at_exit(act, record.id, now)?;
        book(act, &record, priced.quote.due_fen, priced.quote.charging(), Some(reason))?;
        let seen = Some((waiting.read.id, waiting.read.picture_id));
        close_record(act, &record, Some(&lane), seen, now, RecordType::Abnormal)?;
        let (gate_command_id, expires_at) = act.open_gate(lane.id, "let_go", None, Some(record.id))?;
        Ok(GateCommanded { gate_command_id, expires_at })
    })
    .await
}

/// `arrears.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: DebtsRequest) -> Result<DebtList, Refusal> {
    let limit = page_size(request.limit);
    let (part, now) = (plate_part(&request.plate), desk.now());
    desk.look(move |tx| {
        let rules = setting::<CreditRules>(tx, CREDIT_RULES)?;
        let (mut rows, mut owed_fen) = (Vec::<DebtRow>::new(), Fen::ZERO);
        for debt in tx.open_debts(5_000)? {
            let Some(record) = tx.record(debt.record_id)? else { continue };
            if !record.vehicle.plate.as_str().contains(&part) {
                continue;
            }
            owed_fen += debt.open_fen();
            // What a stay owes is collected at once, however often its car left owing.
            if let Some(row) = rows.iter_mut().find(|row| row.record_id == record.id) {
                row.owed_fen += debt.open_fen();
                row.by_platform &= !debt.by_driver;
                continue;
            }
            if rows.len() == limit as usize {
                continue;
            }
            let overdue = rules.as_ref().zip(record.left_at).map(|(rules, left_at)| overdue_from(left_at, rules));
            rows.push(DebtRow {
                record_id: record.id,
                plate: record.vehicle.plate.to_string(),
                entered_at: record.entered_at,
                left_at: record.left_at,
                owed_fen: debt.open_fen(),
                by_platform: !debt.by_driver,
                overdue_since: overdue.filter(|since| *since <= now),
                reported: tx.credit_report_of(record.id)?.is_some(),
            });
        }
        Ok(DebtList { rows, owed_fen })
    })
    .await
}

/// `arrears.collect`.
pub(crate) async fn collect(desk: &Desk, who: Who, request: CollectDebt) -> Result<Paid, Refusal> {
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.charge(request.request_id)? {
            return exits::answer_again(&done, request.record_id);
        }
        let record = act.tx.record(request.record_id)?.ok_or_else(words::no_such_record)?;
        if record.state != RecordState::Left {
            return Err(Refusal::field(
                "record_id",
                "车辆尚未离开，不是欠费",
                "The car has not left: there is no debt yet.",
            ));
        }
        orders::may_take_cash(act, record.id)?;
        may_take_otherwise(act, record.id)?;
        let shown = owed::shown(act, record.id, request.due_fen)?;
        if request.received_fen < shown.due_fen {
            let short = shown.due_fen - request.received_fen;
            return Err(Refusal::new(
                Code::NotEnough,
                format!("实收不足，还差 {short} 元"),
                format!("{short} yuan are still missing."),
            )
            .at("received_fen"));
        }
        let came = Came {
            id: request.request_id,
            order_no: orders::number(act, request.request_id),
            record_id: record.id,
            paid_at: act.now,
            received_fen: shown.due_fen,
            tendered_fen: request.received_fen,
            pay_type: PayType::Cash,
            pay_from: PAY_FROM.to_owned(),
            trade: None,
            by_hand: false,
            shown,
            shown_at: act.now,
        };
        book_payment(act, came)
    })
    .await
}
