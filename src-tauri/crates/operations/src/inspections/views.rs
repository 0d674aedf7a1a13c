//! Inspections as people see them, with people's data masked.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::{InspectionPaper, InspectionState, InspectionStatus, Named};
use lotdesk_domain::money::Fen;
use lotdesk_domain::person::PersonalData;
use lotdesk_domain::violation::advice;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::tables::inspections::StoredInspection;

use super::no_such_inspection;
use crate::api::inspection::{
    InspectionDetail, InspectionList, InspectionListRequest, InspectionRequest, InspectionRow,
};
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;
use crate::records::page_size;

fn row(stored: &StoredInspection) -> InspectionRow {
    let car = stored.bound.to_car();
    let model = [car.brand.name.as_str(), car.series.name.as_str(), car.model.name.as_str()].join(" ");
    InspectionRow {
        inspection_id: stored.bound.id,
        no: u32::try_from(stored.no).unwrap_or(u32::MAX),
        plate: car.plate,
        model: model.trim().to_owned(),
        state: stored.state,
        status: stored.status,
        platform_order_id: stored.platform_order_id.map(|number| number.to_string()),
        price_fen: stored.asked.as_ref().map(|asked| asked.price_fen),
        changed_at: stored.changed_at,
    }
}

/// What to do about an inspection as it stands.
fn advised(stored: &StoredInspection) -> (&'static str, &'static str) {
    match (stored.state, stored.status) {
        (InspectionState::Unknown, _) => (
            "应答丢失，系统不会自动重发。请致电懂云核实是否已有订单，再登记结果",
            "The answer was lost; nothing is sent again by itself. Find out from docloud whether the order is there, then say so.",
        ),
        (InspectionState::NotSent, _) => ("没有发出，可以重新提交", "It never left: order it again."),
        (InspectionState::NotThere, _) => ("已核实未受理，可以重新提交", "It is not there: order it again."),
        (InspectionState::Refused, _) => match stored.code.as_deref().and_then(advice) {
            Some(advice) => (advice.zh, advice.en),
            None => ("请按懂云的提示处理", "Go by docloud's words."),
        },
        (InspectionState::Ordered, Some(InspectionStatus::WaitsForPayment)) => {
            ("请在懂云完成支付", "It waits to be paid at docloud.")
        }
        (InspectionState::Ordered, Some(InspectionStatus::WaitsForPickup)) => {
            ("请备齐材料等快递取件", "Have the documents ready: they are fetched.")
        }
        _ => ("", ""),
    }
}

/// An inspection with everything known of it.
pub(super) fn view(tx: &ReadTx<'_>, id: Guid) -> Result<InspectionDetail, Refusal> {
    let stored = tx.inspection(id)?.ok_or_else(no_such_inspection)?;
    let person = stored.person_id.map(|id| tx.person(id)).transpose()?.flatten();
    let people = match person.and_then(|person| person.data) {
        Some(PersonalData::Inspection(people)) => Some(people.masked()),
        _ => None,
    };
    let (advice_zh, advice_en) = advised(&stored);
    let row = row(&stored);
    let papers = match (&stored.news, &stored.asked) {
        (Some(news), _) if !news.papers.is_empty() => news.papers.clone(),
        (_, Some(asked)) => asked.papers.clone(),
        (_, None) => Vec::new(),
    };
    let city = stored.asked.map(|asked| Named::from(asked.city).name).unwrap_or_default();
    let (shop, paid_fen, sent_by, back_by) = match stored.news {
        Some(news) => (Some(news.shop), news.paid_fen, news.sent_by, news.back_by),
        None => (None, Fen::ZERO, String::new(), String::new()),
    };
    Ok(InspectionDetail {
        row,
        car: stored.bound.to_car(),
        people,
        person_id: stored.person_id,
        city,
        papers: papers.into_iter().map(InspectionPaper::from).collect(),
        shop,
        paid_fen,
        sent_by,
        back_by,
        code: stored.code,
        words: stored.words,
        advice_zh: advice_zh.to_owned(),
        advice_en: advice_en.to_owned(),
    })
}

/// `inspection.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: InspectionListRequest) -> Result<InspectionList, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut all = tx.inspections(before, limit + 1)?;
        let more = all.len() > limit as usize;
        all.truncate(limit as usize);
        Ok(InspectionList { rows: all.iter().map(row).collect(), more })
    })
    .await
}

/// `inspection.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: InspectionRequest) -> Result<InspectionDetail, Refusal> {
    desk.look(move |tx| view(tx, request.inspection_id)).await
}
