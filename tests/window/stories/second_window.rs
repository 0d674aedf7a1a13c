//! Another window on the same data.

use std::time::Duration;

use super::board::moves;
use super::{a_car_that_owes, confirm, sign_in};
use crate::harness::{Start, Trouble, Window, tell};

/// The second one attaches to the first one's engine: both live, and a payment taken in one shows in the other. When the
/// first one is closed, the second one takes the engine over and the lot goes on.
#[tokio::test]
async fn a_second_window_attaches_to_the_same_engine() {
    tell("first-window", Start::demo(), |first| async move {
        sign_in(&first).await?;
        let start = Start::demo().on(first.data());
        let second = Window::open("second-window", start).await?;
        let told = match both(&first, &second).await {
            Ok(()) => goes_on_alone(&first, &second).await,
            Err(trouble) => Err(trouble),
        };
        let evidence = if told.is_err() { second.evidence().await } else { String::new() };
        second.close().await;
        told.map_err(|trouble| Trouble::Wrong(format!("{trouble}\n{evidence}")))
    })
    .await;
}

async fn both(first: &Window, second: &Window) -> Result<(), Trouble> {
    sign_in(second).await?;
    let lot = first.text("lot-name").await?;
    second.until("lot-name", &lot, |text| text == lot).await?;
    moves(second, 1, Duration::from_secs(30)).await?;
    moves(first, 1, Duration::from_secs(30)).await?;
    a_car_that_owes(first).await?;
    let plate = first.text("booth-exit-plate").await?;
    confirm(first).await?;
    // The event of the payment or of the leaving, with the plate in it, reaches the other window's stream.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let car = letters(&plate);
    second.until("events", &plate, |text| letters(text).contains(&car)).await?;
    Ok(())
}

async fn goes_on_alone(first: &Window, second: &Window) -> Result<(), Trouble> {
    first.clone().close().await;
    // Whoever owned the engine took the sign-ins with it; the window says so and asks for the PIN again.
    if second.look_for("[data-testid=\"sign-in\"]", Duration::from_secs(30)).await.is_ok() {
        sign_in(second).await?;
    }
    moves(second, 2, Duration::from_secs(60)).await
}
