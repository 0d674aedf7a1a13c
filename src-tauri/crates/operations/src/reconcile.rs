//! Comparing our payments with the city platform's (1401): the bill is asked for without a transaction open, kept, and
//! compared with what the ledger has.

mod all;
mod drawers;
mod files;
mod settle;

use chrono::{NaiveDate, NaiveTime};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::reconcile::{BillKind, CityOrder, Disagreement, MoneyWay, OurOrder, days, differences};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::CityBillTaken;
use lotdesk_ledger::outbox::State;

use crate::api::reconcile::{BillView, DifferenceView, ReconcilePeriod, Reconciled};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;

pub(crate) use all::all;
pub(crate) use files::{import, list, preview};
pub(crate) use settle::settle;

/// More days at once would keep the asker waiting for longer than anybody waits.
const MOST_DAYS: i64 = 31;
/// So many lines of a bill go into one event of the journal.
const LINES_AN_EVENT: usize = 500;

/// `reconcile.ask_city`.
pub(crate) async fn ask_city(desk: &Desk, who: Who, period: ReconcilePeriod) -> Result<Reconciled, Refusal> {
    let days = days_of(desk, &period).await?;
    for day in &days {
        let lines = desk.queries().bill(*day, BillKind::All).await?;
        keep(desk, &who, *day, lines).await?;
    }
    compared(desk, days, period.order_no).await
}

/// `reconcile.compare`: the same without asking again.
pub(crate) async fn compare(desk: &Desk, _who: Who, period: ReconcilePeriod) -> Result<Reconciled, Refusal> {
    let days = days_of(desk, &period).await?;
    compared(desk, days, period.order_no).await
}

/// The days to look at, in order.
async fn days_of(desk: &Desk, period: &ReconcilePeriod) -> Result<Vec<NaiveDate>, Refusal> {
    let today = desk.now().to_china().date();
    if let Some(first) = period.first_day {
        let last = period.last_day.unwrap_or(first);
        if last < first || last > today {
            return Err(Refusal::field(
                "last_day",
                "结束日期不能早于开始日期，也不能晚于今天",
                "The last day lies before the first, or in the future.",
            ));
        }
        if last.signed_duration_since(first).num_days() >= MOST_DAYS {
            return Err(Refusal::field("last_day", "一次最多对账 31 天", "Compare 31 days at most."));
        }
        return Ok(days(first, last).collect());
    }
    let Some(order_no) = period.order_no.clone() else {
        return Err(Refusal::field("first_day", "请给出日期或订单编号", "Name a day or an order."));
    };
    let found = desk
        .look(move |tx| {
            let paid = tx.charges_of_order(&order_no)?.into_iter().map(|paid| paid.charge.paid_at);
            let refunded = tx.refunds_of_order(&order_no)?.into_iter().map(|refund| refund.refund.at);
            let mut days: Vec<NaiveDate> = paid.chain(refunded).map(|at| at.to_china().date()).collect();
            days.sort_unstable();
            days.dedup();
            Ok(days)
        })
        .await?;
    if found.is_empty() {
        return Err(Refusal::new(
            Code::NotFound,
            "本地没有该订单的缴费，请给出日期",
            "No payment of this order is known here; name the day.",
        )
        .at("order_no"));
    }
    Ok(found)
}

/// Keeps a day's bill in the place of an earlier one.
async fn keep(desk: &Desk, who: &Who, day: NaiveDate, lines: Vec<CityOrder>) -> Result<(), Refusal> {
    desk.act(who, move |act| {
        let mut first_line = 0;
        let mut lines = lines.into_iter().map(Into::into).peekable();
        loop {
            let part: Vec<_> = lines.by_ref().take(LINES_AN_EVENT).collect();
            let count = u32::try_from(part.len()).unwrap_or(u32::MAX);
            act.record(CityBillTaken { day, kind: BillKind::All, first_line, lines: part }, None, None)?;
            first_line += count;
            if lines.peek().is_none() {
                return Ok(());
            }
        }
    })
    .await
}

async fn compared(desk: &Desk, days: Vec<NaiveDate>, order_no: Option<String>) -> Result<Reconciled, Refusal> {
    let park_code = desk.lot().park_code.clone();
    desk.look(move |tx| compare_days(tx, days, order_no.as_deref(), &park_code)).await
}

/// Compares the bills of these days, as they were asked for last, with what the ledger has.
pub(crate) fn compare_days(
    tx: &ReadTx<'_>,
    days: impl IntoIterator<Item = NaiveDate>,
    order_no: Option<&str>,
    park_code: &str,
) -> Result<Reconciled, Refusal> {
    let (mut bills, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for day in days {
        let Some(bill) = tx.city_bill(day)? else { continue };
        bills.push(BillView { day, kind: bill.kind, asked_at: bill.asked_at, lines: bill.lines });
        ours.extend(our_orders(tx, day)?);
        theirs.extend(tx.city_orders(day)?);
    }
    let mut found = Vec::new();
    for difference in differences(&ours, &theirs, park_code) {
        if order_no.is_none_or(|no| no == difference.order_no) {
            let missing = difference.what == Disagreement::MissingThere;
            let report_waits = missing && report_waits(tx, &difference.order_no, difference.way)?;
            found.push(DifferenceView { difference, report_waits });
        }
    }
    Ok(Reconciled { bills, differences: found })
}

/// Where a day begins on China's clock.
fn start_of(day: NaiveDate) -> Moment {
    Moment::from_china(day.and_time(NaiveTime::MIN))
}

/// Our payments and refunds of a day on China's clock.
fn our_orders(tx: &ReadTx<'_>, day: NaiveDate) -> Result<Vec<OurOrder>, Refusal> {
    let from = start_of(day);
    let before = from.plus_minutes(24 * 60);
    let paid = tx.charges_between(from, before)?.into_iter().map(|paid| OurOrder {
        order_no: paid.charge.order_no,
        way: MoneyWay::Paid,
        amount_fen: paid.charge.received_fen,
        at: paid.charge.paid_at,
    });
    let refunded = tx.refunds_between(from, before)?.into_iter().map(|refund| OurOrder {
        order_no: refund.refund.order_no,
        way: MoneyWay::Refunded,
        amount_fen: refund.refund.amount_fen,
        at: refund.refund.at,
    });
    Ok(paid.chain(refunded).collect())
}

/// Whether a report of ours about an order (5008, 5009) is still on its way.
fn report_waits(tx: &ReadTx<'_>, order_no: &str, way: MoneyWay) -> Result<bool, Refusal> {
    let (interface, ids): (_, Vec<String>) = match way {
        MoneyWay::Paid => {
            ("5008", tx.charges_of_order(order_no)?.iter().map(|paid| paid.charge.id.to_string()).collect())
        }
        MoneyWay::Refunded => {
            ("5009", tx.refunds_of_order(order_no)?.iter().map(|refund| refund.refund.id.to_string()).collect())
        }
    };
    for id in ids {
        let message = tx.message_of(Platform::City, interface, &id)?;
        if message.is_some_and(|message| message.state != State::Accepted) {
            return Ok(true);
        }
    }
    Ok(false)
}
