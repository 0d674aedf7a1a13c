//! Money through a payment channel.
//!
//! - [`channel`] is what a channel must be able to do, for whoever builds one.
//! - [`scan`] takes a driver's pay code: journalled before it is sent, asked about until it is known, never sent twice.
//! - [`by_trade`] takes a number that a driver shows who paid on the lot's own QR board.
//! - [`book`] writes what came into the ledger, whatever it means by then.
//! - [`give_back`] gives money back the way it came.
//!
//! # How payments end
//!
//! | what came | its end | postings | given back |
//! | --- | --- | --- | --- |
//! | as much as is due | settled: the waiting car is let out, else the free minutes run | channel + / revenue − (discounts +) | – |
//! | less | partly paid: it counts, the rest stays due, nothing opens | channel + / revenue − | – |
//! | more | settled; the rest is refundable | channel + / revenue −, refundable − | 5009, by [`crate::refunds`] |
//! | for a stay that was settled meanwhile, such as in cash | paid twice: all of it is refundable | channel + / refundable − | 5009 |
//! | for a car that has left owing nothing | after leaving: all of it is refundable | channel + / refundable − | 5009 |
//! | for a car that has left owing something | the debt is paid, the rest is refundable | channel + / debt −, refundable − | 5009 |
//!
//! What a platform took (6007) ends the same way on the account `city:receivable`. Where the refunds of one
//! payment together pass the lot's limit (`payment.refund_limit_fen` of the lot), a second person is needed, whatever they are
//! for: several small ones are one large one.

pub(crate) mod book;
pub(crate) mod by_trade;
pub(crate) mod channel;
pub(crate) mod give_back;
mod list;
pub(crate) mod owed;
pub(crate) mod scan;
mod settle;

pub(crate) use by_trade::by_trade;
pub(crate) use list::list;
pub(crate) use scan::{cancel, look, may_take_otherwise, query, scan};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lotdesk_domain::id::Guid;

/// Who is at work on which attempt or refund: one at a time.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashMap<Guid, Arc<tokio::sync::Mutex<()>>>>);

impl UnderWay {
    /// The turnstile of an attempt.
    pub(crate) fn of(&self, id: Guid) -> Arc<tokio::sync::Mutex<()>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What nobody holds or waits for any more goes.
        all.retain(|_, turnstile| Arc::strong_count(turnstile) > 1);
        all.entry(id).or_default().clone()
    }
}
