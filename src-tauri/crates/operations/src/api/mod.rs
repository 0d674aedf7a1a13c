//! The contract: what can be asked for, what comes back, and how it can be refused. The window's TypeScript types are
//! generated from these, `lotdeskctl call --list` prints their schemas.

pub mod alarm;
pub mod arrears;
pub mod attach;
pub mod billing;
pub mod board;
pub mod charger;
pub mod control;
pub mod coupon;
pub mod credit;
pub mod driver;
pub mod etcp;
pub mod etcp_account;
pub mod exit;
pub mod file;
pub mod fleet;
pub mod garage;
pub mod history;
pub mod inbox;
pub mod inspection;
pub mod lane;
pub mod lease;
pub mod listener;
pub mod lock;
pub mod lot;
pub mod notice;
pub mod operator;
pub mod order;
pub mod outbox;
pub mod passage;
pub mod payment;
pub mod printing;
pub mod reconcile;
pub mod reconcile_all;
pub mod record;
pub mod refund;
pub mod refusal;
pub mod repair;
pub mod repair_import;
pub mod report;
pub mod reservation;
pub mod selftest;
pub mod service;
pub mod service_order;
pub mod settings;
pub mod shift;
pub mod street;
pub mod stuck;
pub mod system;
pub mod tariff;
pub mod violation;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request that needs nothing said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A reply that says no more than that it is done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Done {}
