//! A car at the exit is paid in cash.

use super::{A_FEE_FEN, a_car_owes, confirm, done_with, fen, letters, phase, yuan};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// By keys alone: the explanation, the notes handed over, the change, the receipt, the gate.
pub(super) async fn paid(engine: &Engine, window: &Window) -> Told {
    a_car_owes(engine, window, "粤B12345").await?;
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
    window.holds("the change is computed", || async { Ok(fen(window, "booth-change").await? == 600) }).await?;
    confirm(window).await?;
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
    done_with(window).await
}

/// Too little is not taken: Enter does nothing, and the missing sum is shown.
pub(super) async fn too_little(engine: &Engine, window: &Window) -> Told {
    a_car_owes(engine, window, "粤B10002").await?;
    window.type_text("10").await?;
    window.holds("the missing sum is shown", || async { Ok(fen(window, "booth-change").await? == -400) }).await?;
    if window.see("booth-pay").await?.is_enabled().await? {
        return Err(Trouble::Wrong("the big button offers to take too little".into()));
    }
    window.press(Key::Enter).await?;
    window.press(Key::Escape).await?;
    window.holds("Esc empties the field", || async { Ok(window.value("booth-received").await?.is_empty()) }).await?;
    if phase(window).await? != "asking" {
        return Err(Trouble::Wrong("Enter took a payment that was too small".into()));
    }
    // The empty field means exactly what is due.
    confirm(window).await?;
    done_with(window).await
}

/// Within the free minutes nothing is asked: the gate opens by itself.
pub(super) async fn free_minutes(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B10003", std::time::Duration::from_secs(600)).await?;
    let fate = engine.stands_at("out-2", "粤B10003").await?;
    if fate != "left" {
        return Err(Trouble::Wrong(format!("after ten minutes the car is `{fate}`")));
    }
    window.until("exit-tab-out-2", "that the gate opens", |text| text.contains('开')).await?;
    window.see("booth-idle").await.map(|_| ())
}
