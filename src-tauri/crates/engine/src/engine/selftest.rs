//! The city platform's self-test, run beside what runs: by the settings as they stand in the files now, so that an edit
//! can be tried before it is in force and after it was refused.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use lotdesk_domain::fact::{Fact, FactMapper};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::city::selftest::{Downlink, Echo, Found, SelfTest, ended, waiting};
use lotdesk_operations::api::board::BoardSnapshot;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::selftest::{
    SelfTestFinding, SelfTestReport, SelfTestRequest, SelfTestStep, SelfTestStepKind, SelfTestStepState,
    SelfTestVerdict,
};
use lotdesk_operations::{Caller, Desk};
use lotdesk_protocols::city::CityMapper;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::city::CityAccess;
use super::downlinks::Downlinks;
use super::error::StartError;
use crate::config::{self, Config, Layers};
use crate::home::Home;

/// Whoever runs self-tests.
pub(super) struct SelfTests {
    pub(super) home: Home,
    pub(super) layers: Layers,
    pub(super) access: Arc<CityAccess>,
    pub(super) desk: Desk,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) downlinks: Downlinks,
    /// Whether the platforms' connections and listeners are there, so that a request of theirs can come.
    pub(super) everything: bool,
    /// Ends the running one with the engine.
    pub(super) stop: CancellationToken,
    pub(super) last: Arc<Mutex<Option<Last>>>,
}

/// The last self-test.
pub(super) struct Last {
    report: SelfTestReport,
    cancel: CancellationToken,
}

struct Heard(Downlinks);

#[async_trait]
impl Echo for Heard {
    async fn next(&self, within: Duration) -> Option<(String, &'static str)> {
        self.0.next(within).await.map(|heard| (heard.interface, heard.transport))
    }
}

impl SelfTests {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn report(&self) -> Option<SelfTestReport> {
        self.last().as_ref().map(|last| last.report.clone())
    }

    pub(super) fn cancel(&self) {
        if let Some(last) = self.last().as_ref() {
            last.cancel.cancel();
        }
    }

    /// Begins one, or gives the one that is running.
    pub(super) fn begin(&self, request: SelfTestRequest) -> Result<SelfTestReport, Refusal> {
        let mut last = self.last();
        if let Some(last) = last.as_ref().filter(|last| last.report.verdict == SelfTestVerdict::Running) {
            return Ok(last.report.clone());
        }
        // Settings that break a rule are the first finding; what there is to test must be known all the same.
        let settings = config::load(&self.home, &self.layers).map(|effective| effective.config);
        if let Ok(settings) = &settings
            && settings.platforms.city.is_none()
            && self.access.sandbox.is_none()
        {
            return Err(Refusal::new(
                Code::NotFound,
                "没有设置城市平台：请先在 lotdesk.toml 中填写 [platforms.city]",
                "No city platform is set up: fill [platforms.city] of lotdesk.toml in first.",
            )
            .at("platforms.city"));
        }
        let cancel = self.stop.child_token();
        let report = SelfTestReport {
            no: last.as_ref().map_or(1, |last| last.report.no + 1),
            platform: Platform::City,
            address: String::new(),
            begun_at: self.clock.now(),
            ended_at: None,
            verdict: SelfTestVerdict::Running,
            steps: SelfTestStepKind::ALL.into_iter().map(waiting).collect(),
        };
        *last = Some(Last { report: report.clone(), cancel: cancel.clone() });
        drop(last);
        let wait = Duration::from_secs(u64::from(request.wait_s.unwrap_or(SelfTestRequest::USUAL_WAIT_S)));
        let keep = Keep { last: self.last.clone() };
        let built = settings.map_err(StartError::from).and_then(|settings| self.build(&settings, wait));
        let (desk, clock) = (self.desk.clone(), self.clock.clone());
        tokio::spawn(async move {
            run(built, &keep, &desk, &clock, &cancel).await;
            keep.end(clock.now(), cancel.is_cancelled());
        });
        Ok(report)
    }

    fn build(&self, settings: &Config, wait: Duration) -> Result<SelfTest, StartError> {
        let access = self
            .access
            .read(settings)?
            .ok_or_else(|| StartError::Part { part: "platforms.city", why: "no city platform is set up".to_owned() })?;
        let secrets = access.secrets()?;
        Ok(SelfTest {
            downlink: self
                .downlink(access.profile.tcp_address.is_some() || access.profile.callback_server.is_some(), wait),
            profile: access.profile,
            secrets,
            clock: self.clock.clone(),
            // Taken from the ledger when the run begins.
            report: Err(Found::not_tried("", "")),
        })
    }

