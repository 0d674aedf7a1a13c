//! What we owe ETCP, paid to it outside and written down by a manager.

use lotdesk_operations::api::etcp_account::{EtcpLedger, EtcpLedgerWhat};
use lotdesk_operations::api::refusal::Code;
use serde_json::{Value, json};

use crate::etcp::Desk;
use crate::support::guid;

async fn ledger(desk: &Desk, account: &str) -> EtcpLedger {
    desk.ask("etcp.ledger", json!({ "account": account })).await.unwrap()
}

fn settle(request: u8, amount_fen: i64) -> Value {
    json!({ "request_id": guid(request), "amount_fen": amount_fen, "paid_from": "bank", "reference": "回单 20261123-001" })
}

#[tokio::test]
async fn what_is_owed_to_etcp_is_paid_once_and_a_slip_is_taken_back() {
    let desk = Desk::open().await;
    let nothing = desk.ask::<EtcpLedger>("etcp.settle", settle(9, 1)).await.unwrap_err();
    assert_eq!(nothing.code, Code::NotPossibleNow);
    desk.owes(800, 800);
    desk.paid_and_known(1).await;
    desk.owes(500, 500);
    desk.paid(2).await;
    let (payable, held) = (ledger(&desk, "payable").await, ledger(&desk, "held").await);
    assert_eq!((payable.balance_fen.0, held.balance_fen.0), (800, 500));
    let lines: Vec<_> = held.rows.iter().map(|row| (row.what, row.amount_fen.0, row.after_fen.0)).collect();
    assert_eq!(
        lines,
        [(EtcpLedgerWhat::Taken, 500, 500), (EtcpLedgerWhat::Known, -800, 0), (EtcpLedgerWhat::Taken, 800, 800)]
    );
    assert_eq!(held.rows[0].plate.as_deref(), Some("渝DE3787"));

    let too_much = desk.ask::<EtcpLedger>("etcp.settle", settle(20, 801)).await.unwrap_err();
    assert_eq!(too_much.field.as_deref(), Some("amount_fen"), "what is only held is not owed");
    let mut bare = settle(20, 300);
    bare["reference"] = json!(" ");
    let bare = desk.ask::<EtcpLedger>("etcp.settle", bare).await.unwrap_err();
    assert_eq!(bare.field.as_deref(), Some("reference"));
    for _ in 0..2 {
        let paid: EtcpLedger = desk.ask("etcp.settle", settle(20, 300)).await.unwrap();
        assert_eq!(paid.balance_fen.0, 500, "once");
        assert_eq!((paid.rows[0].what, paid.rows[0].amount_fen.0), (EtcpLedgerWhat::Settled, -300));
        assert_eq!((paid.rows[0].operator.as_deref(), paid.rows[0].may_be_taken_back), (Some("经理"), true));
    }
    let other = desk.ask::<EtcpLedger>("etcp.settle", settle(20, 301)).await.unwrap_err();
    assert_eq!(other.field.as_deref(), Some("request_id"));
    assert_eq!((desk.balance("bank").await, desk.balance("etcp:payable").await), (-300, -500));
    let state: Value = desk.ask("etcp.state", json!({})).await.unwrap();
    assert_eq!((&state["held_fen"], &state["payable_fen"]), (&json!(500), &json!(500)));

    let back = json!({ "settlement_id": guid(20), "reason": "转错账户" });
    let after: EtcpLedger = desk.ask("etcp.settle_back", back.clone()).await.unwrap();
    assert_eq!((after.balance_fen.0, after.rows[0].what), (800, EtcpLedgerWhat::TakenBack));
    assert!(!after.rows[1].may_be_taken_back);
    assert_eq!(desk.ask::<EtcpLedger>("etcp.settle_back", back).await.unwrap_err().code, Code::NotPossibleNow);
    let mut cash = settle(21, 800);
    cash["paid_from"] = json!("safe");
    let after: EtcpLedger = desk.ask("etcp.settle", cash).await.unwrap();
    assert_eq!(after.balance_fen.0, 0);
    assert_eq!((desk.balance("bank").await, desk.balance("safe").await), (0, -800));

    // A page at a time, and every line says what stood there then.
    let mut before = Value::Null;
    let mut seen = Vec::new();
    loop {
        let request = json!({ "account": "payable", "limit": 1, "before": before });
        let page: EtcpLedger = desk.ask("etcp.ledger", request).await.unwrap();
        seen.push(page.rows[0].after_fen.0);
        before = json!(page.rows[0].seq);
        if !page.more {
            break;
        }
    }
    assert_eq!(seen, [0, 800, 500, 800]);
    desk.house.verify().await;
    desk.house.ledger.rebuild().await.unwrap();
    desk.house.verify().await;
}

#[tokio::test]
async fn nobody_but_a_manager_pays_etcp() {
    let desk = Desk::open().await;
    let attendant = desk.house.sign_in("岗亭", "attendant").await;
    for (name, request) in [
        ("etcp.ledger", json!({})),
        ("etcp.settle", settle(1, 1)),
        ("etcp.settle_back", json!({ "settlement_id": guid(1), "reason": "试一试" })),
    ] {
        let refused = desk.house.window(&attendant, name, request).await.unwrap_err();
        assert_eq!(refused.code, Code::NotPermitted, "{name}");
    }
}
