//! Everything an operator, a lane or a platform can ask for: the typed command list and its handlers.
//!
//! - [`api`] is the contract: request, reply and refusal of every command.
//! - [`commands`] is the list: name, permission and handler, in one place for window, command line and platforms.
//! - [`Desk`] is the door: it checks who asks, runs the handler, and says afterwards what changed.
//! - Handlers sit by subject in `operators`, `lanes`, `exits`, …; they decide inside the ledger's write transaction.

mod act;
mod alarms;
pub mod api;
mod arrears;
mod asks;
mod billing;
mod bindings;
mod board;
mod caller;
mod charging;
mod clock;
mod commands;
mod controls;
mod corrections;
mod coupons;
mod covers;
mod deductions;
mod desk;
mod docloud;
mod effects;
mod etcp;
mod exits;
mod figures;
mod fleets;
mod garages;
mod inbox;
mod inspections;
mod lane_service;
mod lanes;
mod leases;
mod locks;
mod lot_setup;
mod masking;
mod messages;
mod neighbours;
mod notices;
mod operators;
mod orders;
mod payments;
mod picture_source;
mod pins;
mod platform_queries;
mod pointing;
mod printing;
mod quotes;
mod reasons;
mod reconcile;
mod records;
mod refunds;
mod repairs;
mod replies;
mod reports;
mod reservations;
mod service_orders;
mod sharing;
mod shifts;
mod stays;
mod story;
mod street;
mod surroundings;
mod tariffs;
mod upkeep;
mod violations;
mod words;

pub use asks::{CarriedOut, PlatformRequest};
pub use bindings::write_bindings;
pub use caller::Caller;
pub use clock::{SystemClock, SystemGuids};
pub use commands::{CommandSpec, commands};
pub use desk::{Desk, DeskParts};
pub use docloud::{Asked, Docloud, DocloudFailure, NoDocloud};
pub use effects::Effect;
pub use etcp::{EtcpCalls, EtcpCare, EtcpFailure, EtcpUser, NoEtcp};
pub use payments::channel::{ChannelFailure, NoChannel, PayOrder, PaymentChannel, RefundOrder, RefundState};
pub use picture_source::{FetchPictures, NoPictures, NotFetched};
pub use platform_queries::{NoPlatform, PlatformQueries, QueryFailure};
pub use service_orders::OrderArrival;
pub use surroundings::{DemoHint, ReceiptFacts, RepairPrint, Surroundings};
pub use upkeep::Upkeep;
