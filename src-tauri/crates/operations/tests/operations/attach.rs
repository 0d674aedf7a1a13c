//! PCs that attach over the network: admitted, known by a key that is kept nowhere, revoked.

use lotdesk_domain::id::Guid;
use lotdesk_operations::api::attach::{AttachDoor, TurnedAway};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{Caller, KnownPc, Remote};
use serde_json::{Value, json};

use crate::support::House;

fn print() -> String {
    "ab".repeat(32)
}

/// A house whose door is open, and its manager's token.
async fn open() -> (House, String) {
    let house = House::new().await;
    let door = AttachDoor {
        address: "0.0.0.0:5290".into(),
        host: "192.168.1.20".into(),
        sha256: print(),
        turned_away: TurnedAway::default(),
    };
    *house.files.door.lock().unwrap() = Some(door);
    let token = house.sign_in("经理", "manager").await;
    (house, token)
}

/// Admits a PC; gives its identifier and its key.
async fn admitted(house: &House, token: &str, name: &str) -> (Guid, String) {
    let reply = house.window(token, "attach.admit", json!({ "name": name })).await.unwrap();
    let line = reply["line"].as_str().unwrap();
    let key = line.strip_prefix(&format!("lotdesk://192.168.1.20:5290/#{}.", print())).expect(line).to_owned();
    assert_eq!(key.len(), 64);
    (serde_json::from_value(reply["pc_id"].clone()).unwrap(), key)
}

fn from(pc: &KnownPc, token: Option<&str>) -> Caller {
    Caller::Remote(Remote { pc: pc.clone(), window: true, token: token.map(str::to_owned) })
}

async fn rows(house: &House, token: &str) -> Vec<Value> {
    let list = house.window(token, "attach.list", json!({})).await.unwrap();
    list["pcs"].as_array().unwrap().clone()
}

