//! Merchants: who gives coupons, and up to what sum.

use lotdesk_domain::check_digit::is_credit_code;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::MerchantSaved;
use lotdesk_ledger::tables::coupons::StoredMerchant;

use crate::api::Nothing;
use crate::api::coupon::{MerchantList, MerchantRow, SaveMerchant};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;

/// `merchant.list`.
pub(crate) async fn merchants(desk: &Desk, _who: Who, _request: Nothing) -> Result<MerchantList, Refusal> {
    let now = desk.now();
    desk.look(move |tx| {
        let rows = tx.merchants(now)?.into_iter().map(|stored| row(tx, stored)).collect::<Result<_, _>>()?;
        Ok(MerchantList { rows })
    })
    .await
}

/// `merchant.save`.
pub(crate) async fn save_merchant(desk: &Desk, who: Who, request: SaveMerchant) -> Result<MerchantRow, Refusal> {
    let name = request.name.trim().to_owned();
    if !(1..=100).contains(&name.chars().count()) {
        return Err(Refusal::field("name", "名称应为 1 至 100 字", "A name has 1 to 100 characters."));
    }
    let org_code = request.org_code.map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty());
    if org_code.as_deref().is_some_and(|code| !is_credit_code(code)) {
        return Err(Refusal::field(
            "org_code",
            "统一社会信用代码为 18 位，最后一位是校验码；请核对",
            "A unified social credit code has 18 characters, the last one a check; look again.",
        ));
    }
    if request.budget_fen.is_some_and(|budget| budget.0 < 0) {
        return Err(Refusal::field("budget_fen", "预算不能为负数", "A budget is not negative."));
    }
    desk.act(&who, move |act| {
        let now = act.now;
        if act.tx.merchants(now)?.iter().any(|other| other.merchant.name == name && other.merchant.id != request.id) {
            return Err(Refusal::new(Code::NameTaken, "已有同名商户", "A merchant has this name already.").at("name"));
        }
        let saved = MerchantSaved {
            id: request.id,
            name,
            org_code,
            budget_fen: request.budget_fen,
            open: request.open.unwrap_or(true),
        };
        if !act.tx.merchants(now)?.iter().any(|stored| stored.merchant == saved) {
            act.record(saved, None, None)?;
        }
        row(act.tx, merchant(act.tx, request.id, now)?)
    })
    .await
}

/// The merchant with this identifier.
pub(super) fn merchant(tx: &ReadTx<'_>, id: Guid, now: Moment) -> Result<StoredMerchant, Refusal> {
    let found = tx.merchants(now)?.into_iter().find(|stored| stored.merchant.id == id);
    found.ok_or_else(|| Refusal::new(Code::NotFound, "没有这家商户", "There is no such merchant.").at("merchant_id"))
}

pub(super) fn row(tx: &ReadTx<'_>, stored: StoredMerchant) -> Result<MerchantRow, Refusal> {
    let settled = tx.merchant_settled(stored.merchant.id)?;
    let StoredMerchant { merchant, used_fen, open_fen } = stored;
    Ok(MerchantRow {
        id: merchant.id,
        name: merchant.name,
        org_code: merchant.org_code,
        budget_fen: merchant.budget_fen,
        open: merchant.open,
        used_fen,
        open_fen,
        left_fen: merchant.budget_fen.map(|budget| (budget - used_fen - open_fen).at_least_zero()),
        owed_fen: used_fen - settled.settled_fen,
        settled_fen: settled.settled_fen,
    })
}
