//! What ETCP knows of lots around, of one lot, and of a driver's last stays.

use lotdesk_domain::etcp::{LotState, LotsAsked, LotsPage, LotsPlace, LotsWhere, RADIUS_M};
use lotdesk_domain::position::Position;

use super::accounts::user_of;
use crate::api::etcp::{EtcpAccountRequest, EtcpHistory, EtcpLotStateRequest, EtcpLotsRequest};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;

/// `etcp.history`.
pub(crate) async fn history(desk: &Desk, _who: Who, request: EtcpAccountRequest) -> Result<EtcpHistory, Refusal> {
    let user = user_of(desk, request.account_id).await?;
    Ok(EtcpHistory { rows: desk.etcp().history(&user).await? })
}

/// `etcp.lots`.
pub(crate) async fn lots(desk: &Desk, _who: Who, request: EtcpLotsRequest) -> Result<LotsPage, Refusal> {
    let place = match request.place {
        LotsWhere::Around { position, radius_m } => {
            if !RADIUS_M.contains(&radius_m) {
                return Err(Refusal::field("place.radius_m", "半径为 500 至 3000 米", "The radius is 500 to 3000 m."));
            }
            LotsPlace::Around { position: point(desk, position)?, radius_m }
        }
        LotsWhere::City { city } => {
            let city = city.trim().to_owned();
            if !(2..=30).contains(&city.chars().count()) {
                return Err(Refusal::field("place.city", "请填写城市名称，如北京市", "Name a city, such as 北京市."));
            }
            LotsPlace::City(city)
        }
    };
    let scroll_id = request.scroll_id.filter(|id| !id.trim().is_empty());
    let first = scroll_id.clone();
    let asked = LotsAsked { place, pay_way: request.pay_way, scroll_id };
    let mut page = desk.etcp().lots(&asked, request.account_id).await?;
    // A page that leads to itself would lead there for ever; an empty one ends.
    if page.lots.is_empty() || page.next == first {
        page.next = None;
    }
    Ok(page)
}

fn point(desk: &Desk, given: Option<Position>) -> Result<Position, Refusal> {
    match given {
        Some(at) => Position::new(at.longitude, at.latitude)
            .ok_or_else(|| Refusal::field("place.position", "坐标超出范围", "There is no such point on the earth.")),
        None => desk.lot().position.ok_or_else(|| {
            Refusal::field(
                "place.position",
                "本停车场未设置坐标，请填写坐标或按城市查询",
                "This lot has no coordinates; give a point, or look in a city.",
            )
        }),
    }
}

/// `etcp.lot_state`.
pub(crate) async fn lot_state(desk: &Desk, _who: Who, request: EtcpLotStateRequest) -> Result<LotState, Refusal> {
    let parking_id = request.parking_id.trim();
    if parking_id.is_empty() || parking_id.chars().count() > 100 {
        return Err(Refusal::field("parking_id", "请给出车场 ID", "Name the lot."));
    }
    Ok(desk.etcp().lot_state(parking_id, request.account_id).await?)
}
