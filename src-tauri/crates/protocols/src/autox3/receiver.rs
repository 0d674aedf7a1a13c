//! What AutoX3 pushes to us. Verified over the raw text first; stored by the caller; read after that, so that a type that
//! nobody knows yet is kept and shown as it came.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::service_order::{PaintFinding, ServiceOrder};
use rust_decimal::Decimal;

use super::wire::{OrderContent, PaintInfo, Push, PushReply};
use crate::interface::HandlerError;
use crate::json::{Node, to_canonical};
use crate::sign::{same_hex, sha1_hex};

/// Types that carry an order: the page names the first and shows the second.
pub const ORDER_TYPES: [&str; 2] = ["event.autox3.order.receivebase.create", "event.autox3.order.detection.finish"];

/// Why a push is not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// No JSON of a push.
    #[error("the push cannot be read: {0}")]
    Form(#[from] serde_json::Error),
    /// The signature is not the one that the secret gives.
    #[error("the signature is wrong")]
    Signature,
}

/// Reads a push and checks its signature: SHA-1 of msgId, msgType, staffInfo, createTime, content and the app's secret, the
/// two objects as the very text that came (signature rule, 3).
///
/// # Errors
/// When it is no push, or not signed with this secret. An empty secret takes nothing.
pub fn verified(body: &str, app_secret: &str) -> Result<Push, NotTaken> {
    let push: Push = serde_json::from_str(body)?;
    let create_time = push.create_time.get().trim_matches('"');
    let signed =
        [&push.msg_id, &push.msg_type, push.staff_info.get(), create_time, push.content.get(), app_secret].concat();
    if app_secret.is_empty() || !same_hex(&push.msg_signature, &sha1_hex(signed.as_bytes())) {
        return Err(NotTaken::Signature);
    }
    Ok(push)
}

/// The order in a push's content. Whatever is missing stays empty: the clerk fills it in.
///
/// # Errors
/// When the content is no object, or a member has another type than the page shows.
pub fn order(content: &str) -> Result<ServiceOrder, HandlerError> {
    // A list would be read as the members in their order.
    if !content.trim_start().starts_with('{') {
        return Err(HandlerError::Member("content"));
    }
    let OrderContent { car_info, pre_check_info, receive_base_id, staff_info } = serde_json::from_str(content)?;
    let owner = [car_info.car_owner_last_name, car_info.car_owner_first_name].into_iter().flatten();
    Ok(ServiceOrder {
        order_no: receive_base_id.as_ref().and_then(Node::to_integer),
        plate: car_info.car_num.unwrap_or_default(),
        vin: car_info.car_vin.unwrap_or_default(),
        brand: car_info.car_brand_name.unwrap_or_default(),
        trim: car_info.car_style_name.unwrap_or_default(),
        produced_at: car_info.car_production_date.as_ref().and_then(Node::to_integer).map(Moment),
        owner_name: owner.filter(|name| !name.trim().is_empty()).collect::<Vec<_>>().join(" "),
        owner_phone: car_info.car_owner_mobile.unwrap_or_default(),
        lights: pre_check_info.light_info.unwrap_or_default(),
        odometer_km: pre_check_info.odograph.as_ref().and_then(decimal),
        fuel_percent: pre_check_info.oil_gauge.as_ref().and_then(decimal),
        paint: pre_check_info.paints_info.unwrap_or_default().into_iter().map(finding).collect(),
        belongings: pre_check_info.personal_item_list.unwrap_or_default(),
        remark: pre_check_info.remark.unwrap_or_default(),
        received_by: staff_info.user_name.unwrap_or_default(),
    })
}

fn decimal(node: &Node) -> Option<Decimal> {
    node.text_or_number()?.trim().parse().ok()
}

fn finding(info: PaintInfo) -> PaintFinding {
    PaintFinding {
        position: info.position_name.or(info.position).unwrap_or_default(),
        finding: info.describe.unwrap_or_default(),
        pictures: info.images.unwrap_or_default(),
    }
}

/// The answer once a push is stored.
pub fn taken() -> String {
    answer(0, String::new())
}

/// The answer to what is not taken. AutoX3 tries again, six times.
pub fn refused(why: &NotTaken) -> String {
    answer(1, why.to_string())
}

/// The answer when something on our side broke. AutoX3 tries again.
pub fn failed() -> String {
    answer(1, "the shop cannot take it just now".to_owned())
}

fn answer(status: i64, error_info: String) -> String {
    // Three plain members are always JSON.
    to_canonical(&PushReply { data: (), error_info, status }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf %s 'm1' 't' '{"staffId": 380}' '1616502610117' '{"receiveBaseId": 6482}' 'secret' | sha1sum`
    const SIGNED: &str = "93636a79556e2d1f9bd123bca7d2d9e56c75ff40";

    fn push(signature: &str) -> String {
        format!(
            r#"{{"content":{{"receiveBaseId": 6482}},"createTime":1616502610117,"msgType":"t","msgSignature":"{signature}","msgId":"m1","staffInfo":{{"staffId": 380}}}}"#
        )
    }

    #[test]
    fn the_raw_text_is_what_is_signed() {
        assert!(verified(&push(SIGNED), "secret").is_ok());
        assert!(verified(&push(&SIGNED.to_ascii_uppercase()), "secret").is_ok(), "in either case");
        let with_text_time = push(SIGNED).replace("1616502610117,", "\"1616502610117\",");
        assert!(verified(&with_text_time, "secret").is_ok());
        let respaced = push(SIGNED).replace(": 6482", ":6482");
        assert!(matches!(verified(&respaced, "secret"), Err(NotTaken::Signature)));
        assert!(matches!(verified(&push(SIGNED), "another"), Err(NotTaken::Signature)));
        assert!(matches!(verified(&push(SIGNED), ""), Err(NotTaken::Signature)), "no secret takes nothing");
        assert!(matches!(verified("{}", "secret"), Err(NotTaken::Form(_))));
    }

    #[test]
    fn a_bare_order_is_an_order_with_blanks() {
        assert_eq!(order("{}").unwrap(), ServiceOrder::default());
        let odd = order(r#"{"carInfo":{"carNum":null},"preCheckInfo":{"odograph":"67000.5"},"unknown":1}"#).unwrap();
        assert_eq!(odd.odometer_km, Some("67000.5".parse().unwrap()));
        let without = order(r#"{"carInfo":null,"preCheckInfo":null,"staffInfo":null,"receiveBaseId":6482}"#).unwrap();
        assert_eq!(without, ServiceOrder { order_no: Some(6482), ..ServiceOrder::default() });
        assert!(order("[]").is_err());
    }

    #[test]
    fn the_answers_are_the_pages() {
        assert_eq!(taken(), r#"{"data":null,"errorInfo":"","status":0}"#);
        assert_eq!(refused(&NotTaken::Signature), r#"{"data":null,"errorInfo":"the signature is wrong","status":1}"#);
    }
}