async fn signed_in(house: &House, caller: &Caller, name: &str) -> Result<String, Refusal> {
    let signed = house.desk.call(caller, "operator.sign_in", json!({ "name": name, "pin": "2580" })).await?;
    Ok(signed["token"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_pc_is_known_by_a_key_that_stands_nowhere_until_it_is_revoked() {
    let (house, token) = open().await;
    let (id, key) = admitted(&house, &token, " 经理室 ").await;
    let (_, other) = admitted(&house, &token, "财务室").await;
    assert_ne!(key, other);
    assert_eq!(house.desk.pc_comes(&"0".repeat(64), "192.0.2.9").await.unwrap(), None);
    let known = house.desk.pc_comes(&key, "192.0.2.7").await.unwrap().expect("it was admitted");
    assert_eq!((known.id, known.name.as_str()), (id, "经理室"));
    let row = &rows(&house, &token).await[1];
    let told = (&row["name"], &row["admitted_by"], &row["seen_from"], &row["revoked_at"]);
    assert_eq!(told, (&json!("经理室"), &json!("经理"), &json!("192.0.2.7"), &Value::Null));

    house.verify().await;
    house.ledger.rebuild().await.unwrap();
    assert!(house.desk.pc_comes(&key, "192.0.2.7").await.unwrap().is_some(), "tables made anew keep keys");
    house.window(&token, "attach.revoke", json!({ "pc_id": id })).await.unwrap();
    assert_eq!(*house.files.cut.lock().unwrap(), [id], "what it has open is cut");
    assert_eq!(house.desk.pc_comes(&key, "192.0.2.7").await.unwrap(), None);
    assert!(!house.desk.pc_may_stay(id).await.unwrap());
    let last = rows(&house, &token).await.pop().unwrap();
    assert_eq!((&last["name"], &last["revoked_by"]), (&json!("经理室"), &json!("经理")));
    house.verify().await;

    let events = house.ledger.read(|tx| tx.events_from(1, 1000)).await.unwrap();
    let kinds: Vec<&str> = events.iter().map(|e| e.event.kind()).filter(|kind| kind.starts_with("pc_")).collect();
    assert_eq!(kinds, ["pc_admitted", "pc_admitted", "pc_revoked"]);
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(64).any(|part| part == key.as_bytes()), "the key itself is kept nowhere");
    }
}

#[tokio::test]
async fn who_works_at_another_pc_signs_in_there_and_the_journal_says_where() {
    let (house, token) = open().await;
    house.sign_in("值班员", "attendant").await;
    let (id, key) = admitted(&house, &token, "经理室").await;
    let (_, other) = admitted(&house, &token, "财务室").await;
    let pc = house.desk.pc_comes(&key, "192.0.2.7").await.unwrap().unwrap();
    let other = house.desk.pc_comes(&other, "192.0.2.8").await.unwrap().unwrap();
    let nobody = house.desk.call(&from(&pc, None), "board.snapshot", json!({})).await.unwrap_err();
    assert_eq!(nobody.code, Code::NotSignedIn, "an admitted PC is no person");

    let theirs = signed_in(&house, &from(&pc, None), "经理").await.unwrap();
    let here = from(&pc, Some(&theirs));
    house.desk.call(&here, "board.snapshot", json!({})).await.unwrap();
    for elsewhere in [from(&other, Some(&theirs)), Caller::Window(Some(theirs.clone())), from(&pc, Some(&token))] {
        let refused = house.desk.call(&elsewhere, "board.snapshot", json!({})).await.unwrap_err();
        assert_eq!(refused.code, Code::NotSignedIn, "a sign-in is good at its own PC alone: {elsewhere:?}");
    }
    // Ending it from elsewhere does nothing.
    house.desk.call(&from(&other, Some(&theirs)), "operator.sign_out", json!({})).await.unwrap();
    house.desk.call(&here, "board.snapshot", json!({})).await.unwrap();
    let origins: Vec<String> = house
        .ledger
        .read(|tx| tx.events_from(1, 1000))
        .await
        .unwrap()
        .iter()
        .filter(|e| e.event.kind() == "signed_in")
        .map(|e| e.actor.origin.clone())
        .collect();
    assert_eq!(origins.last().map(String::as_str), Some("window@经理室"));

    // A manager from afar looks and revokes; a PC is admitted at the booth alone.
    let list = house.desk.call(&here, "attach.list", json!({})).await.unwrap();
    assert_eq!((&list["may_admit"], &list["door"]["host"]), (&json!(false), &json!("192.168.1.20")));
    let refused = house.desk.call(&here, "attach.admit", json!({ "name": "又一台" })).await.unwrap_err();
    assert_eq!((refused.code, refused.zh.contains("岗亭")), (Code::NotPossibleNow, true));
    house.desk.call(&here, "attach.revoke", json!({ "pc_id": id })).await.unwrap();
    let ended = house.desk.call(&here, "board.snapshot", json!({})).await.unwrap_err();
    assert_eq!(ended.code, Code::NotSignedIn, "its sign-ins end with it");
    let attendant = signed_in(&house, &from(&other, None), "值班员").await.unwrap();
    for name in ["attach.list", "attach.admit", "attach.revoke", "report.files"] {
        let refused = house.desk.call(&from(&other, Some(&attendant)), name, json!({})).await.unwrap_err();
        assert_eq!(refused.code, Code::NotPermitted, "{name}");
    }
}

#[tokio::test]
async fn a_line_is_made_for_a_good_name_an_open_door_and_an_address_that_is_one() {
    let (house, token) = open().await;
    let admit = async |request: Value| house.window(&token, "attach.admit", request).await;
    for name in ["", "  ", "a@b", "a\nb", &"长".repeat(31)] {
        let refused = admit(json!({ "name": name })).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("name"), "{name:?}");
    }
    admitted(&house, &token, "经理室").await;
    assert_eq!(admit(json!({ "name": "经理室" })).await.unwrap_err().code, Code::NameTaken);
    for host in ["a b", "host:5290", "http://x", "x/y", &"x".repeat(254)] {
        let refused = admit(json!({ "name": "甲", "host": host })).await.unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("host"), "{host:?}");
    }
    for (host, place) in
        [("booth.lan", "booth.lan:5290"), ("[fe80::1]", "[fe80::1]:5290"), ("10.0.0.9", "10.0.0.9:5290")]
    {
        let reply = admit(json!({ "name": place, "host": host })).await.unwrap();
        assert!(reply["line"].as_str().unwrap().starts_with(&format!("lotdesk://{place}/#")), "{reply}");
    }
    *house.files.door.lock().unwrap() = None;
    let refused = admit(json!({ "name": "乙" })).await.unwrap_err();
    assert_eq!((refused.code, refused.en.contains("[attach]")), (Code::NotPossibleNow, true));
    let gone = house.window(&token, "attach.revoke", json!({ "pc_id": Guid::from_bytes([9; 16]) })).await.unwrap_err();
    assert_eq!((gone.code, gone.field.as_deref()), (Code::NotFound, Some("pc_id")));
}
