//! Reports to the credit register: a clerk enters whom a debt is of, from the document; a second person agrees; then it
//! goes out. A debt that is paid meanwhile is not reported.

use lotdesk_domain::credit::{CreditReport, CreditRules, CreditState, information, overdue_from};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordState;
use lotdesk_domain::person::PersonalData;
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_ledger::event::{BillingSet, CreditApproved, CreditProposed, CreditWithdrawn};
use lotdesk_ledger::outbox::{Message, State};
use lotdesk_ledger::tables::credit::StoredCredit;
use lotdesk_ledger::tables::deductions::Debt as Booked;

use super::credit_lists::row;
use super::{CREDIT_RULES, bad_field, breaks_the_table, doubtful, nobody_to_ask, not_set_up, persons, setting};
use crate::act::Act;
use crate::api::credit::{ApproveCredit, CreditRow, CreditRulesReply, ProposeCredit, WithdrawCredit};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person;
use crate::street::car_of;
use crate::{quotes, reasons, words};

/// `credit.rules`.
pub(crate) async fn rules(desk: &Desk, _who: Who, _request: Nothing) -> Result<CreditRulesReply, Refusal> {
    desk.look(|tx| Ok(CreditRulesReply { rules: setting(tx, CREDIT_RULES)? })).await
}

/// `credit.set_rules`.
pub(crate) async fn set_rules(desk: &Desk, who: Who, request: CreditRules) -> Result<Done, Refusal> {
    if !(1..=18).contains(&request.provider_code.chars().count()) {
        return Err(Refusal::field(
            "provider_code",
            "公共信息提供单位代码为统一社会信用代码，最多 18 位",
            "The provider's code is a unified social credit code of 18 characters at most.",
        ));
    }
    if !(1..=365).contains(&request.overdue_after_days) {
        return Err(Refusal::field("overdue_after_days", "须为 1 至 365 天", "Takes 1 to 365 days."));
    }
    let text = serde_json::to_string(&request).map_err(Refusal::internal)?;
    desk.act(&who, move |act| {
        act.record(BillingSet { what: CREDIT_RULES.to_owned(), text }, None, None)?;
        Ok(Done {})
    })
    .await
}

/// A stay that was not paid: on the street, or through a gate that let it out.
struct Debt {
    record_id: Guid,
    place: String,
    car: String,
    entered_at: Moment,
    left_at: Moment,
    owed_fen: Fen,
}

/// Where a stay on the street stood, in words.
pub(super) fn place_of(lot: &lotdesk_domain::lot::Lot, stay: &StreetStay) -> String {
    let label = lot.space(&stay.space_no).map_or(stay.space_no.as_str(), |space| space.label.as_str());
    format!("{}泊位{label}", lot.road)
}

fn debt(act: &Act<'_, '_>, record_id: Guid) -> Result<Debt, Refusal> {
    if let Some(stay) = act.tx.stay(record_id)? {
        let left_at = stay.left_at.filter(|_| stay.state == StayState::Left).ok_or_else(still_there)?;
        return Ok(Debt {
            record_id,
            place: place_of(&act.lot, &stay),
            car: car_of(&stay),
            entered_at: stay.entered_at,
            left_at,
            owed_fen: stay.owed_fen,
        });
    }
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    let left_at = record.left_at.filter(|_| record.state == RecordState::Left).ok_or_else(still_there)?;
    let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, &record, left_at)?;
    // What its driver owes is booked; what the platform is to take it owes.
    let booked: Fen = act.tx.debts_of(record.id)?.iter().filter(|debt| debt.by_driver).map(Booked::open_fen).sum();
    Ok(Debt {
        record_id,
        place: act.lot.name.clone(),
        car: record.vehicle.plate.to_string(),
        entered_at: record.entered_at,
        left_at,
        owed_fen: quote.due_fen + booked,
    })
}

fn still_there() -> Refusal {
    Refusal::field("record_id", "车辆尚未离开，不是欠费", "The car has not left: there is no debt yet.")
}

fn paid_meanwhile() -> Refusal {
    Refusal::new(Code::AlreadyPaid, "该停车已无欠费", "Nothing is owed for this stay.").at("record_id")
}

/// `credit.propose`.
pub(crate) async fn propose(desk: &Desk, who: Who, request: ProposeCredit) -> Result<CreditRow, Refusal> {
    request.subject.check().map_err(|why| bad_field("subject.", &why))?;
    doubtful(&request.subject.doubts(), request.accept_doubts)?;
    let (id, record_id, subject) = (request.request_id, request.record_id, request.subject);
    desk.act(&who, move |act| {
        if let Some(done) = act.tx.credit_report(id)? {
            if done.record_id == record_id {
                return row(act.tx, done);
            }
            return Err(Refusal::field(
                "request_id",
                "该请求编号已用于另一份上报",
                "This request identifier was used for another report.",
            ));
        }
        let rules: CreditRules = setting(act.tx, CREDIT_RULES)?.ok_or_else(|| {
            not_set_up(
                "rules",
                "尚未设置征信上报规则，请由经理设置",
                "The rules for credit reports are not set up; a manager must do that.",
            )
        })?;
        let debt = debt(act, record_id)?;
        if !debt.owed_fen.is_positive() {
            return Err(paid_meanwhile());
        }
        let overdue = overdue_from(debt.left_at, &rules);
        if act.now < overdue {
            return Err(Refusal::field(
                "record_id",
                format!("补缴期限至 {}，尚未逾期", overdue.to_datetime_text()),
                format!("It may be paid until {}; it is not overdue yet.", overdue.to_datetime_text()),
            ));
        }
        if act.tx.credit_report_of(record_id)?.is_some() {
            return Err(Refusal::field(
                "record_id",
                "该欠费已上报或已在审批",
                "This debt is reported, or about to be.",
            ));
        }
        let information = information(&debt.place, &debt.car, debt.entered_at, debt.left_at, debt.owed_fen, overdue);
        let person_id = persons::keep(act, &PersonalData::Subject(subject))?;
        let proposed = CreditProposed {
            id,
            record_id: debt.record_id,
            person_id,
            provider_code: rules.provider_code,
            information,
            owed_fen: debt.owed_fen,
        };
        act.record(proposed, Some(record_id), Some(id))?;
        let stored = act.tx.credit_report(id)?.ok_or_else(no_such_report)?;
        row(act.tx, stored)
    })
    .await
}

