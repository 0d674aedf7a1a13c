//! A clerk at the service desk: a technician's order, the draft that one key makes of it, the settling that is the upload, the
//! archive's refusal beside the field that it names, and the mend.

use serde_json::{Value, json};

use super::{PATIENCE, sign_in_as};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// The clerk's place among the demo's people.
const CLERK: usize = 2;
/// The order's VIN lost its last character: the app does not mind, the archive does.
const SHORT_VIN: &str = "1M8GDM9AXKP04278";
const VIN: &str = "1M8GDM9AXKP042788";

/// An order becomes a record, is refused, mended, and taken under the same number. A manager begins it; a clerk is signed in at
/// its end.
pub(super) async fn mended(engine: &Engine, window: &Window) -> Told {
    // A shop without a name cannot settle: a manager sets it once, and a clerk does the rest.
    window.click("nav-service").await?;
    window.see("service").await?;
    window.click("service-tab-shop").await?;
    window.type_over("shop-company", "测试汽修").await?;
    window.click("shop-save").await?;
    window.press(Key::F12).await?;
    window.see("change").await?;
    window.press(Key::F12).await?;
    sign_in_as(window, CLERK).await?;
    window.click("nav-service").await?;
    window.click("service-tab-orders").await?;
    let order = json!({ "number": 6482, "plate": "粤B12345", "vin": SHORT_VIN, "odometer_km": 67000 });
    engine.takes_a_car_in(order).await?;
    // It comes by itself, with everything that the technician saw, and people masked.
    window.at_least("order-row-*", 1).await?;
    let masked = |text: &str| text.contains("******");
    window.until("order-owner", "a masked telephone", masked).await?;
    window.shot("shop-order").await?;
    window.accessible("shop-order").await?;
    window.press(Key::F5).await?;
    window.look_for("[data-testid=\"record-editor\"][data-state=\"draft\"]", PATIENCE).await?;
    if window.value("record-vin").await? != SHORT_VIN || window.value("record-mileage").await? != "67000" {
        return Err(Trouble::Wrong("the draft does not have what the order says".into()));
    }
    window.choose("record-fuel", "petrol").await?;
    window.choose("record-use", "private").await?;
    window.click("item-add").await?;
    window.click("item-name-0").await?;
    window.type_text("更换机油").await?;
    window.press(Key::Tab).await?;
    window.type_text("0.5").await?;

    // Settling asks about what looks wrong; said once more, it is the upload.
    window.press(Key::F8).await?;
    window.see("record-doubts").await?;
    window.look_for("[data-testid=\"record-settle\"][data-armed=\"true\"]", PATIENCE).await?;
    window.press(Key::F8).await?;
    window.look_for("[data-testid=\"record-editor\"][data-state=\"settled\"]", PATIENCE).await?;
    window.until("record-refusal", "the archive's words", |text| text.contains("应为17位")).await?;
    beside(window, "record-vin-note", "应为17位").await?;
    window.shot("shop-refused").await?;
    window.accessible("shop-refused").await?;
    // All refusals together, one step from the field.
    window.click("service-tab-uploads").await?;
    window.until("refused-*", "the archive's words", |text| text.contains("应为17位")).await?;
    window.shot("shop-uploads").await?;
    window.click("mend-*").await?;

    window.look_for("[data-testid=\"record-editor\"][data-state=\"settled\"]", PATIENCE).await?;
    window.press(Key::F8).await?;
    window.type_over("record-vin", VIN).await?;
    window.click("correct-reason").await?;
    window.press(Key::Down).await?;
    window.shot("shop-correct").await?;
    correct(window).await?;
    let up = |text: &str| text.contains("已上传") || text.contains("按时");
    window.until("record-upload", "that it is uploaded", up).await?;
    window.gone("record-refusal").await?;
    window.shot("shop-uploaded").await?;
    window.click("record-print").await?;
    window.until("print-text", "the settlement list", |text| text.contains(VIN)).await?;
    window.shot("shop-settlement-list").await?;
    window.press(Key::Escape).await?;
    window.gone("print-text").await?;
    sent_under_one_number(engine).await
}

/// What the archive said stands under the field that it is about.
async fn beside(window: &Window, id: &str, words: &str) -> Told {
    let note = format!("[data-testid=\"{id}\"]");
    window
        .holds("the archive's words beside the field", || async {
            Ok(window.look_for(&note, PATIENCE).await?.text().await?.contains(words))
        })
        .await
}

/// F8 sends the correction; where something looks wrong, once more.
async fn correct(window: &Window) -> Told {
    window.press(Key::F8).await?;
    if window.look_for("[data-testid=\"record-doubts\"]", std::time::Duration::from_secs(2)).await.is_ok() {
        window.look_for("[data-testid=\"correct-submit\"][data-armed=\"true\"]", PATIENCE).await?;
        window.press(Key::F8).await?;
    }
    window.until("record-said", "that it is corrected", |text| !text.is_empty()).await.map(|_| ())
}

/// The refused upload and the mended one carry one costlistcode, and nothing else went up.
async fn sent_under_one_number(engine: &Engine) -> Told {
    let came = engine.came("repair").await?;
    let uploads: Vec<&Value> = came.iter().filter(|one| one["interface"] == "saveWeixiuRecord").collect();
    let taken: Vec<bool> = uploads.iter().map(|one| one["refused"].is_null()).collect();
    if taken != [false, true] || uploads[0]["cost_list_code"] != uploads[1]["cost_list_code"] {
        return Err(Trouble::Wrong(format!("the archive got {uploads:?}")));
    }
    Ok(())
}
