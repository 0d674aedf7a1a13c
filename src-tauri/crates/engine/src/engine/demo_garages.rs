//! Now and then a car of the demo is stored in the garage and fetched again, and now and then the garage fails.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_devices::garage::GarageSet;
use lotdesk_domain::garage::GarageEventKind;
use lotdesk_domain::moment::Moment;
use lotdesk_operations::api::garage::{GarageList, GarageView};
use lotdesk_operations::api::record::SearchReply;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::{Caller, Desk};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

/// Between two visits to the garage, in seconds: from the first to the second.
const VISIT_EVERY_S: (u64, u64) = (25, 80);
/// Of so many visits one ends with a fault.
const FAULT_EACH: u64 = 14;
/// A car stays in the garage for at least this long, in milliseconds.
const STAYS_MS: i64 = 60_000;
/// What fails in the demo.
const FAULTS: [GarageEventKind; 4] = [
    GarageEventKind::LiftDownFault,
    GarageEventKind::SlideOverload,
    GarageEventKind::PositionFault,
    GarageEventKind::TooHigh,
];

/// Numbers from a seed, enough for choosing who comes next.
struct Draws(u64);

impl Draws {
    /// From 0 to `below`, `below` excluded. SplitMix64.
    fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}

/// Lets cars come and go until `stop`.
pub(super) async fn live(desk: Desk, set: Arc<GarageSet>, seed: u64, stop: CancellationToken) {
    let mut draws = Draws(seed);
    loop {
        let wait_s = VISIT_EVERY_S.0 + draws.below(VISIT_EVERY_S.1 - VISIT_EVERY_S.0);
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
            () = stop.cancelled() => return,
        }
        if let Err(refusal) = visit(&desk, &set, &mut draws).await {
            // A full or broken garage turns people away; that is part of a day.
            tracing::debug!(why = refusal.en, "nobody could use the demo's garage");
        }
    }
}

async fn visit(desk: &Desk, set: &GarageSet, draws: &mut Draws) -> Result<(), Refusal> {
    let list: GarageList = ask(desk, "garage.list", json!({})).await?;
    let Some(garage) = list.garages.into_iter().next() else { return Ok(()) };
    if garage.running.is_some() || !garage.state.works() {
        return Ok(());
    }
    if draws.below(FAULT_EACH) == 0
        && let Some(machine) = set.simulated(&garage.code)
    {
        let which = draws.below(FAULTS.len() as u64);
        machine.fail_next(usize::try_from(which).ok().and_then(|at| FAULTS.get(at)).copied().unwrap_or(FAULTS[0]));
    }
    match car_to_fetch(&garage, draws) {
        Some(space_no) => {
            let _: Value = ask(desk, "garage.retrieve", json!({ "garage": garage.code, "space_no": space_no })).await?;
        }
        None => {
            if let Some(plate) = car_to_store(desk, draws).await? {
                let _: Value = ask(desk, "garage.store", json!({ "garage": garage.code, "plate": plate })).await?;
            }
        }
    }
    Ok(())
}

/// The space of a car that has stayed long enough. The fuller the garage, the likelier somebody fetches one.
fn car_to_fetch(garage: &GarageView, draws: &mut Draws) -> Option<String> {
    let held: Vec<&str> =
        garage.spaces.iter().filter(|space| space.plate.is_some()).map(|space| space.space_no.as_str()).collect();
    if draws.below(garage.spaces.len() as u64) >= held.len() as u64 {
        return None;
    }
    let stored_at = |space_no: &str| -> Option<Moment> {
        garage.ended.iter().find(|command| command.space_no == space_no).and_then(|command| command.ended_at)
    };
    let newest = garage.ended.first().and_then(|command| command.ended_at)?;
    let long = |space_no: &&&str| stored_at(space_no).is_none_or(|at| newest.ms_since(at) >= STAYS_MS);
    let ready: Vec<&&str> = held.iter().filter(long).collect();
    let at = usize::try_from(draws.below(ready.len() as u64)).ok()?;
    ready.get(at).map(|space_no| (**space_no).to_owned())
}

/// One of the cars that came in last: they stay longest, and a car in the garage drives out by no lane.
async fn car_to_store(desk: &Desk, draws: &mut Draws) -> Result<Option<String>, Refusal> {
    let request = json!({ "plate": "", "state": "inside", "limit": 10, "after": null });
    let inside: SearchReply = ask(desk, "record.search", request).await?;
    let at = usize::try_from(draws.below(inside.rows.len() as u64)).unwrap_or(0);
    Ok(inside.rows.get(at).map(|row| row.vehicle.plate.to_string()))
}

async fn ask<T: serde::de::DeserializeOwned>(desk: &Desk, name: &str, request: Value) -> Result<T, Refusal> {
    let reply = desk.call(&Caller::Engine, name, request).await?;
    serde_json::from_value(reply).map_err(Refusal::internal)
}
