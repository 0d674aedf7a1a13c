//! A car at the exit is paid in cash.

use super::{A_FEE_FEN, a_car_owes, confirm, done_with, fen, phase, sign_in, yuan};
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, Trouble, tell};

/// By keys alone: the explanation, the notes handed over, the change, the receipt, the gate.
#[tokio::test]
async fn a_car_is_paid_in_cash_and_the_gate_opens() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("cash", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        a_car_owes(&engine, &window, "粤B12345").await?;
        window.until("booth-exit-plate", "the plate", |text| letters(text) == "粤B12345").await?;
        window.until("exit-tab-out-1", "that the car must pay", |text| !text.contains('开')).await?;
        window.shot("exit-asking").await?;
        window.accessible("exit-asking").await?;

        window.press(Key::F4).await?;
        let lines = window.text("booth-lines").await?;
        // The first hour, and three begun ones.
        for amount in ["8.00", "3 × 2.00", "6.00", "14.00"] {
            if !lines.contains(amount) {
                return Err(Trouble::Wrong(format!("the explanation does not have {amount}:\n{lines}")));
            }
        }
        window.shot("exit-explained").await?;
        window.press(Key::F4).await?;
        window.gone("booth-lines").await?;

        window.type_text("20").await?;
        if window.value("booth-received").await? != "20" {
            return Err(Trouble::Wrong("digits do not go to the received field".into()));
        }
        window.holds("the change is computed", || async { Ok(fen(&window, "booth-change").await? == 600) }).await?;
        confirm(&window).await?;
        window.see("booth-paid").await?;
        let change = window.text("booth-paid-change").await?;
        if !change.ends_with("6.00") {
            return Err(Trouble::Wrong(format!("change 6.00 is shown as {change}")));
        }
        let amount = yuan(A_FEE_FEN);
        let on_receipt = |text: &str| letters(text).contains("粤B12345") && text.contains(&amount);
        window.until("booth-receipt", "the plate and the amount", on_receipt).await?;
        window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
        window.shot("exit-paid").await?;
        window.accessible("exit-paid").await?;
        done_with(&window).await
    })
    .await;
}

/// Too little is not taken: Enter does nothing, and the missing sum is shown.
#[tokio::test]
async fn too_little_cash_is_not_taken() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("too-little", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        a_car_owes(&engine, &window, "粤B12345").await?;
        window.type_text("10").await?;
        window.holds("the missing sum is shown", || async { Ok(fen(&window, "booth-change").await? == -400) }).await?;
        if window.see("booth-pay").await?.is_enabled().await? {
            return Err(Trouble::Wrong("the big button offers to take too little".into()));
        }
        window.press(Key::Enter).await?;
        window.press(Key::Escape).await?;
        window
            .holds("Esc empties the field", || async { Ok(window.value("booth-received").await?.is_empty()) })
            .await?;
        if phase(&window).await? != "asking" {
            return Err(Trouble::Wrong("Enter took a payment that was too small".into()));
        }
        Ok(())
    })
    .await;
}

/// Within the free minutes nothing is asked: the gate opens by itself.
#[tokio::test]
async fn a_car_within_the_free_minutes_leaves_without_stopping() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("free-minutes", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        engine.comes_in("in-1", "粤B12345", std::time::Duration::from_secs(600)).await?;
        let fate = engine.stands_at("out-1", "粤B12345").await?;
        if fate != "left" {
            return Err(Trouble::Wrong(format!("after ten minutes the car is `{fate}`")));
        }
        window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
        window.see("booth-idle").await?;
        Ok(())
    })
    .await;
}

/// Letters and digits alone: a plate is shown with a gap.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
