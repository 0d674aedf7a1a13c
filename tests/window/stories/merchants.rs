//! A manager at the merchants' desk: a merchant, its coupons in a stack, and the file of them.

use crate::harness::{Key, Told, Trouble, Window};

/// By keys where there are keys: created, two coupons issued and seen, written into a file.
pub(super) async fn coupons(window: &Window) -> Told {
    window.chord(&[Key::Control], '4').await?;
    window.click("billing-tab-merchants").await?;
    window.see("merchants").await?;
    window.shot("merchants-none").await?;
    window.chord(&[Key::Alt], 'n').await?;
    window.look_for("[data-testid=\"merchant-name\"]:focus", super::PATIENCE).await?;
    window.type_text("便利店").await?;
    window.press(Key::Enter).await?;
    window.gone("merchant-sheet").await?;
    window.see("merchant-owed").await?;

    window.click("merchant-issue").await?;
    window.see("merchant-issue-sheet").await?;
    window.click("merchant-value").await?;
    window.type_text("3").await?;
    window.click("merchant-count").await?;
    window.press(Key::Backspace).await?;
    window.type_text("2").await?;
    window.shot("merchants-issue").await?;
    window.accessible("merchants-issue").await?;
    window.press(Key::Enter).await?;
    window.gone("merchant-issue-sheet").await?;
    window.until("merchant-detail", "that two were issued", |text| text.contains("2 张")).await?;
    window.shot("merchants").await?;
    window.accessible("merchants").await?;
    window.click("merchant-export").await?;
    let file = window.until("merchant-file", "the file's place", |text| text.contains(".csv")).await?;
    let place = file.split_whitespace().find(|word| word.ends_with(".csv")).unwrap_or_default().to_owned();
    let text = std::fs::read_to_string(&place)?;
    if !text.starts_with('\u{feff}') || text.matches("YH").count() != 2 {
        return Err(Trouble::Wrong(format!("{place} is not the file of two coupons:\n{text}")));
    }
    Ok(())
}
