//! Reports that add up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lotdesk_domain::money::Fen;
use lotdesk_domain::table::Cell;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::takings::{PAY_TYPES, Takings, TakingsBy, pay_type_of};

use super::{About, Take};
use crate::api::refusal::Refusal;
use crate::reports::words;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn takings(tx: &ReadTx<'_>, about: &About, by: TakingsBy) -> Result<BTreeMap<String, Takings>, Refusal> {
    Ok(tx.takings(by, about.span.from(), about.span.before())?)
}

fn row<'a>(first: Cell<'a>, sums: &Takings) -> [Cell<'a>; 15] {
    let [cash, wechat, alipay, unionpay, etc, other] = sums.received_by.map(Cell::Money);
    [
        first,
        Cell::Number(sums.payments),
        Cell::Money(sums.receivable_fen),
        Cell::Money(sums.discount_fen),
        Cell::Money(sums.received_fen),
        cash,
        wechat,
        alipay,
        unionpay,
        etc,
        other,
        Cell::Number(sums.free_passes),
        Cell::Number(sums.refunds),
        Cell::Money(sums.refunded_fen),
        Cell::Money(sums.received_fen - sums.refunded_fen),
    ]
}

/// Every day of the period has a line, also one on which nothing was taken.
pub(super) fn daily(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let groups = takings(tx, about, TakingsBy::Day)?;
    let nothing = Takings::default();
    let today = about.now.to_china().date();
    for day in lotdesk_domain::reconcile::days(about.span.first, about.span.last.min(today)) {
        if !take(&row(Cell::Day(day), groups.get(&day.to_string()).unwrap_or(&nothing))) {
            break;
        }
    }
    Ok(())
}

pub(super) fn monthly(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    for (month, sums) in takings(tx, about, TakingsBy::Month)? {
        if !take(&row(Cell::Text(&month), &sums)) {
            break;
        }
    }
    Ok(())
}

/// Lanes in the order of the lot; what was paid at none comes last.
pub(super) fn lanes(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let mut groups = takings(tx, about, TakingsBy::Lane)?;
    let elsewhere = groups.remove("");
    for lane in &about.lot.lanes {
        if let Some(sums) = groups.remove(&lane.id.to_string())
            && !take(&row(Cell::Text(&lane.name), &sums))
        {
            return Ok(());
        }
    }
    for (id, sums) in &groups {
        if !take(&row(Cell::Text(id), sums)) {
            return Ok(());
        }
    }
    if let Some(sums) = elsewhere {
        take(&row(Cell::Text(about.pick("非车道", "At no lane")), &sums));
    }
    Ok(())
}

pub(super) fn operators(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let groups = takings(tx, about, TakingsBy::Operator)?;
    let mut named: Vec<(&str, &Takings)> = groups.iter().map(|(who, sums)| (about.who(who), sums)).collect();
    named.sort_by_key(|(name, _)| *name);
    for (name, sums) in named {
        if !take(&row(Cell::Text(name), sums)) {
            break;
        }
    }
    Ok(())
}

pub(super) fn pay_types(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let groups = takings(tx, about, TakingsBy::PayType)?;
    for pay_type in PAY_TYPES {
        let sums = groups.iter().find(|(key, _)| pay_type_of(key) == Some(pay_type)).map(|(_, sums)| sums);
        if let Some(sums) = sums
            && !take(&row(Cell::Text(words::pay_type(pay_type, about.language)), sums))
        {
            break;
        }
    }
    Ok(())
}

/// A drawer is one operator's until shifts name their own.
pub(super) fn drawers(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    for drawer in tx.drawers(about.span.from(), about.span.before())? {
        let after = drawer.before_fen + drawer.in_fen - drawer.out_fen;
        let row = [
            Cell::Text(about.who(&drawer.drawer)),
            Cell::Money(drawer.before_fen),
            Cell::Money(drawer.in_fen),
            Cell::Money(drawer.out_fen),
            Cell::Money(after),
            Cell::Number(drawer.movements),
        ];
        if (drawer.movements > 0 || after != Fen::ZERO) && !take(&row) {
            break;
        }
    }
    Ok(())
}

/// Up to now: what is ahead has not been.
pub(super) fn occupancy(tx: &ReadTx<'_>, about: &About, take: Take<'_>) -> Result<(), Refusal> {
    let spaces = i64::from(about.lot.total_spaces());
    let share = |of: i64, whole: i64| if whole > 0 { of * 1000 / whole } else { 0 };
    let hourly = about.span.hourly();
    let before = about.span.before().min(about.now.plus_ms(1));
    for stretch in tx.occupancy(about.span.from(), before, if hourly { HOUR_MS } else { DAY_MS })? {
        let day: NaiveDate = stretch.from.to_china().date();
        let row = [
            if hourly { Cell::Moment(stretch.from) } else { Cell::Day(day) },
            Cell::Number(stretch.entered),
            Cell::Number(stretch.left),
            Cell::Number(stretch.inside),
            Cell::Number(stretch.most),
            Cell::Number(share(stretch.most, spaces)),
            Cell::Number(share(stretch.entered, spaces)),
            Cell::Number(if stretch.left > 0 { stretch.stay_minutes / stretch.left } else { 0 }),
        ];
        if !take(&row) {
            break;
        }
    }
    Ok(())
}
