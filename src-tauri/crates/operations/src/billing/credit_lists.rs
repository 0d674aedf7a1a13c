//! Debts that are overdue, and reports, with people's data masked.

use std::collections::BTreeSet;

use lotdesk_domain::credit::{CreditRules, information, overdue_from};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::credit::StoredCredit;
use lotdesk_ledger::tables::deductions::Debt;
use lotdesk_ledger::tables::street::StaySearch;

use super::credit::place_of;
use super::{CREDIT_RULES, setting};
use crate::api::credit::{CreditList, CreditListRequest, CreditRow, OverdueList, OverdueRow};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::messages;
use crate::records::page_size;
use crate::street::car_of;

/// `credit.overdue`: what has been owed for too long and is not reported. Nothing until the rules are set up.
pub(crate) async fn overdue(desk: &Desk, _who: Who, request: CreditListRequest) -> Result<OverdueList, Refusal> {
    let (limit, now, lot) = (page_size(request.limit), desk.now(), desk.lot());
    desk.look(move |tx| {
        let Some(rules) = setting::<CreditRules>(tx, CREDIT_RULES)? else {
            return Ok(OverdueList { rows: Vec::new(), next: None });
        };
        let days_ms = i64::from(rules.overdue_after_days) * 24 * 3_600_000;
        let mut search = StaySearch {
            owing_only: true,
            left_before: Some(now.plus_ms(-days_ms)),
            limit,
            after: request.after,
            ..StaySearch::default()
        };
        let mut rows = match request.after {
            None => overdue_at_gates(tx, &lot.name, &rules, now)?,
            Some(_) => Vec::new(),
        };
        let mut from_street = 0;
        // Those that are reported already are left out, so a page may take several looks.
        loop {
            let stays = tx.search_stays(&search)?;
            let more = stays.len() > limit as usize;
            for stay in stays.into_iter().take(limit as usize) {
                search.after = Some(stay.id);
                let Some(left_at) = stay.left_at else { continue };
                if tx.credit_report_of(stay.id)?.is_some() {
                    continue;
                }
                let overdue_since = overdue_from(left_at, &rules);
                let information = information(
                    &place_of(&lot, &stay),
                    &car_of(&stay),
                    stay.entered_at,
                    left_at,
                    stay.owed_fen,
                    overdue_since,
                );
                rows.push(OverdueRow {
                    record_id: stay.id,
                    street: true,
                    place: stay.space_no,
                    entered_at: stay.entered_at,
                    left_at,
                    owed_fen: stay.owed_fen,
                    vehicle: stay.vehicle,
                    overdue_since,
                    information,
                });
                from_street += 1;
                if from_street == limit {
                    return Ok(OverdueList { rows, next: search.after });
                }
            }
            if !more {
                return Ok(OverdueList { rows, next: None });
            }
        }
    })
    .await
}

/// As many debts of drivers are looked at, the oldest first.
const GATE_DEBTS_MOST: u32 = 5_000;

/// What drivers owe who left through a gate (let go, or found gone), overdue and not reported.
fn overdue_at_gates(
    tx: &ReadTx<'_>,
    lot_name: &str,
    rules: &CreditRules,
    now: Moment,
) -> Result<Vec<OverdueRow>, Refusal> {
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let debts: Vec<Debt> = tx.open_debts(GATE_DEBTS_MOST)?.into_iter().filter(|debt| debt.by_driver).collect();
    for debt in &debts {
        // A stay is one debt, however often its car left owing.
        if !seen.insert(debt.record_id) {
            continue;
        }
        let Some(record) = tx.record(debt.record_id)? else { continue };
        let Some(left_at) = record.left_at else { continue };
        let overdue_since = overdue_from(left_at, rules);
        if overdue_since > now || tx.credit_report_of(record.id)?.is_some() {
            continue;
        }
        let plate = record.vehicle.plate.to_string();
        let owed_fen = debts.iter().filter(|other| other.record_id == record.id).map(Debt::open_fen).sum();
        let information = information(lot_name, &plate, record.entered_at, left_at, owed_fen, overdue_since);
        rows.push(OverdueRow {
            record_id: record.id,
            street: false,
            place: lot_name.to_owned(),
            entered_at: record.entered_at,
            left_at,
            owed_fen,
            vehicle: Some(record.vehicle),
            overdue_since,
            information,
        });
    }
    Ok(rows)
}

/// The row of a report, with what its message is doing.
pub(super) fn row(tx: &ReadTx<'_>, stored: StoredCredit) -> Result<CreditRow, Refusal> {
    let subject = match tx.person(stored.person_id)?.and_then(|person| person.data) {
        Some(PersonalData::Subject(subject)) => Some(subject.masked()),
        _ => None,
    };
    let name = |id: Option<lotdesk_domain::id::Guid>| -> Result<Option<String>, Refusal> {
        Ok(id.map(|id| tx.operator(id)).transpose()?.flatten().map(|operator| operator.name))
    };
    Ok(CreditRow {
        report_id: stored.id,
        record_id: stored.record_id,
        person_id: stored.person_id,
        subject,
        state: stored.state,
        proposer: name(stored.proposer)?,
        approver: name(stored.approver)?,
        message: tx.message_of(Platform::City, "1301", &stored.id.to_string())?.map(messages::row),
        information: stored.information,
        owed_fen: stored.owed_fen,
        proposed_at: stored.proposed_at,
    })
}

/// `credit.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: CreditListRequest) -> Result<CreditList, Refusal> {
    let limit = page_size(request.limit);
    desk.look(move |tx| {
        let mut stored = tx.credit_reports(request.after, limit)?;
        let more = stored.len() > limit as usize;
        stored.truncate(limit as usize);
        let rows = stored.into_iter().map(|report| row(tx, report)).collect::<Result<_, _>>()?;
        Ok(CreditList { rows, more })
    })
    .await
}
