//! Money that is not cash: a pay code that is slow, refused, lost and paid; a number from the lot's own board; what comes off.
//! The demo's own channel ends a scan by the code's last digits (`sandbox/src/payment`).

use super::{A_FEE_FEN, PATIENCE, a_car_owes, at_the_booth, confirm, done_with, fen};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

const DONE: &str = "[data-testid=\"booth-exit\"][data-phase=\"done\"]";

/// WeChat's codes by how they end.
fn code(ending: &str) -> String {
    format!("13456789012345{ending}")
}

async fn scan(window: &Window, digits: &str) -> Told {
    window.click("scan-code").await?;
    window.type_text(digits).await?;
    window.press(Key::Enter).await
}

async fn comes_to(window: &Window, state: &str) -> Told {
    window.look_for(&format!("[data-testid=\"scan-state\"][data-state=\"{state}\"]"), PATIENCE).await.map(|_| ())
}

/// By keys alone: too little money, then another code that pays; the receipt carries the channel's number.
pub(super) async fn refused_then_paid(engine: &Engine, window: &Window) -> Told {
    a_car_owes(engine, window, "粤B20001").await?;
    window.press(Key::F6).await?;
    window.see("scan").await?;
    window.shot("scan").await?;
    window.accessible("scan").await?;
    scan(window, "1634").await?;
    // What is no code is not sent: nothing has come of it.
    window.holds("no scan is under way", || async { Ok(!window.shows("scan-state").await?) }).await?;
    window.press(Key::Escape).await?;
    window.gone("scan").await?;
    window.press(Key::F6).await?;
    window.see("scan").await?;
    scan(window, &code("0002")).await?;
    comes_to(window, "refused").await?;
    window.until("scan-why", "the channel's words", |text| text.contains("余额不足")).await?;
    window.shot("scan-refused").await?;
    scan(window, &code("6789")).await?;
    window.look_for(DONE, PATIENCE).await?;
    comes_to(window, "paid").await?;
    let number = window.text("scan-trade-no").await?;
    window.shot("scan-paid").await?;
    window.press(Key::Enter).await?;
    window.gone("scan").await?;
    window
        .until("booth-receipt", "the channel's number", |text| text.replace(char::is_whitespace, "").contains(&number))
        .await?;
    window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
    window.click("booth-receipt-picture").await?;
    window.see("receipt-image").await?;
    window.shot("receipt-picture").await?;
    window.press(Key::Escape).await?;
    window.gone("receipt-picture").await?;
    done_with(window).await
}

/// The answer is lost: nobody calls it paid, the channel is asked, and then it is.
pub(super) async fn lost_answer(engine: &Engine, window: &Window) -> Told {
    a_car_owes(engine, window, "粤B20002").await?;
    window.press(Key::F6).await?;
    scan(window, &code("0003")).await?;
    window.look_for(DONE, PATIENCE).await?;
    comes_to(window, "paid").await?;
    window.press(Key::Enter).await?;
    done_with(window).await
}

/// A driver who never enters the password: the attendant withdraws, and takes cash.
pub(super) async fn withdrawn(engine: &Engine, window: &Window) -> Told {
    a_car_owes(engine, window, "粤B20003").await?;
    window.press(Key::F6).await?;
    scan(window, &code("0004")).await?;
    comes_to(window, "waiting").await?;
    window.shot("scan-waiting").await?;
    window.accessible("scan-waiting").await?;
    window.chord(&[Key::Alt], 'c').await?;
    comes_to(window, "cancelled").await?;
    window.press(Key::Escape).await?;
    window.gone("scan").await?;
    confirm(window).await?;
    window.until("exit-tab-out-1", "that the gate opens", |text| text.contains('开')).await?;
    done_with(window).await
}

/// The lot itself lets two yuan off, with a second person; the stack says so and less is due.
pub(super) async fn reduced(engine: &Engine, window: &Window, pin: &str) -> Told {
    a_car_owes(engine, window, "粤B20004").await?;
    window.press(Key::F8).await?;
    window.see("coupon").await?;
    window.click("coupon-way-hand").await?;
    window.click("coupon-value").await?;
    window.type_text("2").await?;
    window.click("coupon-reason").await?;
    window.press(Key::Down).await?;
    window.click("coupon-pin").await?;
    window.type_text(pin).await?;
    window.shot("coupon").await?;
    window.accessible("coupon").await?;
    window.press(Key::Enter).await?;
    window.see("coupon-taken").await?;
    let due = window.text("coupon-due").await?;
    if due.trim() != super::yuan(A_FEE_FEN - 200) {
        return Err(Trouble::Wrong(format!("two yuan off {} are not {due}", super::yuan(A_FEE_FEN))));
    }
    window.press(Key::Escape).await?;
    window.holds("less is due", || async { Ok(fen(window, "booth-exit-due").await? == A_FEE_FEN - 200) }).await?;
    confirm(window).await?;
    done_with(window).await
}

/// A gate opened by hand is a difference of the day; a manager accepts it for a reason, and it stays in sight.
pub(super) async fn difference(window: &Window) -> Told {
    window.press(Key::F3).await?;
    window.see("open-by-hand").await?;
    window.click("open-lane-out-1").await?;
    window.click("open-reason").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.gone("open-by-hand").await?;
    window.chord(&[Key::Control], '8').await?;
    window.see("reconcile-all").await?;
    window.look_for("[data-testid=\"side-gate\"][data-open=\"1\"]", PATIENCE).await?;
    window.shot("reconcile-all").await?;
    window.accessible("reconcile-all").await?;
    let row = "[data-testid^=\"found-missing_here-\"] button";
    window.look_for(row, PATIENCE).await?.click().await?;
    window.see("found-detail").await?;
    window.click("settle-accepted").await?;
    window.click("settle-reason").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.gone("settle-submit").await?;
    window.see("found-settled").await?;
    window.look_for("[data-testid=\"side-gate\"][data-open=\"0\"]", PATIENCE).await?;
    at_the_booth(window).await
}
