//! A manager's window on another PC: attached to the booth's engine over the network.

use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::sign_in;
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, Told, Trouble, Window, tell};

/// Exported over the network, a small report is here within this time.
const A_REPORT: Duration = Duration::from_secs(60);

/// The window says whose engine it shows, opens a daily report and has it brought over; the booth goes away and it says so.
#[tokio::test]
async fn a_manager_opens_and_exports_a_daily_report_from_another_pc() {
    let mut booth = Engine::with_a_door().await.expect("the engine starts");
    let place = booth.said("/attach/address").expect("its door is open");
    let door = booth.door().await.expect("the manager signs in");
    let admitted = door.call("attach.admit", json!({ "name": "经理办公室" })).await.expect("it admits");
    let file = booth.data().join("..").join("booth.txt");
    std::fs::write(&file, admitted["line"].as_str().unwrap_or_default()).expect("a file");
    drop(door);
    booth.comes_in("in-1", "粤B12345", Duration::from_secs(3600)).await.expect("a car comes in");
    tell("attached", Start::attached(&file), |window| async move {
        window.see_first("sign-in").await?;
        window.until("sign-in-attached", "where it is attached to", |text| text.contains(&place)).await?;
        window.accessible("attached-sign-in").await?;
        window.shot("attached-sign-in").await?;
        sign_in(&window).await?;
        window.until("attached-to", "where it is attached to", |text| text.contains(&place)).await?;
        window.accessible("attached-booth").await?;
        window.shot("attached-booth").await?;
        report(&window).await?;
        settings(&window).await?;
        booth.goes_away();
        window.until("attached-to", "that nobody answers", |text| text.contains("连接不到")).await?;
        window.until("engine-banner", "what is wrong", |text| text.contains(&place)).await?;
        window.shot("attached-away").await?;
        Ok(())
    })
    .await;
}

/// Opens the daily report of today, has it written, and finds it on this PC.
async fn report(window: &Window) -> Told {
    window.chord(&[Key::Control], 'b').await?;
    window.see("reports").await?;
    window.click("report-kind-daily").await?;
    window.click("report-period-today").await?;
    window.click("report-export-xlsx").await?;
    let told = window.until_within("report-saved-file", "a file on this PC", A_REPORT, |text| text.ends_with(".xlsx"));
    let file = told.await?;
    window.accessible("attached-report").await?;
    window.shot("attached-report").await?;
    let (file, own) = (Path::new(&file).canonicalize()?, window.data().join("attached").canonicalize()?);
    if !file.starts_with(&own) {
        return Err(Trouble::Wrong(format!("{} lies outside of {}", file.display(), own.display())));
    }
    if !std::fs::read(&file)?.starts_with(b"PK") {
        return Err(Trouble::Wrong(format!("{} is no workbook", file.display())));
    }
    Ok(())
}

/// What is the booth's own says so; the PC stands on its list, here now.
async fn settings(window: &Window) -> Told {
    window.chord(&[Key::Control], '0').await?;
    window.see("settings").await?;
    window.click("settings-tab-remote").await?;
    window.until("remote-pc-经理办公室", "that it is here", |text| text.contains("在线 1")).await?;
    window.see("remote-from-afar").await?;
    window.accessible("attached-remote-pcs").await?;
    window.shot("attached-remote-pcs").await?;
    window.click("theme-switch").await?;
    window.chord(&[Key::Control], 'l').await?;
    window.until("remote-pc-经理办公室", "the same in English", |text| text.contains("1 open")).await?;
    window.looks(|look| (look.theme, look.language) = ("dark", "en"));
    window.accessible("attached-remote-pcs-dark").await?;
    window.shot("attached-remote-pcs").await?;
    window.click("theme-switch").await?;
    window.chord(&[Key::Control], 'l').await?;
    window.looks(|look| (look.theme, look.language) = ("light", "zh"));
    window.click("settings-tab-window").await?;
    window.see("settings-driver-afar").await?;
    Ok(())
}
