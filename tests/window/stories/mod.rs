//! What people do at the window.

mod appearance;
mod board;
mod cash;
mod platforms;
mod second_window;
mod sign_in;

pub use board::painted;

use crate::harness::{Key, Trouble, Window};

/// How long a demo car may take to come to an exit and owe something.
const A_CAR_COMES: std::time::Duration = std::time::Duration::from_secs(120);

/// The PIN of the demo's operators, as the sign-in screen tells it.
async fn demo_pin(window: &Window) -> Result<String, Trouble> {
    window.see_first("sign-in").await?;
    let has_pin = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 4;
    let text = window.until("sign-in-demo-pin", "the demo's PIN", has_pin).await?;
    Ok(text.chars().filter(char::is_ascii_digit).collect())
}

/// Signs in as the first operator of the list, by keys alone: the PIN field has the focus from the start.
pub async fn sign_in(window: &Window) -> Result<(), Trouble> {
    let pin = demo_pin(window).await?;
    enter_pin(window, &pin).await?;
    window.see("app").await?;
    window.see("board-root").await?;
    Ok(())
}

async fn enter_pin(window: &Window, pin: &str) -> Result<(), Trouble> {
    window.type_text(pin).await?;
    let field = window.value("sign-in-pin").await?;
    if field != pin {
        return Err(Trouble::Wrong(format!("{} digits typed, the PIN field has {}", pin.len(), field.len())));
    }
    window.press(Key::Enter).await
}

/// Waits until a car at an exit owes something. Gives what it owes, in fen.
async fn a_car_that_owes(window: &Window) -> Result<i64, Trouble> {
    window.look_for("[data-testid=\"booth-exit\"][data-phase=\"asking\"]", A_CAR_COMES).await?;
    fen(window, "booth-exit-due").await
}

/// The amount that a part carries, in fen.
async fn fen(window: &Window, id: &str) -> Result<i64, Trouble> {
    let text = window.see(id).await?.attr("data-fen").await?.unwrap_or_default();
    text.parse().map_err(|_| Trouble::Wrong(format!("`{id}` carries `{text}` and no amount")))
}

/// The phase of the car at the exit in front.
async fn phase(window: &Window) -> Result<String, Trouble> {
    Ok(window.see("booth-exit").await?.attr("data-phase").await?.unwrap_or_default())
}

/// Confirms the payment. A new amount takes no key for a moment, so that it is not confirmed by a press meant for the
/// one before: an attendant whose key was ignored presses again, and so does this.
async fn confirm(window: &Window) -> Result<(), Trouble> {
    window
        .holds("the payment goes through", || async {
            if phase(window).await? == "asking" {
                window.press(Key::Enter).await?;
            }
            Ok(phase(window).await? == "done")
        })
        .await
}

/// 1234 → `12.34`.
fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
