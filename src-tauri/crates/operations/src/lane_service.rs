//! Lanes and their devices: taken out of service and put back (5011), lost and found again (5002), motors that fail
//! (2002, event type 1002).

use lotdesk_domain::fact::Fact;
use lotdesk_domain::lot::{EquipmentKind, Lane};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::service::{LaneService, says_motor};
use lotdesk_ledger::event::{DeviceChanged, LaneServiceSet, MotorFailed};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::Done;
use crate::api::refusal::Refusal;
use crate::api::service::{DeviceReport, DeviceView, ServiceView, SetLaneState};
use crate::caller::Who;
use crate::desk::Desk;
use crate::troubles::{Said, in_words};
use crate::{reasons, words};

/// What a device says is cut to so many characters.
const WHY_MOST: usize = 100;

/// `lane.set_state`.
pub(crate) async fn set_state(desk: &Desk, who: Who, request: SetLaneState) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let lane_id = request.lane_id;
        if act.lot.lane(lane_id).is_none() {
            return Err(words::no_such_lane());
        }
        let now = act.tx.lane_service(lane_id)?;
        if now.state == request.state && now.comment == reason {
            return Ok(Done {});
        }
        act.record(LaneServiceSet { lane_id, state: request.state, comment: reason.clone() }, None, None)?;
        act.state(&Fact::LaneStateChanged { lane_id, state: request.state, comment: reason })?;
        Ok(Done {})
    })
    .await
}

/// `lane.device`.
pub(crate) async fn device(desk: &Desk, who: Who, request: DeviceReport) -> Result<Done, Refusal> {
    who.must_speak_for(request.lane_id)?;
    desk.act(&who, move |act| {
        let lane = act.lot.lane(request.lane_id).cloned().ok_or_else(words::no_such_lane)?;
        let said = if request.online { Said::default() } else { Said::new(request.why, request.trouble, WHY_MOST) };
        devices_are(act, &lane, request.device, request.online, &said)?;
        Ok(Done {})
    })
    .await
}

/// The lane's devices of this kind come or go. What is known already is no news, and a device of which nothing was ever
/// heard counts as one that answers.
pub(crate) fn devices_are(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    kind: EquipmentKind,
    online: bool,
    said: &Said,
) -> Result<(), Refusal> {
    let known = act.tx.device_states()?;
    for device in lane.equipment.iter().filter(|device| device.kind == kind) {
        if known.get(&device.id).is_none_or(|known| known.online) == online {
            continue;
        }
        let why = said.words.as_ref().map(|text| text.chars().take(WHY_MOST).collect());
        let (device_id, name, trouble) = (device.id, device.name.clone(), said.stored());
        let changed = DeviceChanged { device_id, name, lane_id: lane.id, online, why, trouble };
        act.record(changed, None, None)?;
        act.state(&Fact::EquipmentChanged { equipment_id: device.id, online })?;
    }
    Ok(())
}

/// A gate is out of order or works again. Of a fault whose words name the motor the platform hears as an event.
pub(crate) fn gate_is(
    act: &mut Act<'_, '_>,
    lane: &Lane,
    online: bool,
    said: &Said,
    at: Moment,
) -> Result<(), Refusal> {
    let told_before = act.tx.lane_fault(lane.id)?.is_some();
    devices_are(act, lane, EquipmentKind::Gate, online, said)?;
    let gate = lane.equipment.iter().find(|device| device.kind == EquipmentKind::Gate);
    let remark = said.words.as_deref().filter(|remark| !online && says_motor(remark));
    let (Some(gate), Some(remark)) = (gate, remark) else {
        return Ok(());
    };
    if told_before {
        return Ok(());
    }
    let remark: String = remark.chars().take(WHY_MOST).collect();
    let event_id = act.ids.next_guid();
    let failed = MotorFailed { event_id, device_id: gate.id, lane_id: lane.id, remark: remark.clone() };
    act.record(failed, None, None)?;
    act.state(&Fact::GateMotorFailed { event_id, equipment_id: gate.id, lane: lane.clone(), at, remark })?;
    Ok(())
}

/// True when nobody is let in by this lane.
pub(crate) fn is_closed(tx: &ReadTx<'_>, lane: &Lane) -> Result<bool, LedgerError> {
    Ok(tx.lane_service(lane.id)?.state == LaneService::Closed)
}

/// How a lane is used, for the board.
pub(crate) fn service_view(tx: &ReadTx<'_>, lane: &Lane) -> Result<ServiceView, LedgerError> {
    let service = tx.lane_service(lane.id)?;
    Ok(ServiceView { state: service.state, comment: service.comment })
}

/// A lane's devices, for the board.
pub(crate) fn device_views(tx: &ReadTx<'_>, lane: &Lane) -> Result<Vec<DeviceView>, LedgerError> {
    let known = tx.device_states()?;
    let view = |device: &lotdesk_domain::lot::Equipment| {
        let lost = known.get(&device.id).filter(|known| !known.online);
        DeviceView {
            id: device.id,
            name: device.name.clone(),
            kind: device.kind,
            online: lost.is_none(),
            lost_since: lost.map(|known| known.since),
            why: lost.and_then(|known| in_words(known.why.as_deref(), known.trouble.as_ref())),
        }
    };
    Ok(lane.equipment.iter().map(view).collect())
}
