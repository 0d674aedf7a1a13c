//! A driver at the service desk who parks in one of ETCP's lots: signed in, looked up, paid.

use std::time::Duration;

use super::{fen, yuan};
use crate::harness::{Key, Told, Trouble, Window};

const PHONE: &str = "13508381199";
/// The demo's ETCP pushes the cars that stand in its lots within seconds of the start.
const CARS_COME: Duration = Duration::from_secs(60);
/// ETCP answers at once; a slow machine takes longer.
const IS_KNOWN: Duration = Duration::from_secs(60);
/// One in five cars is a long-term one.
const TRIED_MOST: usize = 6;

/// A driver is signed in with a code, a car that one of the lots told of is looked up and paid, and ETCP confirms it.
pub(super) async fn looked_up_and_paid(window: &Window) -> Told {
    window.chord(&[Key::Control], 'm').await?;
    window.see("service").await?;
    window.click("service-tab-etcp").await?;
    window.see("etcp").await?;
    a_driver_signs_in(window).await?;

    // Live occupancy: cars come by themselves.
    window.turn_to("etcp-tab-live").await?;
    window.look_for("[data-testid=\"etcp-lot-now\"]", CARS_COME).await?;
    window.at_least("etcp-stay-row-*", 1).await?;
    window.shot("etcp-live").await?;
    window.accessible("etcp-live").await?;
    let due = a_car_that_owes(window).await?;
    window.shot("etcp-fee").await?;
    window.accessible("etcp-fee").await?;

    // The cash, and what became of it.
    window.click("etcp-pay").await?;
    window.see("etcp-pay-sheet").await?;
    if fen(window, "etcp-pay-due").await? != due {
        return Err(Trouble::Wrong(format!("the sheet does not ask for {}", yuan(due))));
    }
    window.shot("etcp-pay").await?;
    window.press(Key::Enter).await?;
    window.see("etcp-told").await?;
    window.click("etcp-see-payments").await?;
    window.at_least("etcp-payment-row-*", 1).await?;
    window.look_for("[data-testid=\"etcp-payment\"][data-state=\"known\"]", IS_KNOWN).await?;
    window.shot("etcp-known").await?;
    window.accessible("etcp-known").await?;

    // Lots around this one, and how full one is.
    window.turn_to("etcp-tab-lots").await?;
    window.click("etcp-lots-search").await?;
    window.at_least("etcp-lot-row-*", 1).await?;
    window.click("etcp-lot-state").await?;
    window.shot("etcp-lots").await?;
    window.accessible("etcp-lots").await
}

/// The code, with the countdown that the engine tells; the demo's code stands below its field.
async fn a_driver_signs_in(window: &Window) -> Result<(), Trouble> {
    window.click("etcp-phone").await?;
    window.type_text(PHONE).await?;
    window.click("etcp-send-code").await?;
    window.until("etcp-send-code", "the countdown", |text| text.chars().any(|c| c.is_ascii_digit())).await?;
    window.shot("etcp-code").await?;
    let hint = window.text("etcp-demo-code").await?;
    let code: String = hint.chars().filter(char::is_ascii_digit).collect();
    window.click("etcp-code").await?;
    window.type_text(&code).await?;
    window.press(Key::Enter).await?;
    let shown = window.until("etcp-phone-masked", "the telephone", |text| text.starts_with("135")).await?;
    if shown.contains(PHONE) {
        return Err(Trouble::Wrong("the telephone is not masked".into()));
    }
    Ok(())
}

/// Looks up one car of the live list after the other until one owes something: long-term ones owe nothing.
async fn a_car_that_owes(window: &Window) -> Result<i64, Trouble> {
    for place in 0..TRIED_MOST {
        if place > 0 {
            window.turn_to("etcp-tab-live").await?;
            window.at_least("etcp-stay-row-*", 1).await?;
        }
        // The first one that is shown, then so many further down.
        window.click("etcp-stay-row-*").await?;
        for _ in 0..place {
            window.press(Key::Down).await?;
        }
        window.press(Key::Enter).await?;
        window.see("etcp-quote").await?;
        let due = fen(window, "etcp-due").await?;
        if due > 0 {
            return Ok(due);
        }
    }
    Err(Trouble::Wrong(format!("none of {TRIED_MOST} cars in ETCP's lots owes anything")))
}
