//! What a lane's driver is told on a screen of the lot's own: `driver.show`. Whoever stands before the gate sees it, so it
//! needs no sign-in and holds nothing that the driver does not know: no operator, no reason, no list.

use lotdesk_domain::lot::{Lane, LaneKind};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::Vehicle;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::lanes::{StoredRead, Waiting};

use crate::api::driver::{DriverCar, DriverLane, DriverScreen, DriverShowing, ShowDriver};
use crate::api::lane::ReadFate;
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::lanes::fate_from_word;
use crate::{figures, quotes};

/// So long a car that has come in or is leaving is spoken to.
const SPOKEN_TO_MS: i64 = 20_000;
/// A fee on the screen is priced anew so often, as the booth's is.
const PRICED_AGAIN_MS: u32 = 30_000;
/// Repeats of a read do not hide the car that it was about.
const READS_LOOKED_AT: u32 = 5;

/// `driver.show`.
pub(crate) async fn show(desk: &Desk, _who: Who, request: ShowDriver) -> Result<DriverScreen, Refusal> {
    let (this, now) = (desk.clone(), desk.now());
    desk.look(move |tx| {
        let lot = this.lot();
        let exits = || lot.lanes.iter().find(|lane| lane.kind == LaneKind::Exit);
        let lane = request.lane_id.and_then(|id| lot.lane(id)).or_else(exits);
        let (showing, again_ms) = match lane {
            Some(lane) => at_lane(tx, &this, lane, now)?,
            None => (DriverShowing::Idle, None),
        };
        let counts = figures::counts(tx, &lot)?;
        Ok(DriverScreen {
            lot_name: lot.name.clone(),
            lane: lane.map(|lane| DriverLane { id: lane.id, name: lane.name.clone(), kind: lane.kind }),
            free: counts.open_to_all,
            total: counts.total,
            showing,
            again_ms,
        })
    })
    .await
}

/// What is shown, and after how many milliseconds something else.
type Shown = (DriverShowing, Option<u32>);
const NOBODY: Shown = (DriverShowing::Idle, None);

fn at_lane(tx: &ReadTx<'_>, desk: &Desk, lane: &Lane, now: Moment) -> Result<Shown, Refusal> {
    if let Some(waiting) = tx.waiting_at(lane.id)? {
        return waits(tx, desk, &waiting, now);
    }
    let told =
        |read: &StoredRead| !matches!(fate_from_word(&read.fate), Some(ReadFate::Repeat | ReadFate::Late) | None);
    let Some(read) = tx.lane_reads(lane.id, READS_LOOKED_AT)?.into_iter().find(told) else { return Ok(NOBODY) };
    if fate_from_word(&read.fate) != Some(ReadFate::Entered) {
        return went_out(tx, lane, &read, now);
    }
    let welcome = || DriverShowing::Welcome { car: car(read.vehicle.as_ref()) };
    Ok(spoken_to_for(read.taken_at, now).map_or(NOBODY, |left_ms| (welcome(), Some(left_ms))))
}

/// The car that waits: its fee, or a friendly word.
fn waits(tx: &ReadTx<'_>, desk: &Desk, waiting: &Waiting, now: Moment) -> Result<Shown, Refusal> {
    let record = waiting.record_id.map(|id| tx.record(id)).transpose()?.flatten();
    match (fate_from_word(&waiting.fate), record) {
        (Some(ReadFate::MustPay), Some(record)) => {
            let quote = quotes::quote(tx, &desk.lot(), &desk.tariffs(), &record, now)?;
            let by_coupons: Fen = quote.coupons.iter().map(|coupon| coupon.off_fen).sum();
            let discount_fen = quote.discount_fen + by_coupons;
            let paid_fen = quote.paid_fen + quote.deposit_fen;
            let pay = DriverShowing::Pay {
                car: car(Some(&quote.vehicle)),
                minutes: quote.minutes,
                fee_fen: quote.due_fen + discount_fen + paid_fen,
                discount_fen,
                paid_fen,
                due_fen: quote.due_fen,
            };
            Ok((pay, Some(PRICED_AGAIN_MS)))
        }
        (Some(ReadFate::RefusedFull), _) => Ok((DriverShowing::Full, None)),
        (_, record) => {
            let vehicle = record.map(|record| record.vehicle).or_else(|| waiting.read.vehicle.clone());
            Ok((DriverShowing::Wait { car: car(vehicle.as_ref()) }, None))
        }
    }
}

/// The car that stood here last and has paid, or was let out: its thanks and its change, for a while.
fn went_out(tx: &ReadTx<'_>, lane: &Lane, read: &StoredRead, now: Moment) -> Result<Shown, Refusal> {
    let Some(record) = read.record_id.map(|id| tx.record(id)).transpose()?.flatten() else { return Ok(NOBODY) };
    let paid = tx.charges_of(record.id)?.into_iter().rev().find(|charge| charge.lane_id == Some(lane.id));
    let (since, paid_fen, change_fen) = match paid {
        Some(paid) => {
            let received = paid.charge.received_fen;
            (paid.charge.paid_at, received, (paid.tendered_fen - received).at_least_zero())
        }
        None if record.exit_lane == Some(lane.id) => (record.left_at.unwrap_or(Moment(0)), Fen::ZERO, Fen::ZERO),
        None => return Ok(NOBODY),
    };
    let Some(left_ms) = spoken_to_for(since, now) else { return Ok(NOBODY) };
    let thanks = DriverShowing::Thanks {
        car: car(Some(&record.vehicle)),
        paid_fen,
        tendered_fen: paid_fen + change_fen,
        change_fen,
    };
    Ok((thanks, Some(left_ms)))
}

fn car(vehicle: Option<&Vehicle>) -> DriverCar {
    DriverCar {
        plate: vehicle.map(|vehicle| vehicle.plate.to_string()),
        color: vehicle.and_then(|vehicle| vehicle.plate_color),
    }
}

/// How long it is still spoken of; none once that is over. A clock that ran ahead makes it no longer.
fn spoken_to_for(since: Moment, now: Moment) -> Option<u32> {
    let left_ms = (SPOKEN_TO_MS - (now.0 - since.0)).min(SPOKEN_TO_MS);
    u32::try_from(left_ms).ok().filter(|left_ms| *left_ms > 0)
}
