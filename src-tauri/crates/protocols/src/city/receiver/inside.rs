//! 6005: cars in the lot by a part of their plate (tables 81 and 82, D.32).

use lotdesk_domain::ask::inside::FindInside;
use lotdesk_domain::ask::{Answer, Ask, AskRefusal};

use super::{Item, Read, Receiver, Refuse, node, parse};
use crate::city::map::car_info;
use crate::city::wire::form::DateTime;
use crate::city::wire::inside::{FindInsideItem, InsideCarItem};
use crate::json::Node;

/// 6005.
pub(super) const FIND: Receiver = Receiver { id: "6005", read, answer, refuse: Refuse::Item(&[]) };

fn read(item: &Item<'_>) -> Result<Read, AskRefusal> {
    let FindInsideItem { park_code, plate_no } = parse(item)?;
    Ok(Read { key: None, ask: Ask::FindInside(FindInside { park_code: park_code.0, plate_part: plate_no.0 }) })
}

fn answer(answer: &Answer, _asked: &Node) -> Vec<Node> {
    let Answer::Inside(cars) = answer else { return Vec::new() };
    cars.iter()
        .map(|car| {
            node(&InsideCarItem {
                id: car.record_id,
                park_car_info: car_info(&car.vehicle),
                in_time: DateTime(car.entered_at),
                image_url: None,
            })
        })
        .collect()
}
