//! Another window on the same data.

use std::time::Duration;

use super::board::moves;
use super::{a_car_owes, at_the_booth, confirm, sign_in};
use crate::harness::engine::Engine;
use crate::harness::{Start, Told, Trouble, Window, tell};

/// Two windows on one engine: a payment taken in one shows in the other.
pub(super) async fn paid_in_one_of_two(engine: &Engine, first: &Window) -> Told {
    at_the_booth(first).await?;
    let second = Window::open("two-of-two", Start::demo().on(&engine.data())).await?;
    let told = paid_in_one(engine, first, &second).await;
    with_evidence(told, second).await
}

async fn paid_in_one(engine: &Engine, first: &Window, second: &Window) -> Result<(), Trouble> {
    sign_in(second).await?;
    a_car_owes(engine, first, "粤B20005").await?;
    second.look_for(super::ASKING, super::PATIENCE).await?;
    confirm(first).await?;
    // The car is gone from the other window's exit, too, and the payment is in its stream.
    second.look_for("[data-testid=\"booth-exit\"][data-phase=\"idle\"]", super::PATIENCE).await?;
    second.look_for("[data-testid^=\"event-\"][data-kind=\"paid\"]", super::PATIENCE).await?;
    Ok(())
}

/// The first window's process owns the engine. When it is closed, the second one takes the engine over and the lot goes on.
#[tokio::test]
async fn the_second_window_takes_the_engine_over() {
    tell("first-window", Start::demo(), |first| async move {
        sign_in(&first).await?;
        let second = Window::open("second-window", Start::demo().on(first.data())).await?;
        let told = taken_over(&first, &second).await;
        with_evidence(told, second).await
    })
    .await;
}

async fn taken_over(first: &Window, second: &Window) -> Result<(), Trouble> {
    sign_in(second).await?;
    let lot = first.text("lot-name").await?;
    second.until("lot-name", &lot, |text| text == lot).await?;
    moves(second, 1, Duration::from_secs(30)).await?;
    moves(first, 1, Duration::from_secs(30)).await?;
    first.clone().close().await;
    // Sign-ins end with their engine: the window asks for the PIN again.
    second.look_for("[data-testid=\"sign-in\"]", Duration::from_secs(30)).await?;
    sign_in(second).await?;
    moves(second, 2, Duration::from_secs(60)).await
}

/// Closes the other window, and adds what it showed when the story failed.
async fn with_evidence(told: Result<(), Trouble>, other: Window) -> Result<(), Trouble> {
    let told = match told {
        Ok(()) => Ok(()),
        Err(trouble) => Err(Trouble::Wrong(format!("{trouble}\n{}", other.evidence().await))),
    };
    other.close().await;
    told
}
