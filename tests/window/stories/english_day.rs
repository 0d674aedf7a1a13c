//! An attendant's day in English, by keyboard alone: the window of this story cannot be clicked.
//!
//! What the Chinese stories tell one by one, with clicks where that is quicker, is gone through here as it follows in a day:
//! every part of it is reached by F-keys, letters, Tab, arrows and Enter.

use super::spaces::{is_booked, is_shared, weekdays};
use super::{
    A_FEE_FEN, A_STAY, ASKING, PATIENCE, a_car_owes, confirm, demo_pin, done_with, for_a_reason, letters, shift,
    sign_in_as, speak, yuan,
};
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, Told, Trouble, Window, chapter, tell};

/// The attendant's place among the demo's people.
const ATTENDANT: usize = 1;
const ATTENDANT_NAME: &str = "值班员";
const SHIFT: &str = "[data-testid=\"shift-now\"]";
const FLOAT_FEN: i64 = 20_000;
/// Cars that pay in cash during the day, each the same.
const PAID_IN_CASH: i64 = 3;

#[tokio::test]
async fn an_attendants_day_in_english_by_keyboard_alone() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("english-day", Start::demo().on(&engine.data()).by_keys_alone(), |window| async move {
        window.see_first("sign-in").await?;
        speak(&window, "en").await?;
        window.until("sign-in", "English", |text| text.contains("Who is on duty")).await?;
        window.shot("sign-in").await?;
        let pin = demo_pin(&window).await?;
        sign_in_as(&window, ATTENDANT).await?;
        chapter("shift begins", shift_begins(&window)).await?;
        chapter("lanes", lanes(&engine, &window)).await?;
        chapter("misread", misread(&engine, &window)).await?;
        chapter("search and history", search_and_history(&engine, &window)).await?;
        chapter("plate corrected", plate_corrected(&engine, &window)).await?;
        chapter("locked", locked(&engine, &window)).await?;
        chapter("second person", second_person(&engine, &window, &pin)).await?;
        chapter("garage", garage(&window)).await?;
        chapter("alarm", alarm(&engine, &window)).await?;
        chapter("the manager takes over", takes_over(&window, &pin)).await?;
        chapter("lease", lease(&engine, &window)).await?;
        chapter("reservation", reservation(&engine, &window)).await?;
        chapter("shared hours", shared_hours(&engine, &window)).await?;
        chapter("the attendant is back", takes_over(&window, &pin)).await?;
        chapter("hand-over", hand_over(&window)).await
    })
    .await;
}

/// The shift is begun, and stands in the top bar.
async fn shift_begins(window: &Window) -> Told {
    shift::begun(window).await?;
    // Asked of the part: WebKit takes words that may be shortened themselves for not displayed.
    let begun = || async { Ok(window.attribute(SHIFT, "data-no").await?.as_deref() == Some("1")) };
    window.holds("the shift is in the top bar", begun).await
}

/// In, out, the fee line by line, cash and change; and a gate opened by hand.
async fn lanes(engine: &Engine, window: &Window) -> Told {
    engine.stands_at("in-2", "粤B20002").await?;
    window.until("entry-lane-in-2", "what it is", |text| text.contains("Casual") && text.contains("Opened")).await?;
    a_car_owes(engine, window, "粤B12345").await?;
    window.until("booth-exit-standing", "what it is", |text| text == "Casual").await?;
    window.press(Key::F4).await?;
    window.until("booth-lines", "the lines", |text| text.contains("3 × 2.00") && text.contains("14.00")).await?;
    window.shot("exit-explained").await?;
    window.press(Key::F4).await?;
    window.gone("booth-lines").await?;
    window.type_text("20").await?;
    window.has_value("booth-received", "20").await?;
    window.until("booth-pay", "what Enter does", |text| text.contains("6.00")).await?;
    window.shot("exit-asking").await?;
    window.accessible("exit-asking").await?;
    confirm(window).await?;
    window.until("booth-paid-change", "the change", |text| text.ends_with("6.00")).await?;
    window.shot("exit-paid").await?;
    done_with(window).await?;

    window.press(Key::F3).await?;
    window.focused("open-reason").await?;
    window.shot("open-by-hand").await?;
    for_a_reason_of(window, "open-by-hand", "open").await?;
    window.look_for("[data-testid^=\"event-\"][data-kind*=\"hand\"]", PATIENCE).await.map(|_| ())
}

/// The camera reads a B for an 8: the car that it nearly is stands first, Enter takes it, Enter takes its money.
async fn misread(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B88888", A_STAY).await?;
    engine.stands_at("out-1", "粤B8888B").await?;
    window.until("resolve-candidate-1", "the car it nearly is", |text| letters(text).contains("88888")).await?;
    window.until("resolve-candidate-1", "what differs", |text| text.contains("B ↔ 8")).await?;
    window.shot("misread").await?;
    window.press(Key::Enter).await?;
    window.look_for(ASKING, PATIENCE).await?;
    confirm(window).await?;
    done_with(window).await
}

