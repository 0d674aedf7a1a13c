//! `merchant.export`: a merchant's coupons as a CSV file, for the bill that goes with them.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::order::CouponKind;
use lotdesk_domain::table::{Cell, CellKind, Column, Heading, Language, SinkError};
use lotdesk_ledger::tables::coupons::CouponSearch;

use super::merchants::{merchant, row as merchant_row};
use super::views::row;
use crate::api::coupon::{CouponRow, CouponStateView, MerchantFile, MerchantRequest};
use crate::api::refusal::{Code, Refusal};
use crate::api::report::ReportFormat;
use crate::caller::Who;
use crate::desk::Desk;

/// More coupons than a merchant ever has; they are held in memory.
const ROWS_MOST: u32 = 50_000;

const fn kind(kind: CouponKind) -> &'static str {
    match kind {
        CouponKind::Nothing => "无优惠",
        CouponKind::Amount => "减免金额",
        CouponKind::Hours => "减免时间",
        CouponKind::Rate => "打折",
        CouponKind::Free => "全免",
    }
}

const fn state(state: CouponStateView) -> &'static str {
    match state {
        CouponStateView::Open => "未使用",
        CouponStateView::Used => "已使用",
        CouponStateView::Voided => "已作废",
        CouponStateView::Expired => "已过期",
    }
}

fn columns() -> Vec<Column> {
    let column = |key: &str, zh: &str, en: &str, kind, width, total| Column {
        key: key.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
        kind,
        width,
        total,
    };
    vec![
        column("coupon_no", "券号", "Number", CellKind::Text, 20, false),
        column("kind", "类型", "Kind", CellKind::Text, 12, false),
        column("value", "优惠值", "Value", CellKind::Text, 10, false),
        column("plate", "车牌", "Plate", CellKind::Text, 12, false),
        column("state", "状态", "State", CellKind::Text, 10, false),
        column("issued_at", "发放时间", "Issued", CellKind::Moment, 18, false),
        column("expires_at", "有效期至", "Good until", CellKind::Moment, 18, false),
        column("used_at", "使用时间", "Used", CellKind::Moment, 18, false),
        column("used_fen", "减免", "Let off", CellKind::Money, 12, true),
    ]
}

/// `merchant.export`.
pub(crate) async fn export(desk: &Desk, _who: Who, request: MerchantRequest) -> Result<MerchantFile, Refusal> {
    let now = desk.now();
    let (of, coupons) = desk
        .look(move |tx| {
            let search =
                CouponSearch { merchant_id: Some(request.merchant_id), limit: ROWS_MOST, ..CouponSearch::default() };
            let of = merchant_row(tx, merchant(tx, request.merchant_id, now)?)?;
            let coupons: Vec<CouponRow> = tx.coupons(&search)?.into_iter().map(|c| row(c, now, true)).collect();
            Ok((of, coupons))
        })
        .await?;
    let lines = vec![
        format!("{}    {}", desk.lot().name, now.to_datetime_text()),
        format!("已减免 {} 元    已结 {} 元    应结 {} 元", of.used_fen, of.settled_fen, of.owed_fen),
    ];
    let title = format!("商户优惠券 {}", of.name);
    let heading = Heading { title, lines, columns: columns(), language: Language::Zh };
    let name = format!("merchant_{}_{}", now.to_china().format("%Y%m%d%H%M%S"), request.merchant_id);
    let house = desk.inner.surroundings.clone();
    let written = tokio::task::spawn_blocking(move || -> Result<MerchantFile, SinkError> {
        let mut sink = house.report(heading, ReportFormat::Csv, &name, false)?;
        let moment = |at: Option<Moment>| at.map_or(Cell::Empty, Cell::Moment);
        for coupon in &coupons {
            let value = coupon.coupon.value().to_string();
            sink.row(&[
                Cell::Text(&coupon.coupon_no),
                Cell::Text(kind(coupon.coupon.kind())),
                Cell::Text(&value),
                coupon.plate.as_ref().map_or(Cell::Empty, |plate| Cell::Text(plate.as_str())),
                Cell::Text(state(coupon.state)),
                Cell::Moment(coupon.issued_at),
                Cell::Moment(coupon.expires_at),
                moment(coupon.used_at),
                Cell::Money(coupon.used_fen),
            ])?;
        }
        let place = sink.finish()?.first().map(|file| file.display().to_string()).unwrap_or_default();
        Ok(MerchantFile { place, rows: u32::try_from(coupons.len()).unwrap_or(u32::MAX) })
    });
    written.await.map_err(Refusal::internal)?.map_err(|why| {
        Refusal::new(
            Code::NotPossibleNow,
            format!("文件没有写成：{why}；请检查磁盘空间和权限"),
            format!("The file was not written: {why}. Look at the disk's room and rights."),
        )
    })
}
