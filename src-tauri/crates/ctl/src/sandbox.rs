//! `sandbox`: the simulated platforms alone, for trying a console against them or for a judge kept by
//! another process.

use std::path::Path;
use std::sync::Arc;

use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{SystemClock, SystemGuids};
use lotdesk_sandbox::autox3::{Autox3Config, Autox3Handle};
use lotdesk_sandbox::charging::{ChargingConfig, ChargingHandle};
use lotdesk_sandbox::city::{CityConfig, CityHandle, Transport};
use lotdesk_sandbox::docloud::{DocloudConfig, DocloudHandle};
use lotdesk_sandbox::etcp::{EtcpConfig, EtcpHandle};
use lotdesk_sandbox::payment::{PaymentConfig, PaymentHandle};
use lotdesk_sandbox::repair::{RepairConfig, RepairHandle};
use serde_json::json;

use crate::args::{Place, Sandbox};
use crate::fail::Fail;
use crate::{output, run};

/// Runs until told to end. What arrived is kept in `sandbox/city.jsonl` of the data directory, and taken up again.
pub async fn run(place: &Place, options: Sandbox) -> Result<(), Fail> {
    let folder = place.home()?.file(Path::new("sandbox"));
    std::fs::create_dir_all(&folder).map_err(|error| Fail::system("sandbox", &error))?;
    let transport =
        if options.http { Transport::Http } else { Transport::Https { ca_pem_path: folder.join("city-ca.pem") } };
    let journal = folder.join("city.jsonl");
    let config = CityConfig {
        transport,
        port: options.port,
        tcp_port: Some(0),
        token_life_s: options.token_life_s,
        journal: Some(journal.clone()),
        ..CityConfig::demo(Arc::new(SystemClock), Arc::new(SystemGuids))
    };
    let city = CityHandle::start(config).await.map_err(|error| {
        Refusal::new(Code::BadField, format!("沙箱无法启动：{error}"), format!("The sandbox does not start: {error}."))
    })?;
    let charging_config = ChargingConfig::demo(Arc::new(SystemClock), Arc::new(SystemGuids));
    let charging = ChargingHandle::start(charging_config.clone()).await;
    let charging = charging.map_err(|error| Fail::system("sandbox", &error))?;
    let failed = |error: std::io::Error| Fail::system("sandbox", &error);
    let (clock, guids) = (Arc::new(SystemClock), Arc::new(SystemGuids));
    let repair = RepairHandle::start(RepairConfig::demo(clock.clone(), guids.clone())).await.map_err(failed)?;
    let docloud = DocloudHandle::start(DocloudConfig::demo(clock.clone(), guids.clone())).await.map_err(failed)?;
    let (app_key, docloud_secret) = docloud.account();
    let seed = u64::from(std::process::id());
    let etcp = EtcpHandle::start(EtcpConfig::demo(clock.clone(), guids.clone(), seed)).await.map_err(failed)?;
    let payment = PaymentHandle::start(PaymentConfig::demo(clock.clone())).await.map_err(failed)?;
    let autox3 = Autox3Handle::start(Autox3Config::demo(clock, guids, seed)).await.map_err(failed)?;
    let (merchant, payment_key) = payment.account();
    let (company_code, repair_password) = repair.account();
    let (merchant_no, merchant_key, app_id) = etcp.merchant();
    let control = city.control_url();
    let ca = city.ca_pem_path().map(|file| format!(" --cacert {}", file.display())).unwrap_or_default();
    let curl = |path: &str, body: &str| format!("curl{ca} {control}/{path} -d '{body}'");
    output::print_line(&json!({
        "ready": true,
        "city": {
            "base_url": city.base_url,
            "tcp_address": city.tcp_address,
            "ca_file": city.ca_pem_path(),
            "user_id": city.account,
            "password": city.password,
            "des_key": city.des_key,
            "journal": journal,
            "control": control,
        },
        "charging": {
            "base_url": charging.base_url,
            "numbers_base_url": charging.numbers_base_url,
            "operator_id": charging_config.operator_id,
            "platform_operator_id": charging_config.platform_id,
            "data_secret": charging_config.data_secret,
            "data_secret_iv": charging_config.data_secret_iv,
            "sig_secret": charging_config.sig_secret,
            "operator_secret": charging_config.operator_secret,
            "platform_secret": charging_config.platform_secret,
        },
        "etcp": {
            "base_url": etcp.base_url,
            "merchant_no": merchant_no,
            "merchant_key": merchant_key,
            "app_id": app_id,
            "control": etcp.control_url,
        },
        "repair": {
            "base_url": repair.base_url,
            "company_code": company_code,
            "password": repair_password,
            "control": repair.control_url,
        },
        "payment": {
            "base_url": payment.base_url,
            "merchant": merchant,
            "key": payment_key,
            "control": payment.control_url,
        },
        "autox3": {
            "app_secret": autox3.app_secret(),
            "picture_host": autox3.picture_host,
            "control": autox3.control_url,
        },
        "docloud": {
            "base_url": docloud.base_url,
            "app_key": app_key,
            "app_secret": docloud_secret,
            "control": docloud.control_url,
        },
        // The console, ready to be typed: see sandbox/src/city/downlink/order.rs and faults.rs for what else there is.
        "downlink": curl("downlink", r#"{"transport":"https","code":"6005","data":[{"parkCode":"…","plateNo":"B12"}]}"#),
        "service_order": format!(
            "curl {}/send -H 'Content-Type: application/json' -d '{}'",
            autox3.control_url,
            r#"{"callback_url":"https://…/autox3"}"#
        ),
        "faults": curl("faults", r#"{"add":[{"interface":"6005","times":1,"fault":{"kind":"lose_reply"}}]}"#),
    }))?;
    let told = run::until_told(options.until_stdin_closes).await;
    city.stop().await;
    charging.stop().await;
    etcp.stop().await;
    repair.stop().await;
    payment.stop().await;
    autox3.stop().await;
    docloud.stop().await;
    told
}
