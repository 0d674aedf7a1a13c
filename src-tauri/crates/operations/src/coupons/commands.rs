//! Coupons issued, shown at the booth, given by hand, voided and listed.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::operator::Permission;
use lotdesk_domain::order::{Coupon, CouponKind};
use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{CouponAttached, CouponIssued, CouponVoided};
use lotdesk_ledger::tables::coupons::{CouponSearch, CouponState, IssuedCoupon, StoredMerchant};

use super::merchants::merchant;
use super::views::{row, value_of};
use crate::act::Act;
use crate::api::coupon::{
    AttachCoupon, CouponByHand, CouponList, CouponListRequest, CouponStateView, CouponTaken, CouponTerms,
    CouponsIssued, IssueCoupons, VoidCoupon,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::operators::second_person;
use crate::records::page_size;
use crate::{lanes, quotes, reasons, words};

/// So many at once are a stack for a counter; more are a slip of the finger.
const MOST_AT_ONCE: u32 = 200;
/// A coupon that is good for longer than this is a mistyped year.
const LONGEST_GOOD_MINUTES: i64 = 2 * 366 * 24 * 60;
/// In whose name the lot itself lets something off.
const BY_HAND: &str = "人工减免";

/// `coupon.issue`.
pub(crate) async fn issue(desk: &Desk, who: Who, request: IssueCoupons) -> Result<CouponsIssued, Refusal> {
    let coupon = terms(&request.terms)?;
    let plate =
        request.plate.as_deref().map(Plate::parse).transpose().map_err(|why| words::bad_plate("plate", &why))?;
    let count = request.count.unwrap_or(1);
    if !(1..=MOST_AT_ONCE).contains(&count) {
        return Err(Refusal::field("count", "一次可发 1 至 200 张", "From 1 to 200 at once."));
    }
    if request.terms.most_fen.is_some_and(|most| !most.is_positive()) {
        return Err(Refusal::field("terms.most_fen", "最高减免须大于 0", "The most that it lets off is above 0."));
    }
    desk.act(&who, move |act| {
        let now = act.now;
        if let Some(before) = request.request_id.map(|id| issued_before(act, id)).transpose()?
            && !before.is_empty()
        {
            let same = |one: &IssuedCoupon| {
                one.issued.merchant_id == Some(request.merchant_id)
                    && one.issued.expires_at == request.expires_at
                    && one.issued.most_fen == request.terms.most_fen
                    && (&one.issued.plate, &one.coupon) == (&plate, &coupon)
            };
            if before.len() != count as usize || !before.iter().all(same) {
                return Err(Refusal::field(
                    "request_id",
                    "该请求编号已用于发放另一批优惠券",
                    "This request identifier was used for other coupons.",
                ));
            }
            return Ok(CouponsIssued { rows: before.into_iter().map(|stored| row(stored, now, true)).collect() });
        }
        if request.expires_at <= now || request.expires_at > now.plus_minutes(LONGEST_GOOD_MINUTES) {
            return Err(Refusal::field(
                "expires_at",
                "有效期须晚于现在，且不超过两年",
                "It must be good for some time, two years at most.",
            ));
        }
        let merchant = merchant(act.tx, request.merchant_id, now)?;
        let worth_fen = worth(&coupon, request.terms.most_fen);
        must_have_budget(&merchant, worth_fen, count)?;
        let mut issued = Vec::new();
        for n in 0..count {
            let event = CouponIssued {
                id: request.request_id.map_or_else(|| act.ids.next_guid(), |id| nth(id, n)),
                coupon_no: draw_number(act)?,
                coupon: (&coupon).into(),
                most_fen: request.terms.most_fen,
                worth_fen,
                merchant_id: Some(merchant.merchant.id),
                channel: Some(merchant.merchant.name.clone()),
                org_code: merchant.merchant.org_code.clone(),
                plate: plate.clone(),
                record_id: None,
                expires_at: request.expires_at,
                reason: None,
                approver: None,
            };
            let id = event.id;
            act.record(event, None, request.request_id)?;
            issued.push(act.tx.coupon(id)?.ok_or_else(no_such_coupon)?);
        }
        // A car that waits at the exit may owe less now, or nothing.
        if let Some(record) = plate.as_ref().map(|plate| act.tx.inside(plate)).transpose()?.flatten() {
            lanes::judge_anew(act, &record)?;
        }
        Ok(CouponsIssued { rows: issued.into_iter().map(|stored| row(stored, now, true)).collect() })
    })
    .await
}

/// The identifier of a batch's coupon: the request's own, counted on.
fn nth(request_id: Guid, n: u32) -> Guid {
    let mut bytes = *request_id.bytes();
    let (_, tail) = bytes.split_at_mut(12);
    let counted = tail.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)).wrapping_add(n);
    tail.copy_from_slice(&counted.to_be_bytes());
    Guid::from_bytes(bytes)
}

