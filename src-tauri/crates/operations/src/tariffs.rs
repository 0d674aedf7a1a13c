//! Tariffs: the one in force, those before it and those planned, trying one out, loading and planning one from a file.
//!
//! A tariff is in force from its moment until the next one's; the first one also before it. What prices a stay is the
//! history as the ledger has it: [`lotdesk_domain::tariff`] says how a stay is priced that a change falls into.

use std::sync::{Arc, PoisonError};

use lotdesk_domain::fact::{Described, Fact};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::order::{Stacked, stack};
use lotdesk_domain::tariff::{Stay, Tariff, TariffHistory};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{TariffSet, TariffTookEffect, TariffWithdrawn};
use lotdesk_ledger::tables::tariffs::StoredTariff;

use crate::api::Nothing;
use crate::api::refusal::{Code, Refusal};
use crate::api::tariff::{
    CheckTariff, CheckedTariff, CurrentTariff, ExportTariff, LoadTariff, PlanTariff, RateWords, TariffFile, TariffRow,
    TariffRows, TariffState, TriedCoupon, TriedFee, TryTariff, WithdrawTariff,
};
use crate::caller::{Caller, Who};
use crate::coupons::value_of;
use crate::desk::{Desk, NOTHING};
use crate::quotes::bad_tariff;
use crate::reasons;

/// Reads a tariff file's text.
///
/// # Errors
/// What is no TOML, what is no tariff, and what breaks a tariff's rules, each with its place.
pub(crate) fn parse(text: &str) -> Result<Tariff, Refusal> {
    Tariff::from_toml(text).map_err(|why| bad_tariff(&why))
}

/// The tariffs as they take over from each other, out of those that were set and not withdrawn.
pub(crate) fn history(stored: &[StoredTariff]) -> Result<TariffHistory, Refusal> {
    let set = stored.iter().filter(|tariff| tariff.withdrawn_seq.is_none());
    let set = set.map(|tariff| Ok((tariff.from, parse(&tariff.toml)?))).collect::<Result<Vec<_>, Refusal>>()?;
    TariffHistory::new(set).map_err(|why| bad_tariff(&why))
}

/// The tariffs as they were known when the event with this number happened.
pub(crate) fn history_before(tx: &ReadTx<'_>, seq: i64) -> Result<TariffHistory, Refusal> {
    let mut stored = tx.tariffs_before(seq)?;
    for tariff in &mut stored {
        // Withdrawn only afterwards.
        tariff.withdrawn_seq = None;
    }
    history(&stored)
}

/// The stored tariff that is in force at a moment: the one whose turn came last, of two with one moment the later set.
fn in_force(stored: &[StoredTariff], at: Moment) -> Option<&StoredTariff> {
    let set = || stored.iter().filter(|tariff| tariff.withdrawn_seq.is_none());
    set()
        .filter(|tariff| tariff.from <= at)
        .max_by_key(|tariff| (tariff.from, tariff.seq))
        .or_else(|| set().min_by_key(|tariff| (tariff.from, -tariff.seq)))
}

fn none_set() -> Refusal {
    Refusal::new(Code::NotFound, "尚未设置收费标准，请由经理导入", "No tariff has been set; a manager must load one.")
}

/// `tariff.current`.
pub(crate) async fn current(desk: &Desk, _who: Who, _request: Nothing) -> Result<CurrentTariff, Refusal> {
    let now = desk.now();
    let stored = desk.look(|tx| Ok(tx.tariffs()?)).await?;
    let found = in_force(&stored, now).ok_or_else(none_set)?;
    Ok(CurrentTariff { tariff: parse(&found.toml)?, toml: found.toml.clone(), since: found.from })
}

/// `tariff.history`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<TariffRows, Refusal> {
    let now = desk.now();
    let stored = desk.look(|tx| Ok(tx.tariffs()?)).await?;
    let current = in_force(&stored, now).map(|tariff| tariff.seq);
    let mut rows: Vec<TariffRow> = stored.iter().map(|tariff| row(tariff, current, now)).collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.from), std::cmp::Reverse(row.id)));
    Ok(TariffRows { rows })
}

fn row(stored: &StoredTariff, current: Option<i64>, now: Moment) -> TariffRow {
    let state = match stored.withdrawn_seq {
        Some(_) => TariffState::Withdrawn,
        None if current == Some(stored.seq) => TariffState::InForce,
        None if stored.from > now => TariffState::Planned,
        None => TariffState::Past,
    };
    TariffRow {
        id: u32::try_from(stored.seq).unwrap_or(u32::MAX),
        name: stored.name.clone(),
        from: stored.from,
        set_at: stored.set_at,
        state,
    }
}

