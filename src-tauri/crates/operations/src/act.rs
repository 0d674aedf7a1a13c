//! One operation under way: the write transaction with everything that an operation decides by.

use std::sync::Arc;

use lotdesk_domain::fact::{Described, Fact, FactMapper};
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::lot::{Lane, LaneKind, Lot};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::tariff::TariffHistory;
use lotdesk_ledger::event::{Event, GateCommanded};
use lotdesk_ledger::{Actor, Entry, LedgerError, WriteTx};

use crate::api::refusal::Refusal;
use crate::effects::Effect;
use crate::figures;
use crate::words;

/// A gate command is not carried out later than this after it was given.
pub(crate) const GATE_COMMAND_LIVES_MS: i64 = 10_000;

/// One operation under way.
pub(crate) struct Act<'a, 'c> {
    pub tx: &'a mut WriteTx<'c>,
    pub now: Moment,
    pub actor: Actor,
    pub lot: Arc<Lot>,
    pub tariffs: Arc<TariffHistory>,
    pub ids: Arc<dyn GuidSource>,
    pub mappers: Arc<[Arc<dyn FactMapper>]>,
    pub effects: Vec<Effect>,
}

impl Act<'_, '_> {
    /// Appends an event about a parking record, or about none.
    pub(crate) fn record(
        &mut self,
        event: impl Into<Event>,
        subject: Option<Guid>,
        cause: Option<Guid>,
    ) -> Result<i64, LedgerError> {
        let cause = cause.map(|id| id.to_string());
        let entry = Entry { at: self.now, actor: self.actor.clone(), cause, subject };
        self.tx.append(&entry, event)
    }

    /// States a fact: every platform's messages about it are queued in this transaction.
    pub(crate) fn state(&mut self, fact: &Fact) -> Result<(), LedgerError> {
        for mapper in self.mappers.iter() {
            for draft in mapper.map(fact, &self.lot) {
                self.tx.enqueue(&draft, self.now)?;
            }
        }
        Ok(())
    }

    /// States a fact to one platform alone, which has not heard of it.
    pub(crate) fn state_to(&mut self, platform: Platform, fact: &Fact) -> Result<(), LedgerError> {
        for mapper in self.mappers.iter() {
            for draft in mapper.map(fact, &self.lot).iter().filter(|draft| draft.platform == platform) {
                self.tx.enqueue(draft, self.now)?;
            }
        }
        Ok(())
    }

    /// What basic data says as long as this operation changes nothing of it.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub(crate) fn described(&self) -> Result<Described, LedgerError> {
        let tariff = self.tariffs.at(self.now).map(|tariff| tariff.as_ref().clone());
        let stations = self.tx.charge_stations()?.iter().filter_map(|stored| stored.station.listed()).collect();
        Ok(Described { lot: self.lot.as_ref().clone(), tariff, stations })
    }

    /// States all of the basic data to whoever was told `before`; all of it where that is nothing.
    pub(crate) fn state_described(&mut self, before: Option<Described>) -> Result<(), LedgerError> {
        let Described { tariff, stations, .. } = self.described()?;
        self.state(&Fact::LotDescribed { tariff, stations, before: before.map(Box::new) })
    }

    /// States the number of cars as it is now.
    pub(crate) fn state_counts(&mut self) -> Result<(), LedgerError> {
        let counts = figures::counts(self.tx, &self.lot)?;
        self.state(&Fact::CountsChanged { counts })
    }

    /// States that a picture was taken, when there is one.
    pub(crate) fn state_picture(
        &mut self,
        picture: Option<Guid>,
        record_id: Guid,
        entering: bool,
        taken_at: Moment,
    ) -> Result<(), LedgerError> {
        let Some(picture_id) = picture else { return Ok(()) };
        let garage = self.tx.record(record_id)?.and_then(|record| record.garage);
        self.state(&Fact::PictureTaken { picture_id, record_id, garage, entering, taken_at })
    }

    /// Tells a gate to open, once, soon.
    pub(crate) fn open_gate(
        &mut self,
        lane_id: Guid,
        cause: &str,
        reason: Option<String>,
        subject: Option<Guid>,
    ) -> Result<(Guid, Moment), LedgerError> {
        let command_id = self.ids.next_guid();
        let expires_at = self.open_gate_as(command_id, lane_id, cause, reason, subject)?;
        Ok((command_id, expires_at))
    }

    /// The same, where the command's identifier stands in another event already.
    pub(crate) fn open_gate_as(
        &mut self,
        command_id: Guid,
        lane_id: Guid,
        cause: &str,
        reason: Option<String>,
        subject: Option<Guid>,
    ) -> Result<Moment, LedgerError> {
        let expires_at = self.now.plus_ms(GATE_COMMAND_LIVES_MS);
        // A car, not a hand; and for the first time.
        let entering = subject.is_some()
            && cause != "again"
            && self.lot.lane(lane_id).is_some_and(|lane| lane.kind == LaneKind::Entry);
        let event = GateCommanded { command_id, lane_id, cause: cause.to_owned(), reason, expires_at, entering };
        self.record(event, subject, None)?;
        self.effects.push(Effect::OpenGate { lane_id, command_id, expires_at });
        Ok(expires_at)
    }

    /// The lane, when it leads the wanted way.
    pub(crate) fn lane(&self, id: Guid, kind: LaneKind) -> Result<Lane, Refusal> {
        self.lot.lane(id).filter(|lane| lane.kind == kind).cloned().ok_or_else(words::no_such_lane)
    }
}
