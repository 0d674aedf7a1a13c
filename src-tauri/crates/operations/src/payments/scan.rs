//! `payment.scan`, and what can be done about an attempt afterwards.
//!
//! The attempt is in the journal before the request leaves, and the request leaves once. From then on it is only asked about
//! or withdrawn, under its own number.

use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::payment::{AttemptState, PayCode, TradeState};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{PayAttemptMoved, PayAttempted};
use lotdesk_ledger::tables::payments::StoredAttempt;

use super::book::{Came, book};
use super::channel::{ChannelFailure, PayOrder};
use super::owed::{Shown, shown};
use super::settle;
use crate::act::Act;
use crate::api::exit::Paid;
use crate::api::payment::{PayAttemptRequest, PayAttemptView, ScanPayCode};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::orders;

/// Through what such a payment came (table 15 `payFrom`).
const PAY_FROM: &str = "付款码支付";

/// What became of the request to scan.
enum Begun {
    /// It was there before.
    Before(Box<PayAttemptView>),
    /// It is to be sent.
    Now(PayOrder),
}

/// `payment.scan`. The channel's answer is written down even when the asker goes away.
pub(crate) async fn scan(desk: &Desk, who: Who, request: ScanPayCode) -> Result<PayAttemptView, Refusal> {
    let code = PayCode::parse(&request.code).map_err(|why| {
        Refusal::field(
            "code",
            "不是有效的付款码：微信为 10–15 开头的 18 位数字，支付宝为 25–30 开头的 16 至 24 位数字，请重新扫描",
            format!("Scan again: {why}."),
        )
    })?;
    if !desk.channel().is_set_up() {
        return Err(ChannelFailure::NotSetUp.into());
    }
    let desk = desk.clone();
    let running = tokio::spawn(async move { send(&desk, &who, request, code).await });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))
}

async fn send(desk: &Desk, who: &Who, request: ScanPayCode, code: PayCode) -> Result<PayAttemptView, Refusal> {
    let id = request.request_id;
    let turnstile = desk.inner.payments.of(id);
    let _held = turnstile.lock().await;
    let (channel_of, tail) = (code.channel(), code.tail().to_owned());
    let begun = desk
        .act(who, move |act| {
            if let Some(before) = act.tx.pay_attempt(id)? {
                return Ok(Begun::Before(Box::new(view(act.tx, &before, wait_ms(act))?)));
            }
            may_begin(act, &request)?;
            let shown = shown(act, request.record_id, request.due_fen)?;
            if let Some(lane_id) = request.lane_id {
                act.lane(lane_id, LaneKind::Exit)?;
            }
            let attempted = PayAttempted {
                id,
                order_no: orders::number_for_payment(act, request.record_id, shown.due_fen, id)?,
                record_id: request.record_id,
                lane_id: request.lane_id,
                channel: channel_of,
                code_tail: tail,
                due_fen: shown.due_fen,
                charging_fen: shown.charging_fen,
                priced_at: shown.priced_at,
                coupons: shown.coupons,
                discounts: shown.discounts,
            };
            act.record(attempted, Some(request.record_id), Some(id))?;
            let subject: String = format!("{} 停车费", act.lot.name).chars().take(32).collect();
            Ok(Begun::Now(PayOrder { attempt_no: id.to_string(), amount_fen: shown.due_fen, subject }))
        })
        .await?;
    let order = match begun {
        Begun::Before(view) => return Ok(*view),
        Begun::Now(order) => order,
    };
    let answer = desk.channel().pay(&order, &code).await;
    drop(code);
    desk.act(who, move |act| {
        take_answer(act, id, sent_answer(answer))?;
        view_of(act, id)
    })
    .await
}

/// The refusals that come before anything is written down.
fn may_begin(act: &Act<'_, '_>, request: &ScanPayCode) -> Result<(), Refusal> {
    if act.tx.charge(request.request_id)?.is_some() {
        return Err(Refusal::field(
            "request_id",
            "该请求编号已用于另一笔缴费",
            "This request identifier was used for another payment.",
        ));
    }
    // Two codes of one driver would take the money twice: the first one's end comes first, however long that takes.
    if !act.tx.open_attempts_of(request.record_id)?.is_empty() {
        return Err(Refusal::new(
            Code::PaymentRequested,
            "上一次扫码的结果尚未确定，请先查询或撤销",
            "The scan before this one is not settled yet: ask about it or withdraw it first.",
        ));
    }
    orders::may_take_cash(act, request.record_id)
}

