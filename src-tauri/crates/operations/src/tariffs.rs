//! Tariffs: the one in force, trying one out, loading one from a file.

use std::sync::{Arc, PoisonError};

use lotdesk_domain::fact::Fact;
use lotdesk_domain::tariff::{Fee, Tariff};
use lotdesk_ledger::event::TariffSet;

use crate::api::Nothing;
use crate::api::refusal::{Code, Refusal};
use crate::api::tariff::{CurrentTariff, LoadTariff, TryTariff};
use crate::caller::Who;
use crate::desk::{Desk, NOTHING};
use crate::quotes::bad_tariff;

/// Reads a tariff file's text.
///
/// # Errors
/// What is no TOML, what is no tariff, and what breaks a tariff's rules, each with its place.
pub(crate) fn parse(text: &str) -> Result<Tariff, Refusal> {
    Tariff::from_toml(text).map_err(|why| bad_tariff(&why))
}

pub(crate) async fn current(desk: &Desk, _who: Who, _request: Nothing) -> Result<CurrentTariff, Refusal> {
    let stored = desk.look(|tx| Ok(tx.tariff()?)).await?;
    let Some(stored) = stored else {
        return Err(Refusal::new(
            Code::NotFound,
            "尚未设置收费标准，请由经理导入",
            "No tariff has been set; a manager must load one.",
        ));
    };
    Ok(CurrentTariff { tariff: parse(&stored.toml)?, toml: stored.toml, since: stored.since })
}

pub(crate) async fn try_out(desk: &Desk, _who: Who, request: TryTariff) -> Result<Fee, Refusal> {
    if request.left_at < request.entered_at {
        return Err(Refusal::field("left_at", "离场时间不能早于入场时间", "The stay cannot end before it begins."));
    }
    let tariff = match &request.toml {
        Some(text) => Arc::new(parse(text)?),
        None => desk.tariff(),
    };
    tariff.price(request.class, request.entered_at, request.left_at).map_err(|why| bad_tariff(&why))
}

pub(crate) async fn load(desk: &Desk, who: Who, request: LoadTariff) -> Result<CurrentTariff, Refusal> {
    let tariff = parse(&request.toml)?;
    let (this, asker) = (desk.clone(), who.clone());
    desk.put_in_force(async move {
        let (name, new) = (tariff.name.clone(), tariff.clone());
        this.act(&asker, move |act| {
            if act.tx.tariff()?.is_some_and(|stored| stored.toml == request.toml) {
                return Ok(());
            }
            let before = act.described()?;
            act.record(TariffSet { name, toml: request.toml }, None, None)?;
            // Without a lot there is nothing yet whose tariff it could be; the lot's set-up tells both.
            if act.tx.lot()?.is_some() {
                let stations = before.stations.clone();
                act.state(&Fact::LotDescribed { tariff: Some(new), stations, before: Some(Box::new(before)) })?;
            }
            Ok(())
        })
        .await?;
        *this.inner.tariff.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(tariff));
        Ok(())
    })
    .await?;
    current(desk, who, NOTHING).await
}
