//! Lines about tariffs and coupons.

use lotdesk_ledger::event::Event;

use super::{Line, Names, line_of};
use crate::api::board::Level::{Info, Look};

pub(super) fn news(event: &Event) -> Option<Line> {
    Some(match event {
        Event::TariffSet(e) => match e.from {
            None => Line { words: vec![("name", e.name.clone())], ..line_of(Look, "tariff_set") },
            Some(from) => Line {
                words: vec![("name", e.name.clone()), ("from", from.to_datetime_text())],
                ..line_of(Look, "tariff_planned")
            },
        },
        Event::TariffTookEffect(e) => Line { words: vec![("name", e.name.clone())], ..line_of(Look, "tariff_set") },
        Event::TariffWithdrawn(e) => Line {
            words: vec![("name", e.name.clone()), ("reason", e.reason.clone())],
            ..line_of(Look, "tariff_withdrawn")
        },
        _ => return None,
    })
}

/// Of coupons those are news that somebody let off by hand or showed, and those that are good no more.
pub(super) fn coupon_news(event: &Event, names: &Names) -> Option<Line> {
    Some(match event {
        Event::CouponIssued(e) => match &e.reason {
            Some(reason) => Line {
                words: vec![("reason", reason.clone()), ("approver", names.of(e.approver).unwrap_or_default())],
                ..line_of(Look, "coupon_by_hand")
            },
            None => return None,
        },
        Event::CouponAttached(_) => line_of(Info, "coupon_attached"),
        Event::MerchantSettled(e) => {
            let words = vec![("amount", e.received_fen.to_string()), ("waived", e.waived_fen.to_string())];
            Line { words, ..line_of(if e.waived_fen.is_positive() { Look } else { Info }, "merchant_settled") }
        }
        Event::CouponVoided(e) => Line { words: vec![("reason", e.reason.clone())], ..line_of(Look, "coupon_voided") },
        _ => return None,
    })
}
