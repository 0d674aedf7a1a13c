//! `payment.list`: attempts, and payments whose number a person typed in.

use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::money::StoredCharge;

use super::scan::view;
use crate::api::payment::{PaymentList, PaymentsRequest, TradeByHand};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::page_size;
use crate::refunds;

pub(crate) async fn list(desk: &Desk, _who: Who, request: PaymentsRequest) -> Result<PaymentList, Refusal> {
    let limit = page_size(request.limit);
    let channel = desk.channel().is_set_up();
    let wait_ms = i64::from(desk.lot().payment.request_wait_seconds) * 1000;
    desk.look(move |tx| {
        let attempts = tx.attempts_lately(limit)?;
        let attempts = attempts.iter().map(|stored| view(tx, stored, wait_ms)).collect::<Result<_, _>>()?;
        let by_hand = tx.charges_by_hand(limit)?;
        let by_hand = by_hand.iter().filter_map(|paid| by_hand_row(tx, paid).transpose()).collect::<Result<_, _>>()?;
        Ok(PaymentList { channel, attempts, by_hand })
    })
    .await
}

fn by_hand_row(tx: &ReadTx<'_>, paid: &StoredCharge) -> Result<Option<TradeByHand>, Refusal> {
    let (Some(channel), Some(trade_no)) = (paid.trade.channel, paid.trade.number.clone()) else { return Ok(None) };
    let charge = &paid.charge;
    let day = charge.paid_at.to_china().date();
    let covered = tx.channel_files(day, day)?.iter().any(|file| file.channel == channel);
    let in_file = covered.then(|| tx.channel_has(channel, &trade_no)).transpose()?;
    Ok(Some(TradeByHand {
        charge_id: charge.id,
        record_id: charge.record_id,
        plate: refunds::plate(tx, charge.record_id)?,
        paid_at: charge.paid_at,
        received_fen: charge.received_fen,
        channel,
        trade_no,
        in_file,
    }))
}