/// Refuses to take a stay's money otherwise while a scan of it may still be paid: for the lot's set time.
pub(crate) fn may_take_otherwise(act: &Act<'_, '_>, record_id: Guid) -> Result<(), Refusal> {
    let wait_ms = wait_ms(act);
    let open = act.tx.open_attempts_of(record_id)?;
    let Some(until) = open.iter().map(|attempt| attempt.at.plus_ms(wait_ms)).max().filter(|until| act.now < *until)
    else {
        return Ok(());
    };
    let seconds = (until.ms_since(act.now) + 999) / 1000;
    Err(Refusal::new(
        Code::PaymentRequested,
        format!("扫码支付结果未定，请先撤销，或等待 {seconds} 秒后再收现金"),
        format!("A scan is not settled: withdraw it, or wait {seconds} seconds before taking cash."),
    ))
}

fn wait_ms(act: &Act<'_, '_>) -> i64 {
    i64::from(act.lot.payment.request_wait_seconds) * 1000
}

/// What an answer to the request itself means; a trade that the channel does not know of is simply not known.
fn sent_answer(answer: Result<TradeState, ChannelFailure>) -> Answer {
    match answer {
        Ok(TradeState::NotFound) => Answer::Unknown("通道没有给出结果".to_owned()),
        Err(ChannelFailure::NotReached { why }) => {
            Answer::Refused { words: format!("未送达支付通道，没有扣款：{why}") }
        }
        Err(ChannelFailure::NotSetUp) => Answer::Refused { words: "没有设置支付通道".to_owned() },
        other => Answer::of(other),
    }
}

/// What becomes of an attempt.
pub(super) enum Answer {
    Paid {
        trade_no: String,
        paid_at: Moment,
        amount_fen: Fen,
    },
    Waiting,
    Refused {
        words: String,
    },
    Cancelled,
    Unknown(String),
    /// Nothing is known that was not before.
    Nothing,
}

impl Answer {
    pub(super) fn of(answer: Result<TradeState, ChannelFailure>) -> Self {
        match answer {
            Ok(TradeState::Paid { trade_no, paid_at, amount_fen }) => Answer::Paid { trade_no, paid_at, amount_fen },
            Ok(TradeState::Waiting) => Answer::Waiting,
            Ok(TradeState::Refused { code, words }) => Answer::Refused { words: format!("{code} {words}") },
            Ok(TradeState::Closed) => Answer::Cancelled,
            Ok(TradeState::NotFound) => Answer::Nothing,
            Err(failure) => Answer::Unknown(failure.to_string()),
        }
    }
}

/// Writes down what became of an attempt that is still open.
pub(super) fn take_answer(act: &mut Act<'_, '_>, id: Guid, answer: Answer) -> Result<(), Refusal> {
    let Some(stored) = act.tx.pay_attempt(id)?.filter(|attempt| attempt.state.is_open()) else { return Ok(()) };
    let (state, why) = match answer {
        Answer::Nothing => return Ok(()),
        Answer::Paid { trade_no, paid_at, amount_fen } => {
            if let Some(other) = act.tx.charge_of_trade(stored.attempted.channel, &trade_no)? {
                // A person typed this very number in already: it is that payment.
                let why = format!("通道的交易号 {trade_no} 已用于缴费 {}", other.charge.id);
                return moved(act, &stored, AttemptState::Cancelled, Some(why));
            }
            book(act, came(&stored, trade_no, paid_at, amount_fen))?;
            return Ok(());
        }
        // A driver's password and a lost answer change nothing of a withdrawal.
        Answer::Waiting if stored.state == AttemptState::Cancelling => return Ok(()),
        Answer::Unknown(_) if matches!(stored.state, AttemptState::Cancelling | AttemptState::Unknown) => return Ok(()),
        Answer::Waiting => (AttemptState::Waiting, None),
        Answer::Refused { words } => (AttemptState::Refused, Some(words)),
        Answer::Cancelled => (AttemptState::Cancelled, stored.why.clone()),
        Answer::Unknown(why) => (AttemptState::Unknown, Some(why)),
    };
    if state == stored.state {
        return Ok(());
    }
    moved(act, &stored, state, why)
}

pub(super) fn moved(
    act: &mut Act<'_, '_>,
    stored: &StoredAttempt,
    state: AttemptState,
    why: Option<String>,
) -> Result<(), Refusal> {
    let id = stored.attempted.id;
    let why = why.map(|why| why.chars().take(200).collect());
    act.record(PayAttemptMoved { id, state, why }, Some(stored.attempted.record_id), Some(id))?;
    Ok(())
}

