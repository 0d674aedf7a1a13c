//! Writes money into the ledger that came through a channel, by hand, or for a debt. It is there already, so it is booked
//! whatever it means by now: see the table in [`super`].

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::{Coupon, Owed, Split, split};
use lotdesk_domain::parking::{PayType, RecordType};
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_ledger::event::{Charged, Collected, CouponUse, StoredDiscount};
use lotdesk_ledger::tables::deductions::shares;

use super::owed::Shown;
use crate::act::Act;
use crate::api::exit::Paid;
use crate::api::refusal::Refusal;
use crate::charging::fee as charging_fee;
use crate::effects::Effect;
use crate::exits::drawer;
use crate::lanes::{close_record, goodbye};
use crate::orders::{self, Payer};
use crate::{billing, coupons, words};

/// Money that came.
pub(crate) struct Came {
    /// Identifier of the payment.
    pub id: Guid,
    /// Its order number.
    pub order_no: String,
    /// The stay.
    pub record_id: Guid,
    /// When it was paid.
    pub paid_at: Moment,
    /// How much.
    pub received_fen: Fen,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// How.
    pub pay_type: PayType,
    /// Through what, 10 characters at most.
    pub pay_from: String,
    /// The channel, with its number; none for cash.
    pub trade: Option<(PayChannel, String)>,
    /// Whether a person typed the number in.
    pub by_hand: bool,
    /// What was shown as due, and when.
    pub shown: Shown,
    pub shown_at: Moment,
}

/// What a stay owes by now.
struct Now {
    owed: Owed,
    charging_fen: Fen,
    /// What it owes for charging: more than was shown, where an order has ended since.
    unpaid_charging_fen: Fen,
    off_fen: Fen,
    priced_at: Moment,
    coupons: Vec<CouponUse>,
    discounts: Vec<StoredDiscount>,
}

/// What is owed: what was shown, where nothing was paid since; what is due now otherwise.
fn owed_now(act: &Act<'_, '_>, payer: &Payer, came: &Came) -> Result<Now, Refusal> {
    let has_left = payer.has_left();
    // What a car owes that went back is asked for once it has left again; nobody was shown it at the exit.
    let debt_fen = if has_left { act.tx.open_debt(payer.id())? } else { Fen::ZERO };
    let untouched = !has_left && !act.tx.paid_since(payer.id(), came.shown_at)?;
    let unpaid_charging_fen = charging_fee::unpaid(act.tx, payer.id())?;
    let shown = &came.shown;
    if untouched {
        return Ok(Now {
            owed: Owed { due_fen: shown.due_fen - shown.charging_fen + off(&shown.coupons), debt_fen, has_left },
            charging_fen: shown.charging_fen,
            unpaid_charging_fen,
            off_fen: off(&shown.coupons),
            priced_at: shown.priced_at,
            coupons: shown.coupons.clone(),
            discounts: shown.discounts.clone(),
        });
    }
    let (due_fen, stack) = payer.priced(act, &Coupon::NOTHING)?;
    Ok(Now {
        owed: Owed { due_fen, debt_fen, has_left },
        charging_fen: unpaid_charging_fen,
        unpaid_charging_fen,
        off_fen: stack.off_fen(),
        priced_at: act.now,
        coupons: stack.stored(),
        discounts: stack.discounts(),
    })
}

fn off(coupons: &[CouponUse]) -> Fen {
    coupons.iter().map(|coupon| coupon.off_fen).sum()
}

