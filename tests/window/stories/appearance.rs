//! Every screen in both themes, at both sizes and in both languages: pictures to look at, and axe.

use std::time::Duration;

use super::{A_STAY, PATIENCE, a_demo_car_owes, sign_in, speak};
use crate::harness::engine::Engine;
use crate::harness::screens::Size;
use crate::harness::{Key, Start, Told, Window, chapter, tell};

/// Screens by the key that opens them with Ctrl. The booth comes last: by then one of the demo's cars has come to an exit.
const SCREENS: [(char, &str, &str); 14] = [
    ('j', "shift", "shift-desk"),
    ('g', "alarms", "alarms"),
    ('2', "cars", "cars"),
    ('3', "lists", "lists"),
    ('4', "billing", "billing"),
    ('5', "street", "street"),
    ('6', "charging", "charging"),
    ('7', "garage", "garages"),
    ('m', "service", "service"),
    ('b', "reports", "reports"),
    ('8', "reconcile", "reconcile"),
    ('9', "platforms", "platforms"),
    ('0', "settings", "settings"),
    ('1', "booth", "board-root"),
];

/// The other parts of each desk. English at the small size is where words are cut first, and the stories that are told in
/// Chinese take pictures of most of them in the light.
const PARTS: [(char, &str, &[&str]); 8] = [
    ('2', "cars", &["refunds", "debts", "passages", "walk", "history"]),
    ('3', "lists", &["leases", "reservations", "sharing", "neighbours"]),
    ('4', "billing", &["credit", "merchants", "rules"]),
    ('6', "charging", &["orders", "prices", "checks"]),
    (
        'm',
        "service",
        &["records", "uploads", "import", "compliance", "shop", "violations", "fleet", "inspection", "etcp"],
    ),
    ('8', "reconcile", &["files", "payments", "city"]),
    ('9', "platforms", &["received", "interfaces"]),
    ('0', "settings", &["operators", "platforms", "window", "health"]),
];

/// Sheets over the booth with a car that owes, by the key that opens each.
const SHEETS: [(Key, &str); 8] = [
    (Key::F1, "help"),
    (Key::F2, "search"),
    (Key::F3, "open-by-hand"),
    (Key::F6, "scan"),
    (Key::F7, "free"),
    (Key::F8, "coupon"),
    (Key::F12, "change"),
    (Key::F4, "booth-lines"),
];

/// Each screen in both themes, both languages and at both sizes, of their eight combinations those where most differs. Axe looks
/// at each theme and language once. What is within the desks and over the booth is seen as the last of these.
#[tokio::test]
async fn every_screen_part_and_sheet() {
    let engine = Engine::living().await.expect("the engine starts");
    tell("appearance", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        comes_to_the_exit(&engine, "粤B12345").await?;
        for (theme, language, size, with_axe) in
            [("light", "zh", Size::BOOTH, true), ("dark", "zh", Size::OFFICE, false), ("dark", "en", Size::BOOTH, true)]
        {
            wear(&window, theme).await?;
            speak(&window, language).await?;
            window.resize(size).await?;
            chapter(&format!("{theme} {language} {}", size.width), screens(&window, with_axe)).await?;
        }
        chapter("parts", parts(&window)).await?;
        chapter("sheets", sheets(&window)).await
    })
    .await;
}

/// A car that owes something stands at the exit from now on.
async fn comes_to_the_exit(engine: &Engine, plate: &str) -> Told {
    engine.comes_in("in-1", plate, A_STAY).await?;
    engine.stands_at("out-1", plate).await.map(|_| ())
}

async fn screens(window: &Window, with_axe: bool) -> Told {
    for (key, name, root) in SCREENS {
        window.chord(&[Key::Control], key).await?;
        window.see(root).await?;
        if name == "booth" {
            a_demo_car_owes(window).await?;
        }
        window.shot(name).await?;
        if with_axe {
            window.accessible(name).await?;
        }
    }
    Ok(())
}

async fn sheets(window: &Window) -> Told {
    window.chord(&[Key::Control], '1').await?;
    for (key, sheet) in SHEETS {
        opened(window, key, sheet).await?;
        if sheet == "coupon" {
            window.click("coupon-way-hand").await?;
        }
        window.shot(&format!("sheet-{sheet}")).await?;
        window.press(Key::Escape).await?;
        window.gone(sheet).await?;
    }
    Ok(())
}

/// Opens a sheet over the booth. The car that owed may drive off at the moment of the key: then it is the next one's.
async fn opened(window: &Window, key: Key, sheet: &str) -> Told {
    let there = format!("[data-testid=\"{sheet}\"]");
    for _ in 0..3 {
        a_demo_car_owes(window).await?;
        window.press(key).await?;
        if window.look_for(&there, Duration::from_secs(5)).await.is_ok() {
            return Ok(());
        }
    }
    window.see(sheet).await.map(|_| ())
}

async fn parts(window: &Window) -> Told {
    for (key, desk, parts) in PARTS {
        window.chord(&[Key::Control], key).await?;
        window.see(desk).await?;
        for part in parts {
            let tab = format!("{desk}-tab-{part}");
            window.click(&tab).await?;
            window.look_for(&format!("[data-testid=\"{tab}\"][aria-checked=\"true\"]"), PATIENCE).await?;
            window.shot(&format!("{desk}-{part}")).await?;
        }
    }
    Ok(())
}

/// Changes the theme where it is not the wanted one.
async fn wear(window: &Window, theme: &'static str) -> Told {
    let worn = format!("html[data-theme=\"{theme}\"]");
    if window.look_for(&worn, Duration::ZERO).await.is_err() {
        window.chord(&[Key::Control], '0').await?;
        window.click("theme-switch").await?;
    }
    window.look_for(&worn, PATIENCE).await?;
    window.looks(|look| look.theme = theme);
    Ok(())
}
