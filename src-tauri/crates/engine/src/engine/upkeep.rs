//! What can be done about the engine while it runs: settings read again, a platform tried out.

use std::sync::Arc;

use async_trait::async_trait;
use lotdesk_operations::Upkeep;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::selftest::{SelfTestReport, SelfTestRequest};
use lotdesk_operations::api::settings::{Reloaded, SettingsState};

use super::keeper::Keeper;
use super::selftest::SelfTests;

/// The engine's upkeep.
pub(super) struct Maintenance {
    pub(super) keeper: Arc<Keeper>,
    pub(super) tests: SelfTests,
}

#[async_trait]
impl Upkeep for Maintenance {
    async fn reload(&self) -> Result<Reloaded, Refusal> {
        // To the end even when the asker goes away: a link that was taken down is begun again.
        let keeper = self.keeper.clone();
        tokio::spawn(async move { keeper.reload().await }).await.unwrap_or_else(|why| Err(Refusal::internal(why)))
    }

    fn settings(&self) -> Result<SettingsState, Refusal> {
        self.keeper.state()
    }

    fn test_city(&self, request: SelfTestRequest) -> Result<SelfTestReport, Refusal> {
        self.tests.begin(request)
    }

    fn self_test(&self) -> Option<SelfTestReport> {
        self.tests.report()
    }

    fn cancel_self_test(&self) {
        self.tests.cancel();
    }
}
