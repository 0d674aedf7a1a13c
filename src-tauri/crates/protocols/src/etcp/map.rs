//! A payment that was taken for an ETCP lot as ETCP's message, and what it answers.

use lotdesk_domain::fact::{Fact, FactMapper, PlatformReply};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::{Draft, Outcome, Platform, Rank};

use super::client::{outcome, paid_message};
use super::wire::{PaidData, Reply};

/// Changes whenever the same payment would become another message.
const MAPPING_VERSION: u16 = 1;

/// Says payments to ETCP.
pub struct EtcpMapper;

impl FactMapper for EtcpMapper {
    fn map(&self, fact: &Fact, _lot: &Lot) -> Vec<Draft> {
        let Fact::EtcpPaid { notice } = fact else { return Vec::new() };
        let (body, problem) = match paid_message(notice) {
            Ok(body) => (body, None),
            Err(error) => ("{}".to_owned(), Some(error.to_string())),
        };
        vec![Draft {
            platform: Platform::Etcp,
            interface: "orderpaid",
            own_id: notice.external_order_id.clone(),
            order_key: Some(format!("etcp:{}", notice.order_id)),
            // A refused one is given back and another takes its place: it must not stand in that one's way.
            holds_back: false,
            coalesce_key: None,
            rank: Rank::Record,
            body,
            mapping_version: MAPPING_VERSION,
            problem,
        }]
    }

    fn read_reply(&self, platform: Platform, interface: &str, body: &str) -> Option<PlatformReply> {
        if platform != Platform::Etcp || interface != "orderpaid" || outcome(200, body) != Outcome::Accepted {
            return None;
        }
        // Success without its data is success all the same.
        let data = serde_json::from_str::<Reply<PaidData>>(body).ok().and_then(|reply| reply.data);
        let pay_order_id = data.map(|data| data.pay_order_id).filter(|id| !id.trim().is_empty());
        Some(PlatformReply::EtcpPaid { pay_order_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_answer_names_the_payment() {
        let read = |body: &str| EtcpMapper.read_reply(Platform::Etcp, "orderpaid", body);
        let body = r#"{"code":0,"data":{"externalOrderId":"2","orderId":"5","payOrderId":"no2017","payTime":"2017-06-12 09:58:58","payment":8},"message":"支付通知成功"}"#;
        assert_eq!(read(body), Some(PlatformReply::EtcpPaid { pay_order_id: Some("no2017".into()) }));
        assert_eq!(read(r#"{"code":0,"message":"ok"}"#), Some(PlatformReply::EtcpPaid { pay_order_id: None }));
        assert_eq!(read(r#"{"code":20206,"message":"x"}"#), None);
    }
}
