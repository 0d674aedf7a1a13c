//! A car that charges, stopped by the attendant.

use std::time::Duration;

use super::sign_in;
use crate::harness::{Key, Start, Trouble, tell};

/// The demo's cars plug in by themselves; one of them charges before long.
const ONE_CHARGES: Duration = Duration::from_secs(90);
const CHARGING: &str = "[data-testid^=\"connector-\"][data-state=\"charging\"]";

#[tokio::test]
async fn a_charge_is_stopped_by_hand() {
    tell("charging-stop", Start::demo(), |window| async move {
        sign_in(&window).await?;
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
    })
    .await;
}