/// Letters open the search from anywhere; one key the history of the car that was found.
async fn search_and_history(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B30003", A_STAY).await?;
    window.press(Key::F2).await?;
    window.focused("search-text").await?;
    window.type_text("3000").await?;
    window
        .until("search-row-1", "the car", |text| letters(text).contains("粤B30003") && text.contains("Inside"))
        .await?;
    window.shot("search").await?;
    window.chord(&[Key::Alt], 'h').await?;
    window.look_for("[data-testid=\"history-item-1\"][data-kind=\"parking\"]", PATIENCE).await?;
    window.shot("history").await?;
    window.accessible("history").await?;
    window.press(Key::Escape).await?;
    window.see("board-root").await.map(|_| ())
}

/// The cars desk with one car found by a part of its plate.
async fn found_at_the_cars_desk(window: &Window, part: &str) -> Told {
    window.chord(&[Key::Control], '2').await?;
    window.see("records").await?;
    window.press(Key::F2).await?;
    window.focused("cars-search").await?;
    window.chord(&[Key::Control], 'a').await?;
    window.type_text(part).await?;
    window.until("record-detail", "the car", |text| letters(text).contains(part)).await.map(|_| ())
}

/// The plate is put right for a reason, and what it was read as stays on record.
async fn plate_corrected(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B60001", A_STAY).await?;
    found_at_the_cars_desk(window, "60001").await?;
    window.chord(&[Key::Alt], 'm').await?;
    window.focused("correct-plate").await?;
    window.chord(&[Key::Control], 'a').await?;
    window.type_text("粤B60007").await?;
    window.tab_to("correct-reason").await?;
    window.shot("correct").await?;
    window.accessible("correct").await?;
    for_a_reason(window, "correct").await?;
    window.fill("cars-search", "60007").await?;
    window.until("record-first-plate", "what was read first", |text| letters(text).contains("粤B60001")).await?;
    window.shot("corrected").await.map(|_| ())
}

/// Locked at the desk, held at the exit, unlocked there, paid.
async fn locked(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B70007", A_STAY).await?;
    found_at_the_cars_desk(window, "70007").await?;
    window.chord(&[Key::Alt], 'k').await?;
    for_a_reason(window, "lock").await?;
    window.see("record-locked").await?;
    window.chord(&[Key::Control], '1').await?;
    engine.stands_at("out-1", "粤B70007").await?;
    window.see("resolve-locked").await?;
    window.shot("locked-exit").await?;
    window.focused("resolve-reason").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.look_for(ASKING, PATIENCE).await?;
    confirm(window).await?;
    done_with(window).await
}

/// A fee is let off by two people: F7, a reason, and the PIN of the manager.
async fn second_person(engine: &Engine, window: &Window, pin: &str) -> Told {
    a_car_owes(engine, window, "粤B33333").await?;
    window.press(Key::F7).await?;
    window.focused("free-reason").await?;
    window.press(Key::Down).await?;
    window.tab_to("free-pin").await?;
    window.type_text(pin).await?;
    window.shot("free").await?;
    window.accessible("free").await?;
    window.press(Key::Enter).await?;
    window.gone("free").await?;
    window.look_for("[data-testid=\"booth-exit\"][data-phase=\"done\"]", PATIENCE).await?;
    done_with(window).await
}

/// A driver stands before the garage; the machine says how long it takes, and the booth is one key away.
async fn garage(window: &Window) -> Told {
    window.press(Key::F10).await?;
    window.see("garage-list").await?;
    window.chord(&[Key::Alt], 's').await?;
    window.focused("store-plate").await?;
    window.press(Key::Enter).await?;
    window.gone("store").await?;
    window.until("garage-left", "the seconds that remain", |text| text.chars().any(|c| c.is_ascii_digit())).await?;
    window.shot("garage-running").await?;
    window.press(Key::Escape).await?;
    window.see("booth-exit").await.map(|_| ())
}

/// A gate fails: it is acknowledged, and over once it is mended.
async fn alarm(engine: &Engine, window: &Window) -> Told {
    engine.signals("in-1", "fault").await?;
    window.chord(&[Key::Control], 'g').await?;
    window.see("alarms-list").await?;
    window.shot("alarms-one").await?;
    window.press(Key::F5).await?;
    window
        .until("alarm-detail", "who has seen it", |text| text.contains("Seen") && text.contains(ATTENDANT_NAME))
        .await?;
    window.shot("alarms-seen").await?;
    window.accessible("alarms-seen").await?;
    engine.signals("in-1", "recovered").await?;
    window.see("alarms-none").await?;
    window.chord(&[Key::Control], '1').await?;
    window.see("board-root").await.map(|_| ())
}

/// F12 and a PIN: somebody else works at the booth.
async fn takes_over(window: &Window, pin: &str) -> Told {
    let before = window.text("operator-name").await?;
    window.press(Key::F12).await?;
    window.focused("change-pin").await?;
    window.shot("change").await?;
    window.type_text(pin).await?;
    window.press(Key::Enter).await?;
    window.gone("change").await?;
    window.until("operator-name", "somebody else", |text| text != before).await?;
    window.see("board-root").await.map(|_| ())
}

