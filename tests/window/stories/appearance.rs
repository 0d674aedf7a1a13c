//! Every screen in both themes, both languages and both sizes: pictures to look at, and axe.

use super::{a_demo_car_owes, sign_in};
use crate::harness::screens::Size;
use crate::harness::{Key, Start, Told, Trouble, Window, tell};

/// Screens by the key that opens them with Ctrl.
const SCREENS: [(char, &str, &str); 14] = [
    ('1', "booth", "board-root"),
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
];

/// Language by Ctrl+L, theme by the switch in the settings; nothing serious for axe anywhere.
#[tokio::test]
async fn every_screen_in_both_themes_and_languages() {
    tell("appearance", Start::demo(), |window| async move {
        sign_in(&window).await?;
        a_demo_car_owes(&window).await?;
        for theme in ["light", "dark"] {
            wear(&window, theme).await?;
            for language in ["zh", "en"] {
                speak(&window, language).await?;
                for size in [Size::BOOTH, Size::OFFICE] {
                    window.resize(size).await?;
                    screens(&window, size == Size::BOOTH).await?;
                }
            }
        }
        Ok(())
    })
    .await;
}

async fn screens(window: &Window, with_axe: bool) -> Told {
    for (key, name, root) in SCREENS {
        window.chord(&[Key::Control], key).await?;
        window.see(root).await?;
        window.shot(name).await?;
        if with_axe {
            window.accessible(name).await?;
        }
    }
    Ok(())
}

/// Changes the theme where it is not the wanted one.
async fn wear(window: &Window, theme: &'static str) -> Told {
    window.chord(&[Key::Control], '0').await?;
    window.see("settings").await?;
    if window.attribute("html", "data-theme").await?.as_deref() != Some(theme) {
        window.click("theme-switch").await?;
    }
    let selector = format!("html[data-theme=\"{theme}\"]");
    window.look_for(&selector, std::time::Duration::from_secs(5)).await?;
    window.looks(|look| look.theme = theme);
    Ok(())
}

/// Changes the language where it is not the wanted one.
async fn speak(window: &Window, language: &'static str) -> Told {
    let now = window.attribute("html", "lang").await?.unwrap_or_default();
    if !now.starts_with(language) {
        let before = window.text("nav-booth").await?;
        window.chord(&[Key::Control], 'l').await?;
        window.until("nav-booth", "another language", |text| text != before).await?;
    }
    let now = window.attribute("html", "lang").await?.unwrap_or_default();
    if !now.starts_with(language) {
        return Err(Trouble::Wrong(format!("the page says that it speaks {now}, not {language}")));
    }
    window.looks(|look| look.language = language);
    Ok(())
}
