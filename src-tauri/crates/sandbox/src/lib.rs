//! Simulators of the platforms and a lot with traffic: demo, training, tests.
//!
//! - [`autox3`] takes cars in and hands their orders over.
//! - [`charging`] is a charging platform, strict by appendix B.
//! - [`city`] is a city platform as strict as its standard, which fails on demand.
//! - [`docloud`] tells of violations and has them handled, strict by its page.
//! - [`etcp`] is ETCP, strict by its document, with cars in its lots.
//! - [`payment`] is a channel that takes drivers' pay codes, with the drivers' endings.
//! - [`repair`] is a provincial repair archive, strict by its document.
//! - [`traffic`] lets cars drive through the lot, with [`picture`]s of them.
//! - [`demo`] is the lot that they drive through when there is no real one.

pub mod autox3;
pub mod charging;
pub mod city;
pub mod demo;
pub mod docloud;
pub mod etcp;
pub mod payment;
pub mod picture;
pub mod repair;
pub mod traffic;

use city::{CityConfig, CityError, CityHandle};
use traffic::wire::PushError;
use traffic::{Traffic, TrafficConfig};

/// The simulators that belong to one run.
pub struct Sandbox {
    /// The city platform.
    pub city: CityHandle,
    traffic: Option<Traffic>,
}

impl Sandbox {
    /// Starts the platforms. The traffic begins later, by [`Sandbox::begin_traffic`]: it needs the lane listener, which
    /// starts after the platforms that it is to report to.
    ///
    /// # Errors
    /// When a platform cannot start.
    pub async fn start(city: CityConfig) -> Result<Self, CityError> {
        Ok(Self { city: CityHandle::start(city).await?, traffic: None })
    }

    /// Lets the traffic begin; traffic that runs already is stopped first.
    ///
    /// # Errors
    /// When it cannot begin.
    pub async fn begin_traffic(&mut self, config: TrafficConfig) -> Result<(), PushError> {
        self.end_traffic().await;
        self.traffic = Some(Traffic::start(config)?);
        Ok(())
    }

    /// The traffic, when it runs.
    pub const fn traffic(&self) -> Option<&Traffic> {
        self.traffic.as_ref()
    }

    /// Stops the traffic.
    pub async fn end_traffic(&mut self) {
        if let Some(traffic) = self.traffic.take() {
            traffic.stop().await;
        }
    }

    /// Stops everything; returns once all has stopped.
    pub async fn stop(mut self) {
        self.end_traffic().await;
        self.city.stop().await;
    }
}
