//! What docloud tells of a car, and of cities.

use lotdesk_domain::money::Fen;
use lotdesk_domain::person::CarPapers;
use lotdesk_domain::violation::{CityCondition, Cut, FoundViolations, PricedItem, ViolationQuestion, city_of_plate};
use lotdesk_ledger::event::{StoredViolation, ViolationsTold};

use super::papers::{cut, identity, kept, papers, phone_of, plate_of};
use super::{no_such_car, views};
use crate::api::refusal::{Code, Refusal};
use crate::api::violation::{
    CountCities, CountViolations, PriceViolations, QueryPapers, QueryViolations, ViolationCarView, ViolationCities,
    ViolationCitiesRequest, ViolationsCounted,
};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

/// As many violations are priced at once.
const ITEMS_MOST: usize = 50;

/// `violation.test_link`.
pub(crate) async fn test_link(desk: &Desk, _who: Who, _request: Nothing) -> Result<Done, Refusal> {
    desk.docloud().test_signature().await?;
    Ok(Done {})
}

/// `violation.cities`.
pub(crate) async fn cities(
    desk: &Desk,
    _who: Who,
    request: ViolationCitiesRequest,
) -> Result<ViolationCities, Refusal> {
    Ok(ViolationCities { cities: desk.docloud().conditions(request.fresh).await? })
}

/// The papers of a request, or those that were given before.
async fn given_papers(desk: &Desk, plate: &str, given: Option<QueryPapers>) -> Result<CarPapers, Refusal> {
    let Some(given) = given else {
        let plate = plate.to_owned();
        return desk
            .look(move |tx| {
                let car = tx.violation_car(&plate)?.ok_or_else(no_such_car)?;
                papers(tx, car.person_id)?.ok_or_else(no_such_car)
            })
            .await;
    };
    let phone = if given.phone.trim().is_empty() { String::new() } else { phone_of("papers.phone", &given.phone)? };
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    Ok(CarPapers { phone, vin: plain(&given.vin), engine_no: plain(&given.engine_no), ..CarPapers::default() })
}

/// The city that is asked.
fn asked_city<'a>(cities: &'a [CityCondition], plate: &str, named: Option<&str>) -> Result<&'a CityCondition, Refusal> {
    let found = match named {
        Some(name) => cities.iter().find(|city| city.city == name),
        None => city_of_plate(cities, plate),
    };
    found.ok_or_else(|| {
        Refusal::field(
            "city",
            "懂云未开通该车牌所在城市，请从列表中选择查询城市",
            "docloud does not serve this plate's city: choose one of the list.",
        )
    })
}

/// `violation.query`.
pub(crate) async fn query(desk: &Desk, who: Who, request: QueryViolations) -> Result<ViolationCarView, Refusal> {
    let QueryViolations { plate, car_type, papers, city, self_deduction } = request;
    let plate = plate_of(&plate)?;
    let docloud = desk.docloud();
    let cities = docloud.conditions(false).await?;
    let named = city.map(|city| city.trim().to_owned()).filter(|city| !city.is_empty());
    let condition = asked_city(&cities, &plate, named.as_deref())?;
    if !condition.car_types.is_empty() && !condition.car_types.contains(&car_type) {
        return Err(Refusal::field(
            "car_type",
            format!("{}不支持查询该车辆类型", condition.city),
            format!("{} does not tell of this kind of car.", condition.city),
        ));
    }
    let by_hand = papers.is_some();
    let given = given_papers(desk, &plate, papers).await?;
    // What was kept of an earlier query is cut already.
    let given = if by_hand || named.is_some() { cut(&given, condition)? } else { given };
    let question = ViolationQuestion {
        car: identity(&plate, car_type, given.clone()),
        city: named.clone(),
        with_fees: true,
        self_deduction,
    };
    let found = docloud.query(&question).await?;
    keep(desk, &who, question, given, found, false).await
}

