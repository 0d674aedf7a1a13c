//! The forms of orders, of what platforms take and give back, and of their bills.

use chrono::NaiveDate;
use lotdesk_domain::deduction::DeductionState;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{ChargeType, Coupon, CouponKind, Discount, Ending, ParkOrder};
use lotdesk_domain::parking::{Charge, PayType};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reconcile::{BillKind, CityOrder, MoneyWay};
use lotdesk_domain::refund::Refund;
use serde::{Deserialize, Serialize};

use super::CouponUse;

/// An order's content (table 14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredOrder {
    /// Number.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// Plate.
    pub plate: Option<Plate>,
    /// Space, on the street.
    pub space_no: Option<String>,
    /// Begin of the stay.
    pub entered_at: Moment,
    /// Where charging begins.
    pub charging_start: Moment,
    /// Minutes charged.
    pub charging_minutes: u32,
    /// End of the stay.
    pub left_at: Option<Moment>,
    /// Paid before.
    pub paid_fen: Fen,
    /// The stay's fee.
    pub receivable_fen: Fen,
    /// Other fees.
    pub other_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// For charging the battery.
    pub charging_fen: Fen,
    /// Why it costs what it costs.
    #[serde(with = "crate::codes::word")]
    pub charge_type: ChargeType,
    /// The tariff's free minutes.
    pub free_minutes: u32,
    /// Minutes to leave in.
    pub surplus_minutes: u32,
}

impl From<&ParkOrder> for StoredOrder {
    fn from(order: &ParkOrder) -> Self {
        let ParkOrder {
            order_no,
            record_id,
            plate,
            space_no,
            entered_at,
            charging_start,
            charging_minutes,
            left_at,
            paid_fen,
            receivable_fen,
            other_fen,
            discount_fen,
            charging_fen,
            charge_type,
            free_minutes,
            surplus_minutes,
        } = order.clone();
        Self {
            order_no,
            record_id,
            plate,
            space_no,
            entered_at,
            charging_start,
            charging_minutes,
            left_at,
            paid_fen,
            receivable_fen,
            other_fen,
            discount_fen,
            charging_fen,
            charge_type,
            free_minutes,
            surplus_minutes,
        }
    }
}

impl From<StoredOrder> for ParkOrder {
    fn from(order: StoredOrder) -> Self {
        let StoredOrder {
            order_no,
            record_id,
            plate,
            space_no,
            entered_at,
            charging_start,
            charging_minutes,
            left_at,
            paid_fen,
            receivable_fen,
            other_fen,
            discount_fen,
            charging_fen,
            charge_type,
            free_minutes,
            surplus_minutes,
        } = order;
        Self {
            order_no,
            record_id,
            plate,
            space_no,
            entered_at,
            charging_start,
            charging_minutes,
            left_at,
            paid_fen,
            receivable_fen,
            other_fen,
            discount_fen,
            charging_fen,
            charge_type,
            free_minutes,
            surplus_minutes,
        }
    }
}

/// A coupon (table 16).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredCoupon {
    /// What it does.
    #[serde(with = "crate::codes::word")]
    pub kind: CouponKind,
    /// `couponValue` as decimal text.
    pub value: String,
}

impl From<&Coupon> for StoredCoupon {
    fn from(coupon: &Coupon) -> Self {
        Self { kind: coupon.kind(), value: coupon.value().normalize().to_string() }
    }
}

impl StoredCoupon {
    /// The coupon; none where the stored value is no value of its kind.
    pub fn coupon(&self) -> Option<Coupon> {
        Coupon::new(self.kind, self.value.parse().ok()?).ok()
    }
}

/// A coupon that a payment names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredDiscount {
    /// Identifier.
    pub id: Guid,
    /// Its number.
    pub coupon_no: Option<String>,
    /// What it does.
    pub coupon: StoredCoupon,
    /// Whose it is.
    pub channel: Option<String>,
    /// Their organisation code.
    pub channel_org_code: Option<String>,
}

impl From<&Discount> for StoredDiscount {
    fn from(discount: &Discount) -> Self {
        let Discount { id, coupon_no, coupon, channel, channel_org_code } = discount.clone();
        Self { id, coupon_no, coupon: (&coupon).into(), channel, channel_org_code }
    }
}

impl StoredDiscount {
    /// The domain's form.
    pub fn discount(&self) -> Option<Discount> {
        let Self { id, coupon_no, coupon, channel, channel_org_code } = self.clone();
        Some(Discount { id, coupon_no, coupon: coupon.coupon()?, channel, channel_org_code })
    }
}

/// An order was made out, and takes the place of the stay's open one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderDrawn {
    /// Its content.
    pub order: StoredOrder,
    /// The coupon it was priced with.
    pub coupon: Option<StoredCoupon>,
    /// The lot's own coupons that it was priced with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
    /// What was due before any coupon.
    pub gross_fen: Fen,
    /// Until when the stay was priced.
    pub priced_at: Moment,
    /// When it was given out.
    pub given_at: Moment,
    /// Until when it may be paid at its price.
    pub holds_until: Moment,
}

/// An order was given out again: nothing of it had changed, and its price holds anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderGivenAgain {
    /// The order.
    pub order_no: String,
    /// When.
    pub given_at: Moment,
    /// Until when it may be paid at its price.
    pub holds_until: Moment,
}

