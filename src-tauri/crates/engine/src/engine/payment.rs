//! The payment channel as a part that is begun anew when its settings or its key change, and the questions about what is open.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::payment::{PaymentLink, PaymentProfile};
use lotdesk_operations::{Desk, NoChannel};
use lotdesk_sandbox::payment::{PaymentConfig, PaymentHandle};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use super::keeper::{MadeOf, Part, Plan};
use super::shop::wanted;
use crate::config::Config;
use crate::home::Home;
use crate::secrets::{Secret, SecretName, SecretStore};

/// How often the channel is asked about what is open; where nothing is, a look costs one question to the ledger.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The demo's own channel, as a profile would describe it.
pub(super) type ChannelAccess = (PaymentProfile, Secret);

/// Starts the demo's channel.
pub(super) async fn start_sandbox(clock: &Arc<dyn Clock>) -> Result<PaymentHandle, StartError> {
    let started = PaymentHandle::start(PaymentConfig::demo(clock.clone())).await;
    started.map_err(|error| StartError::Part { part: "demo", why: error.to_string() })
}

/// How it is reached.
pub(super) fn access(handle: &PaymentHandle) -> ChannelAccess {
    let (merchant, key) = handle.account();
    let profile = PaymentProfile {
        base_url: handle.base_url.clone(),
        merchant: merchant.to_owned(),
        ..PaymentProfile::default()
    };
    (profile, Secret::new(key.to_owned()))
}

/// The channel's link.
pub(super) struct PaymentPart {
    pub(super) home: Home,
    pub(super) secrets: Arc<SecretStore>,
    /// The demo's own.
    pub(super) sandbox: Option<ChannelAccess>,
    pub(super) desk: Desk,
}

#[async_trait]
impl Part for PaymentPart {
    fn name(&self) -> &'static str {
        "payment"
    }

    fn secrets(&self, settings: &Config) -> Vec<SecretName> {
        settings.payment.iter().map(|_| SecretName::payment_key()).collect()
    }

    fn plan(&self, settings: &Config) -> Result<Option<Plan>, StartError> {
        let (profile, key) = match (&settings.payment, &self.sandbox) {
            (Some(named), _) => {
                let mut profile = named.clone();
                profile.ca_file = profile.ca_file.take().map(|file| self.home.file(&file));
                (profile, wanted(&self.secrets, &SecretName::payment_key(), "支付通道", "the payment channel")?)
            }
            (None, Some((profile, key))) => (profile.clone(), key.clone()),
            (None, None) => return Ok(None),
        };
        let link = PaymentLink::new(&profile, key.expose())
            .map_err(|bad| StartError::Part { part: "payment", why: bad.to_string() })?;
        let mut made_of = MadeOf::default();
        // Texts and numbers only: this cannot fail.
        made_of.text(&serde_json::to_string(&profile).unwrap_or_default());
        made_of.text(key.expose());
        made_of.file(profile.ca_file.as_ref());
        Ok(Some(made_of.plan(Box::new(Arc::new(link)))))
    }

    async fn begin(&self, plan: Plan, _stop: CancellationToken) -> Result<Vec<JoinHandle<()>>, StartError> {
        if let Ok(link) = plan.with.downcast::<Arc<PaymentLink>>() {
            self.desk.pay_by(*link);
        }
        Ok(Vec::new())
    }

    fn gone(&self) {
        self.desk.pay_by(Arc::new(NoChannel));
    }
}

/// Asks about attempts and refunds whose end is not known, from the start on, until `stop`.
pub(super) async fn settle(desk: Desk, stop: CancellationToken) {
    loop {
        if let Err(why) = desk.settle_payments().await {
            tracing::error!(%why, "open payments could not be asked about");
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}