fn came(stored: &StoredAttempt, trade_no: String, paid_at: Moment, amount_fen: Fen) -> Came {
    let asked = stored.attempted.clone();
    Came {
        id: asked.id,
        order_no: asked.order_no,
        record_id: asked.record_id,
        paid_at,
        received_fen: amount_fen,
        tendered_fen: amount_fen,
        pay_type: asked.channel.pay_type(),
        pay_from: PAY_FROM.to_owned(),
        trade: Some((asked.channel, trade_no)),
        by_hand: false,
        shown: Shown {
            due_fen: asked.due_fen,
            charging_fen: asked.charging_fen,
            priced_at: asked.priced_at,
            coupons: asked.coupons,
            discounts: asked.discounts,
        },
        shown_at: stored.at,
    }
}

fn no_such_attempt() -> Refusal {
    Refusal::new(Code::NotFound, "没有这次扫码", "There is no such scan.").at("request_id")
}

fn view_of(act: &Act<'_, '_>, id: Guid) -> Result<PayAttemptView, Refusal> {
    let stored = act.tx.pay_attempt(id)?.ok_or_else(no_such_attempt)?;
    view(act.tx, &stored, wait_ms(act))
}

/// An attempt as people see it.
pub(super) fn view(tx: &ReadTx<'_>, stored: &StoredAttempt, wait_ms: i64) -> Result<PayAttemptView, Refusal> {
    let asked = &stored.attempted;
    let charge = if stored.state == AttemptState::Paid { tx.charge(asked.id)? } else { None };
    Ok(PayAttemptView {
        request_id: asked.id,
        record_id: asked.record_id,
        plate: crate::refunds::plate(tx, asked.record_id)?,
        channel: asked.channel,
        code_tail: asked.code_tail.clone(),
        due_fen: asked.due_fen,
        state: stored.state,
        why: stored.why.clone(),
        at: stored.at,
        moved_at: stored.moved_at,
        cash_from: stored.at.plus_ms(wait_ms),
        ending: charge.as_ref().map(|paid| paid.ending),
        trade_no: charge.as_ref().and_then(|paid| paid.trade.number.clone()),
        paid: charge.map(|paid| Paid {
            charge_id: paid.charge.id,
            change_fen: Fen::ZERO,
            left: paid.lane_id.is_some(),
            gate_command_id: paid.gate_command_id,
        }),
    })
}

/// `payment.look`: how it stands, without asking anybody.
pub(crate) async fn look(desk: &Desk, _who: Who, request: PayAttemptRequest) -> Result<PayAttemptView, Refusal> {
    let wait_ms = i64::from(desk.lot().payment.request_wait_seconds) * 1000;
    desk.look(move |tx| {
        let stored = tx.pay_attempt(request.request_id)?.ok_or_else(no_such_attempt)?;
        view(tx, &stored, wait_ms)
    })
    .await
}

/// `payment.query`: asks the channel how it stands.
pub(crate) async fn query(desk: &Desk, who: Who, request: PayAttemptRequest) -> Result<PayAttemptView, Refusal> {
    let spawned = desk.clone();
    let asked = request.clone();
    let running = tokio::spawn(async move {
        let turnstile = spawned.inner.payments.of(asked.request_id);
        let _held = turnstile.lock().await;
        settle::step(&spawned, asked.request_id).await
    });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))?;
    look(desk, who, request).await
}

/// `payment.cancel`: withdraws it. What the channel has taken meanwhile goes back by that.
pub(crate) async fn cancel(desk: &Desk, who: Who, request: PayAttemptRequest) -> Result<PayAttemptView, Refusal> {
    let (spawned, asker, id) = (desk.clone(), who.clone(), request.request_id);
    let running = tokio::spawn(async move {
        // Behind the request itself: what it brings is known by then, or not.
        let turnstile = spawned.inner.payments.of(id);
        let _held = turnstile.lock().await;
        let begun = spawned
            .act(&asker, move |act| {
                let stored = act.tx.pay_attempt(id)?.ok_or_else(no_such_attempt)?;
                match stored.state {
                    AttemptState::Paid => Err(Refusal::new(
                        Code::AlreadyPaid,
                        "该笔已支付成功，如需退回请办理退费",
                        "It is paid. To give it back, make a refund.",
                    )),
                    AttemptState::Refused | AttemptState::Cancelled => Ok(false),
                    AttemptState::Cancelling => Ok(true),
                    AttemptState::Sent | AttemptState::Waiting | AttemptState::Unknown => {
                        moved(act, &stored, AttemptState::Cancelling, Some("收费员撤销".to_owned()))?;
                        Ok(true)
                    }
                }
            })
            .await?;
        if begun { settle::step(&spawned, id).await } else { Ok(()) }
    });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))?;
    look(desk, who, request).await
}
