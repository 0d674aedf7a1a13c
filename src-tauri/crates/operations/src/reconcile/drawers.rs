//! The drawer of each shift by itself: what should have been in it by the books against what was counted at its end.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::reconcile::{Line, MoneyWay};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::shifts::StoredShift;

use crate::api::reconcile_all::ComparedShift;
use crate::api::refusal::Refusal;

/// Before a shift's identifier in the key of its drawer.
pub(super) const SHIFT: &str = "shift ";

/// The shifts that were handed over in a period, each with the ledger's line and the count's.
pub(super) fn shifts(
    tx: &ReadTx<'_>,
    from: Moment,
    before: Moment,
) -> Result<Vec<(ComparedShift, Line, Line)>, Refusal> {
    let mut compared = Vec::new();
    for shift in tx.shifts_closed_between(from, before)? {
        let StoredShift { no, id, operator, counted: Some(count), closed: Some(end), .. } = shift else { continue };
        let name = name_of(tx, operator)?;
        let note = match end.reason {
            Some(reason) => format!("{name}：{reason}"),
            None => name.clone(),
        };
        let line = |amount_fen| Line {
            key: format!("{SHIFT}{id}"),
            way: MoneyWay::Paid,
            amount_fen,
            at: end.at,
            done: true,
            note: note.clone(),
        };
        let no = u32::try_from(no).unwrap_or(u32::MAX);
        let shift = ComparedShift { shift_id: id, no, operator: name, closed_at: end.at };
        compared.push((shift, line(count.expected_fen), line(count.counted_fen)));
    }
    Ok(compared)
}

fn name_of(tx: &ReadTx<'_>, operator: Guid) -> Result<String, Refusal> {
    Ok(tx.operator(operator)?.map_or_else(String::new, |operator| operator.name))
}
