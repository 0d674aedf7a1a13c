//! A payment channel over HTTP: an aggregator (聚合支付) that takes WeChat's and Alipay's pay codes alike. Merchants' contracts
//! differ; this is the smallest protocol that has all that a channel must be able to do, as `sandbox/src/payment` plays it.
//!
//! `POST base + /pay | /query | /reverse | /refund | /refund_query` with JSON, `Authorization: Bearer` and the secret
//! `payment.key`, `merchant` in every request. Amounts are whole 分. Every answer is JSON with `state`:
//!
//! | call | asks with | `state` |
//! | --- | --- | --- |
//! | `pay` | `out_trade_no`, `auth_code`, `amount_fen`, `subject` | `paid`, `paying`, `refused` |
//! | `query` | `out_trade_no` | these, `closed`, `unknown` |
//! | `reverse` | `out_trade_no` | `closed`; `paid` and `refused` where it cannot be withdrawn |
//! | `refund` | `out_trade_no`, `out_refund_no`, `total_fen`, `amount_fen` | `done`, `pending`, `refused` |
//! | `refund_query` | `out_trade_no`, `out_refund_no` | these, `unknown` |
//!
//! `paid` comes with `trade_no`, `paid_at` (ms since 1970) and `amount_fen`; `refused` with `code` and `message`. The same
//! `out_trade_no` never takes money twice, and the same `out_refund_no` never gives it back twice.

mod link;
mod profile;

pub use link::{BadPaymentLink, PaymentLink};
pub use profile::PaymentProfile;
