//! An alarm is raised, left to the next attendant, and acknowledged: by keys alone.

use std::time::Duration;

use super::for_a_reason;
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// The plate of a car inside comes in once more: somebody must look.
pub(super) async fn handed_on(engine: &Engine, window: &Window) -> Told {
    window.chord(&[Key::Control], 'g').await?;
    window.see("alarms-none").await?;
    window.shot("alarms-none").await?;

    engine.comes_in("in-1", "粤B80008", Duration::from_secs(3600)).await?;
    let fate = engine.stands_at("in-2", "粤B80008").await?;
    if fate != "already_inside" {
        return Err(Trouble::Wrong(format!("a plate that is inside was `{fate}` once more")));
    }
    window.see("alarms-list").await?;
    let about_it = |text: &str| text.replace([' ', '·'], "").contains("粤B80008");
    window.until("alarm-detail", "the plate", about_it).await?;
    window.shot("alarms-one").await?;
    window.accessible("alarms-one").await?;

    window.chord(&[Key::Alt], 'h').await?;
    for_a_reason(window, "hand-on").await?;
    window.until("alarm-note-now", "the note", |text| text.contains("已通知维修")).await?;
    window.press(Key::F5).await?;
    window.see("alarms-none").await.map(|_| ())
}
