//! Leases: saved, listed, removed, extended. The city platform hears of every change (5012).

use chrono::NaiveDate;
use lotdesk_domain::ask::lease::LeaseTerms;
use lotdesk_domain::fact::Fact;
use lotdesk_domain::id::Guid;
use lotdesk_domain::lease::{Lease, LeasePrice, NoExtension};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::Standing;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::event::{LeaseEnded, LeaseExtended, LeaseSaved, StoredSpan};
use lotdesk_ledger::{LedgerError, ReadTx};

use crate::act::Act;
use crate::api::lease::{AskPlatform, LeaseList, PlatformLease, PlatformLeases, RemoveLease, SaveLease};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::{reasons, words};

/// Lines of a price list.
const PRICES_MOST: usize = 24;

/// `lease.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<LeaseList, Refusal> {
    Ok(LeaseList { leases: desk.look(|tx| Ok(tx.leases()?)).await? })
}

/// `lease.save`.
pub(crate) async fn save(desk: &Desk, who: Who, request: SaveLease) -> Result<Lease, Refusal> {
    if !(1..=1000).contains(&request.spaces) {
        return Err(Refusal::field("spaces", "车位数须为 1 至 1000", "A lease has 1 to 1000 spaces."));
    }
    let plates = plates(&request.plates)?;
    let (first_day, last_day) = (day("first_day", &request.first_day)?, day("last_day", &request.last_day)?);
    if last_day < first_day {
        return Err(Refusal::field(
            "last_day",
            "截止日期不能早于开始日期",
            "The last day cannot come before the first.",
        ));
    }
    if let Some(prices) = &request.prices {
        check_prices(prices)?;
    }
    desk.act(&who, move |act| {
        let before = match (request.id, request.new_id) {
            (Some(id), _) => Some(current(act.tx, id)?),
            (None, Some(drawn)) => act.tx.lease(drawn)?,
            (None, None) => None,
        };
        let kept = before.as_ref();
        let lease = Lease {
            id: kept.map(|lease| lease.id).or(request.new_id).unwrap_or_else(|| act.ids.next_guid()),
            spaces: request.spaces,
            plates,
            first_day,
            last_day,
            fixed: request.fixed.unwrap_or_else(|| kept.is_some_and(|lease| lease.fixed)),
            space_nos: request.space_nos.unwrap_or_else(|| kept.map_or_else(Vec::new, |lease| lease.space_nos.clone())),
            prices: request.prices.unwrap_or_else(|| kept.map_or_else(Vec::new, |lease| lease.prices.clone())),
            earlier: kept.map_or_else(Vec::new, |lease| lease.earlier.clone()),
            changed_at: act.now,
            ended_at: None,
        };
        check_space_nos(&lease, &act.lot)?;
        if let Some(before) = before.filter(|before| request.id.is_none() && same_terms(before, &lease)) {
            return Ok(before);
        }
        act.record(LeaseSaved::from(&lease), None, None)?;
        state(act, &lease)?;
        Ok(lease)
    })
    .await
}

/// Whether a lease says what another one says, whenever either was written down.
fn same_terms(one: &Lease, other: &Lease) -> bool {
    *one == Lease { changed_at: one.changed_at, ended_at: one.ended_at, ..other.clone() }
}

/// `lease.remove`.
pub(crate) async fn remove(desk: &Desk, who: Who, request: RemoveLease) -> Result<Done, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    desk.act(&who, move |act| {
        let lease = current(act.tx, request.id)?;
        act.record(LeaseEnded { id: lease.id, reason }, None, None)?;
        let lease = Lease { ended_at: Some(act.now), changed_at: act.now, ..lease };
        state(act, &lease)?;
        Ok(Done {})
    })
    .await
}

/// `lease.ask_platform`.
pub(crate) async fn ask_platform(desk: &Desk, _who: Who, request: AskPlatform) -> Result<PlatformLeases, Refusal> {
    let plate = Plate::parse(&request.plate).map_err(|why| words::bad_plate("plate", &why))?;
    let (park_code, now) = (desk.lot().park_code.clone(), desk.now());
    let theirs = desk.queries().leases_of(&plate, &park_code).await?;
    let ours = desk.look(move |tx| Ok(of_plate(tx, &plate, now)?)).await?;
    let theirs = theirs.into_iter().map(|terms| at_platform(terms, &ours)).collect();
    Ok(PlatformLeases { theirs, ours })
}

fn at_platform(terms: LeaseTerms, ours: &[Lease]) -> PlatformLease {
    let same = |lease: &Lease| {
        let same_days = (lease.first_day, lease.last_day) == (terms.first_day, terms.last_day);
        let mut plates = (lease.plates.clone(), terms.plates.clone());
        plates.0.sort();
        plates.1.sort();
        lease.id == terms.id && same_days && plates.0 == plates.1
    };
    PlatformLease {
        same_as_ours: ours.iter().any(same),
        id: terms.id,
        fixed: terms.fixed,
        spaces: terms.spaces,
        prices: terms.prices,
        plates: terms.plates,
        first_day: terms.first_day,
        last_day: terms.last_day,
        unpaid_months: terms.unpaid_months,
        changed_at: terms.changed_at,
    }
}

/// Why the city platform's extension is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotExtended {
    /// No lease has this identifier (any more).
    NoSuchLease,
    /// The days are of no use.
    Days(NoExtension),
}

