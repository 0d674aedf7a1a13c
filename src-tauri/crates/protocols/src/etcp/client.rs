//! Requests to ETCP and what its answers mean. No sockets: the caller carries the texts.

use lotdesk_domain::etcp::{LotsAsked, LotsPlace, PaidNotice, color_code, to_bd09};
use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::{Plate, PlateColor};
use serde::Serialize;

use super::sign::sign;
use super::values::Yuan;
use super::wire::{
    BindRequest, CodeRequest, HistoryRequest, LoginRequest, LotsRequest, PaidRequest, Plain, SignInRequest,
    StateRequest, UnbindRequest, UnpaidRequest,
};
use crate::json::{JsonError, Node, to_canonical};

/// A token is good for this long (8.3).
pub const TOKEN_LIVES_S: u64 = 24 * 3600;

/// 无效 token.
pub const BAD_TOKEN: &str = "20101";
/// 支付金额与应付金额不匹配.
pub const OTHER_AMOUNT: &str = "20206";

/// Path of a call, after the platform's address (sections 6 to 8).
pub fn path(call: &str) -> String {
    format!("/merchant/open/1.0.0/openapi/{call}")
}

/// `time_stamp`: `yyyyMMddHHmmss` on China's clock.
pub fn time_stamp(now: Moment) -> String {
    now.to_china().format("%Y%m%d%H%M%S").to_string()
}

/// The four parameters of every call (section 5).
pub fn parameters(merchant_no: &str, merchant_key: &str, data: &str, now: Moment) -> [(&'static str, String); 4] {
    let time_stamp = time_stamp(now);
    let sign = sign(data, merchant_key, &time_stamp);
    [("merchant_no", merchant_no.to_owned()), ("time_stamp", time_stamp), ("data", data.to_owned()), ("sign", sign)]
}

fn data<T: Serialize>(of: &T) -> String {
    // Texts and numbers in one level: this cannot fail.
    to_canonical(of).unwrap_or_default()
}

/// 8.1
pub fn code_data(phone: &str) -> String {
    data(&CodeRequest { mobile_phone: phone.to_owned() })
}

/// 8.2
pub fn login_data(phone: &str, code: &str, app_id: &str) -> String {
    data(&LoginRequest { mobile_phone: phone.to_owned(), code: code.to_owned(), app_id: app_id.to_owned() })
}

/// 8.3
pub fn sign_in_data(phone: &str, app_id: &str, plate: Option<&Plate>) -> String {
    let car_number = plate.map(ToString::to_string);
    data(&SignInRequest { mobile_phone: phone.to_owned(), app_id: app_id.to_owned(), car_number })
}

/// 8.4
pub fn bind_data(token: &str, plate: &Plate, color: Option<PlateColor>) -> String {
    let plate_color = color.and_then(color_code).map(str::to_owned);
    data(&BindRequest { token: token.to_owned(), plate_number: plate.to_string(), plate_color })
}

/// 8.5
pub fn unbind_data(token: &str, plate: &Plate) -> String {
    data(&UnbindRequest { token: token.to_owned(), plate_number: plate.to_string() })
}

/// 8.6
pub fn history_data(token: &str) -> String {
    data(&HistoryRequest { token: token.to_owned() })
}

/// 8.7
pub fn unpaid_data(token: &str, plate: &Plate, app_id: &str) -> String {
    let app_id = Some(app_id.to_owned());
    data(&UnpaidRequest { token: token.to_owned(), plate_number: plate.to_string(), app_id })
}

/// 8.9. The point goes out as Baidu's map has it; six decimals are a tenth of a metre.
pub fn lots_data(asked: &LotsAsked, token: Option<&str>) -> String {
    let (at, city) = match &asked.place {
        LotsPlace::Around { position, radius_m } => (Some((to_bd09(*position), *radius_m)), None),
        LotsPlace::City(city) => (None, Some(city.clone())),
    };
    data(&LotsRequest {
        lat: at.map(|(at, _)| format!("{:.6}", at.latitude)),
        lon: at.map(|(at, _)| format!("{:.6}", at.longitude)),
        radius: at.map(|(_, radius_m)| radius_m.to_string()),
        pay_type: Some(asked.pay_way.code().to_owned()),
        city,
        scroll_id: asked.scroll_id.clone().unwrap_or_default(),
        token: token.map(str::to_owned),
    })
}

/// 8.10
pub fn state_data(parking_id: &str, token: Option<&str>) -> String {
    data(&StateRequest { parking_id: parking_id.to_owned(), token: token.map(str::to_owned) })
}

/// The member of a stored notice that says whose token goes with it.
const ACCOUNT: &str = "account";

/// The notice of 8.8 as the outbox keeps it: the account in the token's place.
///
/// # Errors
/// Never for texts and a number.
pub fn paid_message(notice: &PaidNotice) -> Result<String, JsonError> {
    let message = PaidRequest {
        token: String::new(),
        order_id: notice.order_id.clone(),
        external_order_id: notice.external_order_id.clone(),
        payment: Yuan::of(notice.amount_fen),
        pay_time: notice.paid_at.to_datetime_text(),
        verification_info: notice.verification.clone(),
        app_id: None,
    };
    let mut root = Node::parse(&to_canonical(&message)?)?;
    root.take("token");
    if let Node::Object(members) = &mut root {
        members.insert(0, (ACCOUNT.to_owned(), Node::Text(notice.account_id.to_string())));
    }
    Ok(root.compact())
}

/// The account that a stored notice names.
pub fn account_of(message: &str) -> Option<String> {
    Node::parse(message).ok()?.get(ACCOUNT)?.as_text().map(str::to_owned)
}

/// `data` of 8.8: the stored notice with token and channel.
///
/// # Errors
/// When the stored notice is no object.
pub fn paid_data(message: &str, token: &str, app_id: &str) -> Result<String, JsonError> {
    let mut root = Node::parse(message)?;
    root.take(ACCOUNT);
    if let Node::Object(members) = &mut root {
        members.push(("appId".to_owned(), Node::Text(app_id.to_owned())));
        members.push(("token".to_owned(), Node::Text(token.to_owned())));
    }
    Ok(root.canonical())
}

/// Section 10, where a reply has no words of its own.
fn words_of(code: i64) -> &'static str {
    match code {
        1 => "失败",
        2 => "服务器异常",
        3 => "时间戳超时",
        4 => "签名校验非法",
        5 => "没有找到商户密钥",
        6 => "参数错误",
        7 => "更新订单失败",
        8 => "生产订单失败",
        20100 => "操作失败",
        20101 => "无效 token",
        20102 => "缺少必要参数",
        20201 => "手机号错误",
        20202 => "获取验证码失败",
        20203 => "手机验证码错误",
        20206 => "支付金额与应付金额不匹配",
        _ => "平台未说明原因",
    }
}

