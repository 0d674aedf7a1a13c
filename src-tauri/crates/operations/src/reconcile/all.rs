//! The ledger held against gates, city platform, payment channels and drawers, each by itself. What a side says nothing of
//! (a day without a bill or a file) is told as not compared and never as agreed.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use lotdesk_domain::channel_bill::ChannelLine;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lot::{Lot, LotKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::RecordState;
use lotdesk_domain::payment::PayChannel;
use lotdesk_domain::reconcile::{Class, Difference, Line, MoneyWay, Rules, Settlement, Side, compare, days};
use lotdesk_domain::tariff::TariffHistory;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::Event;
use lotdesk_ledger::tables::money::StoredCharge;

use super::{MOST_DAYS, report_waits, start_of};
use crate::api::reconcile_all::{
    ComparedShift, ComparedSide, FoundDifference, ReconcileDays, ReconciledAll, SettledView,
};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::{quotes, refunds};

/// Clocks differ, and a bill has whole seconds.
const CITY_SLACK_MS: i64 = 5 * 60_000;
/// A number is typed in some minutes after the driver has paid.
const CHANNEL_SLACK_MS: i64 = 15 * 60_000;

/// `reconcile.all`.
pub(crate) async fn all(desk: &Desk, _who: Who, request: ReconcileDays) -> Result<ReconciledAll, Refusal> {
    let span = span_of(desk.now(), &request)?;
    let (lot, tariffs, today) = (desk.lot(), desk.tariffs(), desk.now().to_china().date());
    desk.look(move |tx| reconcile(tx, &lot, &tariffs, span, today)).await
}

/// The days asked for, when they are days that one can ask for.
pub(super) fn span_of(now: Moment, request: &ReconcileDays) -> Result<(NaiveDate, NaiveDate), Refusal> {
    let (first, last) = (request.first_day, request.last_day.unwrap_or(request.first_day));
    if last < first || last > now.to_china().date() {
        return Err(Refusal::field(
            "last_day",
            "结束日期不能早于开始日期，也不能晚于今天",
            "The last day lies before the first, or in the future.",
        ));
    }
    if last.signed_duration_since(first).num_days() >= MOST_DAYS {
        return Err(Refusal::field("last_day", "一次最多对账 31 天", "Compare 31 days at most."));
    }
    Ok((first, last))
}

/// What one side and the ledger say of a period.
struct Compared {
    side: Side,
    channel: Option<PayChannel>,
    shift: Option<ComparedShift>,
    missing_days: Vec<NaiveDate>,
    ours: Vec<Line>,
    theirs: Vec<Line>,
    differences: Vec<Difference>,
}

impl Compared {
    fn of(side: Side, channel: Option<PayChannel>, ours: Vec<Line>, theirs: Vec<Line>, rules: Rules) -> Self {
        let differences = compare(side, &ours, &theirs, rules);
        Self { side, channel, shift: None, missing_days: Vec::new(), ours, theirs, differences }
    }
}

