//! What docloud pushes: changes of orders, and news of watched cars. Verified over query and body first, then held against our
//! clock; stored by the caller; read after that.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::violation::{OrderNews, WatchNews};

use super::map;
use super::sign::{SignedQuery, verified_query};
use super::wire::{MonitorPush, OrderPush, Reply};
use crate::interface::HandlerError;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Push {
    /// 订单状态变更通知
    Order,
    /// 车辆违章信息变更通知
    Monitor,
}

impl Push {
    /// The interface's name.
    pub const fn interface(self) -> &'static str {
        match self {
            Push::Order => "callback-order",
            Push::Monitor => "callback-monitor",
        }
    }
}

/// Why a push is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// No text.
    #[error("the push is no text")]
    Form,
    /// Query and body do not fit the signature.
    #[error("the signature is wrong")]
    Signature,
    /// It was signed too long ago, or ahead of our clock.
    #[error("the timestamp is out of the window")]
    Stale,
}

impl NotTaken {
    /// The dictionary's code (错误码字典): 1005 for a signature; a parameter that is not as it should be, 1001, for the rest. It has
    /// none for a message that is too old.
    pub const fn code(self) -> u32 {
        match self {
            NotTaken::Signature => 1005,
            NotTaken::Form | NotTaken::Stale => 1001,
        }
    }

    /// In words.
    pub const fn zh(self) -> &'static str {
        match self {
            NotTaken::Form => "格式无法识别",
            NotTaken::Signature => "签名不符",
            NotTaken::Stale => "timestamp 超出时限",
        }
    }
}

/// Who pushes, as agreed with docloud.
#[derive(Clone, Copy, Debug)]
pub struct Agreed<'a> {
    /// The account.
    pub app_key: &'a str,
    /// The secret that both sides know.
    pub app_secret: &'a str,
    /// How far `timestamp` may lie from our clock, in milliseconds.
    pub window_ms: i64,
}

/// Checks the signature of a push, then its time.
///
/// # Fresh, and once
/// By docloud's page (订单状态变更通知 and 车辆违章信息变更通知, 安全加密) a callback's query carries `app_key`, `timestamp` and `sign`,
/// and the signature covers the two and the body (签名规则); `timestamp` is UTC in milliseconds (公共参数). That is all there is:
/// a message has no number, and the page says neither how long one holds nor how it is told again. Our rule:
///
/// - `timestamp` may lie `window_ms` from our clock either way, ten minutes unless the profile says otherwise. What is older,
///   ahead, or in seconds (as in the page's PHP sample) is refused with 1001 in docloud's own form, and kept to be looked at.
/// - Within the window the very same message, by its sorted query and its body, gets the first answer and has no second effect.
/// - The same news under another `timestamp` is another message; whether it says anything new is for the ledger to tell.
///
/// # Errors
/// When it is no text, is not signed with this secret, or comes out of its time. Without a secret nothing is taken.
pub fn verified<'a>(
    query: &str,
    body: &'a [u8],
    agreed: &Agreed<'_>,
    now: Moment,
) -> Result<(SignedQuery, &'a str), NotTaken> {
    let text = std::str::from_utf8(body).map_err(|_| NotTaken::Form)?;
    let signed = verified_query(agreed.app_key, agreed.app_secret, query, text).ok_or(NotTaken::Signature)?;
    let off_ms = signed.at.map(|at| now.0.saturating_sub(at.0).saturating_abs());
    match off_ms {
        Some(off_ms) if off_ms <= agreed.window_ms => Ok((signed, text)),
        _ => Err(NotTaken::Stale),
    }
}

/// Reads news of an order.
///
/// # Errors
/// When it is none, or has no data.
pub fn order(body: &str) -> Result<OrderNews, HandlerError> {
    let push: Reply<OrderPush> = object(body)?;
    map::order_push(push.data.ok_or(HandlerError::Member("data"))?).ok_or(HandlerError::Member("orderStatus"))
}

