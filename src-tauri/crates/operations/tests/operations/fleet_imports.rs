//! Imports of fleets' lists, batch by batch, with a docloud that answers when it is told to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::id::Guid;
use lotdesk_domain::violation::WatchedCar;
use lotdesk_operations::api::fleet::{FleetCarList, FleetImport, FleetImportReply, FleetImportState, FleetPreview};
use lotdesk_operations::api::refusal::Code;
use lotdesk_operations::{Asked, Docloud, DocloudFailure};
use serde_json::{Value, json};
use tokio::sync::{Mutex, mpsc};

use crate::repairs::{ask, shop};
use crate::support::{House, guid};

/// Longer than any import of a test takes.
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// Tells of each batch that comes, and answers it once it is told to.
struct Patient {
    came: mpsc::UnboundedSender<usize>,
    answers: Mutex<mpsc::UnboundedReceiver<Asked<bool>>>,
}

#[async_trait]
impl Docloud for Patient {
    async fn watch(&self, cars: &[WatchedCar]) -> Asked<bool> {
        self.came.send(cars.len()).unwrap();
        self.answers.lock().await.recv().await.expect("the test answers every batch")
    }
}

struct Desk {
    house: House,
    token: String,
    came: mpsc::UnboundedReceiver<usize>,
    answer: mpsc::UnboundedSender<Asked<bool>>,
}

/// A list of so many cars, and a line with errors.
fn list(cars: usize) -> Value {
    let mut csv = String::from("车牌号,车架号,发动机号\n");
    for n in 0..cars {
        csv.push_str(&format!("粤B1{n:03}5,LSVAA4182E2184847,CDA018835\n"));
    }
    csv.push_str("粤B,1,2\n");
    json!({ "fleet": "物流一队", "file_name": "车队.csv", "base64": STANDARD.encode(csv) })
}

impl Desk {
    async fn open() -> Self {
        let (house, token) = shop().await;
        let (came_in, came) = mpsc::unbounded_channel();
        let (answer, answers) = mpsc::unbounded_channel();
        house.desk.docloud_by(Arc::new(Patient { came: came_in, answers: Mutex::new(answers) }));
        Self { house, token, came, answer }
    }

    async fn begin(&self, import: Guid, cars: usize) -> FleetImport {
        let mut request = list(cars);
        request["request_id"] = json!(import);
        ask(&self.house, &self.token, "fleet.import", request).await.unwrap()
    }

    async fn batch_comes(&mut self) -> usize {
        self.came.recv().await.expect("a batch comes")
    }

    async fn watched(&self) -> usize {
        let mut all = 0;
        let mut after = String::new();
        loop {
            let request = json!({ "after": after, "limit": 200 });
            let page: FleetCarList = ask(&self.house, &self.token, "fleet.cars", request).await.unwrap();
            all += page.rows.len();
            match (page.more, page.rows.last()) {
                (true, Some(last)) => after = last.plate.clone(),
                _ => return all,
            }
        }
    }
}

