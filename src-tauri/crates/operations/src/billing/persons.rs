//! People's data: kept, shown to whoever may see it, erased.

use lotdesk_domain::id::Guid;
use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::event::{PersonErased, PersonKept, PersonShown};

use crate::act::Act;
use crate::api::Done;
use crate::api::billing::{ErasePerson, PersonReply, PersonRequest};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;

/// Puts somebody's data into the table of persons. The journal has its identifier and a salted hash.
pub(crate) fn keep(act: &mut Act<'_, '_>, data: &PersonalData) -> Result<Guid, Refusal> {
    let id = act.ids.next_guid();
    let mut salt = [0; 32];
    getrandom::fill(&mut salt).map_err(Refusal::internal)?;
    let (kind, hash) = act.tx.keep_person(id, salt, data, act.now)?;
    act.record(PersonKept { person_id: id, kind: kind.to_owned(), hash }, Some(id), None)?;
    Ok(id)
}

fn nobody() -> Refusal {
    Refusal::new(Code::NotFound, "没有这份个人资料", "There is no such person's data.").at("person_id")
}

pub(super) fn erased() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "该个人资料已删除，无法继续办理",
        "The person's data has been erased; nothing more can be done with it.",
    )
    .at("person_id")
}

/// `person.show`. The journal says who looked.
pub(crate) async fn show(desk: &Desk, who: Who, request: PersonRequest) -> Result<PersonReply, Refusal> {
    desk.act(&who, move |act| {
        let person = act.tx.person(request.person_id)?.ok_or_else(nobody)?;
        let as_entered = match &person.hash {
            Some(hash) => act.tx.person_hash(person.id)?.as_ref() == Some(hash),
            None => true,
        };
        let reason = match (&request.reason, &person.data) {
            (Some(reason), _) => Some(reasons::reason(reason)?),
            (None, Some(PersonalData::Car(_) | PersonalData::Inspection(_))) => Some(reasons::reason("")?),
            (None, _) => None,
        };
        if person.data.is_some() {
            act.record(PersonShown { person_id: person.id, reason }, Some(person.id), None)?;
        }
        let mut reply = PersonReply {
            buyer: None,
            subject: None,
            people: None,
            car: None,
            inspection: None,
            kept_at: person.kept_at,
            erased_at: person.erased_at,
            as_entered,
        };
        match person.data {
            Some(PersonalData::Buyer(buyer)) => reply.buyer = Some(buyer),
            Some(PersonalData::Subject(subject)) => reply.subject = Some(subject),
            Some(PersonalData::Order(people)) => reply.people = Some(people),
            Some(PersonalData::Car(papers)) => reply.car = Some(papers),
            Some(PersonalData::Inspection(people)) => reply.inspection = Some(people),
            None => {}
        }
        Ok(reply)
    })
    .await
}

/// `person.erase`.
pub(crate) async fn erase(desk: &Desk, who: Who, request: ErasePerson) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let person = act.tx.person(request.person_id)?.ok_or_else(nobody)?;
        if act.tx.person_is_needed(person.id)? {
            return Err(Refusal::new(
                Code::StillNeeded,
                "发票尚未开出、征信上报尚未完成或 ETCP 付款尚未送达，暂不能删除该个人资料",
                "An invoice is not made yet, a report not sent, or ETCP does not know of a payment yet: the data is still needed.",
            )
            .at("person_id"));
        }
        if act.tx.erase_person(person.id, act.now)? {
            act.record(PersonErased { person_id: person.id, reason }, Some(person.id), None)?;
        }
        Ok(Done {})
    })
    .await
}
