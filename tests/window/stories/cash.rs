//! A car at the exit is paid in cash.

use super::{a_car_that_owes, confirm, fen, sign_in, yuan};
use crate::harness::{Key, Start, Trouble, tell};

/// By keys alone: the explanation, the notes handed over, the change, the receipt, the gate.
#[tokio::test]
async fn a_car_is_paid_in_cash_and_the_gate_opens() {
    tell("cash", Start::demo(), |window| async move {
        sign_in(&window).await?;
        let due = a_car_that_owes(&window).await?;
        let plate = window.text("booth-exit-plate").await?;
        window.shot("exit-asking").await?;

        window.press(Key::F4).await?;
        let lines = window.text("booth-lines").await?;
        if !lines.trim_end().ends_with(&yuan(due)) {
            return Err(Trouble::Wrong(format!("the explanation does not end in {}:\n{lines}", yuan(due))));
        }
        window.shot("exit-explained").await?;
        window.press(Key::F4).await?;
        window.gone("booth-lines").await?;

        // The next full ten yuan, and ten more: always change to give.
        let given = due / 1000 * 10 + 20;
        window.type_text(&given.to_string()).await?;
        if window.value("booth-received").await? != given.to_string() {
            return Err(Trouble::Wrong("digits do not go to the received field".into()));
        }
        let change = given * 100 - due;
        window.holds("the change is computed", || async { Ok(fen(&window, "booth-change").await? == change) }).await?;
        confirm(&window).await?;
        window.see("booth-paid").await?;
        let shown = window.text("booth-paid-change").await?;
        if !shown.ends_with(&yuan(change)) {
            return Err(Trouble::Wrong(format!("change {} is shown as {shown}", yuan(change))));
        }
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let car = letters(&plate);
        let on_receipt = |text: &str| letters(text).contains(&car) && text.contains(&yuan(due));
        window.until("booth-receipt", "the plate and the amount", on_receipt).await?;
        window.shot("exit-paid").await?;
        window.accessible("exit-paid").await?;
        Ok(())
    })
    .await;
}

/// Too little is not taken: Enter does nothing, and the missing sum is shown.
#[tokio::test]
async fn too_little_cash_is_not_taken() {
    tell("too-little", Start::demo(), |window| async move {
        sign_in(&window).await?;
        let due = a_car_that_owes(&window).await?;
        window.type_text("0.01").await?;
        window
            .holds("the missing sum is shown", || async { Ok(fen(&window, "booth-change").await? == 1 - due) })
            .await?;
        let pay = window.see("booth-pay").await?;
        if pay.is_enabled().await? {
            return Err(Trouble::Wrong("the big button offers to take too little".into()));
        }
        window.press(Key::Enter).await?;
        window.press(Key::Escape).await?;
        window
            .holds("Esc empties the field", || async { Ok(window.value("booth-received").await?.is_empty()) })
            .await?;
        if super::phase(&window).await? != "asking" {
            return Err(Trouble::Wrong("Enter took a payment that was too small".into()));
        }
        Ok(())
    })
    .await;
}