    fn downlink(&self, can_ask: bool, wait: Duration) -> Downlink {
        if !self.everything {
            return Downlink::NotTried(Found::not_tried(
                "未尝试：引擎没有在运行，平台的请求无人接收；请在引擎运行时再做自检",
                "Not tried: the engine is not running, so nobody hears what the platform asks. Run the self-test beside a running engine.",
            ));
        }
        if !can_ask {
            return Downlink::NotTried(Found::not_tried(
                "未尝试：既没有 TCP 连接（tcp_address），也没有回调地址（callback_server），平台无法向我方下发请求",
                "Not tried: there is neither a TCP connection (tcp_address) nor a callback address (callback_server), so the platform cannot ask anything.",
            ));
        }
        if wait.is_zero() {
            return Downlink::NotTried(Found::not_tried(
                "未尝试：选择了不等待",
                "Not tried: no waiting was asked for.",
            ));
        }
        Downlink::Wait(Arc::new(Heard(self.downlinks.clone())), wait)
    }
}

/// Keeps the report while the test runs.
struct Keep {
    last: Arc<Mutex<Option<Last>>>,
}

impl Keep {
    fn change(&self, change: impl FnOnce(&mut SelfTestReport)) {
        if let Some(last) = self.last.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            change(&mut last.report);
        }
    }

    fn step(&self, step: SelfTestStep) {
        self.change(|report| {
            if let Some(place) = report.steps.iter_mut().find(|known| known.kind == step.kind) {
                *place = step;
            }
        });
    }

    fn end(&self, at: lotdesk_domain::moment::Moment, cancelled: bool) {
        self.change(|report| {
            report.ended_at = Some(at);
            let failed = report.steps.iter().any(|step| step.state == SelfTestStepState::Failed);
            report.verdict = match (failed, cancelled) {
                (true, _) => SelfTestVerdict::Failed,
                (false, true) => SelfTestVerdict::Cancelled,
                (false, false) => SelfTestVerdict::Passed,
            };
        });
    }
}

async fn run(
    built: Result<SelfTest, StartError>,
    keep: &Keep,
    desk: &Desk,
    clock: &Arc<dyn Clock>,
    cancel: &CancellationToken,
) {
    let step = |kind, found| keep.step(ended(kind, found, Duration::ZERO));
    let mut test = match built {
        Ok(test) => test,
        Err(error) => {
            step(SelfTestStepKind::Settings, settings_wrong(&error));
            for kind in SelfTestStepKind::ALL.into_iter().filter(|kind| *kind != SelfTestStepKind::Settings) {
                step(kind, Found::not_tried("未尝试：请先改正设置", "Not tried: mend the settings first."));
            }
            return;
        }
    };
    keep.change(|report| report.address.clone_from(&test.profile.base_url));
    let found = Found::passed("设置和密钥都符合要求", "The settings and secrets keep to their rules.");
    step(SelfTestStepKind::Settings, found);
    test.report = counts(desk, clock).await;
    test.run(&mut |step| keep.step(step), cancel).await;
}

/// What is wrong with the settings; the words never quote a secret.
fn settings_wrong(error: &StartError) -> Found {
    let refusal = error.to_refusal();
    let field = refusal.field.clone().unwrap_or_default();
    let secret = field.starts_with("city.");
    let missing = secret && refusal.en.contains("secret set");
    let finding = match (secret, missing) {
        (true, true) => SelfTestFinding::SecretMissing,
        (true, false) => SelfTestFinding::BadSecret,
        (false, _) => SelfTestFinding::BadSetting,
    };
    let more = match finding {
        SelfTestFinding::BadSecret => (
            format!("。请向平台方核对后重新输入：lotdeskctl secret set {field}"),
            format!(
                " Ask the platform's operator for the right one and put it in again: lotdeskctl secret set {field}"
            ),
        ),
        _ => (String::new(), String::new()),
    };
    Found::failed(finding, refusal.zh + &more.0, refusal.en + &more.1)
}

/// The item of a 5003 with the counts of this moment.
async fn counts(desk: &Desk, clock: &Arc<dyn Clock>) -> Result<String, Found> {
    let unknown = |why: &str| Err(Found::not_tried(format!("未尝试：{why}"), format!("Not tried: {why}")));
    let board = match desk.call(&Caller::Engine, "board.snapshot", json!({})).await {
        Ok(board) => board,
        Err(refusal) => {
            return Err(Found::not_tried(format!("未尝试：{}", refusal.zh), format!("Not tried: {}", refusal.en)));
        }
    };
    let board: BoardSnapshot = match serde_json::from_value(board) {
        Ok(board) => board,
        Err(error) => return unknown(&error.to_string()),
    };
    let drafts = CityMapper::new(clock.clone()).map(&Fact::CountsChanged { counts: board.counts }, &desk.lot());
    match drafts.into_iter().next() {
        Some(draft) => match draft.problem {
            None => Ok(draft.body),
            Some(problem) => Err(Found::failed(
                SelfTestFinding::BadSetting,
                format!("停车场资料不合平台规范：{problem}；请改正 lot.toml"),
                format!("What the lot says of itself breaks the platform's tables: {problem}. Mend lot.toml."),
            )),
        },
        None => unknown("5003"),
    }
}
