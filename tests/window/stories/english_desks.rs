//! The window itself and the charging desk in English, by keyboard alone, on a lot that lives.

use std::time::Duration;

use super::charging::{CHARGING, ONE_CHARGES};
use super::{PATIENCE, sign_in, speak};
use crate::harness::{Key, Start, Told, Trouble, Window, chapter, tell};

/// A played charger lets current flow within seconds.
const A_CHARGER_ANSWERS: Duration = Duration::from_secs(30);
/// The demo has so few connectors.
const CONNECTORS_AT_MOST: usize = 8;

#[tokio::test]
async fn the_window_and_the_chargers_in_english_by_keyboard_alone() {
    tell("english-desks", Start::demo().by_keys_alone(), |window| async move {
        window.see_first("sign-in").await?;
        speak(&window, "en").await?;
        sign_in(&window).await?;
        chapter("help", help(&window)).await?;
        chapter("palette", palette(&window)).await?;
        chapter("plate keys", plate_keys(&window)).await?;
        chapter("charging", charging(&window)).await?;
        chapter("reports", reports(&window)).await?;
        chapter("messages", messages(&window)).await
    })
    .await;
}

/// F1 has every key, of this screen and of the desks.
async fn help(window: &Window) -> Told {
    window.press(Key::F1).await?;
    window.until("help", "the keys", |text| text.contains("Open a gate by hand") && text.contains("Reconcile")).await?;
    window.shot("help").await?;
    window.accessible("help").await?;
    window.press(Key::Escape).await?;
    window.gone("help").await
}

/// An act of the booth by its English words, from another desk.
async fn palette(window: &Window) -> Told {
    window.chord(&[Key::Control], 'j').await?;
    window.see("shift-desk").await?;
    window.chord(&[Key::Control], 'k').await?;
    window.focused("palette-text").await?;
    window.type_text("open by").await?;
    window.look_for("[data-testid=\"palette-row-booth.open\"][aria-selected=\"true\"]", PATIENCE).await?;
    window.shot("palette").await?;
    window.press(Key::Enter).await?;
    window.see("open-by-hand").await?;
    window.press(Key::Escape).await?;
    window.gone("open-by-hand").await
}

/// A plate put together on the pad of provinces and letters, without typing one.
async fn plate_keys(window: &Window) -> Told {
    window.press(Key::F10).await?;
    window.see("garage-list").await?;
    window.chord(&[Key::Alt], 's').await?;
    window.tab_to("plate-pad").await?;
    window.press(Key::Enter).await?;
    for key in ["粤", "B", "8"] {
        window.tab_to(&format!("plate-key-{key}")).await?;
        window.press(Key::Enter).await?;
    }
    window.has_value("store-plate", "粤B8").await?;
    window.shot("plate-keys").await?;
    window.press(Key::Escape).await?;
    window.gone("store").await?;
    window.press(Key::Escape).await?;
    window.see("board-root").await.map(|_| ())
}

/// The car that charges is found by the arrow keys, stopped, and started again under its plate. The demo's drivers come and
/// go as they like: where one leaves in between, another one is served.
async fn charging(window: &Window) -> Told {
    window.chord(&[Key::Control], '6').await?;
    window.tab_to("connector-board").await?;
    for _ in 0..3 {
        if charged_again(window).await? {
            return Ok(());
        }
    }
    Err(Trouble::Wrong("three drivers left while they were served".into()))
}

async fn charged_again(window: &Window) -> Result<bool, Trouble> {
    window.look_for(CHARGING, ONE_CHARGES).await?;
    let on = format!("{CHARGING}[aria-selected=\"true\"]");
    window.press(Key::Home).await?;
    for _ in 0..CONNECTORS_AT_MOST {
        if window.look_for(&on, Duration::ZERO).await.is_ok() {
            break;
        }
        window.press(Key::Right).await?;
    }
    window.look_for(&on, PATIENCE).await?;
    let id = window.attribute(&on, "data-testid").await?.unwrap_or_default();
    window.chord(&[Key::Alt], 's').await?;
    window.until("charge-stop", "what it does", |text| text.contains("Stop")).await?;
    window.shot("charging-stop").await?;
    window.press(Key::Enter).await?;
    window.gone("charge-stop").await?;
    let over = format!("[data-testid=\"connector-start\"], [data-testid=\"{id}\"][data-state=\"free\"]");
    window.look_for(&over, A_CHARGER_ANSWERS).await?;
    if !window.shows("connector-start").await? {
        return Ok(false);
    }
    window.chord(&[Key::Alt], 's').await?;
    window.focused("charge-plate").await?;
    window.type_text("粤B12345").await?;
    window.shot("charging-start").await?;
    window.accessible("charging-start").await?;
    window.press(Key::Enter).await?;
    window.gone("charge-start").await?;
    let charges = format!("[data-testid=\"{id}\"][data-state=\"charging\"]");
    window.look_for(&charges, A_CHARGER_ANSWERS).await?;
    window.shot("charging").await?;
    Ok(true)
}

/// A report is chosen by the arrow keys, and shown as a chart.
async fn reports(window: &Window) -> Told {
    window.chord(&[Key::Control], 'b').await?;
    window.see("reports").await?;
    window.tab_to("report-view-table").await?;
    window.press(Key::Right).await?;
    window.see("report-chart").await?;
    window.shot("reports-chart").await.map(|_| ())
}

/// What the platform got, and what it said.
async fn messages(window: &Window) -> Told {
    window.chord(&[Key::Control], '9').await?;
    window.tab_to("messages-open-true").await?;
    window.press(Key::Right).await?;
    window.at_least("message-row-*", 1).await?;
    window.until("message-body", "the business message", |text| text.contains('{')).await?;
    window.chord(&[Key::Alt], char::from(Key::Right)).await?;
    window.see("received").await.map(|_| ())
}
