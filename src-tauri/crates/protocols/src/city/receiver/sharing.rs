//! 6004: shared hours (tables 79 and 80, D.31).

use lotdesk_domain::ask::sharing::ShareOrder;
use lotdesk_domain::ask::{Answer, Ask, AskCode, AskRefusal};

use super::checked::keeps_to_its_table;
use super::{Item, Read, Receiver, Refuse, node, parse};
use crate::city::wire::booking::{ShareAction, ShareReply, ShareRequest};
use crate::city::wire::form::Text;
use crate::json::Node;

/// 6004. The same hours given or taken back once more change nothing: no key is needed.
pub(super) const SHARE: Receiver = Receiver { id: "6004", read, answer, refuse: Refuse::Item(&["id"]) };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let asked: ShareRequest = parse(item)?;
    keeps_to_its_table(SHARE.id, &asked, &[])?;
    let out_of_range = |what: &str| AskRefusal::new(AskCode::OutOfRange, format!("{what} 超出允许范围"));
    let weekdays = asked.rule.iter().map(|day| u8::try_from(day.0).map_err(|_| out_of_range("rule")));
    let order = ShareOrder {
        id: asked.id.0.parse().map_err(|_| AskRefusal::new(AskCode::WrongType, "id 应为 32 位十六进制数字"))?,
        park_code: asked.park_code.0,
        plate: asked.plate_no,
        first_day: asked.start_date.0,
        last_day: asked.end_date.0,
        from: asked.start_time.0,
        until: asked.end_time.0,
        buffer_minutes: u32::try_from(asked.buffer_time.0).map_err(|_| out_of_range("bufferTime"))?,
        weekdays: weekdays.collect::<Result<_, _>>()?,
        ended: asked.action_type == ShareAction::Cancel,
        publisher: asked.publisher.filter(|name| !name.is_empty()),
    };
    Ok(Read { key: None, ask: Ask::Share(order) })
}

fn answer(_answer: &Answer, asked: &Node) -> Vec<Node> {
    let id = asked.get("id").and_then(Node::text_or_number).unwrap_or_default();
    vec![node(&ShareReply { id: Text::from(id), code: None, message: None })]
}
