//! A fleet's own list: looked at line by line, sent fifty at a time, counted, ended in the middle, sent again; and what docloud tells of
//! a car in it.

use serde_json::json;

use super::PATIENCE;
use crate::harness::engine::Engine;
use crate::harness::{Told, Trouble, Window};

const BATCH: &str = "monitor/car/batchAdd";

/// Imported in batches, cancelled in the middle, sent again.
pub(super) async fn imported(engine: &Engine, window: &Window) -> Told {
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("物流车队.csv");
    std::fs::write(&list, csv())?;
    window.click("nav-service").await?;
    window.click("service-tab-fleet").await?;
    window.see("fleet").await?;

    looked_at(window, &list).await?;
    let wrong = |text: &str| text.contains("车牌有误") && text.contains("车架号应为");
    window.until("fleet-line-4", "what is wrong with the line", wrong).await?;
    window.until("fleet-import-sum", "the counts", |text| text.contains("130") && text.contains('1')).await?;
    window.shot("fleet-preview").await?;
    window.accessible("fleet-preview").await?;

    // Two batches wait for docloud; the third must not go out.
    engine.breaks("docloud", BATCH, json!("hold")).await?;
    engine.breaks("docloud", BATCH, json!("hold")).await?;
    window.click("fleet-import-do").await?;
    window.gone("fleet-import-sheet").await?;
    count(window, "0 / 130").await?;
    engine.docloud_goes_on().await?;
    count(window, "50 / 130").await?;
    window.shot("fleet-importing").await?;
    window.accessible("fleet-importing").await?;
    window.click("fleet-import-cancel").await?;
    window.gone("fleet-import-cancel").await?;
    engine.docloud_goes_on().await?;
    ends(window, "cancelled").await?;
    let said = |text: &str| text.contains("100") && text.contains("30");
    window.until("fleet-import-ended", "what stays and what was not sent", said).await?;
    window.shot("fleet-cancelled").await?;
    window.click("fleet-report-close").await?;

    // The same list once more: only the rest goes out.
    looked_at(window, &list).await?;
    window.until("fleet-import-sum", "the rest", |text| text.contains("30") && text.contains("100")).await?;
    window.click("fleet-import-do").await?;
    ends(window, "done").await?;
    window.until("fleet-report-sum", "that it is done", |text| text.contains("30")).await?;
    window.shot("fleet-imported").await?;
    let sent = engine.came("docloud").await?;
    let cars: Vec<usize> = sent
        .iter()
        .filter(|one| one["interface"] == BATCH)
        .filter_map(|one| serde_json::from_str::<Vec<serde_json::Value>>(one["body"].as_str()?).ok())
        .map(|batch| batch.len())
        .collect();
    if cars != [50, 50, 30] {
        return Err(Trouble::Wrong(format!("docloud got batches of {cars:?}")));
    }

    // docloud tells of one of them by itself.
    engine.docloud_tells(json!({ "plate": "粤B10005" })).await?;
    window.at_least("alarm-see-*", 1).await?;
    window.shot("fleet-alarm").await?;
    window.click("alarm-see-*").await?;
    window.gone("alarm-see-*").await
}

/// 130 cars, and a line in which nothing is right.
fn csv() -> String {
    let mut csv = String::from("车牌号,车架号,发动机号,司机\n");
    for n in 0..130 {
        csv.push_str(&format!("粤B1{n:03}5,LSVAA4182E2184847,CDA018835,某师傅\n"));
        if n == 1 {
            csv.push_str("粤B,1,2,某师傅\n");
        }
    }
    csv
}

async fn looked_at(window: &Window, list: &std::path::Path) -> Told {
    window.click("fleet-import").await?;
    window.see("fleet-import-sheet").await?;
    window.type_over("fleet-import-name", "物流一队").await?;
    window.give_file("fleet-file", list).await?;
    window.see("fleet-import-sum").await.map(|_| ())
}

async fn count(window: &Window, wanted: &str) -> Told {
    window.until("fleet-import-count", wanted, |text| text.contains(wanted)).await.map(|_| ())
}

async fn ends(window: &Window, state: &str) -> Told {
    let bar = format!("[data-testid=\"fleet-import-bar\"][data-state=\"{state}\"]");
    window.look_for(&bar, PATIENCE).await.map(|_| ())
}
