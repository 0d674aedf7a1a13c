//! What chargers report, and what is overdue when they say nothing.

use lotdesk_domain::charging::{ChargeState, ConnectorState, Energy, OrderSeq, StopReason};
use lotdesk_domain::fact::Fact;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::{ChargeBegun, ChargeMetered, ConnectorChanged, StoredMeter};

use super::orders::{BEGINS_WITHIN_MS, end};
use super::stations::{no_such_connector, station_of};
use crate::act::Act;
use crate::api::Done;
use crate::api::charger::{ChargerReport, ChargerSignal};
use crate::api::refusal::Refusal;
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::effects::Effect;

/// `charger.report`
pub(crate) async fn report(desk: &Desk, who: Who, request: ChargerReport) -> Result<Done, Refusal> {
    desk.act(&who, move |act| {
        let ChargerReport { connector_id, at, what } = request;
        if station_of(act.tx, &connector_id)?.is_none() {
            return Err(no_such_connector());
        }
        // A charger whose clock is ahead charges nobody for time to come.
        let at = at.min(act.now);
        match what {
            ChargerSignal::State { state, park_state, lock_state, remark } => {
                let changed =
                    ConnectorChanged { connector_id: connector_id.clone(), state, park_state, lock_state, remark };
                state_said(act, changed)?;
                let ends = match state {
                    ConnectorState::Free => Some(StopReason::Unplugged),
                    ConnectorState::Fault => Some(StopReason::Fault),
                    // It stands there and does not charge: it has lost the order, as after a power cut.
                    ConnectorState::Plugged => Some(StopReason::Fault),
                    ConnectorState::Offline | ConnectorState::Charging | ConnectorState::Reserved => None,
                };
                let running = act.tx.running_order(&connector_id)?;
                if let (Some(reason), Some(running)) = (ends, running) {
                    let waits_to_begin = running.order.state == ChargeState::Starting;
                    if !(waits_to_begin && state == ConnectorState::Plugged) {
                        end(act, running, at, Some(reason), None)?;
                    }
                }
            }
            ChargerSignal::Begun { seq } => begun(act, &connector_id, &seq, at)?,
            ChargerSignal::Metered { seq, energy } => metered(act, &connector_id, &seq, at, energy)?,
            ChargerSignal::Ended { seq, reason, energy } => {
                let stored = act.tx.charge_order(seq.as_str())?;
                // One that ended already, or that we never heard of, changes nothing.
                if let Some(stored) = stored.filter(|s| runs_at(s.order.state, &s.order.connector_id, &connector_id)) {
                    let never_began = stored.order.started_at.is_none();
                    let reason = if never_began { reason.or(Some(StopReason::Fault)) } else { reason };
                    end(act, stored, at, reason, energy)?;
                }
            }
        }
        Ok(Done {})
    })
    .await
}

fn runs_at(state: ChargeState, at: &str, connector_id: &str) -> bool {
    state != ChargeState::Ended && at == connector_id
}

/// Writes a connector's state down and tells it on, when it is another one.
fn state_said(act: &mut Act<'_, '_>, said: ConnectorChanged) -> Result<(), Refusal> {
    let before = act.tx.connectors()?.remove(&said.connector_id);
    let same = before.is_some_and(|now| {
        (now.state, now.park_state, now.lock_state, &now.remark)
            == (said.state, said.park_state, said.lock_state, &said.remark)
    });
    if same {
        return Ok(());
    }
    let fact = Fact::ConnectorChanged {
        connector_id: said.connector_id.clone(),
        state: said.state,
        park_state: said.park_state,
        lock_state: said.lock_state,
    };
    act.record(said, None, None)?;
    Ok(act.state(&fact)?)
}

fn begun(act: &mut Act<'_, '_>, connector_id: &str, seq: &OrderSeq, at: Moment) -> Result<(), Refusal> {
    let stored = act.tx.charge_order(seq.as_str())?;
    let Some(stored) = stored.filter(|s| runs_at(s.order.state, &s.order.connector_id, connector_id)) else {
        // We gave it up, or it is none of ours: current that nobody pays for must not flow.
        act.effects.push(Effect::StopCharge { connector_id: connector_id.to_owned(), seq: seq.clone() });
        return Ok(());
    };
    if stored.order.started_at.is_some() {
        return Ok(());
    }
    act.record(ChargeBegun { seq: seq.clone(), at: at.max(stored.order.asked_at) }, stored.order.record_id, None)?;
    if stored.stop_wanted.is_some() {
        act.effects.push(Effect::StopCharge { connector_id: connector_id.to_owned(), seq: seq.clone() });
    }
    Ok(())
}

fn metered(
    act: &mut Act<'_, '_>,
    connector_id: &str,
    seq: &OrderSeq,
    at: Moment,
    energy: Energy,
) -> Result<(), Refusal> {
    let stored = act.tx.charge_order(seq.as_str())?;
    let Some(stored) = stored.filter(|s| runs_at(s.order.state, &s.order.connector_id, connector_id)) else {
        return Ok(());
    };
    let mut meter = stored.order.meter.clone();
    meter.read(at, energy, &stored.order.prices);
    if meter != stored.order.meter {
        let event = ChargeMetered { seq: seq.clone(), meter: StoredMeter::from(&meter) };
        act.record(event, stored.order.record_id, None)?;
    }
    Ok(())
}

impl Desk {
    /// What a charger says: the same as `charger.report`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn charger_report(&self, said: ChargerReport) -> Result<Done, Refusal> {
        report(self, self.who(&Caller::Engine), said).await
    }

    /// Ends orders whose charger never began. To be called every few seconds; gives how many it ended.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn end_overdue_charges(&self) -> Result<usize, Refusal> {
        let now = self.now();
        let overdue = move |stored: &lotdesk_ledger::tables::charging_questions::StoredOrder, now: Moment| {
            let order = &stored.order;
            order.started_at.is_none() && now.ms_since(order.asked_at) > BEGINS_WITHIN_MS
        };
        let any = self.look(move |tx| Ok(tx.running_orders()?.iter().any(|stored| overdue(stored, now)))).await?;
        if !any {
            return Ok(0);
        }
        let who = self.who(&Caller::Engine);
        self.act(&who, move |act| {
            let now = act.now;
            let late: Vec<_> = act.tx.running_orders()?.into_iter().filter(|stored| overdue(stored, now)).collect();
            let count = late.len();
            for stored in late {
                let (connector_id, seq) = (stored.order.connector_id.clone(), stored.order.seq.clone());
                end(act, stored, now, Some(StopReason::Fault), None)?;
                act.effects.push(Effect::StopCharge { connector_id, seq });
            }
            Ok(count)
        })
        .await
    }
}
