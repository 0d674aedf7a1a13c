//! Another window on the same data.

use std::time::Duration;

use super::board::moves;
use super::{a_car_that_owes, confirm, sign_in};
use crate::harness::{Start, Trouble, Window, tell};

/// The second one attaches to the first one's engine: both live, and a payment taken in one shows in the other.
#[tokio::test]
async fn a_second_window_attaches_to_the_same_engine() {
    tell("first-window", Start::demo(), |first| async move {
        sign_in(&first).await?;
        let start = Start::demo().on(first.data());
        let second = Window::open("second-window", start).await?;
        let told = both(&first, &second).await;
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
