//! Ordering an inspection. docloud has no key for it: what was sent and not answered is never sent again by itself; a person
//! finds out and says what is so.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::{InspectionPeople, InspectionState, NewInspection};
use lotdesk_domain::message::Platform;
use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::event::{InspectionAnswered, InspectionAsked, StoredPaper};

use super::prepare::may_be_ordered;
use super::{no_such_inspection, owner, views};
use crate::act::Act;
use crate::api::inspection::{DecideInspection, InspectionDetail, OrderInspection};
use crate::api::refusal::{Code, Refusal};
use crate::billing::persons;
use crate::caller::Who;
use crate::desk::Desk;
use crate::docloud::DocloudFailure;
use crate::reasons;
use crate::violations::phone_of;

/// The people as they are sent.
fn people_of(given: InspectionPeople) -> Result<InspectionPeople, Refusal> {
    let wanted = |field: &'static str, text: &str, most: usize| {
        let text = text.trim();
        if (1..=most).contains(&text.chars().count()) {
            return Ok(text.to_owned());
        }
        Err(Refusal::field(
            format!("people.{field}"),
            format!("必填，最多 {most} 字"),
            format!("Wanted, {most} characters at most."),
        ))
    };
    Ok(InspectionPeople {
        contact_phone: phone_of("people.contact_phone", &given.contact_phone)?,
        owner_phone: phone_of("people.owner_phone", &given.owner_phone)?,
        name: wanted("name", &given.name, 30)?,
        phone: phone_of("people.phone", &given.phone)?,
        province: wanted("province", &given.province, 30)?,
        city: wanted("city", &given.city, 30)?,
        county: given.county.trim().chars().take(30).collect(),
        address: wanted("address", &given.address, 100)?,
    })
}

/// `inspection.order`.
pub(crate) async fn make(desk: &Desk, who: Who, request: OrderInspection) -> Result<InspectionDetail, Refusal> {
    let id = request.inspection_id;
    let people = people_of(request.people)?;
    if !request.papers_seen {
        return Err(Refusal::field(
            "papers_seen",
            "请先逐项核对所需材料并勾选",
            "See every document of the list first.",
        ));
    }
    let known = desk.look(move |tx| tx.inspection(id)?.ok_or_else(no_such_inspection)).await?;
    may_go(known.state)?;
    let car_id = known.bound.car_id;
    let offer = desk.docloud().inspection_offer(&owner(id), car_id).await?;
    if offer.price_fen != request.expected_price_fen {
        return Err(Refusal::new(
            Code::FeeChanged,
            format!("费用已变为 {} 元，请告知客户后重新提交", offer.price_fen),
            format!("It costs {} yuan now: tell the customer, then order again.", offer.price_fen),
        )
        .at("expected_price_fen"));
    }
    let order = NewInspection {
        shop_id: offer.shop_id,
        car_id,
        city_id: offer.city.id,
        price_fen: offer.price_fen,
        people: people.clone(),
    };
    desk.act(&who, move |act| {
        let known = act.tx.inspection(id)?.ok_or_else(no_such_inspection)?;
        may_go(known.state)?;
        let person_id = kept_people(act, people, known.person_id)?;
        let asked = InspectionAsked {
            id,
            shop_id: offer.shop_id,
            city: (&offer.city).into(),
            price_fen: offer.price_fen,
            person_id,
            papers: offer.papers.iter().map(StoredPaper::from).collect(),
        };
        act.record(asked, Some(id), Some(id))?;
        Ok::<_, Refusal>(())
    })
    .await?;
    sent(desk, who, id, order).await
}

fn may_go(state: InspectionState) -> Result<(), Refusal> {
    if may_be_ordered(state) {
        return Ok(());
    }
    let (zh, en) = match state {
        InspectionState::Unknown => (
            "上次提交的应答丢失：请先致电懂云或检测站核实，再登记结果；系统不会自动重发",
            "The last answer was lost: find out from docloud first and say what is so; nothing is sent again by itself.",
        ),
        InspectionState::Sending => ("正在提交，请稍候", "It is on its way: wait."),
        _ => ("该年检单已提交", "It is ordered already."),
    };
    Err(Refusal::new(Code::NotPossibleNow, zh, en).at("inspection_id"))
}

fn kept_people(act: &mut Act<'_, '_>, people: InspectionPeople, before: Option<Guid>) -> Result<Guid, Refusal> {
    let data = PersonalData::Inspection(people);
    if let Some(id) = before
        && act.tx.person(id)?.and_then(|person| person.data).as_ref() == Some(&data)
    {
        return Ok(id);
    }
    persons::keep(act, &data)
}

/// Sends an order that is written down, once, to the end even when the asker goes away.
async fn sent(desk: &Desk, who: Who, id: Guid, order: NewInspection) -> Result<InspectionDetail, Refusal> {
    let desk = desk.clone();
    let running = tokio::spawn(async move {
        let answered = match desk.docloud().create_inspection(&owner(id), &order).await {
            Ok(number) => of(id, InspectionState::Ordered, Some(number), None, String::new()),
            Err(DocloudFailure::Refused { code, words }) => of(id, InspectionState::Refused, None, Some(code), words),
            Err(DocloudFailure::Lost(why)) => of(id, InspectionState::Unknown, None, None, why),
            Err(failure) => of(id, InspectionState::NotSent, None, None, failure.zh()),
        };
        let ordered = answered.state == InspectionState::Ordered;
        desk.act(&who, move |act| {
            act.record(answered, Some(id), Some(id))?;
            Ok::<_, Refusal>(())
        })
        .await?;
        if ordered && let Err(why) = super::follow::one(&desk, &who, id).await {
            tracing::warn!(why = why.en, "an inspection could not be asked for yet");
        }
        desk.look(move |tx| views::view(tx, id)).await
    });
    running.await.unwrap_or_else(|why| Err(Refusal::internal(why)))
}

fn of(
    id: Guid,
    state: InspectionState,
    platform_order_id: Option<i64>,
    code: Option<String>,
    words: String,
) -> InspectionAnswered {
    InspectionAnswered { id, state, platform_order_id, code, words }
}

/// `inspection.decide`.
pub(crate) async fn decide(desk: &Desk, who: Who, request: DecideInspection) -> Result<InspectionDetail, Refusal> {
    let (id, reason) = (request.inspection_id, reasons::reason(&request.reason)?);
    let number = request.platform_order_id.map(|text| text.trim().parse::<i64>()).transpose().map_err(|_| {
        Refusal::field("platform_order_id", "订单号应为数字", "docloud's number of an order has digits only.")
    })?;
    let decided = desk
        .act(&who, move |act| {
            let known = act.tx.inspection(id)?.ok_or_else(no_such_inspection)?;
            if known.state != InspectionState::Unknown {
                return Err(Refusal::new(
                    Code::NotPossibleNow,
                    "只有应答丢失的年检单需要登记核实结果",
                    "Only an order whose answer was lost is decided by a person.",
                )
                .at("inspection_id"));
            }
            let state = if number.is_some() { InspectionState::Ordered } else { InspectionState::NotThere };
            act.record(of(id, state, number, None, reason), Some(id), Some(id))?;
            views::view(act.tx, id)
        })
        .await?;
    if number.is_some() {
        // What the person found is held against docloud at once; where that fails, the next look does it.
        let _ = super::follow::one(desk, &who, id).await;
        return desk.look(move |tx| views::view(tx, id)).await;
    }
    tracing::info!(platform = Platform::Docloud.as_str(), "a person found that an inspection was not ordered");
    Ok(decided)
}
