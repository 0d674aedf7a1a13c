//! Mechanical garages: who is served next, what controllers say, what people and the platform ask.
//!
//! A command is decided and begun in the ledger; only then does its effect go to the controller, once, and after a restart
//! nothing that was under way or waited is begun again by itself: it has *lapsed* and must be asked for anew.

mod begin;
mod order;
mod report;
mod restart;
mod state;
mod view;

use lotdesk_domain::garage::{GarageCommandState, GarageRefusal, GarageWork};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::GarageEnded;

use crate::api::garage::{
    CancelGarageCommand, GarageList, GarageOrdered, GarageReport, RetrieveCar, SetGarageState, StoreCar,
};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::reasons::reason;
use crate::words;

pub(crate) use begin::tick;
pub(crate) use order::{OrderError, Wanted, order};
pub(crate) use report::Progress;
pub(crate) use restart::lapse_all;
pub(crate) use state::{facts, lot_changed, tell_figures};
pub(crate) use view::{garage_of, view};

impl From<GarageRefusal> for Refusal {
    fn from(why: GarageRefusal) -> Self {
        let code = match why {
            GarageRefusal::NoSuchGarage
            | GarageRefusal::NoSuchPass
            | GarageRefusal::NoSuchSpace
            | GarageRefusal::NoSuchCar => Code::NotFound,
            GarageRefusal::BadBookTime | GarageRefusal::NothingNamed => Code::BadField,
            GarageRefusal::StoredAlready => Code::AlreadyInside,
            GarageRefusal::Full | GarageRefusal::SpaceTaken => Code::LotFull,
            GarageRefusal::OutOfOrder | GarageRefusal::TooManyWait => Code::GarageBusy,
        };
        let refusal = Refusal::new(code, why.zh(), why.en());
        match why.field() {
            Some(field) => refusal.at(field),
            None => refusal,
        }
    }
}

fn plate(text: Option<&str>) -> Result<Option<Plate>, Refusal> {
    text.filter(|text| !text.trim().is_empty())
        .map(|text| Plate::parse(text).map_err(|why| words::bad_plate("plate", &why)))
        .transpose()
}

/// `garage.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<GarageList, Refusal> {
    let this = desk.clone();
    desk.look(move |tx| {
        let lot = this.lot();
        let garages = lot.garages.iter().map(|garage| view(tx, &this, garage)).collect::<Result<_, Refusal>>()?;
        Ok(GarageList { garages })
    })
    .await
}

/// `garage.store`.
pub(crate) async fn store(desk: &Desk, who: Who, request: StoreCar) -> Result<GarageOrdered, Refusal> {
    let StoreCar { garage, plate: text, space_no, pass } = request;
    let plate = plate(text.as_deref())?;
    let wanted = Wanted { garage, work: GarageWork::Store, plate, space_no, pass, book_at: None };
    desk.act(&who, move |act| Ok(order(act, wanted)?)).await
}

/// `garage.retrieve`.
pub(crate) async fn retrieve(desk: &Desk, who: Who, request: RetrieveCar) -> Result<GarageOrdered, Refusal> {
    let RetrieveCar { garage, plate: text, space_no, pass, book_at } = request;
    let plate = plate(text.as_deref())?;
    let wanted = Wanted { garage, work: GarageWork::Retrieve, plate, space_no, pass, book_at };
    desk.act(&who, move |act| Ok(order(act, wanted)?)).await
}

/// `garage.cancel`.
pub(crate) async fn cancel(desk: &Desk, who: Who, request: CancelGarageCommand) -> Result<Done, Refusal> {
    let reason = reason(&request.reason)?;
    desk.act(&who, move |act| {
        let Some(command) = act.tx.garage_command(request.command_id)? else {
            return Err(
                Refusal::new(Code::NotFound, "没有这条存取车指令", "There is no such command.").at("command_id")
            );
        };
        match command.state {
            GarageCommandState::Waiting => {
                let ended =
                    GarageEnded { command_id: command.id, how: GarageCommandState::Cancelled, why: Some(reason) };
                act.record(ended, command.record_id, None)?;
                begin::advance(act, &command.garage)?;
                Ok(Done {})
            }
            // The machine says how it ended.
            GarageCommandState::Running => {
                act.effects.push(Effect::StopGarage { garage: command.garage, why: reason });
                Ok(Done {})
            }
            GarageCommandState::Done
            | GarageCommandState::Failed
            | GarageCommandState::Cancelled
            | GarageCommandState::Lapsed => {
                Err(Refusal::new(Code::NotFound, "该指令已结束", "The command has ended.").at("command_id"))
            }
        }
    })
    .await
}

/// `garage.set_state`.
pub(crate) async fn set_state(desk: &Desk, who: Who, request: SetGarageState) -> Result<Done, Refusal> {
    let reason = reason(&request.reason)?;
    desk.act(&who, move |act| state::by_hand(act, &request.garage, request.state, reason)).await?;
    Ok(Done {})
}

/// `garage.report`.
pub(crate) async fn report(desk: &Desk, who: Who, request: GarageReport) -> Result<Done, Refusal> {
    report::take(desk, who, request).await
}

impl Desk {
    /// What a garage's controller says: the same as `garage.report`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn garage_report(&self, said: GarageReport) -> Result<Done, Refusal> {
        let who = self.who(&crate::Caller::Engine);
        report::take(self, who, said).await
    }

    /// To be called once before the garages' controllers are started: what an earlier run left under way or waiting is
    /// ended as lapsed, so that nothing moves that nobody has asked for since.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub async fn lapse_garage_commands(&self) -> Result<(), Refusal> {
        lapse_all(self).await
    }

    /// Begins what has come due by the clock; gives when the next waiting command comes due.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub async fn garages_tick(&self) -> Result<Option<Moment>, Refusal> {
        tick(self).await
    }
}