pub(super) fn reconcile(
    tx: &ReadTx<'_>,
    lot: &Arc<Lot>,
    tariffs: &TariffHistory,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<ReconciledAll, Refusal> {
    let (from, before) = (start_of(first), start_of(last).plus_minutes(24 * 60));
    let mut compared = vec![gates(tx, lot, tariffs, from, before)?, city(tx, lot, first, last)?];
    for channel in PayChannel::ALL {
        compared.extend(channel_side(tx, channel, first, last)?);
    }
    compared.push(drawers(tx, from, before)?);
    compared.extend(super::drawers::shifts(tx, from, before)?.into_iter().map(|(shift, ours, theirs)| {
        let rules = Rules { slack_ms: 0, sums: true };
        Compared { shift: Some(shift), ..Compared::of(Side::Drawer, None, vec![ours], vec![theirs], rules) }
    }));
    let (mut sides, mut differences) = (Vec::new(), Vec::new());
    for one in compared {
        let mut found = Vec::new();
        for difference in one.differences {
            found.push(found_difference(tx, difference, one.channel, (first, last) == (today, today))?);
        }
        let open = found.iter().filter(|difference| difference.settled.is_none()).count();
        sides.push(ComparedSide {
            side: one.side,
            channel: one.channel,
            shift: one.shift,
            missing_days: one.missing_days,
            ours: count(&one.ours),
            ours_fen: sum(&one.ours),
            theirs: count(&one.theirs),
            theirs_fen: sum(&one.theirs),
            open: u32::try_from(open).unwrap_or(u32::MAX),
        });
        differences.append(&mut found);
    }
    let open = sides.iter().map(|side| side.open).sum();
    Ok(ReconciledAll { sides, differences, open })
}

fn count(lines: &[Line]) -> u32 {
    u32::try_from(lines.iter().filter(|line| line.done).count()).unwrap_or(u32::MAX)
}

fn sum(lines: &[Line]) -> Fen {
    let signed = |line: &Line| if line.way == MoneyWay::Refunded { -line.amount_fen } else { line.amount_fen };
    lines.iter().filter(|line| line.done).map(signed).sum()
}

/// What the gates did: cars that left owing something that nobody booked, exits opened by hand, money for a stay that was none.
fn gates(
    tx: &ReadTx<'_>,
    lot: &Lot,
    tariffs: &TariffHistory,
    from: Moment,
    before: Moment,
) -> Result<Compared, Refusal> {
    let (mut ours, mut theirs, mut more) = (Vec::new(), Vec::new(), Vec::new());
    let stays = if lot.kind == LotKind::OnStreet { Vec::new() } else { tx.left_between(from, before)? };
    for id in stays {
        let Some(record) = tx.record(id)?.filter(|record| record.state == RecordState::Left) else { continue };
        let left_at = record.left_at.unwrap_or(from);
        let owed = quotes::quote(tx, lot, tariffs, &record, left_at)?.due_fen;
        let line = |amount_fen| Line {
            key: id.to_string(),
            way: MoneyWay::Paid,
            amount_fen,
            at: left_at,
            done: true,
            note: record.vehicle.plate.to_string(),
        };
        if record.receivable_fen.is_positive() {
            ours.push(line(record.receivable_fen));
        }
        if (record.receivable_fen + owed).is_positive() {
            theirs.push(line(record.receivable_fen + owed));
        }
    }
    for recorded in tx.releases(0, from, before, 2_000)? {
        let Event::GateCommanded(gate) = &recorded.event else { continue };
        if lot.lane(gate.lane_id).is_none_or(|lane| lane.kind != lotdesk_domain::lot::LaneKind::Exit) {
            continue;
        }
        more.push(Difference {
            side: Side::Gate,
            class: Class::MissingHere,
            key: gate.command_id.to_string(),
            way: MoneyWay::Paid,
            ours_fen: None,
            theirs_fen: None,
            ours_at: None,
            theirs_at: Some(recorded.at),
            note: gate.reason.clone().unwrap_or_default(),
        });
    }
    for paid in tx.charges_between(from, before)? {
        let cancelled = tx.record(paid.charge.record_id)?.filter(|record| record.state == RecordState::Cancelled);
        if let Some(record) = cancelled.filter(|_| kept(&paid).is_positive()) {
            more.push(Difference {
                side: Side::Gate,
                class: Class::State,
                key: paid.charge.id.to_string(),
                way: MoneyWay::Paid,
                ours_fen: Some(kept(&paid)),
                theirs_fen: None,
                ours_at: Some(paid.charge.paid_at),
                theirs_at: record.left_at,
                note: record.vehicle.plate.to_string(),
            });
        }
    }
    let rules = Rules { slack_ms: i64::MAX, sums: false };
    let mut compared = Compared::of(Side::Gate, None, ours, theirs, rules);
    compared.differences.append(&mut more);
    Ok(compared)
}

/// What of a payment is neither given back nor to be.
fn kept(paid: &StoredCharge) -> Fen {
    paid.charge.received_fen - paid.extra_fen.max(paid.refunded_fen)
}

fn paid_line(key: String, paid: &StoredCharge) -> Line {
    Line {
        key,
        way: MoneyWay::Paid,
        amount_fen: paid.charge.received_fen,
        at: paid.charge.paid_at,
        done: true,
        note: String::new(),
    }
}

/// A side's lines of a period, and those around it: what one side has before midnight the other may have after it.
#[derive(Default)]
struct Lines {
    within: Vec<Line>,
    around: Vec<Line>,
}

impl Lines {
    fn push(&mut self, line: Line, within: bool) {
        if within { self.within.push(line) } else { self.around.push(line) }
    }
}

/// So far around a period the other side's line is looked for: a number may be typed in on the next morning.
const AROUND_MINUTES: i64 = 24 * 60;

/// Compares a period. What one side lacks in it and has just before or after it is no difference but of time.
fn compared_with_around(
    side: Side,
    channel: Option<PayChannel>,
    mut ours: Lines,
    mut theirs: Lines,
    rules: Rules,
) -> Compared {
    // What has its partner around the period too is nobody's here.
    leave_unpaired(&mut ours.around, &mut theirs.around);
    let mut compared = Compared::of(side, channel, ours.within, theirs.within, rules);
    compared.differences.retain_mut(|difference| {
        let (around, amount, at) = match difference.class {
            Class::MissingHere => (&mut ours.around, difference.theirs_fen, difference.theirs_at),
            Class::MissingThere => (&mut theirs.around, difference.ours_fen, difference.ours_at),
            _ => return true,
        };
        let fits = |line: &Line| {
            line.key == difference.key && line.way == difference.way && line.done && Some(line.amount_fen) == amount
        };
        let Some(partner) = around.iter().position(fits).map(|index| around.remove(index)) else { return true };
        if at.is_some_and(|at| at.ms_since(partner.at).saturating_abs() <= rules.slack_ms) {
            return false;
        }
        if difference.class == Class::MissingHere {
            (difference.ours_fen, difference.ours_at) = (amount, Some(partner.at));
        } else {
            (difference.theirs_fen, difference.theirs_at) = (amount, Some(partner.at));
        }
        difference.class = Class::Time;
        true
    });
    compared
}

/// Takes out what both sides have.
fn leave_unpaired(ours: &mut Vec<Line>, theirs: &mut Vec<Line>) {
    ours.retain(|line| {
        let same = |other: &Line| {
            (&other.key, other.way, other.amount_fen, other.done) == (&line.key, line.way, line.amount_fen, line.done)
        };
        match theirs.iter().position(same) {
            Some(index) => {
                theirs.remove(index);
                false
            }
            None => true,
        }
    });
}

/// The city platform's bill, on the days on which it was asked for.
fn city(tx: &ReadTx<'_>, lot: &Lot, first: NaiveDate, last: NaiveDate) -> Result<Compared, Refusal> {
    let (mut ours, mut theirs, mut missing_days) = (Lines::default(), Lines::default(), Vec::new());
    let around = (first.pred_opt().unwrap_or(first), last.succ_opt().unwrap_or(last));
    for day in days(around.0, around.1) {
        let (asked_for, has_bill) = (first <= day && day <= last, tx.city_bill(day)?.is_some());
        if asked_for && !has_bill {
            missing_days.push(day);
        }
        let within = asked_for && has_bill;
        let (from, before) = (start_of(day), start_of(day).plus_minutes(24 * 60));
        for paid in tx.charges_between(from, before)? {
            ours.push(paid_line(paid.charge.order_no.clone(), &paid), within);
        }
        for refund in tx.refunds_between(from, before)? {
            let line = Line {
                key: refund.refund.order_no,
                way: MoneyWay::Refunded,
                amount_fen: refund.refund.amount_fen,
                at: refund.refund.at,
                done: true,
                note: String::new(),
            };
            ours.push(line, within);
        }
        if !has_bill {
            continue;
        }
        // The bill is the account's, not the lot's.
        let of_lot = |code: &Option<String>| code.as_deref().is_none_or(|code| code == lot.park_code);
        for order in tx.city_orders(day)?.into_iter().filter(|order| of_lot(&order.park_code)) {
            let line = Line {
                key: order.order_no,
                way: order.way.unwrap_or(MoneyWay::Paid),
                amount_fen: Fen(order.received_fen.0.saturating_abs()),
                at: order.paid_at,
                done: order.way.is_some(),
                note: order.plate.unwrap_or_default(),
            };
            theirs.push(line, within);
        }
    }
    let rules = Rules { slack_ms: CITY_SLACK_MS, sums: true };
    Ok(Compared { missing_days, ..compared_with_around(Side::City, None, ours, theirs, rules) })
}

/// A channel's files; none where the ledger has nothing of it in the period and no file is about it.
fn channel_side(
    tx: &ReadTx<'_>,
    channel: PayChannel,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Option<Compared>, Refusal> {
    let files: Vec<_> = tx.channel_files(first, last)?.into_iter().filter(|file| file.channel == channel).collect();
    let covered = |day: NaiveDate| files.iter().any(|file| file.first_day <= day && day <= file.last_day);
    let (from, before) = (start_of(first), start_of(last).plus_minutes(24 * 60));
    let asked_for = |at: Moment| from <= at && at < before;
    let within = |at: Moment| asked_for(at) && covered(at.to_china().date());
    let around = (from.plus_minutes(-AROUND_MINUTES), before.plus_minutes(AROUND_MINUTES));
    let (mut ours, mut theirs) = (Lines::default(), Lines::default());
    let mut any = !files.is_empty();
    for paid in tx.charges_between(around.0, around.1)? {
        let Some(trade_no) = paid.trade.number.clone().filter(|_| paid.trade.channel == Some(channel)) else {
            continue;
        };
        let at = paid.charge.paid_at;
        any |= asked_for(at);
        ours.push(paid_line(trade_no, &paid), within(at));
    }
    for refund in tx.refunds_between(around.0, around.1)? {
        let Some(paid) = tx.charge(refund.refund.charge_id)?.filter(|paid| paid.trade.channel == Some(channel)) else {
            continue;
        };
        let key = paid.trade.number.clone().unwrap_or_default();
        let (amount_fen, at) = (refund.refund.amount_fen, refund.refund.at);
        any |= asked_for(at);
        let line = Line { key, way: MoneyWay::Refunded, amount_fen, at, done: true, note: String::new() };
        ours.push(line, within(at));
    }
    if !any {
        return Ok(None);
    }
    for line in lines_once(tx.channel_lines(around.0, around.1)?, channel) {
        let asked_for = asked_for(line.at);
        theirs.push(line, asked_for);
    }
    let rules = Rules { slack_ms: CHANNEL_SLACK_MS, sums: false };
    let missing_days = days(first, last).filter(|day| !covered(*day)).collect();
    let compared = compared_with_around(Side::Channel, Some(channel), ours, theirs, rules);
    Ok(Some(Compared { missing_days, ..compared }))
}

/// The lines of a channel. The same day downloaded twice has its lines in two files: what an earlier file has already is
/// left out of a later one, line for line; what one file has twice it has twice.
fn lines_once(lines: Vec<(String, ChannelLine)>, channel: PayChannel) -> Vec<Line> {
    let mut seen: BTreeSet<(String, MoneyWay, i64, i64, bool, usize)> = BTreeSet::new();
    let mut in_file: std::collections::BTreeMap<(String, String, MoneyWay, i64, i64, bool), usize> =
        std::collections::BTreeMap::new();
    let mut once = Vec::new();
    for (digest, line) in lines.into_iter().filter(|(_, line)| line.channel == channel) {
        let times = in_file
            .entry((digest, line.trade_no.clone(), line.way, line.amount_fen.0, line.at.0, line.done))
            .and_modify(|times| *times += 1)
            .or_insert(0);
        if seen.insert((line.trade_no.clone(), line.way, line.amount_fen.0, line.at.0, line.done, *times)) {
            let note = line.our_no.map_or_else(|| line.words.clone(), |ours| format!("{} {ours}", line.words));
            once.push(Line {
                key: line.trade_no,
                way: line.way,
                amount_fen: line.amount_fen,
                at: line.at,
                done: line.done,
                note,
            });
        }
    }
    once
}

/// Cash by payments and refunds against what the drawers' accounts got and gave.
fn drawers(tx: &ReadTx<'_>, from: Moment, before: Moment) -> Result<Compared, Refusal> {
    let cash = tx.cash_and_drawers(from, before)?;
    let line =
        |way, amount_fen| Line { key: "cash".to_owned(), way, amount_fen, at: from, done: true, note: String::new() };
    let ours = vec![line(MoneyWay::Paid, cash.paid_fen), line(MoneyWay::Refunded, cash.refunded_fen)];
    let theirs = vec![line(MoneyWay::Paid, cash.drawers_in_fen), line(MoneyWay::Refunded, cash.drawers_out_fen)];
    Ok(Compared::of(Side::Drawer, None, ours, theirs, Rules { slack_ms: 0, sums: true }))
}

fn found_difference(
    tx: &ReadTx<'_>,
    difference: Difference,
    channel: Option<PayChannel>,
    of_today: bool,
) -> Result<FoundDifference, Refusal> {
    let record_id = record_of(tx, &difference, channel)?;
    let plate = record_id.map(|id| refunds::plate(tx, id)).transpose()?.filter(|plate| !plate.is_empty());
    let waits = difference.side == Side::City
        && difference.class == Class::MissingThere
        && report_waits(tx, &difference.key, difference.way)?;
    let id = difference.id();
    let name = |id: Option<Guid>| -> Result<Option<String>, Refusal> {
        Ok(id.map(|id| tx.operator(id)).transpose()?.flatten().map(|operator| operator.name))
    };
    let settled = match tx.settlement(&id)? {
        Some(done) => Some(SettledView {
            how: done.how,
            reason: done.reason,
            operator: name(done.operator)?,
            approver: name(done.approver)?,
            at: done.at,
            moved_fen: done.moved_fen,
        }),
        None => None,
    };
    let may = may(&difference, settled.as_ref().map(|settled| settled.how), of_today);
    let would_move_fen = if may.contains(&Settlement::PutRight) { difference.lacking_fen() } else { Fen::ZERO };
    Ok(FoundDifference { id, channel, record_id, plate, report_waits: waits, may, would_move_fen, settled, difference })
}

/// The stay that a difference is about.
fn record_of(tx: &ReadTx<'_>, difference: &Difference, channel: Option<PayChannel>) -> Result<Option<Guid>, Refusal> {
    let key = &difference.key;
    Ok(match difference.side {
        Side::City => match tx.charges_of_order(key)?.first() {
            Some(paid) => Some(paid.charge.record_id),
            None => tx.order(key)?.map(|given| given.order.record_id),
        },
        Side::Channel => {
            let paid = channel.map(|channel| tx.charge_of_trade(channel, key)).transpose()?.flatten();
            match paid {
                Some(paid) => Some(paid.charge.record_id),
                // Our number of an attempt that we do not think was paid.
                None => {
                    let ours = difference.note.split(' ').find_map(|word| word.parse::<Guid>().ok());
                    ours.map(|id| tx.pay_attempt(id)).transpose()?.flatten().map(|attempt| attempt.attempted.record_id)
                }
            }
        }
        Side::Gate => match key.parse::<Guid>().ok() {
            Some(id) => match tx.charge(id)? {
                Some(paid) => Some(paid.charge.record_id),
                None => tx.record(id)?.map(|record| record.id),
            },
            None => None,
        },
        Side::Drawer => None,
    })
}

/// What can be done about a difference.
fn may(difference: &Difference, settled: Option<Settlement>, of_today: bool) -> Vec<Settlement> {
    use Settlement::{Accepted, PutRight, Resent};
    // Put right or accepted is the end of it; a report that was sent again may still be missing.
    if matches!(settled, Some(PutRight | Accepted)) {
        return Vec::new();
    }
    let moves = difference.lacking_fen() != Fen::ZERO;
    match (difference.side, difference.class) {
        // The city lacks our report: nothing is wrong with the ledger.
        (Side::City, Class::MissingThere) => vec![Resent, Accepted],
        // An exit opened by hand, money for a stay that was none: a person says why.
        (Side::Gate, Class::State) => vec![Accepted],
        // What was counted is what there is, and the difference was booked at the hand-over: a person says that it was seen.
        (Side::Drawer, _) if difference.key.starts_with(super::drawers::SHIFT) => vec![Accepted],
        // Booked now it would be a difference of today, and the other day's would stay.
        (Side::Drawer, _) if !of_today => vec![Accepted],
        _ if moves => vec![PutRight, Accepted],
        _ => vec![Accepted],
    }
}
