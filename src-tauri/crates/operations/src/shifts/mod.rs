//! Turns at the booth (班次). One has the drawer at a time, whoever stands at the booth meanwhile. It is handed over by a
//! *blind* count: the notes are counted first, then it is told what should be there, and why it differs is written down.
//! A later count does not undo an earlier one: the journal keeps them all.

mod sheet;

use lotdesk_domain::id::Guid;
use lotdesk_domain::money::Fen;
use lotdesk_domain::operator::Permission;
use lotdesk_domain::posting::{Account, Movement};
use lotdesk_domain::shift::{CashCount, DENOMINATIONS, counted};
use lotdesk_ledger::event::{Charged, ShiftClosed, ShiftCounted, ShiftOpened};
use lotdesk_ledger::tables::shifts::StoredShift;
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::refusal::{Code, Refusal};
use crate::api::shift::{
    CloseShift, CountShift, CountView, CurrentShift, ListShifts, OpenShift, ShiftList, ShiftRequest, ShiftSheet,
    ShiftView,
};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;
use crate::story::Names;

/// A float above this is a slip of the finger.
const MOST_FLOAT: Fen = Fen::from_yuan(20_000);
/// Shifts on one page of the list.
const PAGE: u32 = 50;

/// The account of a shift's drawer.
pub(crate) fn drawer_of(shift: Guid) -> Account {
    Account::Drawer(shift.to_string())
}

/// `shift.current`.
pub(crate) async fn current(desk: &Desk, _who: Who, _request: Nothing) -> Result<CurrentShift, Refusal> {
    desk.look(|tx| {
        let names = Names::read(tx)?;
        let shift = tx.open_shift()?.map(|shift| view(tx, &shift, &names)).transpose()?;
        Ok(CurrentShift { shift, denominations: DENOMINATIONS.to_vec() })
    })
    .await
}

/// `shift.open`.
pub(crate) async fn open(desk: &Desk, who: Who, request: OpenShift) -> Result<ShiftView, Refusal> {
    if request.float_fen < Fen::ZERO || request.float_fen > MOST_FLOAT {
        let (zh, en) = ("备用金须在 0 至 20000 元之间", "A float is between 0 and 20000 yuan.");
        return Err(Refusal::field("float_fen", zh, en));
    }
    let Some(operator) = who.operator.as_ref().map(|operator| operator.id) else {
        return Err(Refusal::new(
            Code::NotSignedIn,
            "班次须由登录的人员开启",
            "A shift belongs to somebody signed in.",
        ));
    };
    desk.act(&who, move |act| {
        if let Some(known) = act.tx.shift(request.request_id)? {
            return view(act.tx, &known, &Names::read(act.tx)?);
        }
        if let Some(other) = act.tx.open_shift()? {
            let name = Names::read(act.tx)?.of(Some(other.operator)).unwrap_or_default();
            return Err(Refusal::new(
                Code::NotPossibleNow,
                format!("{name} 的班次尚未交接，请先清点并交班"),
                format!("{name}'s shift has not been handed over; count the drawer and hand it over first."),
            ));
        }
        let id = request.request_id;
        let movement = Movement::shift_float(drawer_of(id), request.float_fen).map_err(Refusal::internal)?;
        let postings = Charged::postings_of(&movement);
        act.record(ShiftOpened { id, operator, float_fen: request.float_fen, postings }, None, Some(id))?;
        shown(act, id)
    })
    .await
}

/// `shift.count`.
pub(crate) async fn count(desk: &Desk, who: Who, request: CountShift) -> Result<ShiftView, Refusal> {
    let counted_fen =
        counted(&request.pieces).map_err(|why| Refusal::field("pieces", why.zh(), format!("Not a count: {why}.")))?;
    let asker = who.clone();
    desk.act(&who, move |act| {
        let shift = of_ones_own(act.tx, &asker, request.shift_id)?;
        let head = act.tx.head()?.seq;
        let expected_fen = act.tx.drawer_flow(&drawer_of(shift.id).key(), head)?.balance_fen();
        let pieces = request.pieces.iter().map(|line| (line.denomination_fen.0, line.pieces)).collect();
        act.record(ShiftCounted { id: shift.id, pieces, counted_fen, expected_fen }, None, None)?;
        shown(act, shift.id)
    })
    .await
}

/// `shift.close`.
pub(crate) async fn close(desk: &Desk, who: Who, request: CloseShift) -> Result<ShiftSheet, Refusal> {
    let (asker, id) = (who.clone(), request.shift_id);
    let links = desk.inner.surroundings.platforms();
    desk.act(&who, move |act| {
        // The sheet of one that is closed is simply given again.
        if act.tx.shift(id)?.is_some_and(|shift| shift.closed.is_some()) {
            return Ok(());
        }
        let shift = of_ones_own(act.tx, &asker, id)?;
        let Some(count) = view(act.tx, &shift, &Names::read(act.tx)?)?.counted else { return Err(not_counted()) };
        if count.stale {
            return Err(Refusal::new(
                Code::NotPossibleNow,
                "清点之后又有现金进出，请重新清点",
                "Cash came or went after the count; count again.",
            ));
        }
        let differs = count.difference_fen != Fen::ZERO;
        let reason = match request.reason.as_deref() {
            Some(text) if differs => Some(reasons::reason(text)?),
            None if differs => {
                let (zh, en) = ("实点与应有不符，请填写原因", "The count differs from the books; say why.");
                return Err(Refusal::field("reason", zh, en));
            }
            _ => None,
        };
        let (head, drawer) = (act.tx.head()?, drawer_of(id));
        let movement = Movement::shift_end(drawer, count.expected_fen, count.counted_fen).map_err(Refusal::internal)?;
        let closed = ShiftClosed {
            id,
            counted_fen: count.counted_fen,
            expected_fen: count.expected_fen,
            reason,
            left_open: sheet::stored(&sheet::left_open(act.tx, &act.lot, &links)?),
            head_seq: head.seq,
            head_hash: head.hash_text(),
            postings: Charged::postings_of(&movement),
        };
        act.record(closed, None, None)?;
        Ok(())
    })
    .await?;
    sheet(desk, who, ShiftRequest { shift_id: id }).await
}

