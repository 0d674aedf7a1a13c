//! An order comes: once for each message, under the place of an earlier one with the same number in the app.

use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::{OrderPeople, PersonalData};
use lotdesk_domain::service_order::ServiceOrder;
use lotdesk_ledger::event::{PersonErased, ServiceOrderCame, StoredFinding};
use lotdesk_ledger::tables::service_orders::StoredOrder;

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::billing::persons;
use crate::caller::Caller;
use crate::desk::Desk;

/// Under which the messages that were carried out are remembered.
const ONCE: &str = "order";

/// A verified message with an order in it, which stands in the inbox already.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderArrival {
    /// The message's identifier: a repeat has the same one.
    pub msg_id: String,
    /// Its type.
    pub msg_type: String,
    /// When the app sent it.
    pub sent_at: Option<Moment>,
    /// Its number in the inbox.
    pub inbox_no: i64,
    /// What it says.
    pub order: ServiceOrder,
}

impl Desk {
    /// Takes an order. True when it was new, false when this very message had been taken before.
    ///
    /// # Errors
    /// When the ledger cannot keep it: the app sends it again.
    pub async fn service_order_came(&self, arrival: OrderArrival) -> Result<bool, Refusal> {
        let who = self.who(&Caller::Platform(Platform::Autox3));
        self.act(&who, move |act| {
            if act.tx.answered_once(Platform::Autox3, ONCE, &arrival.msg_id)?.is_some() {
                return Ok(false);
            }
            let msg_id = arrival.msg_id.clone();
            take(act, arrival)?;
            act.tx.answer_once(Platform::Autox3, ONCE, &msg_id, "", act.now)?;
            Ok(true)
        })
        .await
    }
}

fn take(act: &mut Act<'_, '_>, arrival: OrderArrival) -> Result<(), Refusal> {
    let OrderArrival { msg_id, msg_type, sent_at, inbox_no, order } = arrival;
    let ServiceOrder { order_no, plate, vin, brand, trim, produced_at, .. } = order;
    let before = match order_no {
        Some(order_no) => act.tx.service_order_numbered(order_no)?,
        None => None,
    };
    // A message that was not answered comes again, up to a minute later: what has changed since is not undone by it.
    let overtaken = |before: &StoredOrder| before.came.sent_at.zip(sent_at).is_some_and(|(had, now)| had > now);
    if before.as_ref().is_some_and(overtaken) {
        return Ok(());
    }
    let people =
        OrderPeople { owner_name: order.owner_name, owner_phone: order.owner_phone, received_by: order.received_by };
    let person_id = kept_people(act, people, before.as_ref().and_then(|before| before.came.person_id))?;
    let id = before.map_or_else(|| act.ids.next_guid(), |before| before.came.id);
    let came = ServiceOrderCame {
        id,
        msg_id,
        msg_type,
        inbox_no,
        order_no,
        plate,
        vin,
        brand,
        trim,
        produced_at,
        person_id,
        lights: order.lights,
        odometer_km: order.odometer_km.map(|km| km.normalize().to_string()),
        fuel_percent: order.fuel_percent.map(|percent| percent.normalize().to_string()),
        paint: order.paint.iter().map(StoredFinding::from).collect(),
        belongings: order.belongings,
        remark: order.remark,
        sent_at,
    };
    act.record(came, Some(id), None)?;
    Ok(())
}

/// Where the people stand: what is there stays when it is the same, and goes when others take its place.
fn kept_people(
    act: &mut Act<'_, '_>,
    people: OrderPeople,
    before: Option<lotdesk_domain::id::Guid>,
) -> Result<Option<lotdesk_domain::id::Guid>, Refusal> {
    let data = PersonalData::Order(people.clone());
    if let Some(id) = before {
        if act.tx.person(id)?.and_then(|person| person.data).as_ref() == Some(&data) {
            return Ok(Some(id));
        }
        if act.tx.erase_person(id, act.now)? {
            let reason = "接车单已更新".to_owned();
            act.record(PersonErased { person_id: id, reason }, Some(id), None)?;
        }
    }
    if people.is_empty() { Ok(None) } else { Ok(Some(persons::keep(act, &data)?)) }
}