/// `tariff.export`.
pub(crate) async fn export(desk: &Desk, _who: Who, request: ExportTariff) -> Result<TariffFile, Refusal> {
    let now = desk.now();
    let stored = desk.look(|tx| Ok(tx.tariffs()?)).await?;
    let found = match request.id {
        Some(id) => stored.iter().find(|tariff| tariff.seq == i64::from(id)).ok_or_else(no_such_tariff)?,
        None => in_force(&stored, now).ok_or_else(none_set)?,
    };
    let day = found.from.to_china().format("%Y%m%d");
    Ok(TariffFile { file_name: format!("tariff-{day}.toml"), toml: found.toml.clone() })
}

fn no_such_tariff() -> Refusal {
    Refusal::new(Code::NotFound, "没有这份收费标准", "There is no such tariff.").at("id")
}

/// `tariff.check`.
pub(crate) async fn check(_desk: &Desk, _who: Who, request: CheckTariff) -> Result<CheckedTariff, Refusal> {
    let tariff = parse(&request.toml)?;
    let words = tariff.rates.iter().map(|rate| RateWords { item: rate.item_zh(), wording: rate.wording_zh() });
    Ok(CheckedTariff { rates: words.collect(), tariff })
}

/// `tariff.try`.
pub(crate) async fn try_out(desk: &Desk, _who: Who, request: TryTariff) -> Result<TriedFee, Refusal> {
    if request.left_at < request.entered_at {
        return Err(Refusal::field("left_at", "离场时间不能早于入场时间", "The stay cannot end before it begins."));
    }
    let tariffs = match &request.toml {
        Some(text) => Arc::new(TariffHistory::of(parse(text)?).map_err(|why| bad_tariff(&why))?),
        None => desk.tariffs(),
    };
    let price = |until: Moment| {
        let stay = Stay {
            new_energy: request.new_energy.unwrap_or(false),
            reserved: request.reserved.unwrap_or(false),
            area: request.area.as_deref().filter(|area| !area.is_empty()),
            ..Stay::of(request.class, request.entered_at, until)
        };
        tariffs.price(&stay).map_err(|why| bad_tariff(&why))
    };
    let fee = price(request.left_at)?;
    let terms = request.coupons.clone().unwrap_or_default();
    let mut coupons = Vec::new();
    for (index, terms) in terms.iter().enumerate() {
        let coupon = value_of(terms).map_err(|why| {
            let field = format!("coupons[{index}].{}", why.field.clone().unwrap_or_default());
            why.at(field)
        })?;
        coupons.push(Stacked { coupon, most_fen: terms.most_fen });
    }
    let shorter = |minutes: u32| {
        let until = request.left_at.plus_minutes(-i64::from(minutes)).max(request.entered_at);
        price(until).map_or(fee.fee_fen, |fee| fee.fee_fen)
    };
    let off = stack(&coupons, fee.fee_fen, shorter);
    let due_fen = fee.fee_fen - off.iter().copied().sum();
    let coupons = coupons.into_iter().zip(off).map(|(one, off_fen)| TriedCoupon { coupon: one.coupon, off_fen });
    Ok(TriedFee { fee_fen: fee.fee_fen, minutes: fee.minutes, lines: fee.lines, coupons: coupons.collect(), due_fen })
}

/// `tariff.load`.
pub(crate) async fn load(desk: &Desk, who: Who, request: LoadTariff) -> Result<CurrentTariff, Refusal> {
    let tariff = parse(&request.toml)?;
    let (this, asker) = (desk.clone(), who.clone());
    desk.put_in_force(async move {
        let (name, new) = (tariff.name.clone(), tariff.clone());
        this.act(&asker, move |act| {
            if in_force(&act.tx.tariffs()?, act.now).is_some_and(|stored| stored.toml == request.toml) {
                return Ok(());
            }
            let before = act.described()?;
            act.record(TariffSet { name, toml: request.toml, from: None }, None, None)?;
            // Without a lot there is nothing yet whose tariff it could be; the lot's set-up tells both.
            if act.tx.lot()?.is_some() {
                let stations = before.stations.clone();
                act.state(&Fact::LotDescribed { tariff: Some(new), stations, before: Some(Box::new(before)) })?;
            }
            Ok(())
        })
        .await?;
        use_anew(&this).await
    })
    .await?;
    current(desk, who, NOTHING).await
}