/// Books what came, tells the platforms (5008), and lets the car out that waits for nothing but this.
pub(crate) fn book(act: &mut Act<'_, '_>, came: Came) -> Result<Paid, Refusal> {
    let payer = Payer::find(act.tx, came.record_id)?.ok_or_else(words::no_such_record)?;
    let now = owed_now(act, &payer, &came)?;
    let (split, charging) = take_apart(&now, came.received_fen);
    let waits = match &payer {
        Payer::Inside(record) if split.ending.settles() => {
            orders::waits_to_pay(act, record)?.map(|(lane, waiting)| (record, lane, waiting))
        }
        _ => None,
    };
    let gate_command_id = waits.as_ref().map(|_| act.ids.next_guid());
    let left_by = waits.as_ref().map(|(_, lane, _)| lane.id);
    let into = match &came.trade {
        Some((channel, _)) => Account::Channel(*channel),
        None => drawer(act)?,
    };
    let debts = shares(act.tx.debts_of(payer.id())?, &came.order_no, split.debt_fen, false);
    let by_drivers = debts.iter().filter(|(debt, _)| debt.by_driver).map(|(_, paid)| *paid).sum();
    let movement = Movement::collected(into.clone(), by_drivers, came.received_fen - charging, &split)
        .map_err(Refusal::internal)?
        .with_charging_paid(into, charging);
    let coupons = coupons::needed(now.coupons, split.discount_fen);
    let used = |discount: &StoredDiscount| coupons.iter().any(|one| one.id == discount.id);
    let discounts = now.discounts.into_iter().filter(used).collect();
    let (channel, trade_no) = came.trade.map_or((None, None), |(channel, number)| (Some(channel), Some(number)));
    let collected = Collected {
        id: came.id,
        order_no: came.order_no,
        record_id: payer.id(),
        paid_at: came.paid_at,
        priced_at: now.priced_at,
        receivable_fen: split.receivable_fen,
        discount_fen: split.discount_fen,
        received_fen: came.received_fen,
        debt_fen: split.debt_fen,
        extra_fen: split.extra_fen,
        charging_fen: charging,
        tendered_fen: came.tendered_fen,
        pay_type: came.pay_type,
        pay_from: came.pay_from,
        channel,
        trade_no,
        by_hand: came.by_hand,
        discounts,
        coupons,
        ending: split.ending,
        // Counted from when the lot learns of it: the news may have taken longer than the minutes last.
        settled_at: split.ending.settles().then_some(act.now),
        lane_id: left_by,
        gate_command_id,
        postings: Charged::postings_of(&movement),
    };
    let charge = collected.to_charge();
    act.record(collected, Some(payer.id()), Some(came.id))?;
    charging_fee::settle(act, payer.id(), came.id, charging)?;
    tell(act, &payer, charge)?;
    if split.debt_fen.is_positive() && !act.tx.open_debt(payer.id())?.is_positive() {
        billing::credit::debt_paid(act, payer.id())?;
    }
    if let (Some((record, lane, waiting)), Some(command_id)) = (waits, gate_command_id) {
        let (seen, now) = (Some((waiting.read.id, waiting.read.picture_id)), act.now);
        close_record(act, record, Some(&lane), seen, now, RecordType::Normal)?;
        act.open_gate_as(command_id, lane.id, "payment", None, Some(record.id))?;
        let reply = goodbye(record, command_id);
        act.effects.push(Effect::Show { lane_id: lane.id, screen: reply.screen, voice: reply.voice });
    }
    Ok(Paid {
        charge_id: came.id,
        change_fen: (came.tendered_fen - came.received_fen).at_least_zero(),
        left: left_by.is_some(),
        gate_command_id,
    })
}

/// Takes a payment apart. Parking goes first; what is owed for charging is paid whole or not at all.
fn take_apart(now: &Now, received: Fen) -> (Split, Fen) {
    let parking = now.owed.due_fen - now.off_fen + now.owed.debt_fen;
    let charging = if received - parking >= now.charging_fen { now.charging_fen } else { Fen::ZERO };
    let mut split = split(now.owed, received - charging, now.off_fen);
    if charging != now.unpaid_charging_fen && split.ending.settles() && !now.owed.has_left {
        split.ending = lotdesk_domain::order::Ending::PartlyPaid;
    }
    (split, charging)
}

/// Tells the platforms of a payment.
fn tell(act: &mut Act<'_, '_>, payer: &Payer, charge: lotdesk_domain::parking::Charge) -> Result<(), Refusal> {
    match payer {
        Payer::Inside(record) => act.state(&Fact::Charged { charge, vehicle: record.vehicle.clone() })?,
        Payer::Street(stay) => {
            let stay = act.tx.stay(stay.id)?.ok_or_else(words::no_such_record)?;
            act.state(&Fact::StayCharged { charge, stay })?;
        }
    }
    payer.paid(act)
}
