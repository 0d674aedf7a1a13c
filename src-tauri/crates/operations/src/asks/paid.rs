//! 6007: a stay was paid for at the platform (DB4403/T 313, tables 84 and 15).

use lotdesk_domain::ask::paid::StayPaid;
use lotdesk_domain::ask::{Answer, AskCode, AskRefusal};
use lotdesk_domain::message::Platform;

use super::{Refused, must_be_ours};
use crate::act::Act;
use crate::orders::{self, PlatformPayment};

/// Books the money whatever it means; only what is of no stay of ours is refused.
pub(super) fn paid(act: &mut Act<'_, '_>, told: StayPaid) -> Result<Answer, Refused> {
    must_be_ours(act, &told.park_code)?;
    let record_id = told.record_id;
    let payment = PlatformPayment {
        id: told.charge_id,
        platform: Platform::City,
        order_no: told.order_no,
        record_id,
        paid_at: told.paid_at,
        discount_fen: told.discount_fen,
        received_fen: told.received_fen,
        pay_type: told.pay_type,
        pay_from: told.pay_from.chars().take(10).collect(),
        discounts: told.discounts,
    };
    match orders::take_platform_payment(act, payment)? {
        Some(_) => Ok(Answer::Done),
        None => Err(AskRefusal::new(AskCode::NoSuchObject, format!("停车记录不存在：{record_id}")).into()),
    }
}