/// `shift.sheet`.
pub(crate) async fn sheet(desk: &Desk, _who: Who, request: ShiftRequest) -> Result<ShiftSheet, Refusal> {
    let (lot, links, now) = (desk.lot(), desk.inner.surroundings.platforms(), desk.now());
    let mut sheet = {
        let lot = lot.clone();
        desk.look(move |tx| {
            let shift = tx.shift(request.shift_id)?.ok_or_else(no_such_shift)?;
            sheet::of(tx, &lot, &links, &shift)
        })
        .await?
    };
    sheet.lines = desk.inner.surroundings.shift_sheet(&lot.name, &sheet, now);
    Ok(sheet)
}

/// `shift.print`.
pub(crate) async fn print(desk: &Desk, who: Who, request: ShiftRequest) -> Result<Done, Refusal> {
    let sheet = sheet(desk, who, request).await?;
    desk.inner.surroundings.print_lines(&sheet.lines)?;
    Ok(Done {})
}

/// `shift.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: ListShifts) -> Result<ShiftList, Refusal> {
    desk.look(move |tx| {
        let names = Names::read(tx)?;
        let stored = tx.shifts_before(request.before.map_or(i64::MAX, i64::from), PAGE + 1)?;
        let more = stored.len() > PAGE as usize;
        let shown = stored.iter().filter(|shift| shift.closed.is_some()).take(PAGE as usize);
        Ok(ShiftList { shifts: shown.map(|shift| view(tx, shift, &names)).collect::<Result<_, _>>()?, more })
    })
    .await
}

fn shown(act: &Act<'_, '_>, id: Guid) -> Result<ShiftView, Refusal> {
    let shift = act.tx.shift(id)?.ok_or_else(no_such_shift)?;
    view(act.tx, &shift, &Names::read(act.tx)?)
}

/// An open shift that the asker may count: one's own, or anybody's for a manager.
fn of_ones_own(tx: &ReadTx<'_>, who: &Who, id: Guid) -> Result<StoredShift, Refusal> {
    let shift = tx.shift(id)?.ok_or_else(no_such_shift)?;
    if shift.closed.is_some() {
        return Err(Refusal::new(Code::NotPossibleNow, "该班次已交接", "The shift was handed over already."));
    }
    let own = who.operator.as_ref().is_some_and(|operator| operator.id == shift.operator);
    if own || who.must_hold(Permission::Manage).is_ok() {
        return Ok(shift);
    }
    Err(Refusal::new(
        Code::NotPermitted,
        "只能清点和交接自己的班次，或由经理代为交接",
        "One hands over one's own shift; a manager may do it for another.",
    ))
}

fn no_such_shift() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个班次", "There is no such shift.").at("shift_id")
}

fn not_counted() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "请先清点钱箱：清点之前不显示应有金额",
        "Count the drawer first: before that it is not told what should be in it.",
    )
}

/// A shift as people see it. What should be in the drawer stands only beside a count.
fn view(tx: &ReadTx<'_>, shift: &StoredShift, names: &Names) -> Result<ShiftView, Refusal> {
    let counted = match &shift.counted {
        None => None,
        Some(count) => {
            let moved = || -> Result<bool, LedgerError> {
                let head = tx.head()?.seq;
                Ok(tx.drawer_flow(&drawer_of(shift.id).key(), head)?.last_seq > count.seq)
            };
            Some(CountView {
                at: count.at,
                pieces: whole(&count.pieces),
                counted_fen: count.counted_fen,
                expected_fen: count.expected_fen,
                difference_fen: count.counted_fen - count.expected_fen,
                stale: shift.closed.is_none() && moved()?,
            })
        }
    };
    Ok(ShiftView {
        id: shift.id,
        no: u32::try_from(shift.no).unwrap_or(u32::MAX),
        operator: names.of(Some(shift.operator)).unwrap_or_default(),
        opened_at: shift.opened_at,
        float_fen: shift.float_fen,
        counts: shift.counts,
        counted,
        closed_at: shift.closed.as_ref().map(|end| end.at),
        reason: shift.closed.as_ref().and_then(|end| end.reason.clone()),
    })
}

/// Every kind of piece in its order, those that were not there as none.
fn whole(pieces: &[CashCount]) -> Vec<CashCount> {
    let of = |fen| pieces.iter().find(|line| line.denomination_fen == fen).map_or(0, |line| line.pieces);
    DENOMINATIONS.iter().map(|fen| CashCount { denomination_fen: *fen, pieces: of(*fen) }).collect()
}
