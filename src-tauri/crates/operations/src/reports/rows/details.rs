//! Reports line by line.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::table::Cell;
use lotdesk_ledger::event::Event;
use lotdesk_ledger::tables::payment_lines;
use lotdesk_ledger::{ReadTx, Recorded};

use super::{About, Place, Take};
use crate::api::refusal::Refusal;
use crate::reconcile;
use crate::reports::words;

const DAY_MS: i64 = 24 * 3_600_000;

fn moment(at: Option<Moment>) -> Cell<'static> {
    at.map_or(Cell::Empty, Cell::Moment)
}

pub(super) fn payments(
    tx: &ReadTx<'_>,
    about: &About,
    after: Place,
    limit: u32,
    take: Take<'_>,
) -> Result<Option<Place>, Refusal> {
    let language = about.language;
    let begin = if after == Place::default() {
        payment_lines::Place::before(about.span.from())
    } else {
        payment_lines::Place { paid_at: Moment(after.0), no: after.1 }
    };
    let mut rows = 0;
    let last = tx.each_payment(begin, about.span.before(), limit, &mut |line| {
        rows += 1;
        take(&[
            Cell::Moment(line.place.paid_at),
            Cell::Text(line.order_no),
            line.plate.map_or(Cell::Empty, Cell::Text),
            moment(line.entered_at),
            moment(line.left_at),
            Cell::Money(line.receivable_fen),
            Cell::Money(line.discount_fen),
            Cell::Money(line.received_fen),
            Cell::Money(line.refunded_fen),
            Cell::Text(words::pay_type(line.pay_type, language)),
            Cell::Text(line.pay_from),
            Cell::Text(about.lane(line.lane_id)),
            Cell::Text(about.who(line.operator_id.unwrap_or(line.origin))),
            Cell::Text(words::ending(line.ending, language)),
        ])
    })?;
    Ok(last.filter(|_| rows == limit).map(|place| Place(place.paid_at.0, place.no)))
}

pub(super) fn stays(
    tx: &ReadTx<'_>,
    about: &About,
    after: Place,
    limit: u32,
    take: Take<'_>,
) -> Result<Option<Place>, Refusal> {
    let (language, span) = (about.language, about.span);
    let mut rows = 0;
    let last = tx.each_stay(after.0, span.from(), span.before(), limit, &mut |line| {
        rows += 1;
        let area = about.lot.areas.iter().find(|area| area.code == line.area);
        take(&[
            Cell::Text(line.plate),
            Cell::Text(words::standing(line.standing, language)),
            Cell::Text(area.map_or(line.area, |area| &area.name)),
            Cell::Moment(line.entered_at),
            Cell::Text(about.lane(line.entry_lane)),
            moment(line.left_at),
            Cell::Text(about.lane(line.exit_lane)),
            Cell::Text(words::state(line.state, line.record_type, language)),
            Cell::Money(line.receivable_fen),
            Cell::Money(line.discount_fen),
            Cell::Money(line.received_fen),
        ])
    })?;
    Ok(last.filter(|_| rows == limit).map(|no| Place(no, 0)))
}

pub(super) fn releases(
    tx: &ReadTx<'_>,
    about: &About,
    after: Place,
    limit: u32,
    take: Take<'_>,
) -> Result<Option<Place>, Refusal> {
    let events = tx.releases(after.0, about.span.from(), about.span.before(), limit)?;
    let full = u32::try_from(events.len()).is_ok_and(|count| count == limit);
    let last = events.last().map(|event| Place(event.seq, 0));
    for event in &events {
        if !release(tx, about, event, take)? {
            return Ok(None);
        }
    }
    Ok(last.filter(|_| full))
}

fn release(tx: &ReadTx<'_>, about: &About, recorded: &Recorded, take: Take<'_>) -> Result<bool, Refusal> {
    let operator = recorded.actor.operator.map(|id| id.to_string());
    let who = about.who(operator.as_deref().unwrap_or(&recorded.actor.origin));
    let at = Cell::Moment(recorded.at);
    Ok(match &recorded.event {
        Event::Charged(charged) => {
            let lane = charged.lane_id.map(|id| id.to_string());
            let plate = match tx.record(charged.record_id)? {
                Some(record) => Some(record.vehicle.plate),
                None => tx.stay(charged.record_id)?.and_then(|stay| stay.vehicle).map(|vehicle| vehicle.plate),
            };
            let let_off = charged.let_off.as_ref();
            let approver = let_off.map(|let_off| let_off.approver.to_string());
            take(&[
                Cell::Text(who),
                at,
                Cell::Text(about.pick("免费放行", "Free pass")),
                Cell::Text(about.lane(lane.as_deref())),
                plate.as_ref().map_or(Cell::Empty, |plate| Cell::Text(plate.as_str())),
                Cell::Money(charged.discount_fen),
                let_off.map_or(Cell::Empty, |let_off| Cell::Text(&let_off.reason)),
                approver.as_deref().map_or(Cell::Empty, |id| Cell::Text(about.who(id))),
            ])
        }
        Event::GateCommanded(gate) => {
            let lane = gate.lane_id.to_string();
            take(&[
                Cell::Text(who),
                at,
                Cell::Text(about.pick("手动开闸", "Opened by hand")),
                Cell::Text(about.lane(Some(&lane))),
                Cell::Empty,
                Cell::Empty,
                gate.reason.as_deref().map_or(Cell::Empty, Cell::Text),
                Cell::Empty,
            ])
        }
        _ => true,
    })
}

pub(super) fn arrears(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    tx.each_arrears(about.span.from(), about.span.before(), &mut |line| {
        let days = line.left_at.map_or(0, |left_at| about.now.ms_since(left_at) / DAY_MS);
        take(&[
            Cell::Text(if line.street { about.pick("路边", "Street") } else { about.pick("场内", "Lot") }),
            line.plate.as_deref().map_or(Cell::Empty, Cell::Text),
            Cell::Text(&line.reference),
            moment(line.entered_at),
            moment(line.left_at),
            Cell::Money(line.amount_fen),
            Cell::Money(line.paid_fen),
            Cell::Money(line.open_fen()),
            Cell::Number(days),
        ])
    })?;
    Ok(())
}

pub(super) fn reconciliation(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let days = lotdesk_domain::reconcile::days(about.span.first, about.span.last);
    let compared = reconcile::compare_days(tx, days, None, &about.lot.park_code)?;
    for found in &compared.differences {
        let difference = &found.difference;
        let report = if found.report_waits { about.pick("上报未送达", "Our report waits") } else { "" };
        let row = [
            Cell::Text(&difference.order_no),
            Cell::Text(words::way(difference.way, about.language)),
            Cell::Text(words::disagreement(difference.what, about.language)),
            Cell::Moment(difference.at),
            Cell::Money(difference.ours_fen),
            Cell::Money(difference.theirs_fen),
            Cell::Money(difference.ours_fen - difference.theirs_fen),
            Cell::Text(report),
        ];
        if !take(&row) {
            break;
        }
    }
    Ok(())
}
