//! An alarm is raised, left to the next attendant, and acknowledged: by keys alone.

use std::time::Duration;

use super::{PATIENCE, sign_in};
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, Trouble, tell};

/// The plate of a car inside comes in once more: somebody must look.
#[tokio::test]
async fn an_alarm_is_handed_on_and_acknowledged() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("alarms", Start::demo().on(&engine.data()), |window| async move {
        sign_in(&window).await?;
        window.chord(&[Key::Control], 'g').await?;
        window.see("alarms-none").await?;
        window.shot("alarms-none").await?;

        engine.comes_in("in-1", "粤B12345", Duration::from_secs(3600)).await?;
        let fate = engine.stands_at("in-2", "粤B12345").await?;
        if fate != "already_inside" {
            return Err(Trouble::Wrong(format!("a plate that is inside was `{fate}` once more")));
        }
        window.see("alarms-list").await?;
        let about_it = |text: &str| text.replace([' ', '·'], "").contains("粤B12345");
        window.until("alarm-detail", "the plate", about_it).await?;
        window.shot("alarms-one").await?;
        window.accessible("alarms-one").await?;

        window.chord(&[Key::Alt], 'h').await?;
        window.look_for("[data-testid=\"hand-on-reason\"]:focus", PATIENCE).await?;
        window.press(Key::Down).await?;
        window.press(Key::Enter).await?;
        window.until("alarm-note-now", "the note", |text| text.contains("已通知维修")).await?;
        window.press(Key::F5).await?;
        window.see("alarms-none").await?;
        Ok(())
    })
    .await;
}