/// Writes down what was told, and shows the car.
async fn keep(
    desk: &Desk,
    who: &Who,
    question: ViolationQuestion,
    given: CarPapers,
    found: FoundViolations,
    some_only: bool,
) -> Result<ViolationCarView, Refusal> {
    desk.act(who, move |act| {
        let plate = question.car.plate;
        let before = act.tx.violation_car(&plate)?;
        let person_id = kept(act, given, before.as_ref().and_then(|car| car.person_id))?;
        let violations = found.violations.iter().map(StoredViolation::from).collect();
        let mut told = ViolationsTold {
            plate: plate.clone(),
            car_type: question.car.car_type,
            person_id: Some(person_id),
            city: question.city,
            total_fine_fen: found.total_fine_fen,
            total_points: found.total_points,
            untreated: found.untreated,
            violations,
            some_only,
        };
        // A price of a few says nothing of the car's sums.
        if let Some(before) = before.filter(|_| some_only) {
            told.total_fine_fen = before.total_fine_fen;
            (told.total_points, told.untreated, told.city) = (before.total_points, before.untreated, before.city);
        }
        act.record(told, Some(person_id), None)?;
        views::view(act.tx, &plate)
    })
    .await
}

/// Asks a car's violations once more by what was given before, for an order whose fate is open.
pub(super) async fn again(desk: &Desk, who: &Who, question: ViolationQuestion) -> Result<ViolationCarView, Refusal> {
    let car = &question.car;
    let given = CarPapers {
        phone: car.phone.clone(),
        vin: car.vin.clone(),
        engine_no: car.engine_no.clone(),
        ..CarPapers::default()
    };
    let found = desk.docloud().query(&question).await?;
    keep(desk, who, question, given, found, false).await
}

/// `violation.price`.
pub(crate) async fn price(desk: &Desk, who: Who, request: PriceViolations) -> Result<ViolationCarView, Refusal> {
    let PriceViolations { plate, car_type, papers, items } = request;
    let plate = plate_of(&plate)?;
    if items.is_empty() || items.len() > ITEMS_MOST {
        return Err(Refusal::field(
            "items",
            format!("请填写 1 至 {ITEMS_MOST} 条违章"),
            format!("Give 1 to {ITEMS_MOST} violations."),
        ));
    }
    for (at, item) in items.iter().enumerate() {
        complete(at, item)?;
    }
    let given = given_papers(desk, &plate, papers).await?;
    phone_of("papers.phone", &given.phone)?;
    let car = identity(&plate, car_type, given.clone());
    let found = desk.docloud().price(&car, &items).await?;
    let question = ViolationQuestion { car, city: None, with_fees: true, self_deduction: false };
    keep(desk, &who, question, given, found, true).await
}

/// Every member but the ticket's number is wanted, the time in one form.
fn complete(at: usize, item: &PricedItem) -> Result<(), Refusal> {
    let texts = [
        ("city", &item.city),
        ("location", &item.location),
        ("code", &item.code),
        ("reason", &item.reason),
        ("time", &item.time),
    ];
    for (field, text) in texts {
        if text.trim().is_empty() {
            return Err(Refusal::field(format!("items.{at}.{field}"), "此项必填", "This is wanted."));
        }
    }
    if item.time.len() != 19 || lotdesk_domain::moment::Moment::from_datetime_text(&item.time).is_none() {
        return Err(Refusal::field(
            format!("items.{at}.time"),
            "时间格式应为 2026-01-02 14:00:23",
            "The time is wanted as 2026-01-02 14:00:23.",
        ));
    }
    Ok(())
}

/// `violation.count_cities`.
pub(crate) async fn count_cities(desk: &Desk, _who: Who, _request: Nothing) -> Result<CountCities, Refusal> {
    Ok(CountCities { cities: desk.docloud().count_cities().await? })
}

/// `violation.count`: nothing of it is kept.
pub(crate) async fn count(desk: &Desk, _who: Who, request: CountViolations) -> Result<ViolationsCounted, Refusal> {
    let plate = plate_of(&request.plate)?;
    let engine_no = Cut::Last(6).of(&request.engine_no).map_err(|_| {
        Refusal::field("engine_no", "需要发动机号后 6 位", "The last 6 characters of the engine number are wanted.")
    })?;
    let count = desk.docloud().count(&plate, &engine_no, request.car_type).await?;
    Ok(ViolationsCounted { count })
}

/// What an order costs is not what was shown.
pub(super) fn changed(shown: Fen, now: Fen) -> Refusal {
    Refusal::new(
        Code::FeeChanged,
        format!("合计已变为 {now} 元（之前 {shown} 元），请核对后再下单"),
        format!("The total is {now} yuan now, not {shown}: look again before ordering."),
    )
    .at("expected_total_fen")
}
