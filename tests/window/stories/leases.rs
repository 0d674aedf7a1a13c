//! A lease is sold in the morning, and its car comes in by it.

use super::PATIENCE;
use crate::harness::engine::Engine;
use crate::harness::{Told, Trouble, Window};

pub(super) async fn sold(engine: &Engine, window: &Window) -> Told {
    window.click("nav-lists").await?;
    window.see("lists").await?;
    window.click("lists-tab-leases").await?;
    window.at_least("lease-row-*", 1).await?;
    let before = window.count("lease-row-*").await?;
    window.click("lease-plates").await?;
    window.type_text("粤B66688").await?;
    window.click("lease-save").await?;
    // Nothing is taken without a price, and what was typed stays.
    if window.value("lease-plates").await? != "粤B66688" || window.count("lease-row-*").await? != before {
        return Err(Trouble::Wrong("a lease without a price was taken, or its plate is gone".into()));
    }
    window.click("lease-price").await?;
    window.type_text("300").await?;
    window.click("lease-save").await?;
    window.at_least("lease-row-*", before + 1).await?;
    window.shot("lease-sold").await?;
    window.accessible("lease-sold").await?;

    window.click("nav-booth").await?;
    let fate = engine.stands_at("in-1", "粤B66688").await?;
    if fate != "entered" {
        return Err(Trouble::Wrong(format!("the car of a lease is `{fate}`")));
    }
    window.look_for("[data-testid=\"entry-lane-in-1\"]", PATIENCE).await?;
    window.until("entry-lane-in-1", "that it is a lease's", |text| text.contains("月租")).await?;
    // It leaves without paying.
    let fate = engine.stands_at("out-2", "粤B66688").await?;
    if fate != "left" {
        return Err(Trouble::Wrong(format!("the car of a lease at the exit is `{fate}`")));
    }
    Ok(())
}
