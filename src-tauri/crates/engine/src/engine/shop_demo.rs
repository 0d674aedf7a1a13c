//! The demo's repair shop: an archive and an AutoX3 of its own on the loopback, records from before, and a clerk who works
//! off what the person at the desk leaves.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::moment::Clock;
use lotdesk_gateway::autox3::Autox3Profile;
use lotdesk_gateway::repair::RepairProfile;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::repair::RepairDetail;
use lotdesk_operations::api::service_order::ServiceOrderList;
use lotdesk_operations::{Caller, Desk, SystemGuids};
use lotdesk_sandbox::autox3::{Autox3Config, Autox3Handle};
use lotdesk_sandbox::repair::{RepairConfig, RepairHandle};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use super::shop::{PATH, ShopAccess};
use crate::config::Config;
use crate::secrets::Secret;

/// So many orders are left to the person at the desk.
const LEFT_TO_THE_PERSON: usize = 4;
/// The clerk looks this often.
const CLERK_LOOKS: Duration = Duration::from_secs(40);

/// The shop's platforms on the loopback. Those that the settings name stay away.
pub(super) struct ShopSandbox {
    repair: Option<RepairHandle>,
    autox3: Option<Autox3Handle>,
}

impl ShopSandbox {
    pub(super) async fn start(settings: &Config, clock: &Arc<dyn Clock>) -> Result<Self, StartError> {
        let part = |why: String| StartError::Part { part: "demo", why };
        let guids = Arc::new(SystemGuids);
        let repair = match &settings.platforms.repair {
            Some(_) => None,
            None => {
                let started = RepairHandle::start(RepairConfig::demo(clock.clone(), guids.clone())).await;
                Some(started.map_err(|error| part(error.to_string()))?)
            }
        };
        let autox3 = match &settings.platforms.autox3 {
            Some(_) => None,
            None => {
                let mut seed = [0; 8];
                getrandom::fill(&mut seed).map_err(|error| part(error.to_string()))?;
                let config = Autox3Config::demo(clock.clone(), guids, u64::from_le_bytes(seed));
                Some(Autox3Handle::start(config).await.map_err(|error| part(error.to_string()))?)
            }
        };
        Ok(Self { repair, autox3 })
    }

    /// The platforms as profiles would describe them.
    pub(super) fn access(&self) -> ShopAccess {
        let secret = |text: &str| Secret::new(text.to_owned());
        let repair = self.repair.as_ref().map(|archive| {
            let (company_code, password) = archive.account();
            let profile = RepairProfile {
                base_url: archive.base_url.clone(),
                company_code: company_code.to_owned(),
                ..RepairProfile::default()
            };
            (profile, secret(password))
        });
        let autox3 = self.autox3.as_ref().map(|app| {
            let profile = Autox3Profile { picture_hosts: vec![app.picture_host.clone()], ..Autox3Profile::default() };
            (profile, secret(app.app_secret()))
        });
        ShopAccess { repair, autox3 }
    }

    /// Orders come by themselves from now on.
    pub(super) fn work(&self, callback_base_url: &str) -> Option<JoinHandle<()>> {
        self.autox3.as_ref().map(|app| app.work(format!("{callback_base_url}/{PATH}")))
    }

    /// Where they can be looked into and broken, by platform.
    pub(super) fn controls(&self) -> impl Iterator<Item = (&'static str, String)> {
        let repair = self.repair.as_ref().map(|archive| ("repair", archive.control_url.clone()));
        let autox3 = self.autox3.as_ref().map(|app| ("autox3", app.control_url.clone()));
        repair.into_iter().chain(autox3)
    }

    pub(super) async fn stop(self) {
        if let Some(app) = self.autox3 {
            app.stop().await;
        }
        if let Some(archive) = self.repair {
            archive.stop().await;
        }
    }
}

async fn call(desk: &Desk, name: &'static str, request: Value) -> Result<Value, Refusal> {
    desk.call(&Caller::Engine, name, request).await
}

/// On the first start: the shop, templates, and records of the last days. One of them has a VIN that the archive refuses.
pub(super) async fn seed(desk: &Desk) -> Result<(), StartError> {
    seeded(desk).await.map_err(StartError::SetUp)
}

