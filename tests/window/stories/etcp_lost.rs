//! A stay in one of ETCP's lots, paid at the desk: the answer is lost and the payment comes to its end once; another amount is shown
//! before anything is paid; and a manager writes down what was paid to ETCP.

use std::time::Duration;

use serde_json::{Value, json};

use super::{fen, sign_in};
use crate::harness::engine::Engine;
use crate::harness::{Key, Start, Told, Trouble, Window, chapter, tell};

const PHONE: &str = "13508381199";
/// ETCP answers at once, and is asked again within a quarter of a minute; a slow machine takes longer.
const IS_KNOWN: Duration = Duration::from_secs(60);

/// Both at one desk, where a driver is signed in.
#[tokio::test]
async fn what_is_paid_to_etcp_comes_to_an_end() {
    let engine = Engine::quiet().await.expect("the engine starts");
    tell("etcp-lost", Start::demo().on(&engine.data()), |window| async move {
        at_the_desk(&window).await?;
        chapter("a lost answer", lost_answer(&engine, &window)).await?;
        chapter("another amount", another_amount(&engine, &window)).await
    })
    .await;
}

/// A payment whose answer is lost is checked and ends once.
async fn lost_answer(engine: &Engine, window: &Window) -> Told {
    engine.parks_at_etcp("渝DE3787", 90).await?;
    let due = looked_up(window, "渝DE3787").await?;
    // It arrives, nobody answers, and the first question whether it did is refused too: it stays unknown.
    engine.breaks("etcp", "orderpaid", json!("lose_reply")).await?;
    engine.breaks("etcp", "orderhistory", json!({ "refuse": [1, "失败"] })).await?;
    paid(window).await?;
    comes_to(window, "unknown").await?;
    window.shot("etcp-unknown").await?;
    window.accessible("etcp-unknown").await?;
    if window.shows("etcp-give-back").await? || window.shows("etcp-resend").await? {
        return Err(Trouble::Wrong("what may have arrived is offered to be given back or sent again".into()));
    }
    // The fee is looked up once more meanwhile: ETCP says that nothing is due, and nothing is taken twice.
    window.turn_to("etcp-tab-serve").await?;
    window.look_for("[data-testid=\"etcp-due\"][data-fen=\"0\"]", IS_KNOWN).await?;
    if window.shows("etcp-pay").await? {
        return Err(Trouble::Wrong("a stay whose payment may have arrived can be paid again".into()));
    }
    window.turn_to("etcp-tab-payments").await?;
    // ETCP is asked again by itself before long; a person who does not want to wait for that asks at once.
    if let Ok(ask) = window.look_for("[data-testid=\"etcp-ask\"]", Duration::from_secs(2)).await {
        let _ = ask.click().await;
    }
    comes_to(window, "known").await?;
    window.shot("etcp-lost-known").await?;
    let notices = notices(engine).await?;
    if notices.len() != 1 {
        return Err(Trouble::Wrong(format!("ETCP was told {} times: {notices:?}", notices.len())));
    }
    settled_with_etcp(window, due).await
}

/// Another amount is shown, and paid by a person's word alone.
async fn another_amount(engine: &Engine, window: &Window) -> Told {
    let told_before = notices(engine).await?.len();
    window.turn_to("etcp-tab-serve").await?;
    engine.parks_at_etcp("渝DE3788", 30).await?;
    let due = looked_up(window, "渝DE3788").await?;
    engine.breaks("etcp", "orderpaid", json!({ "raise_fee": 300 })).await?;
    paid(window).await?;
    comes_to(window, "refused").await?;
    window.until("etcp-payment-refusal", "ETCP's words", |text| text.contains("20206")).await?;
    window.see("etcp-pay-new").await?;
    if fen(window, "etcp-new-fee").await? != due + 300 || notices(engine).await?.len() != told_before + 1 {
        return Err(Trouble::Wrong("the new fee is not shown, or was paid by itself".into()));
    }
    window.shot("etcp-requote").await?;
    window.accessible("etcp-requote").await?;
    let listed = window.count("etcp-payment-row-*").await?;
    window.click("etcp-pay-new").await?;
    window.see("etcp-pay-credit").await?;
    window.shot("etcp-requote-pay").await?;
    window.press(Key::Enter).await?;
    window.gone("etcp-pay-sheet").await?;
    // The new one comes first in the list, with ETCP's own number.
    window.at_least("etcp-payment-row-*", listed + 1).await?;
    window.click("etcp-payment-row-*").await?;
    comes_to(window, "known").await?;
    let told: Vec<Value> = notices(engine).await?.split_off(told_before);
    if told.len() != 2 || told[0]["externalOrderId"] == told[1]["externalOrderId"] {
        return Err(Trouble::Wrong(format!("ETCP was told {told:?}")));
    }
    Ok(())
}

