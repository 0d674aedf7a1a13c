//! Holds what we push against tables B.4, B.16, B.17, B.19 and B.20 before it is queued: lengths, forms, sums. Types and
//! decimals cannot be wrong, the wire types see to that.

use crate::appendix_b::{CheckOrdersRequest, ConnectorStateInfo, OrderInfo};

/// A number of `StartChargeSeq`'s form: exactly 27 characters.
const SEQ_CHARACTERS: usize = 27;
const CONNECTOR_CHARACTERS: usize = 26;

/// What is wrong with a message, for the window; none when it may be sent.
#[derive(Debug, Default)]
struct Found(Vec<String>);

impl Found {
    fn unless(&mut self, fine: bool, field: &str, table: &str, rule: &str) {
        if !fine {
            self.0.push(format!("{field}：{rule}（表 {table}）"));
        }
    }

    fn words(self) -> Option<String> {
        if self.0.is_empty() { None } else { Some(self.0.join("；")) }
    }
}

fn connector_id(found: &mut Found, id: &str, table: &str) {
    let fits = (1..=CONNECTOR_CHARACTERS).contains(&id.chars().count());
    found.unless(fits, "ConnectorID", table, "须为 1 至 26 个字符");
}

fn seq(found: &mut Found, field: &str, text: &str, table: &str) {
    found.unless(text.chars().count() == SEQ_CHARACTERS, field, table, "须为 27 个字符");
}

/// Table B.4.
pub fn connector(item: &ConnectorStateInfo) -> Option<String> {
    let mut found = Found::default();
    connector_id(&mut found, &item.connector_id.0, "B.4");
    found.words()
}

/// Tables B.16 and B.17.
pub fn order(info: &OrderInfo) -> Option<String> {
    let mut found = Found::default();
    seq(&mut found, "StartChargeSeq", &info.seq.0, "B.16");
    connector_id(&mut found, &info.connector_id.0, "B.16");
    found.unless(info.start_time.0 <= info.end_time.0, "EndTime", "B.16", "不能早于开始时间");
    let sum = info.total_elec_money.0.checked_add(info.total_service_money.0);
    found.unless(sum == Some(info.total_money.0), "TotalMoney", "B.16", "须等于总电费与总服务费之和");
    let details = info.details.as_deref().unwrap_or_default();
    found.unless(details.len() <= 32, "ChargeDetails", "B.16", "最多 32 个时段");
    if !details.is_empty() {
        let energy: i64 = details.iter().map(|d| d.power.0).sum();
        found.unless(energy == info.total_power.0, "TotalPower", "B.16", "须等于各时段电量之和");
    }
    for detail in details {
        found.unless(detail.start_time.0 <= detail.end_time.0, "DetailEndTime", "B.17", "不能早于开始时间");
    }
    found.words()
}

/// Tables B.19 and B.20.
pub fn reconciliation(request: &CheckOrdersRequest) -> Option<String> {
    let mut found = Found::default();
    seq(&mut found, "CheckOrderSeq", &request.seq.0, "B.19");
    found.unless(request.start_time.0 <= request.end_time.0, "EndTime", "B.19", "不能早于开始时间");
    let count = i64::try_from(request.orders.len()).ok();
    found.unless(count == Some(request.order_count.0), "OrderCount", "B.19", "须等于订单列表的数量");
    let power: i64 = request.orders.iter().map(|o| o.total_power.0).sum();
    found.unless(power.checked_mul(100) == Some(request.total_power.0), "TotalOrderPower", "B.19", "须等于各订单之和");
    let money: i64 = request.orders.iter().map(|o| o.total_money.0).sum();
    found.unless(money == request.total_money.0, "TotalOrderMoney", "B.19", "须等于各订单之和");
    for order in &request.orders {
        seq(&mut found, "StartChargeSeq", &order.seq.0, "B.20");
    }
    found.words()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appendix_b::{At, ChargeDetailItem, CheckedOrder, Fixed, Str, Whole};
    use lotdesk_domain::moment::Moment;

    const SEQ: &str = "123456789000000201607290001";

    fn info() -> OrderInfo {
        let (from, to) = (At(Moment(0)), At(Moment(60_000)));
        OrderInfo {
            seq: Str::from(SEQ),
            connector_id: Str::from("1"),
            start_time: from,
            end_time: to,
            total_power: Fixed(100),
            total_elec_money: Fixed(60),
            total_service_money: Fixed(40),
            total_money: Fixed(100),
            stop_reason: Whole(0),
            sum_period: Some(Whole(1)),
            details: Some(vec![ChargeDetailItem {
                start_time: from,
                end_time: to,
                elec_price: None,
                service_price: None,
                power: Fixed(100),
                elec_money: None,
                service_money: None,
            }]),
        }
    }

    #[test]
    fn an_order_that_does_not_add_up_is_held() {
        assert_eq!(order(&info()), None);
        let held = |change: fn(&mut OrderInfo)| {
            let mut broken = info();
            change(&mut broken);
            order(&broken).unwrap()
        };
        assert!(held(|o| o.seq = Str::from("1")).contains("StartChargeSeq"));
        assert!(held(|o| o.connector_id = Str::from("")).contains("ConnectorID"));
        assert!(held(|o| o.end_time = At(Moment(-1))).contains("EndTime"));
        assert!(held(|o| o.total_money = Fixed(99)).contains("TotalMoney"));
        assert!(held(|o| o.total_power = Fixed(99)).contains("TotalPower"));
    }

    #[test]
    fn a_reconciliation_counts_and_adds_up() {
        let line = CheckedOrder { seq: Str::from(SEQ), total_power: Fixed(1_250), total_money: Fixed(1_550) };
        let mut request = CheckOrdersRequest {
            seq: Str::from(SEQ),
            start_time: At(Moment(0)),
            end_time: At(Moment(1)),
            order_count: Whole(1),
            total_power: Fixed(125_000),
            total_money: Fixed(1_550),
            orders: vec![line],
        };
        assert_eq!(reconciliation(&request), None);
        request.total_power = Fixed(1_250);
        request.order_count = Whole(2);
        let words = reconciliation(&request).unwrap();
        assert!(words.contains("OrderCount") && words.contains("TotalOrderPower"), "{words}");
    }
}