async fn seeded(desk: &Desk) -> Result<(), Refusal> {
    if call(desk, "repair.shop", json!({})).await?["shop"] != Value::Null {
        return Ok(());
    }
    for (name, fault, items, parts) in templates() {
        let template = json!({ "template_id": null, "name": name, "fault": fault, "items": items, "parts": parts });
        match call(desk, "repair.save_template", template).await {
            Ok(_) => {}
            // A start that was cut off in the middle has kept some.
            Err(refusal) if refusal.field.as_deref() == Some("name") => {}
            Err(refusal) => return Err(refusal),
        }
    }
    let shop = json!({
        "company_name": "福田中心汽车维修（演示）", "code_prefix": "FT", "phone": "0755-00000000", "address": "演示地址 1 号",
    });
    call(desk, "repair.set_shop", shop).await?;
    let today = desk_day(desk).await?;
    for (at, (plate, vin, mileage_km, template)) in CARS.into_iter().enumerate() {
        let (_, fault, items, parts) = templates().remove(template);
        let form = json!({
            "plate": plate, "vin": vin, "brought_on": today, "settled_on": today, "mileage_km": mileage_km,
            "fault": fault, "fuel": if at == 2 { "electric" } else { "petrol" }, "vehicle_use": "private",
            "items": items, "parts": parts,
        });
        let saved = call(desk, "repair.save", json!({ "record_id": null, "form": form })).await?;
        if at == CARS.len() - 1 {
            // One stays a draft.
            continue;
        }
        let settle = json!({ "record_id": saved["row"]["record_id"], "form": saved["form"], "accept_doubts": true });
        call(desk, "repair.settle", settle).await?;
    }
    Ok(())
}

async fn desk_day(desk: &Desk) -> Result<String, Refusal> {
    let health = call(desk, "system.health", json!({})).await?;
    let now = lotdesk_domain::moment::Moment(health["now"].as_i64().unwrap_or_default());
    Ok(now.to_china().date().to_string())
}

/// Made-up cars; the fourth one's VIN has lost a character.
const CARS: [(&str, &str, u32, usize); 6] = [
    ("粤B7K21M", "LSVAA4182E2184847", 48_210, 0),
    ("粤B52RT8", "LFV2A21K6A3000000", 91_874, 1),
    ("粤BD31075", "LC0CE4CB7K0000000", 22_300, 3),
    ("粤B9P05X", "LSVFA49J23201444", 130_442, 2),
    ("粤BW8811", "LVGBH40K19G000000", 66_051, 0),
    ("粤B3N46Q", "LHGRU5746G2000000", 75_900, 2),
];

type Template = (&'static str, &'static str, Value, Value);

fn templates() -> Vec<Template> {
    let part = |name: &str, code: &str, quantity: &str| json!({ "name": name, "code": code, "quantity": quantity });
    let item = |name: &str, hours: &str| json!({ "name": name, "hours": hours });
    vec![
        (
            "小保养",
            "常规保养",
            json!([item("更换机油、机滤", "0.5"), item("全车检查", "0.3")]),
            json!([part("机油 5W-30", "OIL-5W30-4L", "1"), part("机油滤清器", "OF-1021", "1")]),
        ),
        (
            "更换前刹车片",
            "制动异响",
            json!([item("更换前制动片", "1"), item("制动系统检查", "0.5")]),
            json!([part("前制动片", "BP-F-330", "1")]),
        ),
        ("补胎", "右后轮胎扎钉", json!([item("补胎(蘑菇钉补)", "0.5")]), json!([])),
        ("更换空调滤芯", "空调有异味", json!([item("更换空调滤芯", "0.3")]), json!([part("空调滤芯", "AC-778", "1")])),
    ]
}

/// Works off the oldest orders beyond those that are left to the person, until `stop`.
pub(super) async fn clerk(desk: Desk, stop: CancellationToken) {
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(CLERK_LOOKS) => {}
        }
        if let Err(refusal) = one_order(&desk).await {
            tracing::debug!(why = refusal.en, "the demo's clerk leaves an order");
        }
    }
}

async fn one_order(desk: &Desk) -> Result<(), Refusal> {
    let list = call(desk, "service_order.list", json!({ "state": "new", "limit": 100 })).await?;
    let list: ServiceOrderList = serde_json::from_value(list).map_err(Refusal::internal)?;
    let Some(order) = list.rows.get(LEFT_TO_THE_PERSON..).and_then(<[_]>::last) else { return Ok(()) };
    let draft = call(desk, "service_order.draft", json!({ "order_id": order.order_id })).await?;
    let draft: RepairDetail = serde_json::from_value(draft).map_err(Refusal::internal)?;
    let number = draft.row.no as usize;
    let (_, _, items, parts) = templates().remove(number % 4);
    let mut form = serde_json::to_value(&draft.form).map_err(Refusal::internal)?;
    form["items"] = items;
    form["parts"] = parts;
    form["fuel"] = json!("petrol");
    form["vehicle_use"] = json!("private");
    let settle = json!({ "record_id": draft.row.record_id, "form": form, "accept_doubts": true });
    call(desk, "repair.settle", settle).await?;
    Ok(())
}
