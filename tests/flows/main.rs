//! Whole-product flows: the engine and the city platform as processes of their own, judged by their logs.

#[path = "../checker.rs"]
mod checker;
mod harness;

mod attach;
mod car;
mod downlink;
mod etcp;
mod exceptions;
mod kill;
mod newcomer;
mod outage;
mod payments;
mod reload;
mod secrets;
mod selftest;
mod shop;
mod tcp;
mod training;
mod violations;
mod whole;
