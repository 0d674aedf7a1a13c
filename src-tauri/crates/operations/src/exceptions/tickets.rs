//! Cars without a plate: they come in by a code and leave by it. In the books the code stands in the plate's place, so that
//! the platforms have something to tell two of them apart by.

use lotdesk_domain::lot::LaneKind;
use lotdesk_domain::parking::PlateRead;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{ReadMatched, TicketIssued};

use super::passages::by_plate;
use crate::act::Act;
use crate::api::lane::{ReadFate, ReadReply};
use crate::api::passage::{IssueTicket, LeaveByTicket, Ticket};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::effects::Effect;
use crate::lanes::{fate_word, go_on, open_record, waiting};
use crate::{quotes, words};

/// So many codes are tried before the lot is said to be full of them.
const MOST_TRIES: u32 = 200;

/// `lane.issue_ticket`.
pub(crate) async fn issue(desk: &Desk, who: Who, request: IssueTicket) -> Result<Ticket, Refusal> {
    let lot_name = desk.lot().name.clone();
    let mut ticket = desk
        .act(&who, move |act| {
            let lane = act.lane(request.lane_id, LaneKind::Entry)?;
            let waiting = waiting(act, lane.id, request.read_id)?;
            if waiting.fate != fate_word(ReadFate::NoPlate) {
                return Err(Refusal::new(
                    Code::NotPossibleNow,
                    "凭条只发给无牌车；有牌车请核对车牌后登记",
                    "Tickets are for cars without a plate; enter this one by its plate.",
                ));
            }
            let (code, plate) = free_code(act)?;
            let vehicle = by_plate(plate.clone());
            let read = PlateRead {
                read_id: waiting.read.id,
                lane_id: lane.id,
                vehicle: Some(vehicle.clone()),
                taken_at: waiting.read.taken_at,
                received_at: act.now,
                buffered: false,
                confidence: waiting.read.confidence,
                picture_id: waiting.read.picture_id,
            };
            let standing = quotes::standing(act.tx, &plate, act.now)?;
            let (now, reason) = (act.now, format!("无牌车凭条 {code}"));
            let id = open_record(act, Some(&lane), Some(&read), &vehicle, standing, &lane.area, now, Some(reason))?;
            let fate = fate_word(ReadFate::Entered).to_owned();
            let matched = ReadMatched { lane_id: lane.id, read_id: waiting.read.id, record_id: id, fate };
            act.record(matched, Some(id), Some(waiting.read.id))?;
            act.record(TicketIssued { record_id: id, lane_id: lane.id, code: code.clone() }, Some(id), None)?;
            let (gate_command_id, _) = act.open_gate(lane.id, "read", None, Some(id))?;
            let screen = vec![format!("凭条号 {code}"), "出场时请出示".to_owned()];
            let voice = format!("您的凭条号是{}，出场时请出示", spaced(&code));
            act.effects.push(Effect::Show { lane_id: lane.id, screen, voice });
            let lines = vec![
                lot_name.clone(),
                "无牌车停车凭条".to_owned(),
                format!("凭条号：{code}"),
                format!("入口：{}", lane.name),
                format!("入场：{}", now.to_datetime_text()),
                "请妥善保管，出场时报凭条号".to_owned(),
            ];
            Ok(Ticket { code, record_id: id, plate: plate.to_string(), gate_command_id, lines, printed: false })
        })
        .await?;
    // The car is in: a printer without paper changes nothing of that, and the driver is told the code.
    ticket.printed =
        desk.inner.surroundings.printer().is_some() && desk.inner.surroundings.print_lines(&ticket.lines).is_ok();
    Ok(ticket)
}

/// A code that no car inside has.
fn free_code(act: &Act<'_, '_>) -> Result<(String, Plate), Refusal> {
    for _ in 0..MOST_TRIES {
        let drawn = act.ids.next_guid();
        let drawn = drawn.bytes().iter().fold(0_u64, |sum, byte| sum.wrapping_mul(257).wrapping_add(u64::from(*byte)));
        let code = format!("{:04}", drawn % 10_000);
        let plate = Plate::of_ticket(&code).map_err(Refusal::internal)?;
        if act.tx.inside(&plate)?.is_none() {
            return Ok((code, plate));
        }
    }
    Err(Refusal::new(
        Code::NotPossibleNow,
        "凭条号已用尽，请先清理在场的无牌车",
        "No code is free; clear cars without a plate that are gone first.",
    ))
}

/// `4 0 7 1`, as it is said.
fn spaced(code: &str) -> String {
    code.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// `exit.by_ticket`.
pub(crate) async fn by_ticket(desk: &Desk, who: Who, request: LeaveByTicket) -> Result<ReadReply, Refusal> {
    let code: String = request.code.chars().filter(|c| !c.is_whitespace()).collect();
    let no_code = || Refusal::field("code", "凭条号为 4 位数字", "A code has four digits.");
    let plate = Plate::of_ticket(&code).map_err(|_| no_code())?;
    desk.act(&who, move |act| {
        let lane = act.lane(request.lane_id, LaneKind::Exit)?;
        let waiting = waiting(act, lane.id, request.read_id)?;
        // A car with a plate that is inside has an entry of its own, whatever code it shows.
        if let Some(seen) = &waiting.read.vehicle
            && act.tx.inside(&seen.plate)?.is_some()
        {
            return Err(words::not_waiting_any_more());
        }
        let Some(record) = act.tx.inside(&plate)? else {
            return Err(Refusal::new(
                Code::NoEntry,
                format!("在场车辆中没有凭条号 {code}，请核对，或在候选中按图片选车"),
                format!("No car inside has the code {code}; look again, or choose the car by its picture."),
            )
            .at("code"));
        };
        go_on(act, &lane, waiting.read.id, waiting.read.picture_id, &record)
    })
    .await
}
