//! What people do at the window.

mod alarms;
mod appearance;
mod attach;
mod board;
mod cash;
mod charging;
mod driver_screen;
mod english_day;
mod english_desks;
mod etcp;
mod etcp_lost;
mod exceptions;
mod fleet;
mod garage;
mod history;
mod leases;
mod merchants;
mod operators;
mod palette;
mod payments;
mod platforms;
mod second_window;
mod set_up;
mod shift;
mod shop;
mod sign_in;
mod spaces;
mod stuck;
mod together;
mod training;
mod unseen;
mod violations;

pub use board::painted;

use crate::harness::engine::Engine;
use crate::harness::{Key, Trouble, Window};

use std::time::Duration;

/// How long one of the demo's own cars may take to come to an exit and owe something.
const A_CAR_COMES: Duration = Duration::from_secs(150);
/// A stay that costs 14.00 by the demo's tariff (30 分钟免费，首小时 8 元，每增加 1 小时收 2 元): the first hour, and two and a
/// half more, of which the begun one counts as a whole one.
const A_STAY: Duration = Duration::from_secs(3 * 3600 + 1800);
/// What that costs.
const A_FEE_FEN: i64 = 1400;

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

/// Brings a car in and to the first exit, where it owes 14.00, and waits until the window asks for it.
async fn a_car_owes(engine: &Engine, window: &Window, plate: &str) -> Result<(), Trouble> {
    engine.comes_in("in-1", plate, A_STAY).await?;
    let fate = engine.stands_at("out-1", plate).await?;
    if fate != "must_pay" {
        return Err(Trouble::Wrong(format!("a car that stayed for hours does not have to pay but is `{fate}`")));
    }
    window.look_for(ASKING, PATIENCE).await?;
    let due = fen(window, "booth-exit-due").await?;
    if due != A_FEE_FEN {
        return Err(Trouble::Wrong(format!("the stay costs {}, and not {}", yuan(A_FEE_FEN), yuan(due))));
    }
    Ok(())
}

const ASKING: &str = "[data-testid=\"booth-exit\"][data-phase=\"asking\"]";
const PATIENCE: Duration = Duration::from_secs(15);

/// Waits until one of the demo's own cars owes something, and brings it to the front: the one that waits longest has the
/// front by itself, and may be a car that the lane could not make out.
async fn a_demo_car_owes(window: &Window) -> Result<(), Trouble> {
    let began = std::time::Instant::now();
    while began.elapsed() < A_CAR_COMES {
        if window.look_for(ASKING, Duration::ZERO).await.is_ok() {
            return Ok(());
        }
        for place in ['1', '2', '3', '4'].into_iter().take(window.count("queue-*").await?) {
            window.chord(&[Key::Alt], place).await?;
            if window.look_for(ASKING, Duration::from_millis(300)).await.is_ok() {
                return Ok(());
            }
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let wanted = "a car that owes something".to_owned();
    Err(Trouble::Late { wanted, seconds: A_CAR_COMES.as_secs(), seen: window.text("queue").await? })
}

/// Signs in as the operator at this place of the list, by arrow keys.
async fn sign_in_as(window: &Window, place: usize) -> Result<String, Trouble> {
    let pin = demo_pin(window).await?;
    for _ in 0..place {
        window.press(Key::Down).await?;
    }
    let chosen = format!("[data-testid^=\"sign-in-name-\"][data-index=\"{place}\"][aria-selected=\"true\"]");
    window.look_for(&chosen, PATIENCE).await?;
    let name = window.attribute(&chosen, "data-testid").await?.unwrap_or_default();
    enter_pin(window, &pin).await?;
    window.see("board-root").await?;
    Ok(name.trim_start_matches("sign-in-name-").to_owned())
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

/// Confirms the payment, as an attendant who looks at the amount first.
async fn confirm(window: &Window) -> Result<(), Trouble> {
    enter_until(window, "asking", "done").await
}

/// The change is given: makes room for the next car.
async fn done_with(window: &Window) -> Result<(), Trouble> {
    enter_until(window, "done", "idle").await
}

/// Presses Enter until the car at the exit in front is in another phase. What has just come to the screen takes no key
/// for a moment, and each press within it makes the moment longer: a key meant for the one before, or a hammered one,
/// takes no money. The button says when a press counts; it is pressed again only where the amount changed meanwhile.
async fn enter_until(window: &Window, from: &str, to: &str) -> Result<(), Trouble> {
    let reached = format!("[data-testid=\"booth-exit\"][data-phase=\"{to}\"]");
    for _ in 0..3 {
        window.look_for("[data-testid=\"booth-pay\"][data-armed=\"true\"]", PATIENCE).await?;
        if phase(window).await? == from {
            window.press(Key::Enter).await?;
        }
        if window.look_for(&reached, A_PRESS_WORKS).await.is_ok() {
            return Ok(());
        }
    }
    let seen = phase(window).await?;
    Err(Trouble::Late { wanted: format!("Enter leads from {from} to {to}"), seconds: 15, seen })
}

/// A payment is answered once it is durable; a busy machine takes its time.
const A_PRESS_WORKS: Duration = Duration::from_secs(5);

/// Changes the language by its key where it is not the wanted one, signed in or not.
async fn speak(window: &Window, language: &'static str) -> Result<(), Trouble> {
    let spoken = format!("html[lang^=\"{language}\"]");
    if window.look_for(&spoken, Duration::ZERO).await.is_err() {
        window.chord(&[Key::Control], 'l').await?;
    }
    window.look_for(&spoken, PATIENCE).await?;
    window.looks(|look| look.language = language);
    Ok(())
}

/// Goes to the booth, from whatever desk the chapter before ended at.
async fn at_the_booth(window: &Window) -> Result<(), Trouble> {
    window.chord(&[Key::Control], '1').await?;
    window.see("board-root").await.map(|_| ())
}

/// Takes the first of the usual reasons of a sheet by the arrow key, and confirms.
async fn for_a_reason(window: &Window, sheet: &str) -> Result<(), Trouble> {
    let reason = format!("{sheet}-reason");
    window.focused(&reason).await?;
    window.press(Key::Down).await?;
    window.holds("a reason is chosen", || async { Ok(!window.value(&reason).await?.is_empty()) }).await?;
    window.press(Key::Enter).await?;
    window.gone(sheet).await
}

/// Letters and digits alone: a plate is shown with a gap.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// 1234 → `12.34`.
fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}
