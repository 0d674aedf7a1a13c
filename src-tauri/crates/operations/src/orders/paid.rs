//! Money that a platform took and tells us of (6007). The rules are [`lotdesk_domain::order::split`]'s; each payment is
//! booked whatever it means, once by its identifier.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::Lane;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, Discount, Ending, Owed, Split, price_holds, split};
use lotdesk_domain::parking::{ParkingRecord, PayType, RecordState, RecordType};
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::event::{CouponUse, OrderPaid, StoredDiscount};
use lotdesk_ledger::tables::coupons::CouponState;
use lotdesk_ledger::tables::deductions::{Debt, shares};
use lotdesk_ledger::tables::lanes::Waiting;
use lotdesk_ledger::tables::orders::GivenOrder;

use super::Payer;
use crate::act::Act;
use crate::api::lane::ReadFate;
use crate::api::refusal::Refusal;
use crate::charging::fee as charging_fee;
use crate::effects::Effect;
use crate::lanes::{self, close_record, fate_word, goodbye};
use crate::{billing, coupons};

/// A payment as a platform tells of it (table 15).
#[derive(Clone, Debug)]
pub(crate) struct PlatformPayment {
    /// The platform's identifier of it.
    pub id: Guid,
    /// Which platform.
    pub platform: Platform,
    /// The order it is for, where it says so.
    pub order_no: Option<String>,
    /// The stay.
    pub record_id: Guid,
    /// When it was paid.
    pub paid_at: Moment,
    /// Let off by the platform.
    pub discount_fen: Fen,
    /// Taken.
    pub received_fen: Fen,
    /// How.
    pub pay_type: PayType,
    /// Through what, 10 characters at most.
    pub pay_from: String,
    /// Its coupons.
    pub discounts: Vec<Discount>,
}

