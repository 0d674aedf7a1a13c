//! A clerk at the service desk: a violation asked for, ordered, its money held, told of by docloud; and a watched fleet.

use std::time::Duration;

use super::{sign_in, sign_in_as};
use crate::harness::{Key, Start, Trouble, tell};

/// docloud of the demo tells of an order within a minute or two; its link is asked for more often.
const DOCLOUD_TELLS: Duration = Duration::from_secs(150);
const PATIENCE: Duration = Duration::from_secs(30);

async fn service_tab(window: &crate::harness::Window, tab: &str) -> Result<(), Trouble> {
    window.look_for("[data-testid=\"nav-service\"]", PATIENCE).await?;
    window.click("nav-service").await?;
    window.see("service").await?;
    window.click(&format!("service-tab-{tab}")).await
}

/// The demo's third car has violations that nobody ordered: one is chosen, ordered, paid for at the desk and told of.
#[tokio::test]
async fn a_violation_is_ordered_and_docloud_tells_how_it_comes_along() {
    tell("violation-order", Start::demo(), |window| async move {
        // The manager's desk has everything; the clerk's has this too.
        sign_in(&window).await?;
        service_tab(&window, "violations").await?;
        window.see("violations").await?;
        window.click("docloud-test").await?;
        window.look_for("[data-testid=\"violation-car-粤A8P05X\"]", DOCLOUD_TELLS).await?;
        window.click("violation-car-粤A8P05X").await?;
        window.look_for("[data-testid=\"violation-car\"][data-plate=\"粤A8P05X\"]", PATIENCE).await?;
        let masked = |text: &str| text.contains("138******03");
        window.until("violation-papers", "a masked telephone", masked).await?;
        window.shot("violations").await?;
        window.accessible("violations").await?;
        window.at_least("violation-choose-*", 1).await?;
        window.click("violation-choose-*").await?;
        window.click("violation-order").await?;
        window.see("order-sheet").await?;
        window.click("order-sheet-submit").await?;
        window.look_for("[data-testid=\"violation-order-detail\"][data-state=\"created\"]", PATIENCE).await?;
        window.see("order-pay").await?;
        window.click("order-take").await?;
        window.see("take").await?;
        window.press(Key::Enter).await?;
        window.gone("take").await?;
        window.shot("violation-order").await?;
        window.accessible("violation-order").await?;
        // docloud has it paid for by itself, and the window says so without a key.
        window.look_for("[data-testid=\"violation-order-detail\"][data-state=\"paid\"]", DOCLOUD_TELLS).await?;
        Ok(())
    })
    .await;
}

/// The watched fleet of the demo: its cars, the sheet for a list, and an inspection that comes along.
#[tokio::test]
async fn a_fleet_is_watched_and_an_inspection_followed() {
    tell("fleet", Start::demo(), |window| async move {
        sign_in_as(&window, 2).await?;
        service_tab(&window, "fleet").await?;
        window.see("fleet").await?;
        window.look_for("[data-testid^=\"fleet-car-\"]", DOCLOUD_TELLS).await?;
        window.shot("fleet").await?;
        window.accessible("fleet").await?;
        window.click("fleet-import").await?;
        window.see("fleet-import-sheet").await?;
        window.press(Key::Escape).await?;
        window.gone("fleet-import-sheet").await?;

        window.click("service-tab-inspection").await?;
        window.see("inspections").await?;
        window.look_for("[data-testid=\"inspection-detail\"][data-state=\"ordered\"]", DOCLOUD_TELLS).await?;
        window.shot("inspection").await?;
        window.accessible("inspection").await?;
        window.click("inspection-new").await?;
        window.see("inspection-form").await?;
        window.shot("inspection-new").await?;
        Ok(())
    })
    .await;
}
