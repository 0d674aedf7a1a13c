//! The demo's docloud on the loopback, and a past at it: cars that were asked for, an order, a fleet, an inspection.

use std::sync::Arc;
use std::time::Duration;

use lotdesk_domain::moment::Clock;
use lotdesk_gateway::docloud::DocloudProfile;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::{Caller, Desk, SystemGuids};
use lotdesk_sandbox::docloud::{DocloudConfig, DocloudHandle};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::error::StartError;
use crate::secrets::Secret;

/// How often open orders are asked for: in a demo something should be seen to happen.
const FOLLOW_EVERY_S: u64 = 20;
/// How soon the past is tried to be made again, where docloud was not there yet.
const TRY_AGAIN: Duration = Duration::from_secs(5);

pub(super) async fn start(clock: &Arc<dyn Clock>) -> Result<DocloudHandle, StartError> {
    let started = DocloudHandle::start(DocloudConfig::demo(clock.clone(), Arc::new(SystemGuids))).await;
    started.map_err(|error| StartError::Part { part: "demo", why: error.to_string() })
}

/// The platform as a profile would describe it.
pub(super) fn access(docloud: &DocloudHandle) -> (DocloudProfile, Secret) {
    let (app_key, app_secret) = docloud.account();
    let profile = DocloudProfile {
        base_url: docloud.base_url.clone(),
        app_key: app_key.to_owned(),
        follow_every_s: FOLLOW_EVERY_S,
        ..DocloudProfile::default()
    };
    (profile, Secret::new(app_secret.to_owned()))
}

async fn call(desk: &Desk, name: &'static str, request: Value) -> Result<Value, Refusal> {
    desk.call(&Caller::Engine, name, request).await
}

/// On the first start: what a shop has done before. Afterwards the simulated docloud does not know the old orders any more;
/// they stay as they were.
pub(super) async fn seed(desk: Desk, stop: CancellationToken) {
    for _ in 0..5 {
        match seeded(&desk).await {
            Ok(()) => return,
            Err(refusal) => tracing::debug!(why = refusal.en, "the demo's past at docloud is not made yet"),
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TRY_AGAIN) => {}
        }
    }
}

/// Made-up cars with made-up numbers.
const CARS: [(&str, &str, &str, &str); 3] = [
    ("粤B7K21M", "13800000001", "LSVAA4182E2184847", "CDA018835"),
    ("粤B52RT8", "13800000002", "LFV2A21K6A3000000", "BWH448721"),
    ("粤A8P05X", "13800000003", "LSVFA49J23201444", "EA888K044"),
];

async fn seeded(desk: &Desk) -> Result<(), Refusal> {
    let known = call(desk, "violation.cars", json!({})).await?;
    if known["rows"].as_array().is_some_and(|rows| !rows.is_empty()) {
        return Ok(());
    }
    let fleet: Vec<Value> = (1..=12)
        .map(|n| {
            json!({
                "plate": format!("粤B6{n:02}T{}", n % 9), "car_type": if n % 4 == 0 { "large" } else { "small" },
                "vin": format!("LGWEF4A5{n:02}H0123{n:02}"), "engine_no": format!("GW4C20{n:04}"),
            })
        })
        .collect();
    call(desk, "fleet.add", json!({ "fleet": "演示物流车队", "cars": fleet })).await?;
    inspection(desk).await?;
    for (at, (plate, phone, vin, engine_no)) in CARS.into_iter().enumerate() {
        let papers = json!({ "phone": phone, "vin": vin, "engine_no": engine_no });
        let seen = call(desk, "violation.query", json!({ "plate": plate, "papers": papers })).await?;
        if at == 2 {
            // One is left to the person at the desk.
            continue;
        }
        let chosen = seen["violations"].as_array().into_iter().flatten().find(|row| row["can_order"] == true);
        let Some(row) = chosen else { continue };
        let violation = &row["violation"];
        let total = violation["fine_fen"].as_i64().unwrap_or(0) + violation["service_fee_fen"].as_i64().unwrap_or(0);
        let mut drawn = [0; 16];
        getrandom::fill(&mut drawn).map_err(Refusal::internal)?;
        let request_id = lotdesk_domain::id::Guid::from_bytes(drawn);
        let order = json!({
            "request_id": request_id, "plate": plate, "codes": [violation["code"]], "expected_total_fen": total,
        });
        let made = call(desk, "violation.order", order).await?;
        let money =
            json!({ "request_id": made["row"]["order_id"], "order_id": made["row"]["order_id"], "amount_fen": total });
        call(desk, "violation.take_money", money).await?;
    }
    Ok(())
}

async fn inspection(desk: &Desk) -> Result<(), Refusal> {
    let first = |list: &Value| list["rows"][0].clone();
    let of = |what: &str, of: Value| json!({ "what": what, "of": of });
    let brand = first(&call(desk, "inspection.catalogue", of("brands", Value::Null)).await?);
    let series = first(&call(desk, "inspection.catalogue", of("series", brand["id"].clone())).await?);
    let model = first(&call(desk, "inspection.catalogue", of("models", series["id"].clone())).await?);
    let health = call(desk, "system.health", json!({})).await?;
    let now = lotdesk_domain::moment::Moment(health["now"].as_i64().unwrap_or_default());
    let registered_on = (now.to_china().date() - chrono::Duration::days(760)).to_string();
    let car = json!({
        "plate": "粤B7K21M", "brand": brand, "series": series, "model": model, "registered_on": registered_on, "seats": 5,
        "official": false, "large_or_van": false, "commercial": false, "injured_somebody": false,
    });
    let bound = call(desk, "inspection.bind", json!({ "inspection_id": null, "car": car })).await?;
    let id = bound["row"]["inspection_id"].clone();
    let offer = call(desk, "inspection.offer", json!({ "inspection_id": id })).await?;
    let people = json!({
        "contact_phone": "13800000001", "owner_phone": "13800000001", "name": "某先生", "phone": "13800000001",
        "province": "广东省", "city": "深圳市", "county": "福田区", "address": "演示路 1 号",
    });
    let order = json!({
        "inspection_id": id, "expected_price_fen": offer["price_fen"], "people": people, "papers_seen": true,
    });
    call(desk, "inspection.order", order).await?;
    Ok(())
}