/// What an answer means: `code` 0 is success, 2 (服务器异常) leaves it open, anything else is a refusal in ETCP's words.
pub fn outcome(http_status: u16, body: &str) -> Outcome {
    let well = (200..300).contains(&http_status);
    match serde_json::from_str::<Plain>(body) {
        Ok(reply) if reply.code == 0 && well => Outcome::Accepted,
        Ok(reply) if reply.code == 2 => Outcome::Unknown { why: format!("2 {}", words(&reply)) },
        Ok(reply) if reply.code != 0 => Outcome::Refused { code: reply.code.to_string(), words: words(&reply) },
        Ok(_) => Outcome::Unknown { why: format!("HTTP {http_status} with an answer that says it is well") },
        Err(error) => match http_status {
            100..=199 | 300..=399 | 429 => Outcome::NotSent { why: format!("HTTP {http_status}") },
            400..=499 if http_status != 408 => {
                Outcome::Refused { code: format!("HTTP {http_status}"), words: "平台拒绝了请求".to_owned() }
            }
            _ => Outcome::Unknown { why: format!("HTTP {http_status}, and the answer cannot be read: {error}") },
        },
    }
}

fn words(reply: &Plain) -> String {
    if reply.message.trim().is_empty() { words_of(reply.code).to_owned() } else { reply.message.clone() }
}

/// Whether an answer is about the token and not about what was asked.
pub fn blames_token(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused { code, .. } if code == BAD_TOKEN)
}