/// Extends a lease that was paid for at the city platform (6010).
pub(crate) fn extend(
    act: &mut Act<'_, '_>,
    id: Guid,
    (first_day, last_day): (NaiveDate, NaiveDate),
    asked_at: Moment,
) -> Result<Result<Lease, NotExtended>, Refusal> {
    let Some(lease) = act.tx.lease(id)?.filter(|lease| lease.ended_at.is_none()) else {
        return Ok(Err(NotExtended::NoSuchLease));
    };
    let longer = match lease.extended(first_day, last_day, act.now) {
        Ok(longer) => longer,
        Err(why) => return Ok(Err(NotExtended::Days(why))),
    };
    let event = LeaseExtended {
        id,
        first_day: longer.first_day,
        last_day: longer.last_day,
        earlier: longer.earlier.iter().map(StoredSpan::from).collect(),
        asked_at,
    };
    act.record(event, None, None)?;
    state(act, &longer)?;
    Ok(Ok(longer))
}

/// The leases that name a plate and were not removed, those that run first, then those that ran out last.
pub(crate) fn of_plate(tx: &ReadTx<'_>, plate: &Plate, now: Moment) -> Result<Vec<Lease>, LedgerError> {
    let today = now.to_china().date();
    let mut leases: Vec<Lease> = tx.leases_of(plate)?.into_iter().filter(|lease| lease.ended_at.is_none()).collect();
    leases.sort_by_key(|lease| !lease.covers_day(today));
    Ok(leases)
}

/// Months begun since a lease's end for which one of its cars stands here unpaid (table 28 `unpaidMonths`).
fn unpaid_months(tx: &ReadTx<'_>, lease: &Lease, now: Moment) -> Result<Option<u32>, LedgerError> {
    let months = lease.unpaid_months(now.to_china().date());
    if months == 0 {
        return Ok(None);
    }
    for plate in &lease.plates {
        let stays = tx.inside(plate)?.filter(|record| record.standing == Standing::Lease);
        if stays.is_some_and(|record| lease.covers_day(record.entered_at.to_china().date())) {
            return Ok(Some(months));
        }
    }
    Ok(None)
}

/// A lease as the platform has it.
pub(crate) fn terms(act: &Act<'_, '_>, lease: &Lease) -> Result<LeaseTerms, LedgerError> {
    Ok(LeaseTerms::of(lease, &act.lot.park_code, unpaid_months(act.tx, lease, act.now)?))
}

fn state(act: &mut Act<'_, '_>, lease: &Lease) -> Result<(), LedgerError> {
    let terms = terms(act, lease)?;
    act.state(&Fact::LeaseChanged { terms, removed: lease.ended_at.is_some() })
}

fn current(tx: &ReadTx<'_>, id: Guid) -> Result<Lease, Refusal> {
    tx.lease(id)?
        .filter(|lease| lease.ended_at.is_none())
        .ok_or_else(|| Refusal::new(Code::NotFound, "没有这份租约", "There is no such lease.").at("id"))
}

fn plates(texts: &[String]) -> Result<Vec<Plate>, Refusal> {
    if !(1..=50).contains(&texts.len()) {
        return Err(Refusal::field("plates", "请填写 1 至 50 个车牌", "A lease names 1 to 50 plates."));
    }
    let mut plates = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let plate = Plate::parse(text).map_err(|why| words::bad_plate(&format!("plates[{index}]"), &why))?;
        if plates.contains(&plate) {
            return Err(Refusal::field(
                format!("plates[{index}]"),
                format!("车牌 {plate} 重复"),
                format!("{plate} is named twice."),
            ));
        }
        plates.push(plate);
    }
    Ok(plates)
}

fn check_prices(prices: &[LeasePrice]) -> Result<(), Refusal> {
    if prices.len() > PRICES_MOST {
        return Err(Refusal::field("prices", "价格清单最多 24 项", "A price list has 24 lines at most."));
    }
    for (index, price) in prices.iter().enumerate() {
        if !(1..=1200).contains(&price.cycles) {
            return Err(Refusal::field(
                format!("prices[{index}].cycles"),
                "周期数须为 1 至 1200",
                "A price is for 1 to 1200 months or days.",
            ));
        }
        if price.amount_fen.0 < 0 {
            return Err(Refusal::field(
                format!("prices[{index}].amount_fen"),
                "金额不能为负",
                "An amount cannot lie below zero.",
            ));
        }
    }
    Ok(())
}

/// Spaces of its own are named one by one; where the lot knows its spaces, they must be among them.
fn check_space_nos(lease: &Lease, lot: &Lot) -> Result<(), Refusal> {
    let count = lease.space_nos.len();
    let none_named = count == 0 && !lease.fixed;
    if !none_named && u32::try_from(count) != Ok(lease.spaces) {
        return Err(Refusal::field(
            "space_nos",
            format!("车位号须与车位数相同，应为 {} 个，现为 {count} 个", lease.spaces),
            format!("As many space numbers as spaces are wanted: {}, not {count}.", lease.spaces),
        ));
    }
    for (index, number) in lease.space_nos.iter().enumerate() {
        let field = || format!("space_nos[{index}]");
        let is_number = (1..=28).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric());
        if !is_number {
            return Err(Refusal::field(
                field(),
                "车位号须为 1 至 28 位字母和数字",
                "A space number has 1 to 28 letters and digits.",
            ));
        }
        if lease.space_nos[..index].contains(number) {
            return Err(Refusal::field(
                field(),
                format!("车位号 {number} 重复"),
                format!("Space {number} is named twice."),
            ));
        }
        if lease.fixed && !lot.spaces.is_empty() && !lot.spaces.iter().any(|space| space.space_no == *number) {
            return Err(Refusal::field(field(), "没有这个车位编号", "No space has this number."));
        }
    }
    Ok(())
}

fn day(field: &str, text: &str) -> Result<NaiveDate, Refusal> {
    text.trim().parse().map_err(|_| Refusal::field(field, "日期格式须为 yyyy-MM-dd", "A day is written yyyy-MM-dd."))
}