/// `tariff.plan`.
pub(crate) async fn plan(desk: &Desk, who: Who, request: PlanTariff) -> Result<TariffRows, Refusal> {
    let tariff = parse(&request.toml)?;
    let (this, asker) = (desk.clone(), who.clone());
    desk.put_in_force(async move {
        let name = tariff.name.clone();
        this.act(&asker, move |act| {
            if request.from <= act.now {
                return Err(Refusal::field(
                    "from",
                    "生效时间须晚于现在；要立即生效请直接启用",
                    "It must take effect later than now; put it in force at once instead.",
                ));
            }
            let stored = act.tx.tariffs()?;
            if stored.is_empty() {
                return Err(none_set());
            }
            let mut planned = stored.iter().filter(|tariff| tariff.withdrawn_seq.is_none());
            match planned.find(|tariff| tariff.from == request.from) {
                Some(same) if same.toml == request.toml => return Ok(()),
                Some(other) => {
                    return Err(Refusal::field(
                        "from",
                        format!("“{}”已定于该时刻生效，请先撤回", other.name),
                        format!("\"{}\" takes effect at that moment; withdraw it first.", other.name),
                    ));
                }
                None => {}
            }
            act.record(TariffSet { name, toml: request.toml, from: Some(request.from) }, None, None)?;
            Ok(())
        })
        .await?;
        use_anew(&this).await
    })
    .await?;
    list(desk, who, NOTHING).await
}

/// `tariff.withdraw`.
pub(crate) async fn withdraw(desk: &Desk, who: Who, request: WithdrawTariff) -> Result<TariffRows, Refusal> {
    let reason = reasons::reason(&request.reason)?;
    let (this, asker) = (desk.clone(), who.clone());
    desk.put_in_force(async move {
        this.act(&asker, move |act| {
            let stored = act.tx.tariffs()?;
            let found = stored.iter().find(|tariff| tariff.seq == i64::from(request.id)).ok_or_else(no_such_tariff)?;
            if found.withdrawn_seq.is_some() {
                return Ok(());
            }
            if found.from <= act.now {
                return Err(Refusal::field(
                    "id",
                    "该标准已生效，不能撤回；请启用另一份",
                    "This tariff has taken effect and cannot be withdrawn; put another one in force.",
                ));
            }
            act.record(TariffWithdrawn { tariff_seq: found.seq, name: found.name.clone(), reason }, None, None)?;
            Ok(())
        })
        .await?;
        use_anew(&this).await
    })
    .await?;
    list(desk, who, NOTHING).await
}

/// Says of planned tariffs whose moment has come that they took effect, and tells the platforms of the one in force (3005).
/// Called every few seconds; what prices a stay needs no telling, it goes by the moments.
pub(crate) async fn take_over(desk: &Desk) -> Result<u32, Refusal> {
    let due = |stored: &StoredTariff, now: Moment| {
        stored.withdrawn_seq.is_none() && stored.took_effect_seq.is_none() && stored.from <= now
    };
    let now = desk.now();
    if !desk.look(move |tx| Ok(tx.tariffs()?.iter().any(|stored| due(stored, now)))).await? {
        return Ok(0);
    }
    desk.act(&desk.who(&Caller::Engine), move |act| {
        let mut begun: Vec<_> = act.tx.tariffs()?.into_iter().filter(|stored| due(stored, act.now)).collect();
        begun.sort_by_key(|stored| stored.from);
        for stored in &begun {
            act.record(TariffTookEffect { tariff_seq: stored.seq, name: stored.name.clone() }, None, None)?;
        }
        if let Some(first) = begun.first()
            && act.tx.lot()?.is_some()
        {
            let then = act.tariffs.at(first.from.plus_ms(-1)).map(|tariff| tariff.as_ref().clone());
            let before = Described { tariff: then, ..act.described()? };
            act.state_described(Some(before))?;
        }
        Ok(u32::try_from(begun.len()).unwrap_or(u32::MAX))
    })
    .await
}

/// What the ledger has is what prices from now on.
async fn use_anew(desk: &Desk) -> Result<(), Refusal> {
    let stored = desk.look(|tx| Ok(tx.tariffs()?)).await?;
    *desk.inner.tariffs.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(history(&stored)?);
    Ok(())
}
