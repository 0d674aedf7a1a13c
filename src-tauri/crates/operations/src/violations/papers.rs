//! Whose a car is: kept in the table of persons, cut to what a city wants.

use lotdesk_domain::id::Guid;
use lotdesk_domain::person::{CarPapers, PersonalData};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::violation::{CarIdentity, CarType, CityCondition, Cut, TooShort};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::PersonErased;

use super::no_such_car;
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::billing::persons;
use crate::words::bad_plate;

/// A plate as it is sent.
pub(super) fn plate_of(text: &str) -> Result<String, Refusal> {
    Ok(Plate::parse(text).map_err(|why| bad_plate("plate", &why))?.as_str().to_owned())
}

/// A real mobile number has eleven digits and begins with 1 (1035).
pub(crate) fn phone_of(field: &'static str, text: &str) -> Result<String, Refusal> {
    let phone: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(phone);
    }
    Err(Refusal::field(
        field,
        "请填写真实的 11 位手机号码",
        "A real mobile number is wanted: 11 digits, the first a 1.",
    ))
}

/// Cuts the numbers to what a city wants, and says which one is too short for it.
pub(super) fn cut(papers: &CarPapers, city: &CityCondition) -> Result<CarPapers, Refusal> {
    let of = |cut: Cut, field: &'static str, zh: &str, en: &str, text: &str| {
        cut.of(text).map_err(|TooShort { wanted }| match wanted {
            0 => Refusal::field(
                field,
                format!("{}要求填写完整的{zh}", city.city),
                format!("{} wants the whole {en}.", city.city),
            ),
            _ => Refusal::field(
                field,
                format!("{}要求{zh}后 {wanted} 位", city.city),
                format!("{} wants the last {wanted} characters of the {en}.", city.city),
            ),
        })
    };
    let vin = of(city.vin, "papers.vin", "车架号", "vehicle identification number", &papers.vin)?;
    let engine_no = of(city.engine_no, "papers.engine_no", "发动机号", "engine number", &papers.engine_no)?;
    if city.wants_phone() && papers.phone.is_empty() {
        return Err(Refusal::field(
            "papers.phone",
            "浙江车辆查询必须填写车主手机号",
            "A query in Zhejiang must name the owner's telephone.",
        ));
    }
    Ok(CarPapers { vin, engine_no, ..papers.clone() })
}

/// The papers that stand under an identifier.
pub(crate) fn papers(tx: &ReadTx<'_>, person_id: Option<Guid>) -> Result<Option<CarPapers>, Refusal> {
    let person = person_id.map(|id| tx.person(id)).transpose()?.flatten();
    Ok(match person.and_then(|person| person.data) {
        Some(PersonalData::Car(papers)) => Some(papers),
        _ => None,
    })
}

/// Keeps papers: what is there stays when it is the same, and goes when others take its place and nothing needs it.
pub(crate) fn kept(act: &mut Act<'_, '_>, papers: CarPapers, before: Option<Guid>) -> Result<Guid, Refusal> {
    let data = PersonalData::Car(papers);
    if let Some(id) = before {
        if act.tx.person(id)?.and_then(|person| person.data).as_ref() == Some(&data) {
            return Ok(id);
        }
        if !act.tx.person_is_needed(id)? && act.tx.erase_person(id, act.now)? {
            let reason = "车辆资料已更新".to_owned();
            act.record(PersonErased { person_id: id, reason }, Some(id), None)?;
        }
    }
    persons::keep(act, &data)
}

/// A car as docloud knows it, for calls that need its token.
pub(crate) fn identity(plate: &str, car_type: CarType, papers: CarPapers) -> CarIdentity {
    let CarPapers { phone, vin, engine_no, .. } = papers;
    CarIdentity { plate: plate.to_owned(), car_type, vin, engine_no, phone }
}

/// The same of a car that was asked for before. Its phone must be there: a token is a phone's.
pub(super) fn identity_of(tx: &ReadTx<'_>, plate: &str) -> Result<(CarIdentity, Guid), Refusal> {
    let car = tx.violation_car(plate)?.ok_or_else(no_such_car)?;
    let papers = papers(tx, car.person_id)?.zip(car.person_id).ok_or_else(no_such_car)?;
    let (papers, person_id) = papers;
    if papers.phone.is_empty() {
        return Err(Refusal::field(
            "papers.phone",
            "代办须有车主手机号，请填写手机号后重新查询",
            "An order needs the owner's telephone: enter it and query again.",
        ));
    }
    Ok((identity(plate, car.car_type, papers), person_id))
}
