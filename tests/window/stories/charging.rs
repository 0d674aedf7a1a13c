//! A car that charges, stopped by the attendant.

use std::time::Duration;

use crate::harness::{Key, Told, Trouble, Window};

/// The demo's cars plug in by themselves; one of them charges soon after the start.
pub(super) const ONE_CHARGES: Duration = Duration::from_secs(90);
pub(super) const CHARGING: &str = "[data-testid^=\"connector-\"][data-state=\"charging\"]";

pub(super) async fn stopped(window: &Window) -> Told {
    window.click("nav-charging").await?;
    window.see("connectors").await?;
    window.look_for(CHARGING, ONE_CHARGES).await?;
    let id = window.attribute(CHARGING, "data-testid").await?.unwrap_or_default();
    window.click(&id).await?;
    window.chord(&[Key::Alt], 's').await?;
    window.see("charge-stop").await?;
    window.shot("charging-stop").await?;
    window.accessible("charging-stop").await?;
    window.press(Key::Enter).await?;
    window.gone("charge-stop").await?;
    let stopped = format!("[data-testid=\"{id}\"]:not([data-state=\"charging\"])");
    window
        .look_for(&stopped, Duration::from_secs(30))
        .await
        .map_err(|_| Trouble::Wrong(format!("{id} still charges")))?;
    Ok(())
}
