//! The lot's set-up, and what detectors know of its spaces.

use std::sync::{Arc, PoisonError};

use lotdesk_domain::fact::Fact;
use lotdesk_domain::lot::{Lot, SpaceState};
use lotdesk_domain::money::Fen;
use lotdesk_ledger::event::{LotSet, SpacesChanged, StoredSpace};

use crate::act::Act;
use crate::api::lot::{SetLot, SpaceReport};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::reservations;
use crate::street::{is_street, report_state};
use crate::surroundings::Surroundings;

pub(crate) async fn set(desk: &Desk, who: Who, request: SetLot) -> Result<Done, Refusal> {
    check(&request.lot)?;
    let lot = Arc::new(request.lot);
    let text = serde_json::to_string(lot.as_ref()).map_err(Refusal::internal)?;
    let this = desk.clone();
    // At the start the devices are set up by the new codes.
    let wired = (who.caller != Caller::Engine).then(|| desk.inner.surroundings.clone());
    desk.put_in_force(async move {
        let new = lot.clone();
        this.act(&who, move |act| {
            let stored = act.tx.lot()?;
            if stored.as_deref() == Some(text.as_str()) {
                return Ok(());
            }
            may_change(act, &new, wired.as_deref())?;
            let before = stored.is_some().then(|| act.described()).transpose()?;
            act.lot = new;
            act.record(LotSet { lot: text }, None, None)?;
            let old = before.as_ref().map(|before| before.lot.clone());
            act.state_described(before)?;
            act.state_counts()?;
            crate::garages::lot_changed(act, old.as_ref())?;
            Ok(())
        })
        .await?;
        *this.inner.lot.write().unwrap_or_else(PoisonError::into_inner) = lot;
        Ok(())
    })
    .await?;
    Ok(Done {})
}

/// What hangs on codes keeps them: cars on their area's, devices on their lane's.
fn may_change(act: &Act<'_, '_>, new: &Lot, wired: Option<&dyn Surroundings>) -> Result<(), Refusal> {
    let used = act.tx.used_by_area()?;
    for area in &act.lot.areas {
        let cars = used.get(&area.code).copied().unwrap_or(0);
        if cars > 0 && !new.areas.iter().any(|kept| kept.code == area.code) {
            let code = &area.code;
            return Err(Refusal::new(
                Code::NotPossibleNow,
                format!("区域 {code} 还有 {cars} 辆车在场，不能删除或改代码；名称可以修改"),
                format!(
                    "{cars} cars are in area {code}: it cannot be taken away and its code stays; its name may change."
                ),
            )
            .at("lot.areas"));
        }
    }
    for (index, lane) in new.lanes.iter().enumerate() {
        let known = act.lot.lane(lane.id).filter(|known| known.code != lane.code);
        let is_wired = |code: &&String| wired.is_some_and(|wired| wired.lane_is_wired(code));
        if let Some(code) = known.map(|known| &known.code).filter(is_wired) {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                format!("车道 {code} 的驱动或令牌按代码设置，不能改代码；名称可以修改"),
                format!(
                    "A driver or a token is set for the lane under the code {code}: it stays; the name may change."
                ),
            )
            .at(format!("lot.lanes[{index}].code")));
        }
    }
    Ok(())
}

/// `lot.current`.
pub(crate) async fn current(desk: &Desk, _who: Who, _request: Nothing) -> Result<SetLot, Refusal> {
    Ok(SetLot { lot: desk.lot().as_ref().clone() })
}

/// `lot.upload`: for a platform that was not there when the lot was set up, or has lost what it was told.
pub(crate) async fn upload(desk: &Desk, who: Who, _request: Nothing) -> Result<Done, Refusal> {
    desk.act(&who, |act| {
        act.state_described(None)?;
        act.state_counts()?;
        crate::garages::lot_changed(act, None)?;
        Ok(Done {})
    })
    .await
}

