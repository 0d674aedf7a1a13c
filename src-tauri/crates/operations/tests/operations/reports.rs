//! Reports say what the ledger has, whichever way it is added up, on the screen and in files.

use lotdesk_domain::order::Coupon;
use lotdesk_operations::api::notice::Change;
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::api::report::{ReportCell, ReportJob, ReportJobState, ReportPage};
use serde_json::{Value, json};

use crate::support::{ENTRY, EXIT, House, guid, small_lot};

/// A morning: two attendants take cash, the platform takes money, something goes back, a car goes free, a gate is opened.
async fn morning() -> House {
    let house = House::new().await;
    let mut lot = small_lot();
    lot.areas[0].total_spaces = 10;
    house.engine("lot.set", json!({ "lot": lot })).await.unwrap();
    let first = house.sign_in("甲", "attendant").await;
    let second = house.sign_in("乙", "attendant").await;
    house.engine("operator.create", json!({ "name": "经理", "pin": "1357", "role": "manager" })).await.unwrap();
    let cash = |id: u8, record: &Value, lane: Option<u8>, due: i64| {
        json!({
            "request_id": guid(id), "record_id": record, "lane_id": lane.map(guid), "due_fen": due,
            "received_fen": due + 500,
        })
    };
    let mut records = Vec::new();
    for plate in ["粤B11111", "粤B22222", "粤B33333"] {
        records.push(json!(house.read(ENTRY, plate).await.record_id.unwrap()));
    }
    house.later(60);
    house.read(EXIT, "粤B11111").await;
    house.window(&first, "exit.pay_cash", cash(60, &records[0], Some(EXIT), 500)).await.unwrap();
    house.later(60);
    house.window(&second, "exit.pay_cash", cash(61, &records[1], None, 800)).await.unwrap();
    let order = house.price("粤B33333", Coupon::NOTHING, None).await.unwrap();
    house.paid(62, &order, 800).await.unwrap();
    let back = json!({ "request_id": guid(70), "charge_id": guid(61), "amount_fen": 300, "reason": "多收" });
    house.window(&first, "refund.make", back).await.unwrap();
    let fourth = house.read(ENTRY, "粤B44444").await.record_id.unwrap();
    house.later(60);
    house.read(EXIT, "粤B44444").await;
    let free = json!({
        "request_id": guid(63), "record_id": fourth, "lane_id": guid(EXIT), "due_fen": 500, "reason": "急救车",
        "approver": { "name": "经理", "pin": "1357" },
    });
    house.window(&second, "exit.release_free", free).await.unwrap();
    let open = json!({ "lane_id": guid(ENTRY), "reason": "设备检修" });
    house.window(&first, "lane.open_by_hand", open).await.unwrap();
    house
}

async fn show(house: &House, kind: &str) -> ReportPage {
    let request = json!({ "kind": kind, "first_day": "2026-11-01", "last_day": "2026-11-23" });
    serde_json::from_value(house.engine("report.show", request).await.unwrap()).unwrap()
}

fn number(page: &ReportPage, row: &[ReportCell], key: &str) -> i64 {
    let column = page.columns.iter().position(|column| column.key == key).unwrap();
    match &row[column] {
        ReportCell::Number(number) => *number,
        other => panic!("{key}: {other:?}"),
    }
}

fn text<'a>(page: &ReportPage, row: &'a [ReportCell], key: &str) -> &'a str {
    let column = page.columns.iter().position(|column| column.key == key).unwrap();
    match &row[column] {
        ReportCell::Text(text) => text,
        other => panic!("{key}: {other:?}"),
    }
}

#[tokio::test]
async fn every_way_of_adding_up_comes_to_what_the_ledger_posted() {
    let house = morning().await;
    let posted = house.ledger.read(|tx| tx.balances()).await.unwrap();
    let money: i64 = posted
        .iter()
        .filter(|(account, _)| account.starts_with("drawer:") || account == "city:receivable")
        .map(|(_, fen)| fen.0)
        .sum();
    for kind in ["daily", "monthly", "lanes", "operators", "pay_types"] {
        let page = show(&house, kind).await;
        let sum = |key| number(&page, &page.sums, key);
        assert_eq!((sum("payments"), sum("received"), sum("refunded")), (4, 2100, 300), "{kind}");
        assert_eq!((sum("receivable"), sum("discount"), sum("free_passes")), (2600, 500, 1), "{kind}");
        assert_eq!(sum("net"), money, "{kind}: what came in is what lies in the drawers and with the platform");
    }
    let lines = show(&house, "payments").await;
    assert_eq!(number(&lines, &lines.sums, "received"), 2100);
    assert_eq!(lines.rows.len(), 4);
    house.verify().await;
}

