//! Bays along a street (DB4403/T 313, C.2): detectors begin and end stays, inspectors enter plates, debts are collected
//! later. A stay is not a lane's parking record: it has no gate, and at first no plate.

mod bays;
mod coupons;
mod lists;
mod payment;
mod which;

use lotdesk_domain::lot::LotKind;
use lotdesk_domain::street::{StreetRules, StreetStay};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::BillingSet;

use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

pub(crate) use bays::{report, report_state, set_plate, settle_bays};
pub(crate) use coupons::use_coupon;
pub(crate) use lists::{arrears, detail, list};
pub(crate) use payment::{paid, pay_cash, price_of, quote, quote_of, rate};
pub(crate) use which::{in_bay, is_known, owing_or_standing, standing};

/// The setting's name in the ledger.
const RULES: &str = "street_rules";

/// How detectors are read: as set up, or by the defaults.
pub(crate) fn street_rules(tx: &ReadTx<'_>) -> Result<StreetRules, Refusal> {
    match tx.billing_setting(RULES)? {
        Some(text) => serde_json::from_str(&text).map_err(Refusal::internal),
        None => Ok(StreetRules::default()),
    }
}

/// `street.rules`.
pub(crate) async fn rules(desk: &Desk, _who: Who, _request: Nothing) -> Result<StreetRules, Refusal> {
    desk.look(street_rules).await
}

/// `street.set_rules`.
pub(crate) async fn set_rules(desk: &Desk, who: Who, request: StreetRules) -> Result<Done, Refusal> {
    if request.jitter_seconds > 600 {
        return Err(Refusal::field("jitter_seconds", "须为 0 至 600 秒", "Takes 0 to 600 seconds."));
    }
    let text = serde_json::to_string(&request).map_err(Refusal::internal)?;
    desk.act(&who, move |act| {
        act.record(BillingSet { what: RULES.to_owned(), text }, None, None)?;
        Ok(Done {})
    })
    .await
}

pub(crate) fn no_such_stay() -> Refusal {
    Refusal::new(Code::NotFound, "没有这条泊位停车记录", "There is no such stay on the street.").at("stay_id")
}

/// True where bays have detectors and no gate.
pub(crate) const fn is_street(kind: LotKind) -> bool {
    matches!(kind, LotKind::OnStreet)
}

/// The stay in words, for reports and screens: its plate, or its bay.
pub(crate) fn car_of(stay: &StreetStay) -> String {
    stay.vehicle.as_ref().map_or_else(|| "未知车牌车辆".to_owned(), |vehicle| vehicle.plate.to_string())
}
