//! The garages between the desk and their controllers: commands go out after the commit, what controllers say comes in.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_devices::garage::{GarageConfig, GarageEvents, GarageParts, GarageSet, SimulatedGarageConfig};
use lotdesk_domain::lot::{Lot, SpaceState};
use lotdesk_domain::moment::Clock;
use lotdesk_ledger::Ledger;
use lotdesk_ledger::event::Event;
use lotdesk_operations::Desk;
use lotdesk_operations::api::garage::GarageReport;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::config::{Config, GarageDriver, GarageDriverKind, Problem};

/// In the demo a fault goes away by itself, for nobody may be there to clear it.
const DEMO_MENDS_AFTER_S: u32 = 90;
/// Without anything to wait for, the clock is looked at this often: a computer that slept finds its bookings.
const LOOK_ANYWAY: Duration = Duration::from_secs(30);

/// Hands what controllers say to the desk, in the order in which they said it.
struct ToDesk {
    reports: mpsc::UnboundedSender<GarageReport>,
}

impl ToDesk {
    /// Begins to hand over; ends with the last clone of what it returns.
    fn begin(desk: Desk) -> Self {
        let (reports, mut waiting) = mpsc::unbounded_channel::<GarageReport>();
        tokio::spawn(async move {
            while let Some(report) = waiting.recv().await {
                let garage = report.garage.clone();
                if let Err(refusal) = desk.garage_report(report).await {
                    tracing::warn!(garage, why = refusal.en, "a garage's report was refused");
                }
            }
        });
        Self { reports }
    }
}

impl GarageEvents for ToDesk {
    fn reported(&self, report: GarageReport) {
        let _ = self.reports.send(report);
    }
}

/// The running garages.
pub(super) struct Garages {
    set: Arc<GarageSet>,
    ticking: JoinHandle<()>,
}

impl Garages {
    /// Ends what an earlier run left behind, builds the controllers, and begins to look at the clock.
    pub(super) async fn start(
        settings: &Config,
        desk: &Desk,
        ledger: &Ledger,
        clock: &Arc<dyn Clock>,
        stop: &CancellationToken,
    ) -> Result<Self, StartError> {
        let lot = desk.lot();
        if let Some(code) = settings.garages.drivers.keys().find(|code| lot.garage(code).is_none()) {
            return Err(StartError::problem(Problem::new(
                format!("garages.drivers.{code}"),
                format!("停车场没有编号为“{code}”的车库"),
                format!("the lot has no garage with the number {code:?}"),
            )));
        }
        desk.lapse_garage_commands().await.map_err(StartError::SetUp)?;
        let parts = parts(&lot, settings, ledger).await?;
        let set = Arc::new(GarageSet::new(parts, clock, Arc::new(ToDesk::begin(desk.clone()))));
        let ticking = tokio::spawn(tick(desk.clone(), ledger.clone(), clock.clone(), stop.clone()));
        Ok(Self { set, ticking })
    }

    /// The garages.
    pub(super) fn set(&self) -> &Arc<GarageSet> {
        &self.set
    }

    /// The task that looks at the clock; it ends with the token given at the start.
    pub(super) fn into_task(self) -> JoinHandle<()> {
        self.ticking
    }
}

/// What moves each garage, and what its spaces hold as far as the ledger knows.
async fn parts(lot: &Lot, settings: &Config, ledger: &Ledger) -> Result<Vec<GarageParts>, StartError> {
    let (states, cars) = ledger
        .read({
            let codes: Vec<String> = lot.garages.iter().map(|garage| garage.code.clone()).collect();
            move |tx| {
                let cars = codes.iter().map(|code| tx.garage_cars(code)).collect::<Result<Vec<_>, _>>()?.concat();
                Ok((tx.space_states()?, cars))
            }
        })
        .await?;
    let holds = |space_no: &str| {
        states.get(space_no) == Some(&SpaceState::Taken) || cars.iter().any(|car| car.space_no == space_no)
    };
    let parts = lot.garages.iter().filter_map(|garage| {
        let demo = GarageDriver { mends_after_s: Some(DEMO_MENDS_AFTER_S), ..GarageDriver::default() };
        let driver = settings.garages.drivers.get(&garage.code).cloned().or(settings.demo.then_some(demo))?;
        let config = match driver.kind {
            GarageDriverKind::Simulated => GarageConfig::Simulated(SimulatedGarageConfig {
                mends_after_ms: driver.mends_after_s.map(|seconds| u64::from(seconds) * 1000),
            }),
        };
        let spaces = lot.garage_spaces(&garage.code).map(|space| (space.space_no.clone(), holds(&space.space_no)));
        Some(GarageParts { garage: garage.clone(), config, spaces: spaces.collect() })
    });
    Ok(parts.collect())
}

/// Begins booked commands when they come due. Woken by every command that is asked for: it may be due before the others.
async fn tick(desk: Desk, ledger: Ledger, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut committed = ledger.committed();
    loop {
        let next = match desk.garages_tick().await {
            Ok(next) => next,
            Err(refusal) => {
                tracing::warn!(why = refusal.en, "booked garage commands could not be looked at");
                None
            }
        };
        let wait = next.map_or(LOOK_ANYWAY, |at| {
            let ms = u64::try_from(at.ms_since(clock.now())).unwrap_or(0);
            Duration::from_millis(ms.saturating_add(1)).min(LOOK_ANYWAY)
        });
        let timer = tokio::time::sleep(wait);
        tokio::pin!(timer);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = &mut timer => break,
                events = committed.recv() => match events {
                    Ok(events) if events.iter().any(|e| matches!(e.event, Event::GarageAsked(_))) => break,
                    Ok(_) => {}
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => break,
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                },
            }
        }
    }
}
