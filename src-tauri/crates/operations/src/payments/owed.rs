//! What a stay owes to somebody who pays otherwise than in cash at the lane, as the screen showed it.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::RecordState;
use lotdesk_ledger::event::{CouponUse, StoredDiscount};

use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::orders::Payer;
use crate::{exits, words};

/// What was shown as due, with what a payment of it needs to know.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Due, with what is for charging.
    pub due_fen: Fen,
    /// What of it is for charging.
    pub charging_fen: Fen,
    /// Until when the stay was priced.
    pub priced_at: Moment,
    /// What the lot's coupons let off besides.
    pub coupons: Vec<CouponUse>,
    /// The same as platforms are told of them.
    pub discounts: Vec<StoredDiscount>,
}

/// What a stay owes: of a car inside, in a bay, or of one that has left, when that is what the screen showed.
pub(crate) fn shown(act: &Act<'_, '_>, record_id: Guid, due_fen: Fen) -> Result<Shown, Refusal> {
    let payer = Payer::find(act.tx, record_id)?.ok_or_else(words::no_such_record)?;
    if let Payer::Inside(record) = &payer
        && record.state == RecordState::Inside
    {
        let (_, priced) = exits::owing(act, record_id, due_fen)?;
        return Ok(Shown {
            due_fen: priced.quote.due_fen,
            charging_fen: priced.quote.charging(),
            priced_at: priced.quote.priced_at,
            coupons: priced.stack.stored(),
            discounts: priced.stack.discounts(),
        });
    }
    let debt = act.tx.open_debt(record_id)?;
    let (gross_fen, stack) = payer.priced(act, &Coupon::NOTHING)?;
    let owed = gross_fen - stack.off_fen() + debt;
    if !owed.is_positive() {
        return Err(Refusal::new(Code::AlreadyPaid, "已无应收费用", "Nothing is owed any more."));
    }
    if owed != due_fen {
        return Err(Refusal::new(
            Code::FeeChanged,
            format!("应收已变为 {owed} 元，请重新确认"),
            format!("{owed} yuan are due by now; confirm again."),
        )
        .at("due_fen"));
    }
    Ok(Shown {
        due_fen: owed,
        charging_fen: Fen::ZERO,
        priced_at: act.now,
        coupons: stack.stored(),
        discounts: stack.discounts(),
    })
}
