//! One plate's history across parking, charging, garage, violations, inspections and repairs, on one time line. What is
//! somebody's (numbers of the car's papers, where it was fined) is masked; asked for with a reason, it is shown, and the
//! journal has who looked and why. Repairs are the shop's own: whoever is not of it is not told whether there are any.

use std::collections::BTreeMap;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::operator::Permission;
use lotdesk_domain::parking::{ParkingRecord, RecordState};
use lotdesk_domain::person::{mask_name, mask_number};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::street::StayState;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::HistoryShown;
use lotdesk_ledger::tables::street::StaySearch;
use serde::Serialize;

use crate::api::history::{CarHistory, CarHistoryRequest, HistoryItem, HistoryKind};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::{reasons, words};

/// So many of each kind, the newest.
const MOST: u32 = 200;

/// What the asker's role may see, and whether in full.
#[derive(Clone, Copy)]
struct Sight {
    repair: bool,
    other_lots: bool,
    /// Whether the papers of violations and inspections are shown where they are asked for.
    papers: bool,
    shown: bool,
}

impl Sight {
    fn of(who: &Who, shown: bool) -> Self {
        let may = |permission| who.must_hold(permission).is_ok();
        Self {
            repair: may(Permission::Repair),
            other_lots: may(Permission::Etcp),
            papers: may(Permission::Violations),
            shown,
        }
    }

    fn withheld(self) -> Vec<HistoryKind> {
        let kinds = [(HistoryKind::Repair, self.repair), (HistoryKind::OtherLot, self.other_lots)];
        kinds.into_iter().filter(|(_, seen)| !seen).map(|(kind, _)| kind).collect()
    }
}

/// `car.history`.
pub(crate) async fn history(desk: &Desk, who: Who, request: CarHistoryRequest) -> Result<CarHistory, Refusal> {
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let reason = request.reason.as_deref().map(reasons::reason).transpose()?;
    let sight = Sight::of(&who, reason.is_some());
    match reason {
        None => desk.look(move |tx| of(tx, &plate, sight)).await,
        // Written down before it is shown.
        Some(reason) => {
            desk.act(&who, move |act| {
                act.record(HistoryShown { plate: plate.clone(), reason }, None, None)?;
                of(act.tx, &plate, sight)
            })
            .await
        }
    }
}

fn of(tx: &ReadTx<'_>, plate: &Plate, sight: Sight) -> Result<CarHistory, Refusal> {
    let mut items = Vec::new();
    for record in tx.records_of(plate, MOST)? {
        items.push(stay(&record));
    }
    in_bays(tx, plate, &mut items)?;
    charging(tx, plate, &mut items)?;
    garages(tx, plate, &mut items)?;
    violations(tx, plate, sight, &mut items)?;
    if sight.other_lots {
        other_lots(tx, plate, &mut items)?;
    }
    if sight.repair {
        repairs(tx, plate, sight, &mut items)?;
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.at, item.kind)));
    Ok(CarHistory { plate: plate.to_string(), items, withheld: sight.withheld(), shown: sight.shown })
}

fn item(kind: HistoryKind, at: Moment, state: impl Into<String>) -> HistoryItem {
    HistoryItem {
        at,
        until: None,
        kind,
        state: state.into(),
        amount_fen: None,
        record_id: None,
        words: BTreeMap::new(),
    }
}

/// The contract's own word of a closed list.
fn word<T: Serialize>(value: &T) -> Result<String, Refusal> {
    let value = serde_json::to_value(value).map_err(Refusal::internal)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn said<const N: usize>(words: [(&str, String); N]) -> BTreeMap<String, String> {
    words.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.to_owned(), text)).collect()
}

fn positive(amount: Fen) -> Option<Fen> {
    amount.is_positive().then_some(amount)
}

fn stay(record: &ParkingRecord) -> HistoryItem {
    let state = match record.state {
        RecordState::Inside => "inside",
        RecordState::Left => "left",
        RecordState::Cancelled => "cancelled",
    };
    HistoryItem {
        until: record.left_at,
        amount_fen: positive(record.received_fen),
        record_id: Some(record.id),
        words: said([("area", record.area.clone())]),
        ..item(HistoryKind::Parking, record.entered_at, state)
    }
}