/// Reads news of a watched car.
///
/// # Errors
/// When it is none, or has no data.
pub fn monitor(body: &str) -> Result<WatchNews, HandlerError> {
    let push: Reply<MonitorPush> = object(body)?;
    Ok(map::monitor_push(push.success, push.data.ok_or(HandlerError::Member("data"))?))
}

/// A list would be read as the members in their order.
fn object<T: serde::de::DeserializeOwned>(body: &str) -> Result<Reply<T>, HandlerError> {
    let body = body.trim_start_matches('\u{feff}').trim();
    if !body.starts_with('{') {
        return Err(HandlerError::Member("data"));
    }
    Ok(serde_json::from_str(body)?)
}

/// The answer once a push is stored.
pub const TAKEN: &str = r#"{"success":true}"#;

/// The answer to what is not taken, in the form of docloud's own refusals.
pub fn refused(code: u32, words: &str) -> String {
    serde_json::json!({ "success": false, "errCode": code, "message": words }).to_string()
}

#[cfg(test)]
mod tests {
    use lotdesk_domain::money::Fen;
    use lotdesk_domain::violation::{PlatformStatus, Processing};

    use super::*;
    use crate::docloud::sign::signed_query;

    #[test]
    fn the_pages_own_pushes_are_read() {
        let news = order(
            r#"{"success": true, "data": {"orderId": 1321321, "orderStatus": 1, "orderStatusTime": "2016-06-06 12:32:38",
                "refundMoney" : 200.00, "violations": [{"code": "1232-D1", "process_status": "2"}]}}"#,
        )
        .unwrap();
        assert_eq!(
            (news.order_id, news.status, news.refund_fen),
            (1_321_321, PlatformStatus::Created, Some(Fen(20_000)))
        );
        assert_eq!(news.violations[0].processing, Some(Processing::UnderWay));
        let wrong = monitor(
            r#"{"success":false,"data":{"plateNumber":" 浙A88888","code":"1032","message":"车架号或发动机号位数错误"}}"#,
        )
        .unwrap();
        assert_eq!(wrong.plate, "浙A88888");
        assert_eq!(wrong.news, Err(("1032".to_owned(), "车架号或发动机号位数错误".to_owned())));
    }

    #[test]
    fn what_is_old_or_ahead_is_refused_whoever_signed_it() {
        let agreed = Agreed { app_key: "K", app_secret: "S", window_ms: 600_000 };
        let sent = Moment(1_490_769_858_578);
        let said = |query: &str, now: i64| verified(query, b"{}", &agreed, Moment(now)).map(|(signed, _)| signed.at);
        let query = signed_query("K", "S", &[], "{}", sent);
        for (off_ms, fresh) in [(0, true), (600_000, true), (600_001, false), (-600_000, true), (-600_001, false)] {
            let wanted = if fresh { Ok(Some(sent)) } else { Err(NotTaken::Stale) };
            assert_eq!(said(&query, sent.0 + off_ms), wanted, "{off_ms}");
        }
        let forged = query.replace("timestamp=1490769858578", "timestamp=1490769858579");
        assert_eq!(said(&forged, sent.0), Err(NotTaken::Signature));
        // In seconds, as the page's PHP sample has it: half a century ago.
        let seconds = signed_query("K", "S", &[], "{}", Moment(sent.0 / 1000));
        assert_eq!(said(&seconds, sent.0), Err(NotTaken::Stale));
        let far = signed_query("K", "S", &[], "{}", Moment(i64::MIN));
        assert_eq!(said(&far, sent.0), Err(NotTaken::Stale), "no overflow lets it pass");
        assert_eq!(verified(&query, &[0xFF], &agreed, sent), Err(NotTaken::Form));
    }

    #[test]
    fn what_is_none_is_refused() {
        for body in ["", "[]", "{}", r#"{"success":true}"#, r#"{"success":true,"data":{}}"#, "[true,null,null,null]"] {
            assert!(order(body).is_err(), "{body}");
            assert!(monitor(body).is_err(), "{body}");
        }
        let status = r#"{"success":true,"data":{"orderId":1,"orderStatus":9,"violations":[]}}"#;
        assert!(order(status).is_err(), "a state that the dictionary does not have");
    }
}
