//! What a detector's report means, and the plate that an inspector enters.

use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Space, SpaceState};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::order::Coupon;
use lotdesk_domain::parking::{RecordType, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::street::{BayChange, BayReport, StayState, StreetStay};
use lotdesk_ledger::event::{
    SpacesChanged, StayBegan, StayEnded, StayGoesOn, StayMayEnd, StayPlateSet, StoredSpace, StoredVehicle,
};
use lotdesk_ledger::tables::street::StaySearch;

use super::{coupons, is_street, no_such_stay, payment, street_rules};
use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::api::street::{BayOutcome, BayReply, BayReportRequest, PlateSet, SetPlate};
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::{reservations, words};

/// `lot.bay_report`.
pub(crate) async fn report(desk: &Desk, who: Who, request: BayReportRequest) -> Result<BayReply, Refusal> {
    desk.act(&who, move |act| {
        if !is_street(act.lot.kind) {
            return Err(Refusal::field(
                "space_no",
                "仅路内泊位按探测器开始和结束停车；本停车场请用 lot.spaces",
                "Only bays along a street begin and end stays by their detectors; use lot.spaces here.",
            ));
        }
        let space = act
            .lot
            .space(&request.space_no)
            .cloned()
            .ok_or_else(|| Refusal::field("space_no", "没有这个泊位编号", "No bay has this number."))?;
        // A detector whose clock is fast saw the car now; a stay must not begin in the future.
        let report = BayReport { taken: request.taken, at: request.at.min(act.now) };
        let outcome = take(act, &space, report, request.picture_id)?;
        let stay_id = act.tx.newest_stay(&space.space_no)?.map(|(stay, _)| stay.id);
        Ok(BayReply { outcome, stay_id })
    })
    .await
}

/// The same for a report by `lot.spaces`, which knows no moment and no picture.
pub(crate) fn report_state(act: &mut Act<'_, '_>, space: &Space, state: SpaceState) -> Result<(), Refusal> {
    let taken = match state {
        SpaceState::Taken => true,
        SpaceState::Free => false,
        SpaceState::Unknown | SpaceState::Reserved => return show(act, &space.space_no, state),
    };
    take(act, space, BayReport { taken, at: act.now }, None).map(|_| ())
}

fn take(
    act: &mut Act<'_, '_>,
    space: &Space,
    report: BayReport,
    picture_id: Option<Guid>,
) -> Result<BayOutcome, Refusal> {
    let rules = street_rules(act.tx)?;
    let newest = act.tx.newest_stay(&space.space_no)?;
    let change = rules.judge(newest.as_ref().map(|(_, newest)| *newest), report);
    match (change, newest.map(|(stay, _)| stay)) {
        (BayChange::Came, _) => {
            begin(act, space, report.at, picture_id)?;
            Ok(BayOutcome::Began)
        }
        (BayChange::MayHaveGone, Some(stay)) => {
            act.record(StayMayEnd { id: stay.id, at: report.at, picture_id }, Some(stay.id), None)?;
            if rules.is_gone(Some(report.at), act.now) {
                let stay = act.tx.stay(stay.id)?.ok_or_else(no_such_stay)?;
                end(act, &stay)?;
            }
            Ok(BayOutcome::MayHaveEnded)
        }
        (BayChange::StillThere, Some(stay)) => {
            act.record(StayGoesOn { id: stay.id, at: report.at }, Some(stay.id), None)?;
            Ok(BayOutcome::GoesOn)
        }
        (BayChange::GoneAndAnotherCame, Some(stay)) => {
            end(act, &stay)?;
            begin(act, space, report.at, picture_id)?;
            Ok(BayOutcome::EndedAndBegan)
        }
        (BayChange::Nothing, _) if !act.tx.space_states()?.contains_key(&space.space_no) => {
            // The first word of a bay that is free.
            show(act, &space.space_no, if report.taken { SpaceState::Taken } else { SpaceState::Free })?;
            Ok(BayOutcome::Nothing)
        }
        _ => Ok(BayOutcome::Nothing),
    }
}

/// Shows the bay's state on the board and tells the platform (5001).
fn show(act: &mut Act<'_, '_>, space_no: &str, state: SpaceState) -> Result<(), Refusal> {
    if act.tx.space_states()?.get(space_no) == Some(&state) {
        return Ok(());
    }
    let spaces = vec![StoredSpace { space_no: space_no.to_owned(), state }];
    act.record(SpacesChanged { spaces }, None, None)?;
    act.state(&Fact::SpaceChanged { space_no: space_no.to_owned(), state })?;
    Ok(())
}

fn begin(act: &mut Act<'_, '_>, space: &Space, at: Moment, picture_id: Option<Guid>) -> Result<(), Refusal> {
    let began = StayBegan {
        id: act.ids.next_guid(),
        space_no: space.space_no.clone(),
        area: space.area.clone(),
        detector_id: space.detector.as_ref().map(|detector| detector.id),
        at,
        picture_id,
    };
    let stay = began.to_stay();
    let id = stay.id;
    act.record(began, Some(id), None)?;
    act.state(&Fact::StayBegan { stay })?;
    act.state_picture(picture_id, id, true, at)?;
    show(act, &space.space_no, SpaceState::Taken)?;
    act.state_counts()?;
    Ok(())
}

/// The bay has been free for long enough: the stay ended when it became so. What was not paid is owed from now on.
fn end(act: &mut Act<'_, '_>, stay: &StreetStay) -> Result<(), Refusal> {
    let left_at = stay.left_at.unwrap_or(act.now);
    let (quote, stack) = payment::price_until(act.tx, &act.lot, &act.tariffs, stay, left_at, &Coupon::NOTHING)?;
    coupons::settle_at_end(act, stay, left_at, &stack)?;
    let ended = StayEnded {
        id: stay.id,
        left_at,
        fee_fen: quote.fee_fen,
        owed_fen: quote.due_fen,
        record_type: RecordType::Normal,
    };
    act.record(ended, Some(stay.id), None)?;
    let over = act.tx.stay(stay.id)?.ok_or_else(no_such_stay)?;
    let charge_ids = act.tx.charges_of(stay.id)?.into_iter().map(|stored| stored.charge.id).collect();
    let space_no = over.space_no.clone();
    act.state(&Fact::StayEnded { stay: over, charge_ids })?;
    let (_, exit_picture) = act.tx.stay_pictures(stay.id)?;
    act.state_picture(exit_picture, stay.id, false, left_at)?;
    let another_stands_there = act.tx.newest_stay(&space_no)?.is_some_and(|(_, n)| n.state == StayState::Standing);
    if !another_stands_there {
        // No car stands there; the bay may be kept for one all the same.
        let held = reservations::held_spaces(act.tx)?.contains(&space_no);
        show(act, &space_no, if held { SpaceState::Reserved } else { SpaceState::Free })?;
    }
    act.state_counts()?;
    Ok(())
}

/// Ends the stays whose bay has been free for long enough. Called every few seconds; gives how many ended.
pub(crate) async fn settle_bays(desk: &Desk) -> Result<u32, Refusal> {
    let now = desk.now();
    let due = desk
        .look(move |tx| {
            let jitter_ms = i64::from(street_rules(tx)?.jitter_seconds) * 1000;
            Ok(tx.stays_leaving_since(now.plus_ms(-jitter_ms))?)
        })
        .await?;
    let mut ended = 0;
    for stay in due {
        // Each by itself: one that cannot be priced must not keep the others from ending.
        let done = desk
            .act(&desk.who(&Caller::Engine), move |act| {
                let rules = street_rules(act.tx)?;
                let Some(stay) = act.tx.stay(stay.id)? else { return Ok(false) };
                // The detector may have thought better of it meanwhile.
                if stay.state != StayState::Leaving || !rules.is_gone(stay.left_at, act.now) {
                    return Ok(false);
                }
                end(act, &stay)?;
                Ok(true)
            })
            .await;
        match done {
            Ok(over) => ended += u32::from(over),
            Err(why) => tracing::error!(%why, "a stay on the street could not be ended"),
        }
    }
    Ok(ended)
}

/// `street.set_plate`.
pub(crate) async fn set_plate(desk: &Desk, who: Who, request: SetPlate) -> Result<PlateSet, Refusal> {
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    desk.act(&who, move |act| {
        let stay = act.tx.stay(request.stay_id)?.ok_or_else(no_such_stay)?;
        let before = stay.vehicle.clone();
        let class_before = before.as_ref().map_or(VehicleClass::default(), |vehicle| vehicle.class);
        if stay.state == StayState::Left && request.class != class_before {
            return Err(Refusal::field(
                "class",
                "停车已结束并已按原车型计费，不能再改车型",
                "The stay is over and was priced by its class; that cannot change any more.",
            ));
        }
        let vehicle = Vehicle {
            plate,
            plate_color: request.plate_color,
            car_color: before.as_ref().and_then(|vehicle| vehicle.car_color.clone()),
            car_logo: before.as_ref().and_then(|vehicle| vehicle.car_logo.clone()),
            class: request.class,
            tag: before.as_ref().and_then(|vehicle| vehicle.tag.clone()),
        };
        if before.as_ref() != Some(&vehicle) || request.picture_id.is_some() {
            let set =
                StayPlateSet { id: stay.id, vehicle: StoredVehicle::from(&vehicle), picture_id: request.picture_id };
            act.record(set, Some(stay.id), None)?;
            let now = act.now;
            act.state(&Fact::StayCorrected { stay: StreetStay { vehicle: Some(vehicle.clone()), ..stay.clone() } })?;
            act.state_picture(request.picture_id, stay.id, true, now)?;
        }
        let search =
            StaySearch { plate_part: vehicle.plate.to_string(), owing_only: true, limit: 200, ..StaySearch::default() };
        let others = act.tx.search_stays(&search)?;
        let other_debts_fen = others
            .iter()
            .filter(|other| other.id != stay.id)
            .filter(|other| other.vehicle.as_ref().is_some_and(|car| car.plate == vehicle.plate))
            .map(|other| other.owed_fen)
            .sum::<Fen>();
        Ok(PlateSet { vehicle, other_debts_fen })
    })
    .await
}
