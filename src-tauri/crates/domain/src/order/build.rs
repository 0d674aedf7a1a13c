//! The one place where an order is made out: for 6006's answer, 5007's request, and whatever compares with them.

use super::{ChargeType, ParkOrder};
use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;
use crate::parking::ParkingRecord;
use crate::plate::Plate;
use crate::street::StreetStay;
use crate::tariff::{Fee, FeeStep};

/// Whose stay an order is for: a car's behind the gates, or one in a bay along a street.
#[derive(Clone, Copy, Debug)]
pub struct Stayed<'a> {
    /// The parking record.
    pub record_id: Guid,
    /// The car, where its plate is known.
    pub plate: Option<&'a Plate>,
    /// Its bay, on the street.
    pub space_no: Option<&'a str>,
    /// When it came.
    pub entered_at: Moment,
    /// When it left.
    pub left_at: Option<Moment>,
}

impl<'a> From<&'a ParkingRecord> for Stayed<'a> {
    fn from(record: &'a ParkingRecord) -> Self {
        Self {
            record_id: record.id,
            plate: Some(&record.vehicle.plate),
            space_no: None,
            entered_at: record.entered_at,
            left_at: record.left_at,
        }
    }
}

impl<'a> From<&'a StreetStay> for Stayed<'a> {
    fn from(stay: &'a StreetStay) -> Self {
        Self {
            record_id: stay.id,
            plate: stay.vehicle.as_ref().map(|vehicle| &vehicle.plate),
            space_no: Some(&stay.space_no),
            entered_at: stay.entered_at,
            left_at: stay.left_at,
        }
    }
}

/// A stay with its price.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    /// The stay.
    pub stay: Stayed<'a>,
    /// Its fee by the tariff.
    pub fee: &'a Fee,
    /// Until when that is.
    pub until: Moment,
    /// What of the fee is due now, before the coupon: nothing within the free minutes after a payment.
    pub due_fen: Fen,
    /// Paid before.
    pub paid_fen: Fen,
    /// Let off before.
    pub discounted_fen: Fen,
    /// What this order's coupon takes off, `due_fen` at most.
    pub coupon_fen: Fen,
    /// For charging the battery.
    pub charging_fen: Fen,
    /// Anything else.
    pub other_fen: Fen,
    /// The tariff's free minutes for this car.
    pub free_minutes: u32,
    /// Minutes to leave in after paying.
    pub surplus_minutes: u32,
}

/// Makes the order out. Its amounts are such that [`ParkOrder::due_fen`] is what is due less the coupon.
pub fn build(order_no: String, priced: &Priced<'_>) -> ParkOrder {
    let Priced { stay, fee, until, .. } = priced;
    // Within the free minutes after a payment the fee may have gone on; it is not asked for.
    let receivable_fen = priced.due_fen + priced.paid_fen + priced.discounted_fen;
    let charging_start = fee.lines.iter().find(|line| line.what.charges()).map_or(*until, |line| line.from);
    ParkOrder {
        order_no,
        record_id: stay.record_id,
        plate: stay.plate.cloned(),
        space_no: stay.space_no.map(str::to_owned),
        entered_at: stay.entered_at,
        charging_start,
        charging_minutes: whole_minutes(until.ms_since(charging_start)),
        left_at: stay.left_at,
        paid_fen: priced.paid_fen,
        receivable_fen,
        other_fen: priced.other_fen,
        discount_fen: priced.discounted_fen + priced.coupon_fen,
        charging_fen: priced.charging_fen,
        charge_type: charge_type(priced),
        free_minutes: priced.free_minutes,
        surplus_minutes: priced.surplus_minutes,
    }
}

fn charge_type(priced: &Priced<'_>) -> ChargeType {
    if priced.due_fen.is_positive() {
        let all_off = priced.coupon_fen >= priced.due_fen;
        return if all_off { ChargeType::FreeByDiscount } else { ChargeType::Normal };
    }
    let has = |what| priced.fee.lines.iter().any(|line| line.what == what);
    if priced.fee.fee_fen.is_positive() {
        let capped = has(FeeStep::SpanCap) || has(FeeStep::DailyCap) || has(FeeStep::StayCap);
        return if capped { ChargeType::AboveCap } else { ChargeType::Normal };
    }
    if has(FeeStep::CoveredByLease) || has(FeeStep::CoveredBySharing) {
        ChargeType::Free
    } else if has(FeeStep::FreeMinutes) || has(FeeStep::NewEnergyFree) {
        ChargeType::FreeMinutes
    } else {
        ChargeType::Other
    }
}

/// A begun minute counts, as the tariff counts it.
fn whole_minutes(ms: i64) -> u32 {
    let ms = ms.max(0);
    u32::try_from(ms / 60_000 + i64::from(ms % 60_000 > 0)).unwrap_or(u32::MAX)
}
