//! What platforms sent, as a person sees it.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::inbox::Arrival;
use lotdesk_operations::api::refusal::Code;
use serde_json::json;

use crate::support::House;

fn arrival(interface: &str, transport: &'static str, refused: Option<&str>) -> Arrival {
    Arrival {
        platform: Platform::City,
        interface: interface.into(),
        transport,
        peer: "192.0.2.1".into(),
        at: Moment(5),
        body: "{\"data\":[]}".into(),
        refused: refused.map(str::to_owned),
    }
}

#[tokio::test]
async fn each_message_shows_what_became_of_it() {
    let house = House::new().await;
    let ledger = &house.ledger;
    let done = ledger.store_arrival_once(arrival("6005", "https", None), [1; 32]).await.unwrap();
    ledger.settle_arrival_as(done, "{}".into(), true, "成功".into(), Moment(6)).await.unwrap();
    let declined = ledger.store_arrival_once(arrival("6006", "tcp", None), [2; 32]).await.unwrap();
    ledger.settle_arrival_as(declined, "{}".into(), false, "4001 车辆不在场内".into(), Moment(6)).await.unwrap();
    ledger.store_refused(arrival("6005", "https", Some("3002 访问令牌错误")), "no_token".into()).await.unwrap();
    ledger.store_arrival_once(arrival("6007", "https", None), [3; 32]).await.unwrap();
    let token = house.sign_in("值班员", "attendant").await;
    let list = house.window(&token, "inbox.list", json!({ "platform": "city" })).await.unwrap();
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = list["rows"].as_array().unwrap();
    let rows: Vec<_> = rows.iter().map(|row| format!("{} {}", text(row, "interface"), text(row, "state"))).collect();
    assert_eq!(rows, ["6007 open", "6005 refused", "6006 declined", "6005 done"]);
    assert_eq!(list["rows"][1]["reason"], "no_token");
    assert_eq!(list["rows"][2]["words"], "4001 车辆不在场内");
    assert_eq!(list["rows"][2]["transport"], "tcp");
    let page =
        house.window(&token, "inbox.list", json!({ "limit": 2, "before": list["rows"][1]["no"] })).await.unwrap();
    assert_eq!((page["rows"].as_array().unwrap().len(), &page["more"]), (2, &json!(false)));
    let detail = house.window(&token, "inbox.detail", json!({ "no": done })).await.unwrap();
    assert_eq!((&detail["body"], &detail["reply"]), (&json!("{\"data\":[]}"), &json!("{}")));
    assert_eq!(house.window(&token, "inbox.detail", json!({ "no": 99 })).await.unwrap_err().code, Code::NotFound);
}
