//! What waits for the platforms: listed, looked into, sent again.

use lotdesk_domain::message::Platform;
use lotdesk_domain::operator::Permission;
use lotdesk_ledger::event::MessageResent;
use lotdesk_ledger::outbox::{Attempt, Message, State};

use crate::act::Act;
use crate::api::Done;
use crate::api::outbox::{
    AttemptView, ListReply, ListRequest, MessageDetail, MessageRequest, MessageRow, MessageState, ResendAll, Resent,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::masking;
use crate::records::page_size;
use crate::{etcp, orders};

fn short(no: i64) -> u32 {
    u32::try_from(no).unwrap_or(u32::MAX)
}

pub(crate) fn row(message: Message) -> MessageRow {
    let state = match message.state {
        State::Waiting => MessageState::Waiting,
        State::Sending => MessageState::Sending,
        State::Accepted => MessageState::Accepted,
        State::Refused => MessageState::Refused,
        State::Unknown => MessageState::Unknown,
        State::Held => MessageState::Held,
        State::Replaced => MessageState::Replaced,
    };
    let next_at = (state == MessageState::Waiting && message.next_at.0 > 0).then_some(message.next_at);
    MessageRow {
        no: short(message.no),
        platform: message.platform,
        interface: message.interface,
        own_id: message.own_id,
        rank: message.rank,
        state,
        queued_at: message.queued_at,
        attempts: message.attempts,
        last_at: message.last_at,
        last_outcome: message.last_outcome,
        next_at,
        problem: message.problem,
        behind: message.behind.map(short),
    }
}

/// `outbox.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: ListRequest) -> Result<ListReply, Refusal> {
    let limit = page_size(request.limit);
    let mut messages = desk
        .look(move |tx| {
            Ok(if request.open_only {
                tx.open_messages(request.platform, i64::from(request.before.unwrap_or(0)), limit + 1)?
            } else {
                tx.all_messages(request.platform, request.before.map_or(i64::MAX, i64::from), limit + 1)?
            })
        })
        .await?;
    let more = messages.len() > limit as usize;
    messages.truncate(limit as usize);
    Ok(ListReply { rows: messages.into_iter().map(row).collect(), more })
}

fn no_such_message() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "没有这条消息，或已被更新的状态取代",
        "There is no such message, or a newer one took its place.",
    )
    .at("no")
}

/// `outbox.detail`.
pub(crate) async fn detail(desk: &Desk, who: Who, request: MessageRequest) -> Result<MessageDetail, Refusal> {
    desk.look(move |tx| {
        let no = i64::from(request.no);
        let message = tx.message(no)?.ok_or_else(no_such_message)?;
        let attempts = tx.attempts(no)?.into_iter().map(attempt).collect();
        // Nobody but the shop may use what it uploads.
        let hidden = message.platform == Platform::Repair && who.must_hold(Permission::Repair).is_err();
        let body = if hidden { masking::all_texts(&message.body) } else { message.body.clone() };
        Ok(MessageDetail { row: row(message), body, attempts })
    })
    .await
}

fn attempt(stored: Attempt) -> AttemptView {
    AttemptView {
        at: stored.at,
        took_ms: stored.took_ms.map_or(0, |ms| u32::try_from(ms).unwrap_or(0)),
        outcome: stored.outcome,
    }
}

/// `outbox.resend`.
pub(crate) async fn resend(desk: &Desk, who: Who, request: MessageRequest) -> Result<Done, Refusal> {
    desk.act(&who, move |act| {
        let message = act.tx.message(i64::from(request.no))?.ok_or_else(no_such_message)?;
        put_back(act, &message)?;
        Ok(Done {})
    })
    .await
}

/// Money is never asked for again in bulk, nor is an invoice: a person looks at each of these.
const ONE_BY_ONE: [&str; 3] = ["1201", "5007", "orderpaid"];

/// `outbox.resend_all`.
pub(crate) async fn resend_all(desk: &Desk, who: Who, request: ResendAll) -> Result<Resent, Refusal> {
    desk.act(&who, move |act| {
        let mut count = 0;
        for message in act.tx.refused_and_unknown(request.platform)? {
            if ONE_BY_ONE.contains(&message.interface.as_str()) {
                continue;
            }
            put_back(act, &message)?;
            count += 1;
        }
        Ok(Resent { count })
    })
    .await
}

pub(crate) fn put_back(act: &mut Act<'_, '_>, message: &Message) -> Result<(), Refusal> {
    if message.interface == "5007" && !orders::still_wanted(act.tx, &message.own_id)? {
        return Err(Refusal::new(
            Code::NotResendable,
            "该订单已结清或已被新订单取代，不再请求扣款",
            "The order's stay is settled or has another order by now; its money is not asked for again.",
        )
        .at("no"));
    }
    if message.interface == "orderpaid" {
        etcp::may_resend(act.tx, message)?;
    }
    if !act.tx.put_back(message.no)? {
        return Err(match message.state {
            State::Held => Refusal::new(
                Code::NotResendable,
                "该消息不符合平台数据规范，请先更正数据",
                "The message breaks the platform's tables; mend the data first.",
            ),
            _ => Refusal::new(
                Code::NotResendable,
                "该消息已被平台接收或正在发送，无需重发",
                "The platform has the message, or it is being sent: nothing to resend.",
            ),
        }
        .at("no"));
    }
    let resent = MessageResent { no: message.no, interface: message.interface.clone() };
    let subject = message.order_key.as_deref().and_then(|key| key.parse().ok());
    act.record(resent, subject, None)?;
    Ok(())
}
