//! The self-test of a city platform: every step that a day's work needs, tried once, and each failure said in words that
//! a lot's operator can act on. It has connections and a session of its own and ends them; what it reports is true.

mod calls;
mod reach;
mod tcp;
mod words;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::selftest::{
    SelfTestFinding as Finding, SelfTestStep, SelfTestStepKind as Kind, SelfTestStepState as State,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::profile::CityProfile;
use super::secrets::CitySecrets;
use calls::Caller;
pub use words::Found;

/// Hears what the platform asks of us, wherever that comes in.
#[async_trait]
pub trait Echo: Send + Sync {
    /// The next request of the platform's: its interface and the transport. None when none comes in time.
    async fn next(&self, within: Duration) -> Option<(String, &'static str)>;
}

/// Whether a request of the platform's can be waited for.
pub enum Downlink {
    /// It can, this long.
    Wait(Arc<dyn Echo>, Duration),
    /// It cannot: why.
    NotTried(Found),
}

/// What is tried out.
pub struct SelfTest {
    /// The profile, its files absolute.
    pub profile: CityProfile,
    /// Its secrets.
    pub secrets: CitySecrets,
    /// Our clock.
    pub clock: Arc<dyn Clock>,
    /// The item of a 5003 with the counts as they are, or why there is none.
    pub report: Result<String, Found>,
    /// The way back.
    pub downlink: Downlink,
}

/// Is told of every step when it begins and when it ends.
pub trait Progress: Send {
    /// The step as it stands now.
    fn step(&mut self, step: SelfTestStep);
}

impl<F: FnMut(SelfTestStep) + Send> Progress for F {
    fn step(&mut self, step: SelfTestStep) {
        self(step);
    }
}

/// A step that has not begun.
pub fn waiting(kind: Kind) -> SelfTestStep {
    SelfTestStep { kind, state: State::Waiting, finding: None, zh: String::new(), en: String::new(), took_ms: None }
}

/// A step that ended.
pub fn ended(kind: Kind, found: Found, took: Duration) -> SelfTestStep {
    let took_ms = (found.state != State::NotTried).then(|| u32::try_from(took.as_millis()).unwrap_or(u32::MAX));
    SelfTestStep { kind, state: found.state, finding: Some(found.finding), zh: found.zh, en: found.en, took_ms }
}

/// The run of a self-test.
struct Run<'a> {
    progress: &'a mut dyn Progress,
    cancel: &'a CancellationToken,
}

impl Run<'_> {
    /// Does one step and tells of it. None when it was cancelled, or there was nothing to do.
    async fn step<T>(&mut self, kind: Kind, work: impl Future<Output = (Option<T>, Found)>) -> (Option<T>, Finding) {
        if self.cancel.is_cancelled() {
            self.progress.step(ended(kind, words::cancelled(), Duration::ZERO));
            return (None, Finding::Cancelled);
        }
        self.progress.step(SelfTestStep { state: State::Running, ..waiting(kind) });
        let begun = Instant::now();
        let (value, found) = tokio::select! {
            biased;
            () = self.cancel.cancelled() => (None, words::cancelled()),
            done = work => done,
        };
        let finding = found.finding;
        self.progress.step(ended(kind, found, begun.elapsed()));
        (value, finding)
    }

    fn skip(&mut self, kind: Kind, found: Found) {
        let found = if self.cancel.is_cancelled() { words::cancelled() } else { found };
        self.progress.step(ended(kind, found, Duration::ZERO));
    }
}

impl SelfTest {
    /// Goes through all steps but [`Kind::Settings`], which is the asker's: settings that break a rule make no profile.
    pub async fn run(self, progress: &mut dyn Progress, cancel: &CancellationToken) {
        let mut run = Run { progress, cancel };
        let credentials = self.secrets.credentials(&self.profile);
        let login = self.over_https(&mut run, &credentials).await;
        // A platform that has just refused the account or its signature is not asked the same over another transport.
        match (&self.profile.tcp_address, login) {
            (None, _) => run.skip(Kind::Tcp, words::no_tcp()),
            (Some(_), Finding::LoginRefused | Finding::SignatureRefused) => {
                run.skip(Kind::Tcp, words::not_after_login());
            }
            (Some(address), _) => {
                let work = tcp::try_out(address, &self.profile, &credentials, self.clock.as_ref());
                run.step(Kind::Tcp, async { (Some(()), work.await) }).await;
            }
        }
    }

    /// Address, TLS, login, clock, refresh, report; the way back; logout. Gives what the login found.
    async fn over_https(
        &self,
        run: &mut Run<'_>,
        credentials: &lotdesk_protocols::city::client::Credentials,
    ) -> Finding {
        use Kind::{Address, Clock, Downlink as Back, Login, Logout, Refresh, Report, Secure};
        let skip_rest = |run: &mut Run<'_>, from: &[Kind], found: &Found| {
            for kind in from {
                run.skip(*kind, found.clone());
            }
        };
        let target = match reach::Target::of(&self.profile) {
            Ok(target) => target,
            Err(found) => {
                run.skip(Address, found);
                skip_rest(
                    run,
                    &[Secure, Login, Clock, Refresh, Report, Back, Logout],
                    &words::not_without("地址", "the address"),
                );
                return Finding::BadSetting;
            }
        };
        let (reached, finding) = run.step(Address, target.connect()).await;
        let Some(stream) = reached else {
            skip_rest(
                run,
                &[Secure, Login, Clock, Refresh, Report, Back, Logout],
                &words::not_without("连接", "a connection"),
            );
            return finding;
        };
        let (secure, finding) = run.step(Secure, target.secure(stream, &self.profile)).await;
        if secure.is_none() {
            let found = words::not_without("安全连接", "a secure connection");
            skip_rest(run, &[Login, Clock, Refresh, Report, Back, Logout], &found);
            return finding;
        }
        let mut caller = match Caller::new(&self.profile, credentials, self.clock.as_ref()) {
            Ok(caller) => caller,
            Err(found) => {
                run.skip(Login, found);
                skip_rest(run, &[Clock, Refresh, Report, Back, Logout], &words::not_without("登录", "a login"));
                return Finding::BadSetting;
            }
        };
        let (_, finding) = run.step(Login, caller.log_in()).await;
        let clock = caller.clock();
        if caller.is_logged_in() {
            run.step(Clock, async { (Some(()), clock) }).await;
            run.step(Refresh, caller.refresh()).await;
            match &self.report {
                Ok(item) => {
                    run.step(Report, caller.report(item)).await;
                }
                Err(why) => run.skip(Report, why.clone()),
            }
            self.wait_for_downlink(run).await;
            // Also after a cancellation: the platform keeps no session of ours.
            let logout = caller.log_out().await;
            run.progress.step(ended(Logout, logout.0, logout.1));
        } else {
            let found = words::not_without("登录", "a login");
            run.skip(Clock, clock);
            skip_rest(run, &[Refresh, Report], &found);
            self.wait_for_downlink(run).await;
            run.skip(Logout, found);
        }
        finding
    }

    async fn wait_for_downlink(&self, run: &mut Run<'_>) {
        match &self.downlink {
            Downlink::NotTried(why) => run.skip(Kind::Downlink, why.clone()),
            Downlink::Wait(echo, within) => {
                run.step(Kind::Downlink, async {
                    let heard = echo.next(*within).await;
                    (Some(()), words::downlink(heard, *within))
                })
                .await;
            }
        }
    }
}
