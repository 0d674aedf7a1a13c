//! The lots around (9001): kept, and offered to a car that finds ours full.

use lotdesk_domain::ask::Ask;
use lotdesk_domain::ask::neighbour::NeighbourLot;
use lotdesk_domain::lot::Lot;
use lotdesk_domain::position::Position;
use lotdesk_operations::api::lane::ReadFate;
use lotdesk_operations::api::notice::Change;
use serde_json::json;

use crate::reservations::ask;
use crate::support::{ENTRY, House, small_lot};

fn lot(code: &str, name: &str, free_spaces: u32, east: &str) -> NeighbourLot {
    NeighbourLot {
        park_code: code.into(),
        name: name.into(),
        address: None,
        district_code: "440304".into(),
        total_spaces: 300,
        free_spaces,
        position: Some((east.into(), "22.5429".into())),
        entrances: vec!["入口A".into()],
        public_info: None,
    }
}

async fn told(house: &House, lot: NeighbourLot) {
    ask(house, Ask::Neighbour(lot)).await.unwrap();
}

async fn events(house: &House) -> i64 {
    house.ledger.read(|tx| tx.head()).await.unwrap().seq
}

#[tokio::test]
async fn a_car_that_finds_the_lot_full_is_told_where_there_is_room() {
    let house = House::new().await;
    let here = Lot { position: Position::new(114.0596, 22.5429), ..small_lot() };
    house.engine("lot.set", json!({ "lot": here })).await.unwrap();
    let mut notices = house.desk.notices();
    told(&house, lot("1", "会展中心", 80, "114.0796")).await;
    let offered = loop {
        // The set-up before it may be told after it was asked for.
        let heard = notices.recv().await.unwrap();
        let offers =
            heard.changes.iter().find_map(|c| if let Change::Offers { offers } = c { Some(offers) } else { None });
        if let Some(offers) = offers {
            break offers[0].name.clone();
        }
    };
    assert_eq!(offered, "会展中心");
    told(&house, lot("2", "百花停车场", 30, "114.0600")).await;
    told(&house, lot("3", "市民中心", 0, "114.0597")).await;
    house.read(ENTRY, "粤B00001").await;
    house.read(ENTRY, "粤B00002").await;
    let reply = house.read(ENTRY, "粤B00003").await;
    assert_eq!(reply.fate, ReadFate::RefusedFull);
    assert_eq!(reply.screen, ["粤B00003", "车位已满", "百花停车场 余 30 位", "会展中心 余 80 位"]);
    assert_eq!(reply.voice, "车位已满，可前往百花停车场，余30个车位");
    let board = house.engine("board.snapshot", json!({})).await.unwrap();
    assert_eq!(board["offers"][0], json!({ "park_code": "2", "name": "百花停车场", "free_spaces": 30, "metres": 41 }));
    // What was told two hours ago may be gone.
    house.later(121);
    let reply = house.read(ENTRY, "粤B00004").await;
    assert_eq!((reply.screen.len(), reply.voice.as_str()), (2, "车位已满"));
    let list = house.engine("neighbour.list", json!({})).await.unwrap();
    assert_eq!((list["neighbours"].as_array().unwrap().len(), list["offers"].clone()), (3, json!([])));
    house.verify().await;
}

#[tokio::test]
async fn the_same_told_again_is_written_down_only_before_it_grows_old() {
    let house = House::new().await;
    told(&house, lot("2", "百花停车场", 30, "114.0600")).await;
    let before = events(&house).await;
    house.later(29);
    told(&house, lot("2", "百花停车场", 30, "114.0600")).await;
    assert_eq!(events(&house).await, before);
    house.later(1);
    told(&house, lot("2", "百花停车场", 30, "114.0600")).await;
    told(&house, lot("2", "百花停车场", 29, "114.0600")).await;
    assert_eq!(events(&house).await, before + 2);
    house.verify().await;
}
