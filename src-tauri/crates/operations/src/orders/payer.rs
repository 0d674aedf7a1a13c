//! Whose stay is priced and paid: a car's behind the gates, or one in a bay along a street.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{ParkingRecord, RecordState, Vehicle};
use lotdesk_domain::street::{StayState, StreetStay};
use lotdesk_ledger::ReadTx;

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::coupons::Stack;
use crate::{quotes, street};

/// A stay that somebody pays for.
pub(crate) enum Payer {
    /// Behind the gates.
    Inside(Box<ParkingRecord>),
    /// In a bay along a street.
    Street(Box<StreetStay>),
}

impl Payer {
    /// The stay with this identifier.
    pub(crate) fn find(tx: &ReadTx<'_>, id: Guid) -> Result<Option<Self>, Refusal> {
        if let Some(record) = tx.record(id)? {
            return Ok(Some(Self::Inside(Box::new(record))));
        }
        Ok(tx.stay(id)?.map(|stay| Self::Street(Box::new(stay))))
    }

    pub(crate) fn id(&self) -> Guid {
        match self {
            Self::Inside(record) => record.id,
            Self::Street(stay) => stay.id,
        }
    }

    /// When the car came.
    pub(crate) fn entered_at(&self) -> Moment {
        match self {
            Self::Inside(record) => record.entered_at,
            Self::Street(stay) => stay.entered_at,
        }
    }

    /// True when the car is not there any more.
    pub(crate) fn has_left(&self) -> bool {
        match self {
            Self::Inside(record) => record.state != RecordState::Inside,
            Self::Street(stay) => stay.state == StayState::Left,
        }
    }

    /// What of the stay's fee was settled so far.
    pub(crate) fn settled_fen(&self) -> Fen {
        match self {
            Self::Inside(record) => record.receivable_fen,
            Self::Street(stay) => stay.receivable_fen,
        }
    }

    /// What of that was let off.
    pub(crate) fn discount_fen(&self) -> Fen {
        match self {
            Self::Inside(record) => record.discount_fen,
            Self::Street(stay) => stay.discount_fen,
        }
    }

    /// The car, where its plate is known.
    pub(crate) fn vehicle(&self) -> Option<&Vehicle> {
        match self {
            Self::Inside(record) => Some(&record.vehicle),
            Self::Street(stay) => stay.vehicle.as_ref(),
        }
    }

    /// What is due for parking before any coupon, now or when the car left, and what its own coupons and one more take off.
    pub(crate) fn priced(&self, act: &Act<'_, '_>, also: &Coupon) -> Result<(Fen, Stack), Refusal> {
        match self {
            // A stay that was none costs nothing.
            Self::Inside(record) if record.state == RecordState::Cancelled => Ok((Fen::ZERO, Stack::default())),
            Self::Inside(record) => {
                let until = record.left_at.unwrap_or(act.now);
                let priced = quotes::price(act.tx, &act.lot, &act.tariffs, record, until, also)?;
                Ok((priced.gross_fen, priced.stack))
            }
            Self::Street(stay) => {
                let (quote, stack) = street::price_of(act.tx, &act.lot, &act.tariffs, stay, act.now, also)?;
                Ok((quote.due_fen + stack.off_fen(), stack))
            }
        }
    }

    /// What a payment changes beside the money, once it is in the ledger: a debt that is paid is no matter for a credit
    /// report any more, and the sums of a stay whose end was told already are told anew (5006).
    pub(crate) fn paid(&self, act: &mut Act<'_, '_>) -> Result<(), Refusal> {
        match self {
            // A car that this very payment let out is told of by its exit.
            Self::Inside(before) if before.state == RecordState::Inside => Ok(()),
            Self::Inside(before) => match act.tx.record(before.id)? {
                Some(record) => Ok(act.state(&Fact::RecordCorrected { record })?),
                None => Ok(()),
            },
            Self::Street(before) => match act.tx.stay(before.id)? {
                Some(stay) => street::paid(act, stay),
                None => Ok(()),
            },
        }
    }
}
