//! A clerk at the service desk: a violation asked for, ordered, its money held, told of by docloud; and an inspection from the car to
//! its papers coming back.

use serde_json::json;

use super::PATIENCE;
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

const PLATE: &str = "粤A8P05X";

async fn service_tab(window: &Window, tab: &str) -> Told {
    window.click("nav-service").await?;
    window.see("service").await?;
    window.click(&format!("service-tab-{tab}")).await
}

/// The violation is queried with exactly what the city wants, one is chosen, ordered, paid for at the desk and told of.
pub(super) async fn ordered(engine: &Engine, window: &Window) -> Told {
    service_tab(window, "violations").await?;
    window.see("violations").await?;
    window.click("docloud-test").await?;
    window.type_over("violation-plate", PLATE).await?;
    window.type_over("violation-phone", "13800000003").await?;
    window.type_over("violation-vin", "LSVFA49J23201444").await?;
    window.type_over("violation-engine", "EA888K044").await?;
    window.press(Key::F5).await?;
    window.look_for(&format!("[data-testid=\"violation-car\"][data-plate=\"{PLATE}\"]"), PATIENCE).await?;
    window.until("violation-papers", "a masked telephone", |text| text.contains("138******03")).await?;
    window.shot("violations").await?;
    window.accessible("violations").await?;
    sent_what_the_city_wants(engine).await?;

    window.at_least("violation-choose-*", 1).await?;
    window.click("violation-choose-*").await?;
    window.click("violation-order").await?;
    window.see("order-sheet").await?;
    window.click("order-sheet-submit").await?;
    state(window, "created").await?;
    window.see("order-pay").await?;
    window.click("order-take").await?;
    window.see("take").await?;
    window.press(Key::Enter).await?;
    window.gone("take").await?;
    window.shot("violation-order").await?;
    window.accessible("violation-order").await?;
    // docloud tells by itself, and the window says so without a key.
    engine.docloud_tells(json!({ "order_status": 2 })).await?;
    state(window, "paid").await?;
    engine.docloud_tells(json!({ "order_status": 3 })).await?;
    state(window, "done").await?;
    window.shot("violation-done").await.map(|_| ())
}

async fn state(window: &Window, state: &str) -> Told {
    let order = format!("[data-testid=\"violation-order-detail\"][data-state=\"{state}\"]");
    window.look_for(&order, PATIENCE).await.map(|_| ())
}

/// Of VIN and engine number no more left than the city asks for.
async fn sent_what_the_city_wants(engine: &Engine) -> Told {
    let came = engine.came("docloud").await?;
    let asked = came.iter().find(|one| one["interface"] == "violation/query/1.0");
    let body: serde_json::Value = serde_json::from_str(asked.and_then(|one| one["body"].as_str()).unwrap_or("{}"))?;
    let wanted = (&json!("201444"), &json!("K044"));
    if (&body["vin"], &body["engineNo"]) == wanted {
        return Ok(());
    }
    Err(Trouble::Wrong(format!("docloud was asked with {body}")))
}

/// A car is registered, its documents seen, its inspection ordered, and followed until the papers are on their way back.
pub(super) async fn inspected(engine: &Engine, window: &Window) -> Told {
    service_tab(window, "inspection").await?;
    window.see("inspections").await?;
    window.click("inspection-new").await?;
    window.see("inspection-form").await?;
    window.type_over("inspection-plate", "浙BCH111").await?;
    window.type_over("inspection-day", "2024-03-05").await?;
    window.choose("inspection-brand", "33").await?;
    window.choose("inspection-series", "3301").await?;
    window.choose("inspection-model", "33011").await?;
    window.look_for("[data-testid=\"inspection-exempt\"][data-exempt=\"true\"]", PATIENCE).await?;
    window.shot("inspection-new").await?;
    window.click("inspection-bind").await?;

    window.click("inspection-offer").await?;
    window.see("inspection-price").await?;
    for paper in 0..window.count("paper-*").await? {
        window.click(&format!("paper-{paper}")).await?;
    }
    window.type_over("inspection-contact_phone", "13800000001").await?;
    window.type_over("inspection-owner_phone", "13800000001").await?;
    window.type_over("inspection-name", "某先生").await?;
    window.type_over("inspection-phone", "13800000001").await?;
    window.choose("inspection-province", "4").await?;
    window.choose("inspection-city", "94").await?;
    window.choose("inspection-county", "31").await?;
    window.type_over("inspection-address", "某路 1 号").await?;
    window.shot("inspection-order").await?;
    window.click("inspection-submit").await?;
    let detail = |status: &str| format!("[data-testid=\"inspection-detail\"][data-status=\"{status}\"]");
    window.look_for(&detail("waits_for_payment"), PATIENCE).await?;
    window.until("inspection-people", "masked people", |text| text.contains("******")).await?;
    window.shot("inspection").await?;
    window.accessible("inspection").await?;
    for (code, status) in [
        (15, "waits_for_pickup"),
        (20, "on_its_way"),
        (25, "under_way"),
        (30, "done_waits_for_pickup"),
        (35, "done_on_its_way"),
        (50, "received"),
    ] {
        engine.inspection_stands_at(code).await?;
        window.click("inspection-ask").await?;
        window.look_for(&detail(status), PATIENCE).await?;
    }
    window.shot("inspection-received").await.map(|_| ())
}