#[tokio::test]
async fn each_operator_has_their_own_and_drawers_add_up() {
    let house = morning().await;
    let page = show(&house, "operators").await;
    let of = |name: &str| page.rows.iter().find(|row| text(&page, row, "operator") == name).unwrap();
    assert_eq!(number(&page, of("甲"), "cash"), 500);
    assert_eq!(number(&page, of("甲"), "refunded"), 300, "whoever gave it back");
    assert_eq!((number(&page, of("乙"), "cash"), number(&page, of("乙"), "free_passes")), (800, 1));
    assert_eq!(number(&page, of("城市平台"), "wechat"), 800);
    let drawers = show(&house, "shifts").await;
    let in_drawer = |name: &str| {
        let row = drawers.rows.iter().find(|row| text(&drawers, row, "drawer") == name).unwrap();
        (number(&drawers, row, "in"), number(&drawers, row, "out"), number(&drawers, row, "after"))
    };
    assert_eq!((in_drawer("甲"), in_drawer("乙")), ((500, 300, 200), (800, 0, 800)));
    assert!(drawers.lines[1].contains(&house.ledger.read(|tx| tx.head()).await.unwrap().hash_text()));
}

#[tokio::test]
async fn what_was_let_through_by_hand_names_who_why_and_who_agreed() {
    let house = morning().await;
    let page = show(&house, "releases").await;
    let words = |row: &Vec<ReportCell>| ["operator", "what", "reason"].map(|key| text(&page, row, key).to_owned());
    assert_eq!(
        page.rows.iter().map(words).collect::<Vec<_>>(),
        [["乙", "免费放行", "急救车"], ["甲", "手动开闸", "设备检修"]].map(|row| row.map(str::to_owned))
    );
    assert_eq!(number(&page, &page.rows[0], "let_off"), 500);
    assert_eq!((text(&page, &page.rows[0], "approver"), text(&page, &page.rows[0], "plate")), ("经理", "粤B44444"));
}

#[tokio::test]
async fn occupancy_counts_cars_hour_by_hour() {
    let house = morning().await;
    let request = json!({ "kind": "occupancy", "first_day": "2026-11-23" });
    let page: ReportPage = serde_json::from_value(house.engine("report.show", request).await.unwrap()).unwrap();
    let sum = |key| number(&page, &page.sums, key);
    assert_eq!((sum("entered"), sum("left")), (4, 2));
    let eight = &page.rows[8];
    assert_eq!((number(&page, eight, "most"), number(&page, eight, "occupancy")), (3, 300), "three cars on ten spaces");
    let last = page.rows.last().unwrap();
    assert_eq!((number(&page, last, "inside"), page.rows.len()), (2, 12), "until now, which is eleven");
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let house = morning().await;
    for (kind, rows) in [("payments", 4), ("stays", 4), ("releases", 2), ("pay_types", 3)] {
        let whole = show(&house, kind).await;
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let request = json!({
                "kind": kind, "first_day": "2026-11-01", "last_day": "2026-11-23", "limit": 1, "after": after,
            });
            let page: ReportPage = serde_json::from_value(house.engine("report.show", request).await.unwrap()).unwrap();
            found.extend(page.rows);
            match page.next {
                Some(next) => after = json!(next),
                None => break,
            }
        }
        assert_eq!((found.len(), &found), (rows, &whole.rows), "{kind}");
    }
}

#[tokio::test]
async fn days_that_make_no_sense_and_people_without_the_right_are_refused() {
    let house = House::new().await;
    let ask = async |request: Value| house.engine("report.show", request).await.unwrap_err();
    let refused = ask(json!({ "kind": "daily", "first_day": "2026-11-24" })).await;
    assert_eq!((refused.code, refused.field.as_deref()), (Code::BadField, Some("first_day")));
    let refused = ask(json!({ "kind": "daily", "first_day": "2026-11-22", "last_day": "2026-11-21" })).await;
    assert_eq!(refused.field.as_deref(), Some("last_day"));
    let refused = ask(json!({ "kind": "reconciliation", "first_day": "2026-10-01", "last_day": "2026-11-21" })).await;
    assert_eq!(refused.field.as_deref(), Some("last_day"));
    let refused = ask(json!({ "kind": "daily", "first_day": "2026-11-22", "after": "x" })).await;
    assert_eq!(refused.field.as_deref(), Some("after"));
    let attendant = house.sign_in("值班员", "attendant").await;
    let request = json!({ "kind": "daily", "first_day": "2026-11-22" });
    let refused = house.window(&attendant, "report.show", request).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPermitted);
}

