//! What is chosen from, whether a car need not be looked at, and making it known to docloud.

use lotdesk_domain::inspection::{InspectionCar, InspectionState};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::InspectionBound;

use super::{no_such_inspection, owner, views};
use crate::api::inspection::{
    BindInspection, BrokenRule, Catalogue, CatalogueReply, CatalogueRequest, CheckInspection, InspectionChecked,
    InspectionDetail, InspectionOfferView, InspectionRequest,
};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::words::bad_plate;

/// `inspection.catalogue`.
pub(crate) async fn catalogue(desk: &Desk, _who: Who, request: CatalogueRequest) -> Result<CatalogueReply, Refusal> {
    let docloud = desk.docloud();
    let of = || request.of.ok_or_else(|| Refusal::field("of", "请先选择上一级", "Say of what the list is wanted."));
    let rows = match request.what {
        Catalogue::Brands => docloud.brands().await?,
        Catalogue::Series => docloud.series(of()?).await?,
        Catalogue::Models => docloud.models(of()?).await?,
        Catalogue::Provinces => docloud.provinces().await?,
        Catalogue::Cities => docloud.cities(of()?).await?,
        Catalogue::Districts => docloud.districts(of()?).await?,
    };
    Ok(CatalogueReply { rows })
}

fn broken(desk: &Desk, car: &InspectionCar) -> Vec<BrokenRule> {
    let rules = car.exemption_breaks(desk.now().to_china().date());
    rules.into_iter().map(|rule| BrokenRule { rule, zh: rule.zh().to_owned(), en: rule.en().to_owned() }).collect()
}

/// `inspection.check`.
pub(crate) async fn check(desk: &Desk, _who: Who, request: CheckInspection) -> Result<InspectionChecked, Refusal> {
    Ok(InspectionChecked { broken: broken(desk, &request.car) })
}

/// `inspection.bind`.
pub(crate) async fn bind(desk: &Desk, who: Who, request: BindInspection) -> Result<InspectionDetail, Refusal> {
    let BindInspection { inspection_id, mut car } = request;
    car.plate = Plate::parse(&car.plate).map_err(|why| bad_plate("car.plate", &why))?.as_str().to_owned();
    let broken = broken(desk, &car);
    if !broken.is_empty() {
        let all = |words: fn(&BrokenRule) -> &str| broken.iter().map(words).collect::<Vec<_>>().join("；");
        return Err(Refusal::new(
            Code::NotPossibleNow,
            format!("不符合免检条件：{}", all(|rule| &rule.zh)),
            format!("It is not exempt: {}.", all(|rule| &rule.en)),
        )
        .at("car"));
    }
    let known = match inspection_id {
        Some(id) => Some(desk.look(move |tx| tx.inspection(id)?.ok_or_else(no_such_inspection)).await?),
        None => None,
    };
    if known.as_ref().is_some_and(|known| !may_be_ordered(known.state)) {
        return Err(Refusal::new(
            Code::NotPossibleNow,
            "年检单已提交，车辆资料不能再改",
            "It is ordered already: the car cannot be changed.",
        )
        .at("inspection_id"));
    }
    let id = known.as_ref().map_or_else(|| desk.inner.ids.next_guid(), |known| known.bound.id);
    let car_id = known.map(|known| known.bound.car_id);
    let car_id = desk.docloud().bind(&owner(id), &car, car_id).await?;
    desk.act(&who, move |act| {
        act.record(InspectionBound::of(id, car_id, &car), Some(id), None)?;
        views::view(act.tx, id)
    })
    .await
}

/// True where nothing is ordered.
pub(super) const fn may_be_ordered(state: InspectionState) -> bool {
    matches!(
        state,
        InspectionState::Bound | InspectionState::NotSent | InspectionState::Refused | InspectionState::NotThere
    )
}

/// `inspection.offer`.
pub(crate) async fn offer(desk: &Desk, _who: Who, request: InspectionRequest) -> Result<InspectionOfferView, Refusal> {
    let id = request.inspection_id;
    let known = desk.look(move |tx| tx.inspection(id)?.ok_or_else(no_such_inspection)).await?;
    let offer = desk.docloud().inspection_offer(&owner(id), known.bound.car_id).await?;
    Ok(InspectionOfferView {
        shop_id: offer.shop_id,
        city: offer.city,
        price_fen: offer.price_fen,
        papers: offer.papers,
    })
}