/// Whether an answer is about who we are: merchant, key, signature or clock, which concern every call alike.
pub fn blames_merchant(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Refused { code, .. } if matches!(code.as_str(), "3" | "4" | "5" | "HTTP 401" | "HTTP 403"))
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::id::Guid;
    use lotdesk_domain::money::Fen;

    use super::*;

    fn notice() -> PaidNotice {
        PaidNotice {
            external_order_id: "20170612095857258937".into(),
            account_id: Guid::from_bytes([7; 16]),
            order_id: "58231364-19F8-4EF1-8FC1-5FC9F4C635EA".into(),
            amount_fen: Fen(800),
            paid_at: Moment::from_datetime_text("2017-06-12 09:58:58").unwrap(),
            verification: "FSED9/Xx".into(),
        }
    }

    #[test]
    fn token_and_channel_come_at_sending() {
        let stored = paid_message(&notice()).unwrap();
        assert!(!stored.contains("token"), "{stored}");
        assert_eq!(account_of(&stored).as_deref(), Some("07070707070707070707070707070707"));
        let sent = paid_data(&stored, "T", "ETCP").unwrap();
        assert_eq!(
            sent,
            r#"{"appId":"ETCP","externalOrderId":"20170612095857258937","orderId":"58231364-19F8-4EF1-8FC1-5FC9F4C635EA","payTime":"2017-06-12 09:58:58","payment":8.00,"token":"T","verificationInfo":"FSED9/Xx"}"#
        );
    }

    #[test]
    fn four_parameters_go_with_every_call() {
        let now = Moment::from_datetime_text("2017-07-21 13:24:52").unwrap();
        let data = r#"{"param1":"value1","param2":"value2","param3":"value3"}"#;
        let [merchant, stamp, sent, sign] = parameters("m", "noxxxxx", data, now);
        assert_eq!((merchant.1.as_str(), stamp.1.as_str(), sent.1.as_str()), ("m", "20170721132452", data));
        assert_eq!(sign.1, "A3DE1813F4DDBADFC18555E18A2E579D", "section 5.4");
    }

    #[test]
    fn what_answers_mean() {
        let refused = |code: &str, words: &str| Outcome::Refused { code: code.into(), words: words.into() };
        assert_eq!(outcome(200, r#"{"code":0,"message":"ok"}"#), Outcome::Accepted);
        assert_eq!(outcome(200, r#"{"code":"0","message":"ok","data":[]}"#), Outcome::Accepted);
        assert_eq!(outcome(200, r#"{"code":20206,"message":""}"#), refused("20206", "支付金额与应付金额不匹配"));
        assert_eq!(outcome(200, r#"{"code":1,"message":"忙"}"#), refused("1", "忙"));
        for open in [r#"{"code":2,"message":"x"}"#, "<html>", "{}", "[]"] {
            assert!(matches!(outcome(200, open), Outcome::Unknown { .. }), "{open}");
        }
        assert!(matches!(outcome(502, r#"{"code":0,"message":"ok"}"#), Outcome::Unknown { .. }));
        assert!(matches!(outcome(504, ""), Outcome::Unknown { .. }));
        assert!(matches!(outcome(302, ""), Outcome::NotSent { .. }));
        assert!(blames_token(&refused("20101", "")) && !blames_token(&refused("20206", "")));
        assert!(blames_merchant(&refused("4", "")) && !blames_merchant(&refused("6", "")));
    }

    #[test]
    fn a_point_goes_out_on_baidus_map_and_never_with_a_city() {
        let asked = |place| LotsAsked { place, pay_way: Default::default(), scroll_id: None };
        let position = lotdesk_domain::position::Position { longitude: 116.397_428, latitude: 39.909_23 };
        let around = lots_data(&asked(LotsPlace::Around { position, radius_m: 500 }), None);
        assert!(around.contains(r#""lon":"116.40"#) && around.contains(r#""radius":"500""#), "{around}");
        assert!(!around.contains("city"), "{around}");
        let city = lots_data(&asked(LotsPlace::City("北京市".into())), Some("T"));
        assert_eq!(city, r#"{"city":"北京市","payType":"0","scrollId":"","token":"T"}"#);
    }
}
