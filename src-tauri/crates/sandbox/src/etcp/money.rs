//! Cars in its lots, what they owe, and payments (8.6 to 8.8).

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::Node;
use lotdesk_protocols::sign::md5_hex_upper;

use super::check::{No, fen, moment, no, plate, text, yuan};
use super::lots::OWN_LOTS;
use super::{Etcp, State};

/// Each begun hour costs this.
const HOUR_FEN: i64 = 400;
const HOUR_MS: i64 = 3_600_000;
/// History goes back so far.
const HISTORY_MS: i64 = 7 * 24 * HOUR_MS;

/// A car that stands, or stood, in one of its lots.
#[derive(Clone)]
pub(super) struct Parked {
    pub(super) order_id: String,
    pub(super) syn_id: String,
    pub(super) plate: String,
    /// Which of its lots.
    pub(super) lot: usize,
    pub(super) entered_at: Moment,
    pub(super) left_at: Option<Moment>,
    /// 长租车位 ID; empty for a temporary car.
    pub(super) fixed_space: String,
    pub(super) paid_fen: i64,
    pub(super) cash_fen: i64,
    /// What the last answer to a question for the fee said was left.
    quoted_fen: Option<i64>,
}

/// A payment that it was told of, by its external number.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Notice {
    order_id: String,
    amount_fen: i64,
    pay_time: String,
    pay_order_id: String,
}

impl Parked {
    /// 总停车费 until now, or until it left.
    pub(super) fn fee_fen(&self, now: Moment, raised_fen: i64) -> i64 {
        if !self.fixed_space.is_empty() {
            return 0;
        }
        let until = self.left_at.unwrap_or(now);
        let hours = (until.0 - self.entered_at.0).max(1).div_euclid(HOUR_MS) + 1;
        hours * HOUR_FEN + if self.left_at.is_none() { raised_fen } else { 0 }
    }

    fn verification(&self, key: &str) -> String {
        let left = self.quoted_fen.unwrap_or_default();
        format!("{}/+=", md5_hex_upper(format!("{}{left}{key}", self.order_id).as_bytes()))
    }
}

fn member(name: &str, node: Node) -> (String, Node) {
    (name.to_owned(), node)
}

fn words(name: &str, text: impl Into<String>) -> (String, Node) {
    member(name, Node::Text(text.into()))
}

impl Etcp {
    /// Parks a car in the first lot; the order's number.
    pub(super) fn park(&self, plate: &str, minutes_ago: i64) -> String {
        let entered_at = self.now().plus_minutes(-minutes_ago);
        self.enter(plate, 0, entered_at, String::new()).order_id
    }

    pub(super) fn enter(&self, plate: &str, lot: usize, entered_at: Moment, fixed_space: String) -> Parked {
        let parked = Parked {
            order_id: self.config.guids.next_guid().to_string(),
            syn_id: self.config.guids.next_guid().to_string().to_lowercase(),
            plate: plate.to_owned(),
            lot,
            entered_at,
            left_at: None,
            fixed_space,
            paid_fen: 0,
            cash_fen: 0,
            quoted_fen: None,
        };
        self.state().cars.push(parked.clone());
        parked
    }

    /// A car leaves; what it still owes is paid in cash at the exit.
    pub(super) fn leave(&self, syn_id: &str, at: Moment) -> Option<Parked> {
        let mut state = self.state();
        let raised = state.raised_fen;
        let car = state.cars.iter_mut().find(|car| car.syn_id == syn_id && car.left_at.is_none())?;
        pay_in_cash(car, at, raised);
        Some(car.clone())
    }

    /// 8.6
    pub(super) fn history(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        state.of_token(text(data, "token"), now)?;
        let mut over: Vec<&Parked> = state
            .cars
            .iter()
            .filter(|car| car.left_at.is_some() && car.entered_at.0 > now.0 - HISTORY_MS && car.fixed_space.is_empty())
            .collect();
        over.sort_by_key(|car| std::cmp::Reverse(car.entered_at));
        let items = over.into_iter().take(50).map(|car| {
            let (id, name) = OWN_LOTS[car.lot % OWN_LOTS.len()];
            let decimal = |fen: i64| {
                let text = yuan(fen);
                if text.contains('.') { text } else { format!("{text}.0") }
            };
            Node::Object(vec![
                words("parkingName", name),
                words("entranceTime", car.entered_at.to_datetime_text()),
                words("exitTime", car.left_at.unwrap_or(now).to_datetime_text()),
                words("parkingFee", decimal(car.paid_fen + car.cash_fen)),
                words("actual", decimal(car.cash_fen)),
                words("parkingId", id.to_string()),
                words("orderId", &car.order_id),
                words("carNumber", &car.plate),
            ])
        });
        Ok(Some(Node::List(items.collect())))
    }