/// The coupons that a request issued.
fn issued_before(act: &Act<'_, '_>, request_id: Guid) -> Result<Vec<IssuedCoupon>, Refusal> {
    let mut issued = Vec::new();
    for n in 0..MOST_AT_ONCE {
        match act.tx.coupon(nth(request_id, n))? {
            Some(one) => issued.push(one),
            None => break,
        }
    }
    Ok(issued)
}

/// The coupon that a request's terms describe.
fn terms(given: &CouponTerms) -> Result<Coupon, Refusal> {
    value_of(given).map_err(|why| {
        let field = format!("terms.{}", why.field.clone().unwrap_or_default());
        why.at(field)
    })
}

/// The most that a coupon may let off, where that is known.
fn worth(coupon: &Coupon, most: Option<Fen>) -> Option<Fen> {
    let amount = match coupon.kind() {
        CouponKind::Amount => Fen::from_decimal(coupon.value()).ok(),
        _ => None,
    };
    match (amount, most) {
        (Some(amount), Some(most)) => Some(amount.min(most)),
        (amount, most) => amount.or(most),
    }
}

/// What a merchant's coupons let off and may let off yet stays within its budget: a coupon that is out is honoured.
fn must_have_budget(stored: &StoredMerchant, worth_fen: Option<Fen>, count: u32) -> Result<(), Refusal> {
    if !stored.merchant.open {
        return Err(Refusal::field(
            "merchant_id",
            "该商户已停发优惠券",
            "No coupons are issued for this merchant any more.",
        ));
    }
    let Some(budget) = stored.merchant.budget_fen else { return Ok(()) };
    let Some(worth) = worth_fen else {
        return Err(Refusal::field(
            "terms.most_fen",
            "该商户有预算：此类优惠须填写每张最高减免",
            "This merchant has a budget: say the most that one coupon lets off.",
        ));
    };
    let left = budget - stored.used_fen - stored.open_fen;
    if Fen(worth.0.saturating_mul(count.into())) > left {
        let left = left.at_least_zero();
        return Err(Refusal::new(
            Code::NotPossibleNow,
            format!("超出商户预算，剩余 {left} 元"),
            format!("{left} yuan of the merchant's budget are left."),
        )
        .at("count"));
    }
    Ok(())
}

/// `YH` and 14 digits that nobody guesses: within table 16's 20 characters.
fn draw_number(act: &Act<'_, '_>) -> Result<String, Refusal> {
    for _ in 0..8 {
        let digits = act.ids.next_guid().to_string();
        let number = format!("YH{}", &digits[digits.len().saturating_sub(14)..]);
        if act.tx.coupon_numbered(&number)?.is_none() {
            return Ok(number);
        }
    }
    Err(Refusal::internal("no free coupon number was drawn"))
}

pub(crate) fn no_such_coupon() -> Refusal {
    Refusal::new(Code::NotFound, "没有这张优惠券", "There is no such coupon.")
}

/// The stay for which a coupon is to be used.
fn inside(act: &Act<'_, '_>, record_id: Guid) -> Result<ParkingRecord, Refusal> {
    let record = act.tx.record(record_id)?.ok_or_else(words::no_such_record)?;
    if record.state == RecordState::Inside { Ok(record) } else { Err(words::not_inside()) }
}

/// `coupon.attach`.
pub(crate) async fn attach(desk: &Desk, who: Who, request: AttachCoupon) -> Result<CouponTaken, Refusal> {
    let coupon_no = request.coupon_no.trim().to_uppercase();
    desk.act(&who, move |act| {
        let record = inside(act, request.record_id)?;
        let stored = act.tx.coupon_numbered(&coupon_no)?.ok_or_else(|| no_such_coupon().at("coupon_no"))?;
        if stored.issued.record_id != Some(record.id) || stored.state != CouponState::Open {
            must_fit(&stored, record.id, Some(&record.vehicle.plate), act.now)?;
            let attached = CouponAttached { id: stored.issued.id, record_id: record.id };
            act.record(attached, Some(record.id), None)?;
        }
        taken(act, &record)
    })
    .await
}

