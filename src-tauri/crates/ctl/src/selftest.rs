//! `selftest city`: the platform tried out step by step, beside a running engine or without one.

use std::time::Duration;

use lotdesk_engine::door::Door;
use lotdesk_engine::engine::Extent;
use lotdesk_engine::home::Who;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::selftest::{
    SelfTestReport, SelfTestStep, SelfTestStepKind, SelfTestStepState, SelfTestVerdict,
};
use serde_json::{Value, json};

use crate::args::{Place, SelfTestWhat};
use crate::fail::Fail;
use crate::{output, run};

/// How often the steps are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Runs the self-test to its end, or until told to end.
pub async fn selftest(place: &Place, what: SelfTestWhat) -> Result<(), Fail> {
    place.here_only("selftest")?;
    let SelfTestWhat::City { json, wait_s } = what;
    // From here on a signal ends the self-test, which then logs out.
    let told = run::until_told(false);
    tokio::pin!(told);
    let door = Door::open(&place.options(Extent::CommandsOnly)?, Who::CommandLine).await?;
    let report = tokio::select! {
        report = to_the_end(&door, wait_s, json) => report,
        _ = &mut told => {
            let _ = door.call(Who::CommandLine, None, "engine.selftest_cancel", json!({})).await;
            to_the_end(&door, wait_s, json).await
        }
    };
    if let Door::Owner(engine) = door {
        engine.stop().await;
    }
    let report = report?;
    if json {
        output::print_line(&report)?;
    }
    verdict(&report)
}

async fn ask(door: &Door, name: &str, request: Value) -> Result<SelfTestReport, Fail> {
    let reply = door.call(Who::CommandLine, None, name, request).await?;
    serde_json::from_value(reply).map_err(|error| Refusal::internal(error).into())
}

/// Begins it, or follows the one that is running, and tells each step when it has ended.
async fn to_the_end(door: &Door, wait_s: u32, json: bool) -> Result<SelfTestReport, Fail> {
    let mut report = ask(door, "engine.selftest", json!({ "wait_s": wait_s })).await?;
    let mut told = 0;
    loop {
        if !json {
            for step in report.steps.iter().skip(told).take_while(|step| has_ended(step)) {
                output::write(&line(step))?;
                told += 1;
            }
        }
        if report.verdict != SelfTestVerdict::Running {
            return Ok(report);
        }
        tokio::time::sleep(LOOK_EVERY).await;
        report = ask(door, "engine.selftest_look", json!({})).await?;
    }
}

fn has_ended(step: &SelfTestStep) -> bool {
    !matches!(step.state, SelfTestStepState::Waiting | SelfTestStepState::Running)
}

fn line(step: &SelfTestStep) -> String {
    let state = match step.state {
        SelfTestStepState::Passed => "ok",
        SelfTestStepState::Noted => "look",
        SelfTestStepState::Failed => "FAILED",
        SelfTestStepState::NotTried => "-",
        SelfTestStepState::Waiting | SelfTestStepState::Running => "",
    };
    let (name, words) = if speaks_chinese() { (name_zh(step.kind), &step.zh) } else { (name_en(step.kind), &step.en) };
    let took = step.took_ms.map(|ms| format!(" ({ms} ms)")).unwrap_or_default();
    format!("{state:6} {name}: {words}{took}")
}

/// The terminal's language, as the system has it.
fn speaks_chinese() -> bool {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    set.is_some_and(|language| language.starts_with("zh"))
}

const fn name_en(kind: SelfTestStepKind) -> &'static str {
    match kind {
        SelfTestStepKind::Settings => "settings",
        SelfTestStepKind::Address => "address",
        SelfTestStepKind::Secure => "TLS",
        SelfTestStepKind::Login => "login",
        SelfTestStepKind::Clock => "clock",
        SelfTestStepKind::Refresh => "refresh",
        SelfTestStepKind::Report => "report",
        SelfTestStepKind::Tcp => "TCP",
        SelfTestStepKind::Downlink => "way back",
        SelfTestStepKind::Logout => "logout",
    }
}

const fn name_zh(kind: SelfTestStepKind) -> &'static str {
    match kind {
        SelfTestStepKind::Settings => "设置",
        SelfTestStepKind::Address => "地址",
        SelfTestStepKind::Secure => "TLS",
        SelfTestStepKind::Login => "登录",
        SelfTestStepKind::Clock => "时钟",
        SelfTestStepKind::Refresh => "刷新令牌",
        SelfTestStepKind::Report => "上报",
        SelfTestStepKind::Tcp => "TCP",
        SelfTestStepKind::Downlink => "下行",
        SelfTestStepKind::Logout => "注销",
    }
}

/// What failed is a refusal, as every command's is.
fn verdict(report: &SelfTestReport) -> Result<(), Fail> {
    let failed: Vec<&SelfTestStep> =
        report.steps.iter().filter(|step| step.state == SelfTestStepState::Failed).collect();
    let (code, zh, en) = match (report.verdict, failed.first()) {
        (SelfTestVerdict::Passed, _) => return Ok(()),
        (_, Some(first)) => (
            Code::BadField,
            format!("自检有 {} 步未通过。{}", failed.len(), first.zh),
            format!("{} steps of the self-test failed. {}", failed.len(), first.en),
        ),
        _ => (Code::Unavailable, "自检已被中止".to_owned(), "The self-test was ended.".to_owned()),
    };
    Err(Refusal::new(code, zh, en).at("platforms.city").into())
}