/// The ETCP part of the service desk with a driver signed in.
async fn at_the_desk(window: &Window) -> Told {
    sign_in(window).await?;
    window.chord(&[Key::Control], 'm').await?;
    window.see("service").await?;
    window.click("service-tab-etcp").await?;
    window.see("etcp").await?;
    window.click("etcp-phone").await?;
    window.type_text(PHONE).await?;
    window.click("etcp-join").await?;
    window.until("etcp-phone-masked", "the telephone", |text| text.starts_with("135")).await.map(|_| ())
}

/// What a car owes by ETCP's answer, in 分.
async fn looked_up(window: &Window, plate: &str) -> Result<i64, Trouble> {
    window.type_over("etcp-fee-plate", plate).await?;
    window.press(Key::Enter).await?;
    window.see("etcp-quote").await?;
    fen(window, "etcp-due").await
}

/// Exact cash, and over to what became of it.
async fn paid(window: &Window) -> Told {
    window.click("etcp-pay").await?;
    window.see("etcp-pay-sheet").await?;
    window.press(Key::Enter).await?;
    window.see("etcp-told").await?;
    window.click("etcp-see-payments").await
}

async fn comes_to(window: &Window, state: &str) -> Told {
    window.look_for(&format!("[data-testid=\"etcp-payment\"][data-state=\"{state}\"]"), IS_KNOWN).await.map(|_| ())
}

/// What ETCP was told of payments.
async fn notices(engine: &Engine) -> Result<Vec<Value>, Trouble> {
    let came = engine.came("etcp").await?;
    let told = came.iter().filter(|one| one["interface"] == "orderpaid");
    told.map(|one| Ok(serde_json::from_str(one["data"].as_str().unwrap_or_default())?)).collect()
}

/// The account says what is owed; a manager paid it by the bank and says so.
async fn settled_with_etcp(window: &Window, due: i64) -> Told {
    window.turn_to("etcp-tab-account").await?;
    window.see("etcp-account").await?;
    window.at_least("etcp-line-*", 1).await?;
    if fen(window, "etcp-balance").await? != due {
        return Err(Trouble::Wrong("the account does not have the payment".into()));
    }
    window.shot("etcp-account").await?;
    window.accessible("etcp-account").await?;
    window.click("etcp-settle").await?;
    window.see("etcp-settle-sheet").await?;
    window.click("etcp-settle-reference").await?;
    window.type_text("2026112300012").await?;
    window.shot("etcp-settle").await?;
    window.accessible("etcp-settle").await?;
    window.press(Key::Enter).await?;
    window.gone("etcp-settle-sheet").await?;
    window.at_least("etcp-line-*", 2).await?;
    window.holds("nothing is owed any more", || async { Ok(fen(window, "etcp-balance").await? == 0) }).await?;
    // A slip is taken back whole, and is owed again.
    window.click("etcp-line-*").await?;
    window.click("etcp-settle-back").await?;
    window.see("etcp-settle-back-sheet").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.gone("etcp-settle-back-sheet").await?;
    window.holds("it is owed again", || async { Ok(fen(window, "etcp-balance").await? == due) }).await?;
    window.shot("etcp-account-back").await.map(|_| ())
}
