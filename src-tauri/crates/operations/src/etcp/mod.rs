//! ETCP at the service desk: drivers are signed in, their cars bound, what they owe in ETCP's lots looked up and paid; and
//! ETCP's lots tell of cars that come and go.

mod accounts;
mod asking;
mod calls;
mod cars;
mod fees;
mod lots;
mod payments;
mod pushes;
mod settle;
mod state;

use lotdesk_domain::id::Guid;
use lotdesk_domain::person::PersonalData;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::ReadTx;

use crate::api::refusal::{Code, Refusal};
use crate::words::bad_plate;

pub(crate) use accounts::{account, accounts, join, send_code, sign_in};
pub use asking::EtcpCare;
pub(crate) use asking::ask;
pub use calls::{EtcpCalls, EtcpFailure, EtcpUser, NoEtcp};
pub(crate) use cars::{bind, release};
pub(crate) use fees::fee;
pub(crate) use lots::{history, lot_state, lots};
pub(crate) use payments::{give_back, known_by_reply, may_resend, pay, payments, resolve};
pub(crate) use pushes::{occupancy, stays};
pub(crate) use settle::{ledger, settle, settle_back};
pub(crate) use state::state;

fn no_such_account() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个 ETCP 用户，请重新登录", "There is no such driver; sign in again.")
        .at("account_id")
}

fn plate_of(text: &str) -> Result<Plate, Refusal> {
    Plate::parse(text).map_err(|why| bad_plate("plate", &why))
}

/// The driver with the telephone unmasked, for the calls that need it.
fn user(tx: &ReadTx<'_>, account_id: Guid) -> Result<EtcpUser, Refusal> {
    let account = tx.etcp_account(account_id)?.ok_or_else(no_such_account)?;
    match tx.person(account.person_id)?.and_then(|person| person.data) {
        Some(PersonalData::Order(people)) => Ok(EtcpUser { account_id, phone: people.owner_phone }),
        _ => Err(Refusal::new(
            Code::NotFound,
            "该用户的手机号已删除，请以手机号重新登录",
            "The driver's telephone has been erased; sign in anew.",
        )
        .at("account_id")),
    }
}