/// Books a payment; none where neither the stay nor the order is known here. A repeat changes nothing.
pub(crate) fn take_platform_payment(
    act: &mut Act<'_, '_>,
    payment: PlatformPayment,
) -> Result<Option<Ending>, Refusal> {
    if let Some(done) = act.tx.charge(payment.id)? {
        return Ok(Some(done.ending));
    }
    let named = payment.order_no.as_deref().map(|no| act.tx.order(no)).transpose()?.flatten();
    let payer = match (Payer::find(act.tx, payment.record_id)?, &named) {
        (Some(payer), _) => payer,
        (None, Some(given)) => match Payer::find(act.tx, given.order.record_id)? {
            Some(payer) => payer,
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    let order = match named.filter(|given| given.order.record_id == payer.id()) {
        Some(given) => Some(given),
        None => act.tx.open_order(payer.id())?,
    };
    let asked = asked(act, &payer, order.as_ref(), &payment)?;
    let let_off = payment.discount_fen.max(asked.off_fen);
    let charging = charging_part(act, payer.id(), asked.owed, payment.received_fen, let_off)?;
    let mut split = split(asked.owed, payment.received_fen - charging, let_off);
    // A car whose charging is not paid with it still owes something.
    if charging != charging_fee::unpaid(act.tx, payer.id())? && split.ending.settles() && !payer.has_left() {
        split.ending = Ending::PartlyPaid;
    }
    let order_no = match (&payment.order_no, &order) {
        (Some(told), _) => told.clone(),
        (None, Some(given)) => given.order.order_no.clone(),
        (None, None) => super::draw_number(act),
    };
    book(act, &payer, &asked, order_no, &payment, &split, charging)?;
    payer.paid(act)?;
    Ok(Some(split.ending))
}

/// What of a payment pays the stay's charging: all of it where the money reaches, else nothing. Parking goes first, and
/// orders of charging are not paid in parts.
fn charging_part(act: &Act<'_, '_>, record_id: Guid, owed: Owed, received: Fen, let_off: Fen) -> Result<Fen, Refusal> {
    let unpaid = charging_fee::unpaid(act.tx, record_id)?;
    let parking = owed.due_fen.at_least_zero() + owed.debt_fen.at_least_zero();
    // What is let off is let off of parking alone.
    let parking = (parking - let_off).at_least_zero();
    Ok(if received - parking >= unpaid { unpaid } else { Fen::ZERO })
}

/// What a stay owes to a payment, and what coupons let off of it.
struct Asked {
    owed: Owed,
    off_fen: Fen,
    /// The platform's coupon that it is priced with.
    coupon: Option<Coupon>,
    /// The lot's own.
    coupons: Vec<CouponUse>,
}

/// What a payment is held against: its order, where the order's price holds; what is due by now otherwise, less what the
/// stay's coupons take off that.
fn asked(
    act: &Act<'_, '_>,
    payer: &Payer,
    order: Option<&GivenOrder>,
    payment: &PlatformPayment,
) -> Result<Asked, Refusal> {
    let has_left = payer.has_left();
    let debts = act.tx.debts_of(payer.id())?;
    // A car that went back owes its debts beside what is due now: only the platform's word about one of them pays it.
    let named = |debt: &&Debt| order.is_some_and(|order| debt.order_no == order.order.order_no);
    let of_debt = debts.iter().any(|debt| named(&debt));
    let debt_fen = debts.iter().filter(|debt| has_left || named(debt)).map(Debt::open_fen).sum();
    let paid_at = payment.paid_at.min(act.now);
    let holds = |order: &&GivenOrder| !has_left && !of_debt && price_holds(order.given_at, order.holds_until, paid_at);
    if let Some(order) = order.filter(holds) {
        // Settled otherwise since: the order's price is no longer asked.
        let charges = act.tx.charges_of(payer.id())?;
        if !charges.iter().any(|charge| charge.settled_at >= Some(order.given_at)) {
            // Something paid in part since counts towards it, and a coupon lets off once.
            let settled_then = order.order.receivable_fen - order.gross_fen;
            let since = payer.settled_fen() - settled_then;
            return Ok(Asked {
                owed: Owed { due_fen: (order.gross_fen - since).at_least_zero(), debt_fen, has_left },
                off_fen: (order.order.discount_fen - payer.discount_fen()).at_least_zero(),
                coupon: order.coupon.clone(),
                coupons: order.coupons.clone(),
            });
        }
    }
    // The platform's coupon counts beyond its price's time only where the platform says that it let something off.
    let coupon = order.and_then(|order| order.coupon.clone()).filter(|_| payment.discount_fen.is_positive());
    let also = coupon.clone().filter(|_| !has_left).unwrap_or(Coupon::NOTHING);
    let (due_fen, stack) = payer.priced(act, &also)?;
    let owed = Owed { due_fen, debt_fen, has_left };
    Ok(Asked { owed, off_fen: stack.off_fen(), coupon, coupons: stack.stored() })
}

fn book(
    act: &mut Act<'_, '_>,
    payer: &Payer,
    asked: &Asked,
    order_no: String,
    payment: &PlatformPayment,
    split: &Split,
    charging: Fen,
) -> Result<(), Refusal> {
    let record_id = payer.id();
    let waits = match payer {
        Payer::Inside(record) if split.ending.settles() => {
            waits_to_pay(act, record)?.map(|(lane, waiting)| (record, lane, waiting))
        }
        _ => None,
    };
    let gate_command_id = waits.as_ref().map(|_| act.ids.next_guid());
    // A car that was let go owes it itself; what the platform was to take it owes.
    let debts = shares(act.tx.debts_of(record_id)?, &order_no, split.debt_fen, true);
    let by_drivers: Fen = debts.iter().filter(|(debt, _)| debt.by_driver).map(|(_, paid)| *paid).sum();
    let received = payment.received_fen - charging;
    let movement = Movement::collected(Account::CityPlatform, by_drivers, received, split)
        .map_err(Refusal::internal)?
        .with_charging_paid(Account::CityPlatform, charging);
    let (discounts, coupons) = let_off_by(act, asked, payment, split)?;
    let paid = OrderPaid {
        id: payment.id,
        platform: payment.platform,
        order_no,
        record_id,
        paid_at: payment.paid_at,
        receivable_fen: split.receivable_fen,
        discount_fen: split.discount_fen,
        received_fen: payment.received_fen,
        debt_fen: split.debt_fen,
        extra_fen: split.extra_fen,
        charging_fen: charging,
        pay_type: payment.pay_type,
        pay_from: payment.pay_from.clone(),
        discounts,
        coupons,
        ending: split.ending,
        // Counted from when the lot learns of it: the news may have taken longer than the minutes last.
        settled_at: split.ending.settles().then_some(act.now),
        lane_id: waits.as_ref().map(|(_, lane, _)| lane.id),
        gate_command_id,
        postings: lotdesk_ledger::event::Charged::postings_of(&movement),
    };
    let charge = paid.to_charge();
    act.record(paid, Some(record_id), Some(payment.id))?;
    charging_fee::settle(act, record_id, payment.id, charging)?;
    if by_drivers.is_positive() && !act.tx.open_debt(record_id)?.is_positive() {
        billing::credit::debt_paid(act, record_id)?;
    }
    act.state(&Fact::PaidByPlatform { charge, vehicle: payer.vehicle().cloned() })?;
    if let (Some((record, lane, waiting)), Some(command_id)) = (waits, gate_command_id) {
        let (seen, now) = (Some((waiting.read.id, waiting.read.picture_id)), act.now);
        close_record(act, record, Some(&lane), seen, now, RecordType::Normal)?;
        act.open_gate_as(command_id, lane.id, "payment", None, Some(record_id))?;
        let reply = goodbye(record, command_id);
        act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen, voice: reply.voice });
    }
    Ok(())
}

