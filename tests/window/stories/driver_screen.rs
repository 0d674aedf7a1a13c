//! The screen that faces the driver: a window of the same console, opened by a key, fed by the same notices.

use super::{A_FEE_FEN, a_car_owes, at_the_booth, confirm, done_with, fen};
use crate::harness::engine::Engine;
use crate::harness::screens::Size;
use crate::harness::{Key, Told, Trouble, Window};

/// From free spaces to the fee, the change, and back; it is opened from the booth and closed from there.
pub(super) async fn shown(engine: &Engine, console: &Window) -> Told {
    at_the_booth(console).await?;
    console.chord(&[Key::Control], 'd').await?;
    console.windows(2).await?;
    console.to_window(1).await?;
    console.resize(Size::BOOTH).await?;
    shows(console, "idle").await?;
    console.until("driver-figure", "the free spaces", |text| text.contains(|c: char| c.is_ascii_digit())).await?;
    if console.shows("app").await? || console.shows("sign-in").await? {
        return Err(Trouble::Wrong("the driver's screen has the console in it".into()));
    }
    console.shot("driver-idle").await?;
    console.accessible("driver-idle").await?;

    console.to_window(0).await?;
    a_car_owes(engine, console, "粤B91234").await?;
    console.to_window(1).await?;
    shows(console, "pay").await?;
    if fen(console, "driver-figure").await? != A_FEE_FEN {
        return Err(Trouble::Wrong("the driver sees another fee than the attendant".into()));
    }
    console.until("driver-plate", "the plate", |text| text.contains("91234")).await?;
    console.shot("driver-pay").await?;
    console.accessible("driver-pay").await?;

    console.to_window(0).await?;
    console.type_text("20").await?;
    confirm(console).await?;
    console.to_window(1).await?;
    shows(console, "thanks").await?;
    if fen(console, "driver-figure").await? != 600 {
        return Err(Trouble::Wrong("the driver sees another change than the attendant".into()));
    }
    console.shot("driver-thanks").await?;
    shows(console, "idle").await?;

    console.to_window(0).await?;
    done_with(console).await?;
    console.chord(&[Key::Control], 'd').await?;
    console.windows(1).await
}

async fn shows(window: &Window, kind: &str) -> Result<(), Trouble> {
    let selector = format!("[data-testid=\"driver\"][data-kind=\"{kind}\"]");
    window.look_for(&selector, std::time::Duration::from_secs(40)).await.map(|_| ())
}
