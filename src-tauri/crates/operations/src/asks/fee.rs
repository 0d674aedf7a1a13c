//! 6006: what a car owes, as an order (DB4403/T 313, tables 83 and 14).

use lotdesk_domain::ask::fee::{PriceStay, PricedStay, StayOf};
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::parking::RecordState;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::orders::{self, Payer};
use crate::street;

/// A price for a later moment than this is no price of a stay.
const FARTHEST_CUT_OFF_MINUTES: i64 = 366 * 24 * 60;

pub(super) fn price(act: &mut Act<'_, '_>, asked: &PriceStay) -> Result<Answer, Refused> {
    if let Some(park_code) = &asked.park_code {
        must_be_ours(act, park_code)?;
    }
    let payer = stay(act, &asked.stay)?;
    let until = asked.until.unwrap_or(act.now);
    if until < payer.entered_at() || until > act.now.plus_minutes(FARTHEST_CUT_OFF_MINUTES) {
        let words = "endTime 早于入场时间，或晚于一年之后";
        return Err(AskRefusal::new(AskCode::OutOfRange, words).into());
    }
    let given = orders::give_out_to(act, &payer, until, &asked.coupon)?;
    Ok(Answer::Order(Box::new(PricedStay { park_code: act.lot.park_code.clone(), order: given.order })))
}

/// The stay meant. A car that was here and left is not inside, unless it left a bay along a street and owes; one that was
/// never here does not exist.
fn stay(act: &Act<'_, '_>, of: &StayOf) -> Result<Payer, Refused> {
    let refused = |code, words: String| Err(AskRefusal::new(code, words).into());
    match of {
        StayOf::Plate(plate) => {
            if let Some(record) = act.tx.inside(plate)? {
                return Ok(Payer::Inside(Box::new(record)));
            }
            if let Some(stay) = street::owing_or_standing(act.tx, plate)? {
                return Ok(Payer::Street(Box::new(stay)));
            }
            if act.tx.latest_record(plate)?.is_some() || street::is_known(act.tx, plate)? {
                return refused(AskCode::NotInside, format!("车辆不在场内：{plate}"));
            }
            refused(AskCode::NoSuchVehicle, format!("车辆不存在：{plate}"))
        }
        StayOf::Space(space_no) if act.lot.space(space_no).is_none() => {
            refused(AskCode::NoSuchSpace, format!("车位不存在：{space_no}"))
        }
        StayOf::Space(space_no) => {
            if let Some(stay) = street::in_bay(act.tx, space_no)? {
                return Ok(Payer::Street(Box::new(stay)));
            }
            // Off the street only a mechanical garage knows which car stands where.
            let stored = act.tx.garage_car_in(space_no)?.and_then(|car| car.record_id);
            match stored.map(|id| act.tx.record(id)).transpose()?.flatten() {
                Some(record) if record.state == RecordState::Inside => Ok(Payer::Inside(Box::new(record))),
                _ => refused(AskCode::NotInside, format!("车位上没有停车记录：{space_no}")),
            }
        }
    }
}