/// The platform was asked to take an order's money (5007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderRequested {
    /// The order.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// When.
    pub requested_at: Moment,
    /// From when on cash may be taken instead.
    pub cash_from: Moment,
}

/// A platform took money and told us (6007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderPaid {
    /// The platform's identifier of the payment.
    pub id: Guid,
    /// Which platform.
    #[serde(with = "crate::codes::word")]
    pub platform: Platform,
    /// The order, as told; ours where nothing was told.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// When it was paid, by the platform.
    pub paid_at: Moment,
    /// Revenue that it brought, what was let off included.
    pub receivable_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// Taken.
    pub received_fen: Fen,
    /// Of that, towards a debt booked before.
    pub debt_fen: Fen,
    /// Of that, to be given back.
    pub extra_fen: Fen,
    /// Of that, for charging the battery.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub charging_fen: Fen,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// Its coupons.
    pub discounts: Vec<StoredDiscount>,
    /// The lot's own coupons among them, with what they let off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coupons: Vec<CouponUse>,
    /// How it ends.
    #[serde(with = "crate::codes::word")]
    pub ending: Ending,
    /// Since when nothing is due; none when something still is.
    pub settled_at: Option<Moment>,
    /// The exit lane, when the waiting car left with it.
    pub lane_id: Option<Guid>,
    /// The gate command that it caused.
    pub gate_command_id: Option<Guid>,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}

impl OrderPaid {
    /// The payment as the platforms know it.
    pub fn to_charge(&self) -> Charge {
        Charge {
            id: self.id,
            order_no: self.order_no.clone(),
            record_id: self.record_id,
            paid_at: self.paid_at,
            receivable_fen: self.receivable_fen + self.debt_fen + self.charging_fen,
            discount_fen: self.discount_fen,
            received_fen: self.received_fen,
            pay_type: self.pay_type,
            pay_from: self.pay_from.clone(),
            discounts: self.discounts.iter().filter_map(StoredDiscount::discount).collect(),
        }
    }
}

/// It became known whether a stay's fee can be taken by contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeductionKnown {
    /// The stay.
    pub record_id: Guid,
    /// Its plate.
    pub plate: Plate,
    /// What is known.
    #[serde(with = "crate::codes::word")]
    pub state: DeductionState,
    /// From where: `5010` or `6008`.
    pub source: String,
}

/// A car left owing a fee that the platform is to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeductionBooked {
    /// The stay.
    pub record_id: Guid,
    /// The order.
    pub order_no: String,
    /// How much.
    pub amount_fen: Fen,
    /// Of that, for charging the battery.
    #[serde(default, skip_serializing_if = "super::stored::is_zero")]
    pub charging_fen: Fen,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}

/// Money was given back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refunded {
    /// Identifier: the asker's request identifier, so that a repeat is found.
    pub id: Guid,
    /// The payment.
    pub charge_id: Guid,
    /// Its order.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// How much.
    pub amount_fen: Fen,
    /// Of that, what had been paid too much.
    pub of_extra_fen: Fen,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub pay_type: PayType,
    /// Through what.
    pub refund_from: String,
    /// Why.
    pub reason: String,
    /// The second person's operator identifier, where one was needed.
    pub approver: Option<Guid>,
    /// The balanced postings.
    pub postings: Vec<(String, Fen)>,
}

impl Refunded {
    /// The refund as the platforms know it.
    pub fn to_refund(&self, at: Moment) -> Refund {
        Refund {
            id: self.id,
            order_no: self.order_no.clone(),
            charge_id: self.charge_id,
            record_id: self.record_id,
            at,
            amount_fen: self.amount_fen,
            pay_type: self.pay_type,
            refund_from: self.refund_from.clone(),
        }
    }
}

/// A part of the platform's bill of a day (1401).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CityBillTaken {
    /// The day.
    pub day: NaiveDate,
    /// What was asked for.
    #[serde(with = "crate::codes::word")]
    pub kind: BillKind,
    /// The first of these lines, from 0; with 0 the day's earlier bill is gone.
    pub first_line: u32,
    /// The lines.
    pub lines: Vec<StoredCityOrder>,
}

/// A line of a bill (table 116).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredCityOrder {
    /// Order number.
    pub order_no: String,
    /// Lot.
    pub park_code: Option<String>,
    /// Plate.
    pub plate: Option<String>,
    /// Space.
    pub space_no: Option<String>,
    /// When it was paid.
    pub paid_at: Moment,
    /// Due.
    pub receivable_fen: Fen,
    /// Let off.
    pub discount_fen: Fen,
    /// Paid, or given back.
    pub received_fen: Fen,
    /// How.
    #[serde(with = "crate::codes::word")]
    pub pay_type: PayType,
    /// Through what.
    pub pay_from: String,
    /// Which way the money went.
    #[serde(with = "crate::codes::optional_word")]
    pub way: Option<MoneyWay>,
}

impl From<CityOrder> for StoredCityOrder {
    fn from(order: CityOrder) -> Self {
        let CityOrder {
            order_no,
            park_code,
            plate,
            space_no,
            paid_at,
            receivable_fen,
            discount_fen,
            received_fen,
            pay_type,
            pay_from,
            way,
        } = order;
        Self {
            order_no,
            park_code,
            plate,
            space_no,
            paid_at,
            receivable_fen,
            discount_fen,
            received_fen,
            pay_type,
            pay_from,
            way,
        }
    }
}
