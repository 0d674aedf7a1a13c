//! Everything by Ctrl K.

use super::{PATIENCE, sign_in_as};
use crate::harness::{Key, Told, Trouble, Window};

/// First letters of pinyin, English words, the recent one first, and only what the role may do.
pub(super) async fn found(window: &Window) -> Told {
    find(window, "dz").await?;
    window.shot("palette").await?;
    window.accessible("palette").await?;
    window.press(Key::Enter).await?;
    window.see("reconcile").await?;
    // An act of the booth, from another desk.
    find(window, "open by").await?;
    window.press(Key::Enter).await?;
    window.see("open-by-hand").await?;
    window.press(Key::Escape).await?;
    window.gone("open-by-hand").await?;
    find(window, "").await?;
    window.look_for("[data-testid=\"palette-row-booth.open\"][aria-selected=\"true\"]", PATIENCE).await?;
    window.press(Key::Escape).await?;
    window.gone("palette").await?;
    // Somebody who does not reconcile does not find it.
    window.press(Key::F12).await?;
    window.see("change-pin").await?;
    window.press(Key::F12).await?;
    sign_in_as(window, 1).await?;
    find(window, "dz").await?;
    if window.count("palette-row-*").await? > 0 && window.shows("palette-row-reconcile").await? {
        return Err(Trouble::Wrong("an attendant finds the reconciling desk".into()));
    }
    Ok(())
}

async fn find(window: &Window, text: &str) -> Told {
    window.chord(&[Key::Control], 'k').await?;
    window.see("palette-text").await?;
    if !text.is_empty() {
        window.type_text(text).await?;
    }
    Ok(())
}