pub(super) fn no_such_report() -> Refusal {
    Refusal::new(Code::NotFound, "没有这份上报", "There is no such report.").at("report_id")
}

fn still_proposed(act: &Act<'_, '_>, id: Guid) -> Result<StoredCredit, Refusal> {
    let stored = act.tx.credit_report(id)?.ok_or_else(no_such_report)?;
    match stored.state {
        CreditState::Proposed => Ok(stored),
        CreditState::Approved | CreditState::Withdrawn => {
            Err(Refusal::field("report_id", "该上报已审批或已撤回", "The report has been agreed to or taken back."))
        }
    }
}

/// `credit.approve`.
pub(crate) async fn approve(desk: &Desk, who: Who, request: ApproveCredit) -> Result<CreditRow, Refusal> {
    let approver = second_person(desk, &who, request.approver).await?;
    desk.act(&who, move |act| {
        let stored = still_proposed(act, request.report_id)?;
        if stored.proposer == Some(approver) {
            return Err(Refusal::new(
                Code::SecondPersonNeeded,
                "审批人不能是录入人本人",
                "Whoever entered the person cannot agree to the report as well.",
            )
            .at("approver.name"));
        }
        let owed_fen = debt(act, stored.record_id)?.owed_fen;
        if !owed_fen.is_positive() {
            return Err(paid_meanwhile());
        }
        if owed_fen != stored.owed_fen {
            return Err(Refusal::field(
                "report_id",
                "欠费金额已变化，请撤回后重新录入",
                "The debt is another one by now: take the report back, and enter it anew.",
            ));
        }
        let Some(PersonalData::Subject(subject)) = act.tx.person(stored.person_id)?.and_then(|person| person.data)
        else {
            return Err(persons::erased());
        };
        let id = stored.id;
        act.record(CreditApproved { id, approver }, Some(stored.record_id), Some(id))?;
        let report = CreditReport { id, provider_code: stored.provider_code, information: stored.information };
        act.state(&Fact::DebtReported { report, subject_id: stored.person_id, subject })?;
        let message = act.tx.message_of(Platform::City, "1301", &id.to_string())?.ok_or_else(nobody_to_ask)?;
        if let (State::Held, Some(problem)) = (message.state, &message.problem) {
            return Err(breaks_the_table(problem));
        }
        let stored = act.tx.credit_report(id)?.ok_or_else(no_such_report)?;
        row(act.tx, stored)
    })
    .await
}

/// `credit.withdraw`.
pub(crate) async fn withdraw(desk: &Desk, who: Who, request: WithdrawCredit) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let stored = act.tx.credit_report(request.report_id)?.ok_or_else(no_such_report)?;
        if !taken_back(act, &stored, reason)? {
            return Err(Refusal::field(
                "report_id",
                "该上报已撤回，或平台已收到（可能已收到），不能撤回",
                "The report was taken back before, or the platform has it or may have it.",
            ));
        }
        Ok(Done {})
    })
    .await
}

/// A debt was paid: a report of it that the platform does not have is taken back, agreed to or not.
pub(crate) fn debt_paid(act: &mut Act<'_, '_>, record_id: Guid) -> Result<(), Refusal> {
    if let Some(report) = act.tx.credit_report_of(record_id)? {
        taken_back(act, &report, "欠费已补缴".to_owned())?;
    }
    Ok(())
}

/// Takes a report back where that is still possible: nobody has agreed to it, or its message has not left, or was refused.
/// That message is not sent then, by nobody's key.
fn taken_back(act: &mut Act<'_, '_>, report: &StoredCredit, reason: String) -> Result<bool, Refusal> {
    let stopped = match report.state {
        CreditState::Proposed => true,
        CreditState::Withdrawn => false,
        CreditState::Approved => match act.tx.message_of(Platform::City, "1301", &report.id.to_string())? {
            Some(message) => stop(act, &message)?,
            None => false,
        },
    };
    if stopped {
        act.record(CreditWithdrawn { id: report.id, reason }, Some(report.record_id), None)?;
    }
    Ok(stopped)
}

/// Keeps a message from being sent (again); false where the platform has it or may have it.
fn stop(act: &mut Act<'_, '_>, message: &Message) -> Result<bool, Refusal> {
    let attempts = act.tx.attempts(message.no)?;
    let surely_not =
        |outcome: &Option<Outcome>| matches!(outcome, Some(Outcome::Refused { .. } | Outcome::NotSent { .. }));
    if !attempts.iter().all(|attempt| surely_not(&attempt.outcome)) {
        return Ok(false);
    }
    Ok(match message.state {
        State::Waiting => act.tx.withdraw_waiting(message.no)?,
        State::Refused | State::Held => act.tx.settle_by_hand(message.no, false)?,
        State::Sending | State::Accepted | State::Unknown | State::Replaced => false,
    })
}
