//! The document's tables, as ETCP reads them: which members a call has, of which kind, and the codes of section 10.

use chrono::NaiveDateTime;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::md5_hex_upper;

use super::EtcpConfig;

/// A code of section 10 with its words.
pub(super) type No = (i64, String);

/// A call is taken within this time of its time stamp, in milliseconds.
const WINDOW_MS: i64 = 10 * 60_000;

/// A call, whether it is a GET, and its members: name, whether it must be there.
type Call = (&'static str, bool, &'static [(&'static str, bool)]);

/// The calls of section 8.
pub(super) const CALLS: [Call; 10] = [
    ("uservalidatecode", true, &[("mobilePhone", true)]),
    ("userlogin", false, &[("mobilePhone", true), ("code", true), ("appId", true)]),
    ("usersignin", false, &[("mobilePhone", true), ("appId", true), ("carNumber", false)]),
    ("bindcar", false, &[("token", true), ("plateNumber", true), ("plateColor", false)]),
    ("unbindcar", false, &[("token", true), ("plateNumber", true)]),
    ("orderhistory", true, &[("token", true)]),
    ("orderunpay", true, &[("token", true), ("plateNumber", true), ("appId", false)]),
    (
        "orderpaid",
        false,
        &[
            ("token", true),
            ("orderId", true),
            ("externalOrderId", true),
            ("payment", true),
            ("payTime", true),
            ("verificationInfo", true),
            ("appId", false),
        ],
    ),
    (
        "surroundingparking",
        false,
        &[
            ("lat", false),
            ("lon", false),
            ("radius", false),
            ("payType", false),
            ("city", false),
            ("scrollId", false),
            ("token", false),
        ],
    ),
    ("parkingstatus", false, &[("parkingId", true), ("token", false)]),
];

pub(super) fn no(code: i64, words: impl Into<String>) -> No {
    (code, words.into())
}

/// The four parameters (section 5); `data` read.
pub(super) fn parameters(config: &EtcpConfig, given: &[(String, String)], now: Moment) -> Result<(String, Node), No> {
    let one = |name: &str| {
        let mut all = given.iter().filter(|(key, _)| key == name);
        match (all.next(), all.next()) {
            (Some((_, text)), None) if !text.is_empty() => Ok(text.as_str()),
            _ => Err(no(20102, format!("缺少必要参数{name}"))),
        }
    };
    let (merchant_no, stamp, data, sign) = (one("merchant_no")?, one("time_stamp")?, one("data")?, one("sign")?);
    if given.len() != 4 {
        return Err(no(6, "参数错误：只应有四个公共参数"));
    }
    if merchant_no != config.merchant_no {
        return Err(no(5, "没有找到商户密钥"));
    }
    if sign != md5_hex_upper([data, &config.merchant_key, stamp].concat().as_bytes()) {
        return Err(no(4, "签名校验非法"));
    }
    let at = NaiveDateTime::parse_from_str(stamp, "%Y%m%d%H%M%S").ok().filter(|_| stamp.len() == 14);
    let at = Moment::from_china(at.ok_or_else(|| no(6, "参数错误：time_stamp"))?);
    // The stamp has whole seconds.
    if (now.0 - at.0).abs() > WINDOW_MS {
        return Err(no(3, "时间戳超时"));
    }
    let node = Node::parse(data).map_err(|why| no(6, format!("参数错误：data {why}")))?;
    Ok((data.to_owned(), node))
}

/// Exactly the table's members, all of them texts but the amount.
pub(super) fn members(call: &str, data: &Node) -> Result<(), No> {
    let Node::Object(given) = data else { return Err(no(6, "参数错误：data 应为对象")) };
    let wanted = CALLS.iter().find(|(name, ..)| *name == call).map_or(&[][..], |(_, _, members)| members);
    for (name, must) in wanted {
        match data.get(name) {
            None if *must => return Err(no(20102, format!("缺少必要参数{name}"))),
            None => {}
            Some(Node::Number(_)) if *name == "payment" => {}
            Some(Node::Text(text)) if text.is_empty() && *must => {
                return Err(no(20102, format!("缺少必要参数{name}")));
            }
            Some(Node::Text(text)) if *name == "scrollId" || !text.is_empty() => {}
            Some(_) => return Err(no(6, format!("参数错误：{name}"))),
        }
    }
    match given.iter().find(|(key, _)| !wanted.iter().any(|(name, _)| name == key)) {
        Some((key, _)) => Err(no(6, format!("参数错误：多余的{key}"))),
        None => Ok(()),
    }
}

pub(super) fn text<'a>(data: &'a Node, name: &str) -> &'a str {
    data.get(name).and_then(Node::as_text).unwrap_or_default()
}

/// 11 digits that begin with 1.
pub(super) fn phone(data: &Node) -> Result<String, No> {
    let text = text(data, "mobilePhone");
    let well = text.len() == 11 && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit());
    if well { Ok(text.to_owned()) } else { Err(no(20201, "手机号错误")) }
}

/// A plate of 7 characters, of new-energy cars 8, without a blank.
pub(super) fn plate(text: &str) -> Result<String, No> {
    let all: Vec<char> = text.chars().collect();
    let ascii = all.iter().filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit()).count();
    let well = matches!(all.len(), 7 | 8) && ascii + 2 >= all.len() && !text.contains(char::is_whitespace);
    if well { Ok(text.to_owned()) } else { Err(no(6, "参数错误：车牌号码")) }
}

/// `yyyy-MM-dd HH:mm:ss`
pub(super) fn moment(text: &str) -> Option<Moment> {
    let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok();
    read.filter(|_| text.len() == 19).map(Moment::from_china)
}

/// An amount in 元 with two decimals at most, in 分.
pub(super) fn fen(node: Option<&Node>) -> Option<i64> {
    let text = node?.text_or_number()?;
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || rest.len() > 2 || whole.len() > 9 {
        return None;
    }
    let cents: i64 = format!("{rest:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + cents)
}

/// An amount as the document writes it: `2`, `5.5`.
pub(super) fn yuan(fen: i64) -> String {
    let text = format!("{}.{:02}", fen / 100, fen % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