fn in_bays(tx: &ReadTx<'_>, plate: &Plate, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    let search = StaySearch { plate_part: plate.to_string(), limit: MOST, ..StaySearch::default() };
    for stay in tx.search_stays(&search)? {
        if stay.vehicle.as_ref().is_none_or(|vehicle| vehicle.plate != *plate) {
            continue;
        }
        let state = if stay.state == StayState::Left { "left" } else { "inside" };
        items.push(HistoryItem {
            until: stay.left_at,
            amount_fen: positive(stay.received_fen),
            words: said([("space", stay.space_no)]),
            ..item(HistoryKind::Street, stay.entered_at, state)
        });
    }
    Ok(())
}

fn charging(tx: &ReadTx<'_>, plate: &Plate, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    for order in tx.charge_orders_of_plate(plate, MOST)? {
        let totals = order.totals();
        items.push(HistoryItem {
            until: order.ended_at,
            amount_fen: positive(totals.total_fen()),
            record_id: order.record_id,
            words: said([("connector", order.connector_id.clone()), ("energy", totals.energy.to_string())]),
            ..item(HistoryKind::Charging, order.started_at.unwrap_or(order.asked_at), word(&order.state)?)
        });
    }
    Ok(())
}

fn garages(tx: &ReadTx<'_>, plate: &Plate, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    for command in tx.garage_commands_of(plate, MOST)? {
        items.push(HistoryItem {
            until: command.ended_at,
            record_id: command.record_id,
            words: said([
                ("work", word(&command.work)?),
                ("space", command.space_no.clone()),
                ("why", command.why.clone().unwrap_or_default()),
            ]),
            ..item(HistoryKind::Garage, command.asked_at, word(&command.state)?)
        });
    }
    Ok(())
}

fn violations(tx: &ReadTx<'_>, plate: &Plate, sight: Sight, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    let shown = sight.shown && sight.papers;
    let mask = |text: &str| if shown { text.to_owned() } else { mask_name(text) };
    for known in tx.violations_of(plate.as_str())? {
        let violation = known.violation;
        items.push(HistoryItem {
            amount_fen: positive(violation.fine_fen),
            words: said([
                ("reason", violation.reason.clone()),
                ("points", violation.points.to_string()),
                ("where", mask(&violation.address)),
            ]),
            ..item(
                HistoryKind::Violation,
                Moment::from_datetime_text(&violation.time).unwrap_or(known.changed_at),
                word(&violation.processing)?,
            )
        });
    }
    for inspection in tx.inspections_of(plate.as_str(), MOST)? {
        items.push(item(HistoryKind::Inspection, inspection.created_at, word(&inspection.state)?));
    }
    Ok(())
}

fn other_lots(tx: &ReadTx<'_>, plate: &Plate, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    for stay in tx.etcp_stays_of(plate.as_str(), MOST)? {
        let state = if stay.left_at.is_some() { "left" } else { "inside" };
        items.push(HistoryItem {
            until: stay.left_at,
            amount_fen: stay.receivable_fen.and_then(positive),
            words: said([("lot", stay.park_name.clone())]),
            ..item(HistoryKind::OtherLot, stay.entered_at, state)
        });
    }
    Ok(())
}

fn repairs(tx: &ReadTx<'_>, plate: &Plate, sight: Sight, items: &mut Vec<HistoryItem>) -> Result<(), Refusal> {
    for stored in tx.past_repairs(plate.as_str(), "", MOST)? {
        let form = stored.repair.to_form();
        let vin = if sight.shown { form.vin.clone() } else { mask_number(&form.vin) };
        items.push(HistoryItem {
            words: said([("code", form.cost_list_code.clone()), ("fault", form.fault.clone()), ("vin", vin)]),
            ..item(HistoryKind::Repair, stored.settled_at.unwrap_or(stored.created_at), word(&stored.state)?)
        });
    }
    Ok(())
}
