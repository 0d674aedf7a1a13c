//! Invoices, reports to the credit register, and the people in both. People's data is kept in one table of its own, beside
//! the journal, and can be erased from it.

pub(crate) mod credit;
mod credit_lists;
mod invoice_views;
mod invoices;
mod paper;
pub(crate) mod persons;
mod resolve;

use lotdesk_domain::person::{BadField, Doubt};
use lotdesk_ledger::ReadTx;
use serde::de::DeserializeOwned;

use crate::api::refusal::{Code, Refusal};

pub(crate) use credit::{approve, propose, rules, set_rules, withdraw};
pub(crate) use credit_lists::{list as credit_list, overdue};
pub(crate) use invoice_views::{detail, list as invoice_list};
pub(crate) use invoices::{answered, issue, reverse, seller, set_seller, stock};
pub(crate) use paper::{Fetches, cancel_fetch, fetch_pdf, look_at_fetch, read_pdf};
pub(crate) use persons::{erase, show};
pub(crate) use resolve::resolve;

/// The settings' names in the ledger.
const SELLER: &str = "invoice_seller";
pub(crate) const CREDIT_RULES: &str = "credit_rules";

pub(crate) fn setting<T: DeserializeOwned>(tx: &ReadTx<'_>, what: &str) -> Result<Option<T>, Refusal> {
    let text = tx.billing_setting(what)?;
    text.map(|text| serde_json::from_str(&text).map_err(Refusal::internal)).transpose()
}

/// A field that breaks its table, as a refusal.
fn bad_field(within: &str, why: &BadField) -> Refusal {
    let field = format!("{within}{}", why.field);
    Refusal::field(field, format!("不符合要求：{}", why.rule_zh), format!("{why}."))
}

/// Refuses what looks mistyped, unless somebody has looked at it again.
fn doubtful(doubts: &[Doubt], accepted: bool) -> Result<(), Refusal> {
    match doubts.first() {
        Some(doubt) if !accepted => {
            Err(Refusal::new(Code::LooksWrong, doubt.zh.clone(), doubt.en.clone()).at(doubt.field.clone()))
        }
        _ => Ok(()),
    }
}

fn not_set_up(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::new(Code::NotFound, zh, en).at(field)
}

/// The platform would refuse it: nothing is done, and the words say which field of which table.
fn breaks_the_table(problem: &str) -> Refusal {
    Refusal::new(
        Code::BadField,
        format!("不符合平台数据规范：{problem}"),
        format!("It breaks the platform's tables: {problem}"),
    )
}

fn nobody_to_ask() -> Refusal {
    Refusal::new(Code::NotFound, "未接入城市停车管理平台，无法办理", "No city platform is set up that could do this.")
}