/// Waits until windows are told that a job has ended.
async fn ended(house: &House, request: Value) -> ReportJob {
    let mut notices = house.desk.notices();
    let begun: ReportJob = serde_json::from_value(house.engine("report.export", request).await.unwrap()).unwrap();
    loop {
        for change in &notices.recv().await.unwrap().changes {
            if let Change::Report { job } = change
                && job.no == begun.no
                && job.ended_at.is_some()
            {
                return (**job).clone();
            }
        }
    }
}

#[tokio::test]
async fn a_file_has_the_rows_of_the_screen() {
    let house = morning().await;
    let page = show(&house, "payments").await;
    let request = json!({ "kind": "payments", "first_day": "2026-11-01", "last_day": "2026-11-23", "format": "xlsx" });
    let job = ended(&house, request).await;
    assert_eq!((job.state, job.rows, job.of_rows), (ReportJobState::Done, 4, Some(4)));
    assert_eq!(job.files, ["a.xlsx"]);
    let whole = house.files.whole.lock().unwrap().clone();
    assert_eq!((whole[0].0.as_str(), whole[0].1.len()), ("收费明细表", page.rows.len()));
    let look: ReportJob =
        serde_json::from_value(house.engine("report.job", json!({ "no": job.no })).await.unwrap()).unwrap();
    assert_eq!(look, job);
    assert_eq!(house.engine("report.job", json!({ "no": 99 })).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn a_cancelled_report_leaves_nothing() {
    let house = morning().await;
    let (go_on, gate) = std::sync::mpsc::channel();
    *house.files.gate.lock().unwrap() = Some(gate);
    let request = json!({ "kind": "payments", "first_day": "2026-11-01", "last_day": "2026-11-23", "format": "pdf" });
    let mut notices = house.desk.notices();
    let begun: ReportJob = serde_json::from_value(house.engine("report.export", request).await.unwrap()).unwrap();
    // It stands before its first row until it is told to end.
    house.engine("report.cancel", json!({ "no": begun.no })).await.unwrap();
    drop(go_on);
    let job = loop {
        let notice = notices.recv().await.unwrap();
        let found = notice.changes.iter().find_map(|change| match change {
            Change::Report { job } if job.ended_at.is_some() => Some((**job).clone()),
            _ => None,
        });
        if let Some(job) = found {
            break job;
        }
    };
    assert_eq!((job.state, job.files.len()), (ReportJobState::Cancelled, 0));
    assert!(house.files.whole.lock().unwrap().is_empty());
    assert_eq!(house.files.open.load(std::sync::atomic::Ordering::SeqCst), 0, "what was begun was given up");
}

#[tokio::test]
async fn a_file_is_read_by_its_reports_number_and_only_once_it_is_whole() {
    let house = House::new().await;
    let token = house.sign_in("经理", "manager").await;
    let clerk = house.sign_in("客服", "clerk").await;
    let (go_on, gate) = std::sync::mpsc::channel();
    *house.files.gate.lock().unwrap() = Some(gate);
    house.read(ENTRY, "粤B11111").await;
    let wanted = json!({ "kind": "stays", "first_day": "2026-11-23", "format": "csv" });
    let job = house.window(&token, "report.export", wanted).await.unwrap();
    let of = json!({ "no": job["no"] });
    let refused = house.window(&token, "report.files", of.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NotPossibleNow, Some("no")));
    drop(go_on);
    while house.window(&token, "report.job", of.clone()).await.unwrap()["state"] != "done" {
        tokio::task::yield_now().await;
    }
    // The stand-in names a file that nobody wrote.
    assert_eq!(house.window(&token, "report.files", of.clone()).await.unwrap_err().code, Code::NotFound);
    let beyond = json!({ "no": job["no"], "file": 1, "offset": 0 });
    let refused = house.window(&token, "report.read", beyond).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::NotFound, Some("file")));
    // The shop's clerks have their own report and no other.
    for name in ["report.files", "repair.export_files"] {
        let refused = house.window(&clerk, name, of.clone()).await.unwrap_err();
        assert!(matches!(refused.code, Code::NotPermitted | Code::NotFound), "{name}: {refused}");
    }
    let path = json!({ "no": job["no"], "file": "../ledger.sqlite", "offset": 0 });
    assert_eq!(house.window(&token, "report.read", path).await.unwrap_err().code, Code::BadRequest);
}
