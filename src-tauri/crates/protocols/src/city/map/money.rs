//! Orders, coupons and refunds: 5007, the list in 5008, 5009, and the answer to 6006.

use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Draft;
use lotdesk_domain::order::{ChargeType, CouponKind, Discount, ParkOrder};
use lotdesk_domain::refund::Refund;

use super::draft;
use super::record::{about, pay_type};
use crate::city::wire::form::{DateTime, Double, Int, Text, Yuan};
use crate::city::wire::money as wire;
use crate::city::wire::record::{CouponType, DiscountRecord};

/// Asking for money holds nothing back: a payment and an exit are true whether or not the platform takes the order.
pub fn payment_requested(order: &ParkOrder, lot: &Lot) -> Draft {
    let item = park_order(order, &lot.park_code);
    Draft { holds_back: false, ..draft("5007", order.order_no.clone(), about(order.record_id), &item) }
}

pub fn refunded(refund: &Refund) -> Draft {
    let item = wire::RefundInfo {
        id: refund.id,
        order_no: Text(refund.order_no.clone()),
        time: DateTime(refund.at),
        refund_money: Yuan(refund.amount_fen),
        refund_type: pay_type(refund.pay_type),
        refund_from: refund.refund_from.clone(),
    };
    draft("5009", refund.id.to_string(), about(refund.record_id), &item)
}

/// An order in the table's form.
pub fn park_order(order: &ParkOrder, park_code: &str) -> wire::ParkOrder {
    wire::ParkOrder {
        order_no: Text(order.order_no.clone()),
        record_id: Some(order.record_id),
        park_code: Text(park_code.to_owned()),
        space_no: order.space_no.clone().map(Text),
        plate_no: order.plate.clone(),
        enter_time: DateTime(order.entered_at),
        charging_start: DateTime(order.charging_start),
        charging_duration: Int(order.charging_minutes.into()),
        leave_time: order.left_at.map(DateTime),
        paid_amount: Yuan(order.paid_fen),
        receivables: Yuan(order.receivable_fen),
        other_fee: Yuan(order.other_fen),
        discount: Yuan(order.discount_fen),
        charging_fee: Yuan(order.charging_fen),
        charge_type: Some(charge_type(order.charge_type)),
        free_minute: Some(Int(order.free_minutes.into())),
        surplus_minute: Some(Int(order.surplus_minutes.into())),
    }
}

const fn charge_type(charge_type: ChargeType) -> wire::ChargeTypeCode {
    match charge_type {
        ChargeType::Normal => wire::ChargeTypeCode::Normal,
        ChargeType::FreeMinutes => wire::ChargeTypeCode::FreeMinutes,
        ChargeType::Free => wire::ChargeTypeCode::Free,
        ChargeType::AboveCap => wire::ChargeTypeCode::AboveCap,
        ChargeType::FreeByDiscount => wire::ChargeTypeCode::FreeByDiscount,
        ChargeType::Other => wire::ChargeTypeCode::Other,
    }
}

/// The list of a payment's coupons; none where none was used.
pub fn discounts(discounts: &[Discount]) -> Option<Vec<DiscountRecord>> {
    let record = |discount: &Discount| DiscountRecord {
        id: discount.id,
        coupon_no: discount.coupon_no.clone().map(Text),
        coupon_type: coupon_type(discount.coupon.kind()),
        coupon_value: Double(discount.coupon.value().normalize().to_string()),
        discount_channel: discount.channel.clone(),
        channel_org_code: discount.channel_org_code.clone().map(Text),
    };
    (!discounts.is_empty()).then(|| discounts.iter().map(record).collect())
}

/// A kind of coupon by its code in table 16.
pub const fn coupon_type(kind: CouponKind) -> CouponType {
    match kind {
        CouponKind::Nothing => CouponType::Nothing,
        CouponKind::Amount => CouponType::Amount,
        CouponKind::Hours => CouponType::Hours,
        CouponKind::Rate => CouponType::Rate,
        CouponKind::Free => CouponType::Free,
    }
}

/// What a code of table 16 does.
pub const fn coupon_kind(code: CouponType) -> CouponKind {
    match code {
        CouponType::Nothing => CouponKind::Nothing,
        CouponType::Amount => CouponKind::Amount,
        CouponType::Hours => CouponKind::Hours,
        CouponType::Rate => CouponKind::Rate,
        CouponType::Free => CouponKind::Free,
    }
}