/// Whether a coupon may be used for a stay of this plate.
pub(crate) fn must_fit(
    stored: &IssuedCoupon,
    record_id: Guid,
    plate: Option<&Plate>,
    now: Moment,
) -> Result<(), Refusal> {
    let bad = |zh: &str, en: &str| Err(Refusal::field("coupon_no", zh, en));
    match stored.state {
        CouponState::Used => return bad("该券已使用", "This coupon has been used."),
        CouponState::Voided => return bad("该券已作废", "This coupon was voided."),
        CouponState::Open => {}
    }
    if stored.issued.expires_at < now {
        return bad("该券已过期", "This coupon has run out.");
    }
    if stored.issued.record_id.is_some_and(|other| other != record_id) {
        return bad("该券已用于另一次停车", "This coupon was shown for another stay.");
    }
    if stored.issued.plate.is_some() && stored.issued.plate.as_ref() != plate {
        return bad("该券只能用于指定车牌", "This coupon is for another plate.");
    }
    Ok(())
}

/// `coupon.by_hand`.
pub(crate) async fn by_hand(desk: &Desk, who: Who, request: CouponByHand) -> Result<CouponTaken, Refusal> {
    let coupon = terms(&request.terms)?;
    let reason = reasons::reason(&request.reason)?;
    let approver = second_person(desk, &who, request.approver).await?;
    desk.act(&who, move |act| {
        let record = inside(act, request.record_id)?;
        // The same request again: the coupon is there.
        if let Some(done) = act.tx.coupon(request.request_id)? {
            if done.issued.record_id != Some(record.id) {
                return Err(Refusal::field(
                    "request_id",
                    "该请求编号已用于另一张优惠券",
                    "This request identifier was used for another coupon.",
                ));
            }
            return taken(act, &record);
        }
        let event = CouponIssued {
            id: request.request_id,
            coupon_no: draw_number(act)?,
            worth_fen: worth(&coupon, request.terms.most_fen),
            coupon: (&coupon).into(),
            most_fen: request.terms.most_fen,
            merchant_id: None,
            channel: Some(BY_HAND.to_owned()),
            org_code: None,
            plate: None,
            record_id: Some(record.id),
            expires_at: act.now.plus_minutes(LONGEST_GOOD_MINUTES),
            reason: Some(reason),
            approver: Some(approver),
        };
        act.record(event, Some(record.id), Some(request.request_id))?;
        taken(act, &record)
    })
    .await
}

/// What the stay owes now, and what becomes of the car where it waits at an exit.
fn taken(act: &mut Act<'_, '_>, record: &ParkingRecord) -> Result<CouponTaken, Refusal> {
    let quote = quotes::quote(act.tx, &act.lot, &act.tariffs, record, act.now)?;
    let at_exit = lanes::judge_anew(act, record)?;
    Ok(CouponTaken { quote, at_exit })
}

/// `coupon.void`.
pub(crate) async fn void(desk: &Desk, who: Who, request: VoidCoupon) -> Result<crate::api::Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let stored = act.tx.coupon(request.coupon_id)?.ok_or_else(|| no_such_coupon().at("coupon_id"))?;
        match stored.state {
            CouponState::Voided => return Ok(crate::api::Done {}),
            CouponState::Used => {
                return Err(Refusal::field(
                    "coupon_id",
                    "该券已使用，不能作废",
                    "This coupon has been used; it cannot be voided.",
                ));
            }
            CouponState::Open => {}
        }
        let subject = stored.issued.record_id;
        act.record(CouponVoided { id: stored.issued.id, reason }, subject, None)?;
        Ok(crate::api::Done {})
    })
    .await
}

/// `coupon.list`.
pub(crate) async fn list(desk: &Desk, who: Who, request: CouponListRequest) -> Result<CouponList, Refusal> {
    let plate = request.plate.as_deref().filter(|plate| !plate.trim().is_empty());
    let plate = plate.map(Plate::parse).transpose().map_err(|why| words::bad_plate("plate", &why))?;
    let limit = page_size(request.limit);
    let state = request.state.map(|state| match state {
        CouponStateView::Open | CouponStateView::Expired => CouponState::Open,
        CouponStateView::Used => CouponState::Used,
        CouponStateView::Voided => CouponState::Voided,
    });
    let search = CouponSearch { merchant_id: request.merchant_id, state, plate, limit: limit + 1, skip: request.skip };
    let (now, whole) = (desk.now(), who.must_hold(Permission::Manage).is_ok());
    let mut found = desk.look(move |tx| Ok(tx.coupons(&search)?)).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let rows = found.into_iter().map(|stored| row(stored, now, whole));
    let rows = rows.filter(|row| request.state.is_none_or(|state| state == row.state)).collect();
    Ok(CouponList { rows, more })
}
