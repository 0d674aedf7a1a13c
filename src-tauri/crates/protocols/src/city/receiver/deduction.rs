//! 6008: contracts for being charged without stopping (table 85, D.35).

use lotdesk_domain::ask::deduction::DeductionChanged;
use lotdesk_domain::ask::{Answer, Ask, AskRefusal};

use super::{Item, Read, Receiver, Refuse, parse};
use crate::city::wire::money::{ContractState, DeductionChangedItem};
use crate::json::Node;

/// 6008. 应答为空: there is no reply table, so no `code` either.
pub(super) const CHANGED: Receiver = Receiver { id: "6008", read, answer, refuse: Refuse::Envelope };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let DeductionChangedItem { park_code, plate_no, state } = parse(item)?;
    let open = state == ContractState::Open;
    // The same state once more changes nothing: the operation knows a repeat itself.
    let ask = Ask::DeductionChanged(DeductionChanged { park_code: park_code.0, plate: plate_no, open });
    Ok(Read { key: None, ask })
}

fn answer(_answer: &Answer, _asked: &Node) -> Vec<Node> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::ask::AskCode;

    use super::*;

    fn open(state: &str) -> Result<bool, AskCode> {
        let text = format!(r#"{{"parkCode":"44030400100101000010","plateNo":"粤 B88888","state":{state}}}"#);
        let node = Node::parse(&text).unwrap();
        match read(&Item { node: &node, timestamp: None }).map_err(|refusal| refusal.code)?.ask {
            Ask::DeductionChanged(changed) => Ok(changed.open),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_is_open_here_where_5010_has_zero() {
        assert_eq!(open("1"), Ok(true));
        assert_eq!(open("\"0\""), Ok(false));
        assert_eq!(open("2"), Err(AskCode::OutOfRange));
    }
}