/// Waits until an import has ended.
pub async fn ended(house: &House, token: &str, import: Guid) -> FleetImport {
    let deadline = Instant::now() + ENDS_WITHIN;
    loop {
        let request = json!({ "import_id": import });
        let reply: FleetImportReply = ask(house, token, "fleet.import_look", request).await.unwrap();
        let import = reply.import.expect("it is remembered");
        if import.state != FleetImportState::Running {
            return import;
        }
        assert!(Instant::now() < deadline, "the import does not end: {import:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn what_was_accepted_before_the_cancel_stays_and_the_rest_is_not_sent() {
    let mut desk = Desk::open().await;
    let begun = desk.begin(guid(1), 130).await;
    assert_eq!((begun.state, begun.total, begun.sent), (FleetImportState::Running, 130, 0));
    assert_eq!(desk.batch_comes().await, 50);
    desk.answer.send(Ok(true)).unwrap();
    assert_eq!(desk.batch_comes().await, 50);
    // The second is on its way: the count says the first, and a repeat begins nothing.
    let seen: FleetImportReply = ask(&desk.house, &desk.token, "fleet.import_look", json!({})).await.unwrap();
    let seen = seen.import.unwrap();
    assert_eq!((seen.sent, seen.not_sent, seen.report.done), (50, 80, 50));
    assert_eq!(desk.begin(guid(1), 130).await.import_id, guid(1));
    let mut other = list(130);
    other["request_id"] = json!(guid(2));
    let refused = desk.house.window(&desk.token, "fleet.import", other).await.unwrap_err();
    assert_eq!(refused.code, Code::NotPossibleNow, "one at a time");

    let cancel = json!({ "import_id": guid(1) });
    let told: FleetImport = ask(&desk.house, &desk.token, "fleet.import_cancel", cancel.clone()).await.unwrap();
    assert!(told.cancelling && told.state == FleetImportState::Running, "what is on its way comes to its end");
    desk.answer.send(Ok(true)).unwrap();
    let end = ended(&desk.house, &desk.token, guid(1)).await;
    assert_eq!(
        (end.state, end.sent, end.not_sent, end.report.done, end.report.batches.len()),
        (FleetImportState::Cancelled, 100, 30, 100, 2)
    );
    assert!(end.ended_at.is_some() && !end.cancelling);
    assert!(desk.came.try_recv().is_err(), "the third batch was not sent");
    assert_eq!(desk.watched().await, 100);
    let again: FleetImport = ask(&desk.house, &desk.token, "fleet.import_cancel", cancel).await.unwrap();
    assert_eq!(again.state, FleetImportState::Cancelled, "an end is one");

    // The same list once more: what is watched stays out of it.
    let preview: FleetPreview = ask(&desk.house, &desk.token, "fleet.import_preview", list(130)).await.unwrap();
    assert_eq!((preview.new, preview.same, preview.bad), (30, 100, 1));
    desk.answer.send(Ok(true)).unwrap();
    assert_eq!(desk.begin(guid(3), 130).await.total, 30);
    assert_eq!(ended(&desk.house, &desk.token, guid(3)).await.state, FleetImportState::Done);
    assert_eq!((desk.batch_comes().await, desk.watched().await), (30, 130));
    desk.house.verify().await;
}

#[tokio::test]
async fn a_line_that_goes_down_ends_the_import_and_a_refused_batch_does_not() {
    let mut desk = Desk::open().await;
    desk.begin(guid(1), 130).await;
    let refused = DocloudFailure::Refused { code: "1032".into(), words: "位数错误".into() };
    for answer in [Err(refused), Ok(true), Err(DocloudFailure::NotSent("no route".into()))] {
        desk.batch_comes().await;
        desk.answer.send(answer).unwrap();
    }
    let end = ended(&desk.house, &desk.token, guid(1)).await;
    assert_eq!(
        (end.state, end.sent, end.not_sent, end.report.refused, end.report.done),
        (FleetImportState::Failed, 100, 30, 50, 50)
    );
    assert!(end.zh.contains("连不上懂云") && end.en.contains("not reached"), "{end:?}");
    assert_eq!(end.report.batches[0].code.as_deref(), Some("1032"));
    assert_eq!(desk.watched().await, 100, "what was not sent is not written down");
    desk.house.verify().await;
}

#[tokio::test]
async fn a_list_without_a_good_line_begins_nothing() {
    let desk = Desk::open().await;
    let mut request = list(0);
    request["request_id"] = json!(guid(1));
    let refused = desk.house.window(&desk.token, "fleet.import", request).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("base64"));
    let unknown = desk.house.window(&desk.token, "fleet.import_look", json!({ "import_id": guid(1) })).await;
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);
    let none: FleetImportReply = ask(&desk.house, &desk.token, "fleet.import_look", json!({})).await.unwrap();
    assert_eq!(none.import, None);
}

#[tokio::test]
async fn docloud_is_left_alone_for_as_long_as_it_wants_and_a_cancel_ends_that_too() {
    let mut desk = Desk::open().await;
    desk.begin(guid(1), 60).await;
    desk.batch_comes().await;
    desk.answer.send(Err(DocloudFailure::Resting { seconds: 600 })).unwrap();
    let deadline = Instant::now() + ENDS_WITHIN;
    loop {
        let seen: FleetImportReply = ask(&desk.house, &desk.token, "fleet.import_look", json!({})).await.unwrap();
        if seen.import.as_ref().is_some_and(|import| import.waits_s == 600) {
            break;
        }
        assert!(Instant::now() < deadline, "nobody says that docloud rests: {seen:?}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let cancel = json!({ "import_id": guid(1) });
    ask::<FleetImport>(&desk.house, &desk.token, "fleet.import_cancel", cancel).await.unwrap();
    let end = ended(&desk.house, &desk.token, guid(1)).await;
    assert_eq!((end.state, end.sent, end.not_sent), (FleetImportState::Cancelled, 0, 60));
    assert_eq!(desk.watched().await, 0, "an answer that it rests is none");
}

#[tokio::test]
async fn a_batch_that_comes_too_soon_is_sent_again_and_not_refused() {
    let mut desk = Desk::open().await;
    desk.begin(guid(1), 60).await;
    let too_often = DocloudFailure::Refused { code: "1012".into(), words: "访问太频繁".into() };
    for answer in [Ok(true), Err(too_often), Ok(true)] {
        desk.batch_comes().await;
        desk.answer.send(answer).unwrap();
    }
    let end = ended(&desk.house, &desk.token, guid(1)).await;
    assert_eq!((end.state, end.sent, end.report.done, end.report.refused), (FleetImportState::Done, 60, 60, 0));
    assert_eq!(desk.watched().await, 60);
}
