//! What a car in an ETCP lot owes: asked, and the answer held for the payment.

use lotdesk_domain::etcp::Bill;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::tables::etcp_quotes::EtcpQuote;

use super::accounts::user_of;
use super::plate_of;
use crate::api::etcp::{EtcpFee, EtcpFeeRequest, EtcpQuoteView};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;

/// A fee may be paid by an answer that is not older than this, in milliseconds: it grows.
pub(super) const HOLDS_MS: i64 = 10 * 60_000;

pub(super) fn holds_until(quote: &EtcpQuote) -> Moment {
    quote.at.plus_ms(HOLDS_MS)
}

pub(super) fn view(quote: EtcpQuote) -> EtcpQuoteView {
    EtcpQuoteView {
        holds_until: holds_until(&quote),
        quote_id: quote.id,
        plate: quote.plate.to_string(),
        order_id: quote.bill.order_id,
        parking_id: quote.bill.parking_id,
        parking_name: quote.bill.parking_name,
        entered_at: quote.bill.entered_at,
        fee_fen: quote.bill.fee_fen,
        remaining_fen: quote.bill.remaining_fen,
        at: quote.at,
    }
}

/// Keeps what came.
pub(super) async fn keep(
    desk: &Desk,
    who: &Who,
    account_id: Guid,
    plate: Plate,
    bills: Vec<Bill>,
) -> Result<Vec<EtcpQuote>, Refusal> {
    desk.act(who, move |act| {
        let mut quotes = Vec::with_capacity(bills.len());
        for bill in bills {
            let quote = EtcpQuote { id: act.ids.next_guid(), account_id, plate: plate.clone(), bill, at: act.now };
            act.tx.keep_etcp_quote(&quote)?;
            quotes.push(quote);
        }
        Ok(quotes)
    })
    .await
}

/// `etcp.fee`.
pub(crate) async fn fee(desk: &Desk, who: Who, request: EtcpFeeRequest) -> Result<EtcpFee, Refusal> {
    let plate = plate_of(&request.plate)?;
    let user = user_of(desk, request.account_id).await?;
    let bills = desk.etcp().bills(&user, &plate).await?;
    let quotes = keep(desk, &who, request.account_id, plate, bills).await?;
    Ok(EtcpFee { quotes: quotes.into_iter().map(view).collect() })
}
