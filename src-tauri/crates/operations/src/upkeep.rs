//! What the house can do about itself when it is asked to: read its settings again, try a platform out.

use std::sync::Arc;

use async_trait::async_trait;

use crate::api::refusal::{Code, Refusal};
use crate::api::selftest::{SelfTestReport, SelfTestRequest};
use crate::api::settings::{Reloaded, SettingsState};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

/// The house's upkeep, done by the assembly.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Reads the settings and secrets again. Those that break a rule are refused as a whole and what runs goes on as it
    /// is; good ones are in force when this returns.
    ///
    /// # Errors
    /// The first rule that is broken, with its field.
    async fn reload(&self) -> Result<Reloaded, Refusal>;

    /// The settings in force.
    ///
    /// # Errors
    /// When the secrets cannot be opened.
    fn settings(&self) -> Result<SettingsState, Refusal>;

    /// Begins the city platform's self-test, or gives the one that is running.
    ///
    /// # Errors
    /// When there is nothing to test.
    fn test_city(&self, request: SelfTestRequest) -> Result<SelfTestReport, Refusal>;

    /// The last self-test, running or ended.
    fn self_test(&self) -> Option<SelfTestReport>;

    /// Ends the running self-test; it logs out first.
    fn cancel_self_test(&self);
}

fn upkeep(desk: &Desk) -> Result<Arc<dyn Upkeep>, Refusal> {
    desk.inner.surroundings.upkeep().ok_or_else(|| {
        Refusal::new(
            Code::Unavailable,
            "引擎尚未就绪，请稍候重试",
            "The engine is not ready yet; try again in a moment.",
        )
    })
}

/// `config.reload`.
pub(crate) async fn reload(desk: &Desk, _who: Who, _request: Nothing) -> Result<Reloaded, Refusal> {
    upkeep(desk)?.reload().await
}

/// `config.state`.
pub(crate) async fn settings(desk: &Desk, _who: Who, _request: Nothing) -> Result<SettingsState, Refusal> {
    upkeep(desk)?.settings()
}

/// `selftest.city`.
pub(crate) async fn test_city(desk: &Desk, _who: Who, request: SelfTestRequest) -> Result<SelfTestReport, Refusal> {
    if request.wait_s.is_some_and(|wait_s| wait_s > SelfTestRequest::MOST_WAIT_S) {
        return Err(Refusal::field("wait_s", "最多等待 300 秒", "Wait 300 seconds at most."));
    }
    upkeep(desk)?.test_city(request)
}

/// `selftest.look`.
pub(crate) async fn look(desk: &Desk, _who: Who, _request: Nothing) -> Result<SelfTestReport, Refusal> {
    upkeep(desk)?.self_test().ok_or_else(|| {
        Refusal::new(Code::NotFound, "还没有做过自检", "No self-test has been made since the engine started.")
    })
}

/// `selftest.cancel`.
pub(crate) async fn cancel(desk: &Desk, _who: Who, _request: Nothing) -> Result<Done, Refusal> {
    upkeep(desk)?.cancel_self_test();
    Ok(Done {})
}
