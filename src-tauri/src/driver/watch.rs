//! What the driver's page is told: the whole screen, whenever it has changed.

use std::time::Duration;

use lotdesk_engine::console::{Console, UpDown};
use lotdesk_operations::api::driver::{DriverLane, DriverScreen};
use lotdesk_operations::api::notice::{Change, Notice};
use serde::Serialize;
use serde_json::json;
use tauri::State;
use tauri::ipc::Channel;
use tokio::sync::broadcast::error::RecvError;

use super::{Kept, Watcher};

/// As many changes as come within this are one.
const TOGETHER: Duration = Duration::from_millis(60);
/// So often an engine that does not answer is asked.
const ASK_AGAIN: Duration = Duration::from_secs(2);
/// Somebody may have changed what no notice tells, such as the lot's name.
const LONGEST: Duration = Duration::from_secs(60);

/// What the page hears.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// What to show; none while the engine does not answer.
    pub screen: Option<DriverScreen>,
}

/// Begins to tell the page that asks, in place of any page before.
///
/// # Errors
/// None; Tauri wants a result of a command that borrows.
#[tauri::command]
pub async fn driver_watch(
    console: State<'_, Console>,
    kept: State<'_, Kept>,
    watcher: State<'_, Watcher>,
    page: Channel<Told>,
) -> tauri::Result<()> {
    let (console, mut setting) = (console.inner().clone(), kept.changes());
    watcher.set(Some(tauri::async_runtime::spawn(async move {
        let mut notices = console.notices();
        let mut engine = console.state();
        let mut before = None;
        loop {
            let lane_id = setting.borrow_and_update().lane_id.clone();
            engine.borrow_and_update();
            let screen = ask(&console, lane_id).await;
            let wait = match &screen {
                Some(screen) => screen.again_ms.map_or(LONGEST, |ms| Duration::from_millis(u64::from(ms) + 20)),
                None => ASK_AGAIN,
            };
            let at = screen.as_ref().and_then(|screen| screen.lane.clone());
            let told = Told { screen };
            if before.as_ref().is_none_or(|before| differs(before, &told)) {
                // A page that is gone hears nothing any more.
                if page.send(told.clone()).is_err() {
                    return;
                }
            }
            before = Some(told);
            let news = async {
                loop {
                    match notices.recv().await {
                        Ok(notice) if !is_about(&notice, at.as_ref()) => {}
                        Ok(_) | Err(RecvError::Lagged(_)) => return true,
                        Err(RecvError::Closed) => return false,
                    }
                }
            };
            tokio::select! {
                open = news => if !open { return },
                changed = engine.changed() => if changed.is_err() { return },
                changed = setting.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(wait) => {}
            }
            tokio::time::sleep(TOGETHER).await;
        }
    })));
    Ok(())
}

async fn ask(console: &Console, lane_id: Option<String>) -> Option<DriverScreen> {
    if console.state().borrow().state == UpDown::Down {
        return None;
    }
    let reply = console.call(None, "driver.show", json!({ "lane_id": lane_id })).await;
    let screen = reply.map_err(|refusal| tracing::warn!(%refusal, "the driver's screen has nothing to show")).ok()?;
    serde_json::from_value(screen).ok()
}

/// True when the page has to draw anew; how long it stays so is the shell's business.
fn differs(before: &Told, now: &Told) -> bool {
    let shown = |told: &Told| told.screen.clone().map(|screen| DriverScreen { again_ms: None, ..screen });
    shown(before) != shown(now)
}

/// True when a notice may change what a driver at this lane sees.
fn is_about(notice: &Notice, at: Option<&DriverLane>) -> bool {
    notice.changes.iter().any(|change| match change {
        Change::Counts { .. } => true,
        Change::Lane { lane } => at.is_none_or(|at| lane.id == at.id),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use lotdesk_operations::api::driver::DriverScreen;
    use lotdesk_operations::api::notice::Notice;
    use serde_json::{Value, json};

    use super::{Told, differs, is_about};

    const LANE: &str = "00000000000000000000000000000002";

    fn screen(showing: &Value, again_ms: u32) -> DriverScreen {
        let lane = json!({ "id": LANE, "name": "出口1", "kind": "exit" });
        let all = json!({ "lot_name": "测试", "lane": lane, "free": 2, "total": 3, "showing": showing, "again_ms": again_ms });
        serde_json::from_value(all).unwrap()
    }

    #[test]
    fn the_page_is_told_what_it_does_not_show_yet() {
        let told = |screen| Told { screen };
        let idle = json!({ "kind": "idle" });
        assert!(!differs(&told(Some(screen(&idle, 5))), &told(Some(screen(&idle, 9)))));
        assert!(differs(&told(Some(screen(&idle, 5))), &told(Some(screen(&json!({ "kind": "full" }), 5)))));
        assert!(differs(&told(Some(screen(&idle, 5))), &told(None)));
    }

    #[test]
    fn only_its_own_lane_and_the_counts_are_its_news() {
        let at = screen(&json!({ "kind": "idle" }), 0).lane;
        let notice = |change: Value| -> Notice {
            serde_json::from_value(json!({ "no": 1, "committed_at": 0, "changes": [change] })).unwrap()
        };
        let lane = |id: &str| {
            let service = json!({ "state": "normal", "comment": "" });
            json!({ "kind": "lane", "lane": { "id": id, "code": "out-1", "name": "出口1", "kind": "exit", "gate": "closed",
                "service": service, "devices": [], "reads": [], "waiting": null } })
        };
        let other = "00000000000000000000000000000003";
        assert!(is_about(&notice(lane(LANE)), at.as_ref()));
        assert!(!is_about(&notice(lane(other)), at.as_ref()));
        let counts = json!({ "total": 3, "used": 1, "open_to_all": 2, "reserved": 0 });
        assert!(is_about(&notice(json!({ "kind": "counts", "counts": counts, "areas": [] })), at.as_ref()));
        assert!(!is_about(&notice(json!({ "kind": "spaces", "spaces": [] })), at.as_ref()));
    }
}
