//! What platforms sent us: listed and looked into. What is done about it stands in `asks`.

use lotdesk_domain::message::Platform;
use lotdesk_ledger::inbox::Received;

use crate::api::inbox::{
    InboxDetail, InboxListReply, InboxListRequest, InboxMessageRequest, InboxRow, InboxState, InboxTransport,
};
use crate::api::listener::PushRefusal;
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::masking;
use crate::records::page_size;

fn row(received: &Received) -> InboxRow {
    let state = match (&received.refused, received.went_well, received.answered_at) {
        (Some(_), ..) => InboxState::Refused,
        (None, Some(true), _) | (None, None, Some(_)) => InboxState::Done,
        (None, Some(false), _) => InboxState::Declined,
        (None, None, None) => InboxState::Open,
    };
    InboxRow {
        no: u32::try_from(received.no).unwrap_or(u32::MAX),
        platform: received.platform,
        interface: received.interface.clone(),
        transport: if received.transport == "tcp" { InboxTransport::Tcp } else { InboxTransport::Https },
        peer: received.peer.clone(),
        at: received.at,
        state,
        reason: received.reason.as_deref().and_then(PushRefusal::from_word),
        words: received.words.clone().or_else(|| received.refused.clone()),
        answered_at: received.answered_at,
        repeats: received.repeats,
        dropped: received.dropped,
    }
}

/// `inbox.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: InboxListRequest) -> Result<InboxListReply, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    let mut received = desk.look(move |tx| Ok(tx.received(request.platform, before, limit + 1)?)).await?;
    let more = received.len() > limit as usize;
    received.truncate(limit as usize);
    Ok(InboxListReply { rows: received.iter().map(row).collect(), more })
}

/// `inbox.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: InboxMessageRequest) -> Result<InboxDetail, Refusal> {
    let no = i64::from(request.no);
    let received = desk.look(move |tx| Ok(tx.received_one(no)?)).await?.ok_or_else(|| {
        Refusal::new(
            Code::NotFound,
            "没有这条消息，或已按保存期限清除",
            "There is no such message, or it has gone for its age.",
        )
        .at("no")
    })?;
    let mut body = String::from_utf8_lossy(&received.body).into_owned();
    // People stand in these as they came; whoever may see them asks for them by `person.show`.
    if received.platform == Platform::Autox3 {
        body = masking::people(&body);
    }
    Ok(InboxDetail { row: row(&received), body, reply: received.reply })
}
