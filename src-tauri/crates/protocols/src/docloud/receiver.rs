//! What docloud pushes: changes of orders, and news of watched cars. Verified over query and body first; stored by the caller;
//! read after that.

use lotdesk_domain::violation::{OrderNews, WatchNews};

use super::map;
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
    fn what_is_none_is_refused() {
        for body in ["", "[]", "{}", r#"{"success":true}"#, r#"{"success":true,"data":{}}"#, "[true,null,null,null]"] {
            assert!(order(body).is_err(), "{body}");
            assert!(monitor(body).is_err(), "{body}");
        }
        let status = r#"{"success":true,"data":{"orderId":1,"orderStatus":9,"violations":[]}}"#;
        assert!(order(status).is_err(), "a state that the dictionary does not have");
    }
}
