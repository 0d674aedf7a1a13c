//! The shop, as every record names it.

use lotdesk_domain::message::Platform;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::BillingSet;

use crate::api::refusal::Refusal;
use crate::api::repair::{RepairShop, RepairShopReply};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

/// The setting's name in the ledger.
const SHOP: &str = "repair_shop";

/// The shop as it is set up; none until then.
pub(super) fn the_shop(tx: &ReadTx<'_>) -> Result<Option<RepairShop>, Refusal> {
    let text = tx.billing_setting(SHOP)?;
    text.map(|text| serde_json::from_str(&text).map_err(Refusal::internal)).transpose()
}

/// `repair.shop`.
pub(crate) async fn shop(desk: &Desk, _who: Who, _request: Nothing) -> Result<RepairShopReply, Refusal> {
    let archive = desk.inner.surroundings.platforms().contains(&Platform::Repair);
    Ok(RepairShopReply { shop: desk.look(the_shop).await?, archive })
}

/// `repair.set_shop`.
pub(crate) async fn set_shop(desk: &Desk, who: Who, request: RepairShop) -> Result<Done, Refusal> {
    let trimmed = |text: &str| text.trim().to_owned();
    let shop = RepairShop {
        company_name: trimmed(&request.company_name),
        code_prefix: trimmed(&request.code_prefix),
        phone: trimmed(&request.phone),
        address: trimmed(&request.address),
    };
    for (field, text, least, most) in [
        ("company_name", &shop.company_name, 1, 100),
        ("code_prefix", &shop.code_prefix, 0, 10),
        ("phone", &shop.phone, 0, 30),
        ("address", &shop.address, 0, 100),
    ] {
        if !(least..=most).contains(&text.chars().count()) {
            return Err(Refusal::field(
                field,
                format!("须为 {least} 至 {most} 个字"),
                format!("{least} to {most} characters are wanted."),
            ));
        }
    }
    if !shop.code_prefix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(Refusal::field(
            "code_prefix",
            "编号前缀只能用字母、数字和连字符",
            "Letters, digits and hyphens only.",
        ));
    }
    let text = serde_json::to_string(&shop).map_err(Refusal::internal)?;
    desk.act(&who, move |act| {
        act.record(BillingSet { what: SHOP.to_owned(), text }, None, None)?;
        Ok(Done {})
    })
    .await
}
