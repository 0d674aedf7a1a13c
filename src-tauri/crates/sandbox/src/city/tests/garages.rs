//! 8001 to 8003 by the document, and a garage that something names must have been described.

use super::*;

const GARAGE: &str = "4403040010010100001001";

fn garage(state: u8) -> Value {
    json!({
        "garageInfo": {
            "id": "5EEBE65FD83B4F92AE138A5B5FD6322A", "parkCode": LOT, "garageCode": GARAGE,
            "garageName": "1 号机械车库", "operator": "X", "garagesOwner": "X", "manufacturer": "X", "totalSpaces": 30,
            "garageType": 1,
        },
        "state": state,
    })
}

fn stands(state: i64) -> Value {
    json!({ "parkCode": LOT, "garageCode": GARAGE, "garagestate": state, "comment": "正常", "moment": "2018-01-08 12:00:00" })
}

fn spaces(free: u32) -> Value {
    json!({
        "parkCode": LOT,
        "garageSpacesList": [{
            "garageCode": GARAGE, "totalLargeSpaces": 20, "totalSmallSpaces": 80, "availableLargeSpaces": free,
            "availableSmallSpaces": 40,
        }],
        "updateTime": "2018-01-08 12:00:00",
    })
}

async fn said(client: &Client, interface: &str, item: &Value) -> u64 {
    code(&client.call_text(interface, &format!("[{item}]")).await)
}

#[tokio::test]
async fn a_garage_is_described_before_it_is_spoken_of() {
    let client = Client::start().await;
    client.describe().await;
    assert_eq!(said(&client, "8002", &stands(1)).await, 5001);
    let mut space = space();
    space["spaceInfo"]["garageCode"] = json!(GARAGE);
    space["spaceInfo"]["spaceNo"] = json!("4403040010010100001001G10001");
    assert_eq!(said(&client, "3004", &space).await, 5001);
    assert_eq!(said(&client, "8001", &garage(1)).await, 0);
    assert_eq!(said(&client, "3004", &space).await, 0);
    assert_eq!(said(&client, "8002", &stands(4)).await, 0);
    assert_eq!(said(&client, "8002", &stands(5)).await, 1007);
    assert_eq!(said(&client, "8003", &spaces(20)).await, 0);
    assert_eq!(said(&client, "8003", &spaces(21)).await, 1007, "no more are free than there are");
    let mut kind = garage(1);
    kind["garageInfo"]["garageType"] = json!(10);
    assert_eq!(said(&client, "8001", &kind).await, 1007);

    let before = client.city.disorder().len();
    assert_eq!(said(&client, "8001", &garage(2)).await, 0);
    let disorder = client.city.disorder();
    assert_eq!(disorder[before..].iter().map(|d| d.what).collect::<Vec<_>>(), [DisorderKind::StillNamed]);
    assert_eq!(said(&client, "8002", &stands(1)).await, 5001, "it is no more");
}

#[tokio::test]
async fn of_a_batch_each_item_is_judged_by_itself() {
    let client = Client::start().await;
    client.describe().await;
    let named = |no: &str| {
        let mut space = space();
        space["spaceInfo"]["spaceNo"] = json!(no);
        space
    };
    let batch = json!([named("4403040010010100001000B10001"), named("B1 108"), named("4403040010010100001000B10002")]);
    let reply = client.call_text("3004", &batch.to_string()).await;
    assert_eq!(reply["resultCode"], json!(0));
    let codes: Vec<_> = reply["data"].as_array().unwrap().iter().map(|item| item["code"].as_u64()).collect();
    assert_eq!(codes, [None, Some(1002), None]);
    assert_eq!(reply["data"][1]["spaceNo"], json!("B1 108"));
}