/// A lease is sold, and its car comes and goes by it.
async fn lease(engine: &Engine, window: &Window) -> Told {
    window.chord(&[Key::Control], '3').await?;
    window.see("lists").await?;
    window.chord(&[Key::Alt], char::from(Key::Right)).await?;
    window.at_least("lease-row-*", 1).await?;
    let before = window.count("lease-row-*").await?;
    window.chord(&[Key::Alt], 'n').await?;
    window.focused("lease-plates").await?;
    window.type_text("粤B66688").await?;
    window.fill("lease-price", "300").await?;
    window.press(Key::Enter).await?;
    window.at_least("lease-row-*", before + 1).await?;
    window.shot("lease-sold").await?;
    engine.stands_at("in-1", "粤B66688").await?;
    window.chord(&[Key::Control], '1').await?;
    window.until("entry-lane-in-1", "that it is a lease's", |text| text.contains("Lease")).await?;
    let fate = engine.stands_at("out-2", "粤B66688").await?;
    if fate == "left" { Ok(()) } else { Err(Trouble::Wrong(format!("the car of a lease at the exit is `{fate}`"))) }
}

/// Booked with the city platform: on the calendar; its car comes in by it, and another one is taken back.
async fn reservation(engine: &Engine, window: &Window) -> Told {
    is_booked(engine, "EN1", "粤B41001", 3600).await?;
    is_booked(engine, "EN2", "粤B42002", 7200).await?;
    window.chord(&[Key::Control], '3').await?;
    for _ in 0..2 {
        window.chord(&[Key::Alt], char::from(Key::Right)).await?;
    }
    window.see("reservation-bar-EN1").await?;
    window.see("reservation-bar-EN2").await?;
    engine.stands_at("in-2", "粤B41001").await?;
    window.gone("reservation-bar-EN1").await?;
    window.tab_to("reservation-timeline").await?;
    window.press(Key::Down).await?;
    window.until("reservation-detail", "the other car", |text| letters(text).contains("粤B42002")).await?;
    window.shot("reservations").await?;
    window.press(Key::Enter).await?;
    for_a_reason(window, "reservation-off").await?;
    window.gone("reservation-bar-EN2").await?;
    window.chord(&[Key::Control], '1').await?;
    window.until("entry-lane-in-2", "that it was reserved", |text| text.contains("Reserved")).await.map(|_| ())
}

/// A shared space: what the rule says, and what it costs.
async fn shared_hours(engine: &Engine, window: &Window) -> Told {
    is_shared(engine, "00000000000000000000000000000061", "粤B51001", &weekdays().0).await?;
    window.chord(&[Key::Control], '3').await?;
    for _ in 0..3 {
        window.chord(&[Key::Alt], char::from(Key::Right)).await?;
    }
    window.until("share-detail", "what the rule does", |text| text.contains("parking is free")).await?;
    window.shot("sharing").await?;
    engine.comes_in("in-1", "粤B51001", A_STAY).await?;
    let fate = engine.stands_at("out-2", "粤B51001").await?;
    if fate == "left" { Ok(()) } else { Err(Trouble::Wrong(format!("within its shared hours the car is `{fate}`"))) }
}

/// Counted without knowing what should be there; then the figure, and the sheet.
async fn hand_over(window: &Window) -> Told {
    window.press(Key::F11).await?;
    window.see("shift-count").await?;
    let expected = yuan(FLOAT_FEN + PAID_IN_CASH * A_FEE_FEN);
    if window.text("shift-desk").await?.contains(&expected) {
        return Err(Trouble::Wrong(format!("the desk tells {expected} before the count")));
    }
    // Two hundreds, two twenties, two ones.
    for pieces in ["2", "", "2", "", "", "2", "", "", ""] {
        window.type_text(pieces).await?;
        window.press(Key::Enter).await?;
    }
    window.see("shift-count-sure").await?;
    window.shot("shift-counted").await?;
    window.look_for("[data-testid=\"shift-count-give\"][data-armed=\"true\"]", PATIENCE).await?;
    window.press(Key::Enter).await?;
    window.until("shift-expected", "what should be there", |text| text == expected).await?;
    window.until("shift-difference", "that it agrees", |text| text == "0.00").await?;
    window.shot("shift-agrees").await?;
    window.press(Key::Enter).await?;
    window.see("shift-float").await?;
    window.until("shift-sheet", "the sheet", |text| text.contains(&expected)).await?;
    window.shot("shift-handed-over").await.map(|_| ())
}

/// As [`for_a_reason`], where the sheet and its field have different names.
async fn for_a_reason_of(window: &Window, sheet: &str, field: &str) -> Told {
    let reason = format!("{field}-reason");
    window.press(Key::Down).await?;
    window.holds("a reason is chosen", || async { Ok(!window.value(&reason).await?.is_empty()) }).await?;
    window.press(Key::Enter).await?;
    window.gone(sheet).await
}