/// The coupons of a payment: the platform's, or the one that it was priced with, and the lot's own with what each lets off.
fn let_off_by(
    act: &Act<'_, '_>,
    asked: &Asked,
    payment: &PlatformPayment,
    split: &Split,
) -> Result<(Vec<StoredDiscount>, Vec<CouponUse>), Refusal> {
    let mut discounts: Vec<StoredDiscount> = payment.discounts.iter().map(Into::into).collect();
    if !split.discount_fen.is_positive() {
        return Ok((discounts, Vec::new()));
    }
    if let Some(coupon) = asked.coupon.as_ref().filter(|_| discounts.is_empty()) {
        let id = act.ids.next_guid();
        discounts.push(
            (&Discount { id, coupon_no: None, coupon: coupon.clone(), channel: None, channel_org_code: None }).into(),
        );
    }
    let mut open = Vec::new();
    for one in &asked.coupons {
        // One that was used since let off something there already.
        if let Some(own) = act.tx.coupon(one.id)?.filter(|own| own.state != CouponState::Used) {
            open.push((*one, own));
        }
    }
    let coupons = coupons::needed(open.iter().map(|(one, _)| *one).collect(), split.discount_fen);
    for (one, own) in &open {
        // The platform may have named it itself.
        let named = discounts.iter().any(|discount| discount.id == one.id);
        if !named && coupons.iter().any(|used| used.id == one.id) {
            discounts.push((&own.discount()).into());
        }
    }
    Ok((discounts, coupons))
}

/// The exit lane where the car waits for nothing but its payment.
pub(crate) fn waits_to_pay(act: &Act<'_, '_>, record: &ParkingRecord) -> Result<Option<(Lane, Waiting)>, Refusal> {
    // A car that its lock or a control list holds waits for more than its payment.
    if record.state != RecordState::Inside || lanes::is_held(act, record)? {
        return Ok(None);
    }
    for lane in &act.lot.lanes {
        let waiting = act.tx.waiting_at(lane.id)?;
        let waiting = waiting.filter(|w| w.record_id == Some(record.id) && w.fate == fate_word(ReadFate::MustPay));
        if let Some(waiting) = waiting {
            return Ok(Some((lane.clone(), waiting)));
        }
    }
    Ok(None)
}