    /// 8.7
    pub(super) fn unpaid(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let plate = plate(text(data, "plateNumber"))?;
        state.of_token(text(data, "token"), now)?;
        let raised = state.raised_fen;
        let key = &self.config.merchant_key;
        let mut items = Vec::new();
        for car in state.cars.iter_mut().filter(|car| car.plate == plate && car.left_at.is_none()) {
            let fee = car.fee_fen(now, raised);
            let left = (fee - car.paid_fen).max(0);
            car.quoted_fen = Some(left);
            let (id, name) = OWN_LOTS[car.lot % OWN_LOTS.len()];
            let masked: String = {
                let all: Vec<char> = plate.chars().collect();
                let end: String = all[all.len() - 2..].iter().collect();
                format!("{}****{end}", all[0])
            };
            items.push(Node::Object(vec![
                words("carNumber", masked),
                words("entranceTime", car.entered_at.to_datetime_text()),
                words("exitTime", now.to_datetime_text()),
                words("orderId", &car.order_id),
                member("parkingFee", Node::Number(yuan(fee))),
                member("parkingId", Node::Number(id.to_string())),
                words("parkingName", name),
                member("remainingFee", Node::Number(yuan(left))),
                words("verificationInfo", car.verification(key)),
            ]));
        }
        Ok(Some(Node::List(items)))
    }

    /// 8.8: an external number that it knows gets the first answer.
    pub(super) fn paid(&self, state: &mut State, data: &Node, now: Moment) -> Result<Option<Node>, No> {
        let payment = fen(data.get("payment")).ok_or_else(|| no(6, "参数错误：payment"))?;
        moment(text(data, "payTime")).ok_or_else(|| no(6, "参数错误：payTime"))?;
        state.of_token(text(data, "token"), now)?;
        let (order_id, external) = (text(data, "orderId"), text(data, "externalOrderId"));
        if let Some(known) = state.paid.get(external) {
            if known.order_id != order_id || known.amount_fen != payment {
                return Err(no(8, "外部订单号重复"));
            }
            return Ok(Some(answer(known, external)));
        }
        let raised = state.raised_fen;
        let key = &self.config.merchant_key;
        let car = state.cars.iter_mut().find(|car| car.order_id == order_id);
        let car = car.ok_or_else(|| no(7, "更新订单失败：没有该停车订单"))?;
        if car.left_at.is_some() {
            return Err(no(7, "更新订单失败：车辆已出场"));
        }
        if car.quoted_fen.is_none() || text(data, "verificationInfo") != car.verification(key) {
            return Err(no(6, "参数错误：verificationInfo"));
        }
        let left = (car.fee_fen(now, raised) - car.paid_fen).max(0);
        if payment != left || payment == 0 {
            return Err(no(20206, "支付金额与应付金额不匹配"));
        }
        car.paid_fen += payment;
        let notice = Notice {
            order_id: order_id.to_owned(),
            amount_fen: payment,
            pay_time: text(data, "payTime").to_owned(),
            pay_order_id: format!("no{}", self.config.guids.next_guid()),
        };
        let said = answer(&notice, external);
        state.paid.insert(external.to_owned(), notice);
        Ok(Some(said))
    }
}

/// The rest is paid at the exit.
pub(super) fn pay_in_cash(car: &mut Parked, at: Moment, raised_fen: i64) {
    let fee = car.fee_fen(at, raised_fen);
    car.cash_fen = (fee - car.paid_fen).max(0);
    car.left_at = Some(at);
}

fn answer(notice: &Notice, external: &str) -> Node {
    Node::Object(vec![
        words("externalOrderId", external),
        words("orderId", &notice.order_id),
        words("payOrderId", &notice.pay_order_id),
        words("payTime", &notice.pay_time),
        member("payment", Node::Number(yuan(notice.amount_fen))),
    ])
}