/// The rules that the lot itself asks for; what the platforms ask for is checked where messages are made.
fn check(lot: &Lot) -> Result<(), Refusal> {
    let unique = |codes: Vec<&str>| {
        let count = codes.len();
        codes.into_iter().collect::<std::collections::BTreeSet<_>>().len() == count
    };
    if lot.park_code.len() != 20 || !lot.park_code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::field("lot.park_code", "停车场编号须为 20 位数字", "The lot's number has 20 digits."));
    }
    if lot.areas.is_empty() || !unique(lot.areas.iter().map(|a| a.code.as_str()).collect()) {
        return Err(Refusal::field(
            "lot.areas",
            "至少需要一个区域，且区域代码不能重复",
            "There must be an area, and area codes must differ.",
        ));
    }
    if !unique(lot.lanes.iter().map(|l| l.code.as_str()).collect()) {
        return Err(Refusal::field("lot.lanes", "车道代码不能重复", "Lane codes must differ."));
    }
    if !(5..=600).contains(&lot.payment.request_wait_seconds) {
        return Err(Refusal::field(
            "lot.payment.request_wait_seconds",
            "等待平台扣款须为 5 至 600 秒",
            "Waiting for the platform to take a fee lasts 5 to 600 seconds.",
        ));
    }
    if !(5..=120).contains(&lot.payment.gate_wait_seconds) {
        return Err(Refusal::field(
            "lot.payment.gate_wait_seconds",
            "等待道闸开启须为 5 至 120 秒",
            "Waiting for a gate to open lasts 5 to 120 seconds.",
        ));
    }
    if lot.payment.refund_limit_fen < Fen::ZERO {
        return Err(Refusal::field(
            "lot.payment.refund_limit_fen",
            "退费限额不能为负",
            "The limit for refunds cannot be below nothing.",
        ));
    }
    for (index, lane) in lot.lanes.iter().enumerate() {
        if !lot.areas.iter().any(|area| area.code == lane.area) {
            return Err(Refusal::field(
                format!("lot.lanes[{index}].area"),
                format!("没有代码为 {} 的区域", lane.area),
                format!("No area has the code {}.", lane.area),
            ));
        }
    }
    check_garages(lot)
}

/// What garages must have for commands and events to find their way.
fn check_garages(lot: &Lot) -> Result<(), Refusal> {
    for (index, garage) in lot.garages.iter().enumerate() {
        let field = |name: &str| format!("lot.garages[{index}].{name}");
        if lot.garages[..index].iter().any(|other| other.code == garage.code) {
            return Err(Refusal::field(field("code"), "车库编号不能重复", "Garage numbers must differ."));
        }
        let twin = |at: usize| garage.passes[..at].iter().any(|other| other.code == garage.passes[at].code);
        if garage.passes.is_empty() || (0..garage.passes.len()).any(twin) {
            return Err(Refusal::field(
                field("passes"),
                "车库至少需要一个出入口，且通道编号不能重复",
                "A garage has a pass, and its passes' numbers differ.",
            ));
        }
        if garage.equipment.is_empty() {
            return Err(Refusal::field(
                field("equipment"),
                "车库至少需要一台设备，例如控制装置",
                "A garage has a device, such as its controller.",
            ));
        }
    }
    let unknown = |code: &String| lot.garage(code).is_none();
    match lot.spaces.iter().position(|space| space.garage.as_ref().is_some_and(unknown)) {
        None => Ok(()),
        Some(index) => Err(Refusal::field(
            format!("lot.spaces[{index}].garage"),
            "没有这个编号的车库",
            "No garage has this number.",
        )),
    }
}

pub(crate) async fn spaces(desk: &Desk, who: Who, request: SpaceReport) -> Result<Done, Refusal> {
    if !(1..=1000).contains(&request.spaces.len()) {
        return Err(Refusal::field("spaces", "一次上报 1 至 1000 个车位", "Report 1 to 1000 spaces at once."));
    }
    desk.act(&who, move |act| {
        let known: std::collections::HashSet<&str> = act.lot.spaces.iter().map(|s| s.space_no.as_str()).collect();
        if let Some(index) = request.spaces.iter().position(|s| !known.contains(s.space_no.as_str())) {
            return Err(Refusal::field(
                format!("spaces[{index}].space_no"),
                "没有这个车位编号",
                "No space has this number.",
            ));
        }
        if is_street(act.lot.kind) {
            let lot = act.lot.clone();
            for report in &request.spaces {
                let space = lot.space(&report.space_no).ok_or_else(|| Refusal::internal("a known bay is gone"))?;
                report_state(act, space, report.state)?;
            }
            return Ok(());
        }
        let states = act.tx.space_states()?;
        let held = reservations::held_spaces(act.tx)?;
        let mut changed = request.spaces;
        for space in &mut changed {
            // No car stands there; the space is kept for one all the same.
            if space.state == SpaceState::Free && held.contains(&space.space_no) {
                space.state = SpaceState::Reserved;
            }
        }
        changed.retain(|space| states.get(&space.space_no) != Some(&space.state));
        if changed.is_empty() {
            return Ok(());
        }
        let spaces = changed.iter().map(|s| StoredSpace { space_no: s.space_no.clone(), state: s.state }).collect();
        act.record(SpacesChanged { spaces }, None, None)?;
        let in_garage = |space_no: &str| act.lot.spaces.iter().any(|s| s.space_no == space_no && s.garage.is_some());
        let garages = changed.iter().any(|space| in_garage(&space.space_no));
        for space in changed {
            act.state(&Fact::SpaceChanged { space_no: space.space_no, state: space.state })?;
        }
        if garages {
            crate::garages::tell_figures(act)?;
        }
        Ok(())
    })
    .await?;
    Ok(Done {})
}
