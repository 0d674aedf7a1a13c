//! A shift's sheet (交班单) as the receipt printer sets it.

use std::cmp::Ordering;

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_operations::api::shift::{CountView, LeftOpenKind, ShiftAct, ShiftActKind, ShiftSheet};
use lotdesk_reports::receipt::pay_type_zh;
use lotdesk_reports::slip::{Part, lay_out};

fn pair(label: &str, value: impl ToString) -> (String, String) {
    (label.to_owned(), value.to_string())
}

fn plain(text: String) -> (String, String) {
    (text, String::new())
}

/// The lines of a sheet on paper of so many columns.
pub(super) fn lines(lot_name: &str, sheet: &ShiftSheet, printed_at: Moment, columns: usize) -> Vec<String> {
    let title = if sheet.shift.closed_at.is_some() { "交班单" } else { "交班单（未交接）" };
    let heading = [lot_name.to_owned(), title.to_owned()];
    let mut parts = vec![turn(sheet), takings(sheet)];
    parts.extend(sheet.shift.counted.as_ref().map(|count| cash(sheet, count)));
    parts.extend(acts(sheet));
    parts.push(left_open(sheet));
    parts.push(foot(sheet, printed_at));
    lay_out(&heading, &parts, columns)
}

fn turn(sheet: &ShiftSheet) -> Part {
    let shift = &sheet.shift;
    let mut lines = vec![
        pair("班次", shift.no),
        pair("当班人", &shift.operator),
        pair("接班时间", shift.opened_at.to_datetime_text()),
    ];
    lines.extend(shift.closed_at.map(|at| pair("交班时间", at.to_datetime_text())));
    lines.extend(sheet.closed_by.as_ref().filter(|by| **by != shift.operator).map(|by| pair("代为交接", by)));
    Part { title: None, lines }
}

fn takings(sheet: &ShiftSheet) -> Part {
    let mut lines: Vec<_> = sheet
        .taken
        .iter()
        .map(|taken| pair(&format!("{} {} 笔", pay_type_zh(taken.pay_type), taken.payments), taken.received_fen))
        .collect();
    let all: Fen = sheet.taken.iter().map(|taken| taken.received_fen).sum();
    lines.push(pair("实收合计", all));
    lines.push(pair("优惠减免", sheet.discount_fen));
    Part { title: Some("【收款】".to_owned()), lines }
}

fn cash(sheet: &ShiftSheet, count: &CountView) -> Part {
    let mut lines = vec![
        pair("备用金", sheet.shift.float_fen),
        pair("现金收入", sheet.cash_in_fen),
        pair("现金支出", sheet.cash_out_fen),
        pair("应有", count.expected_fen),
    ];
    let there = count.pieces.iter().filter(|line| line.pieces > 0);
    lines.extend(there.map(|line| {
        let sum = Fen(line.denomination_fen.0 * i64::from(line.pieces));
        pair(&format!("  {} 元 × {}", line.denomination_fen, line.pieces), sum)
    }));
    lines.push(pair(&format!("实点（第 {} 次清点）", sheet.shift.counts), count.counted_fen));
    lines.push(pair(verdict(count.difference_fen), count.difference_fen));
    lines.extend(sheet.shift.reason.as_ref().map(|reason| plain(format!("原因：{reason}"))));
    Part { title: Some("【现金】".to_owned()), lines }
}

/// What the difference between the count and the books is called.
fn verdict(difference: Fen) -> &'static str {
    match difference.cmp(&Fen::ZERO) {
        Ordering::Less => "短款",
        Ordering::Equal => "账实相符",
        Ordering::Greater => "长款",
    }
}

/// Free passes, refunds, gates and drawers opened by hand: each kind with its lines.
fn acts(sheet: &ShiftSheet) -> Vec<Part> {
    const KINDS: [(ShiftActKind, &str); 4] = [
        (ShiftActKind::FreePass, "免费放行"),
        (ShiftActKind::Refund, "退款"),
        (ShiftActKind::OpenedByHand, "手动开闸"),
        (ShiftActKind::DrawerOpened, "手动开钱箱"),
    ];
    KINDS
        .iter()
        .map(|(kind, title)| {
            let of: Vec<&ShiftAct> = sheet.acts.iter().filter(|act| act.kind == *kind).collect();
            let title = Some(format!("【{title}】{} 次", of.len()));
            Part { title, lines: of.into_iter().map(act).collect() }
        })
        .collect()
}

fn act(act: &ShiftAct) -> (String, String) {
    let time = act.at.to_datetime_text().split(' ').nth(1).unwrap_or_default().to_owned();
    let words = [
        Some(time),
        act.plate.clone(),
        act.amount_fen.map(|fen| format!("{fen} 元")),
        act.reason.clone(),
        act.approver.as_ref().map(|name| format!("{name} 批准")),
        act.operator.clone(),
    ];
    plain(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn left_open(sheet: &ShiftSheet) -> Part {
    let word = |kind| match kind {
        LeftOpenKind::WaitingCars => "车道等待车辆",
        LeftOpenKind::RefundsDue => "待退款",
        LeftOpenKind::GarageCommands => "车库进行中指令",
        LeftOpenKind::MessagesWaiting => "待上传消息",
        LeftOpenKind::MessagesNeedPerson => "需处理消息",
        LeftOpenKind::Alarms => "未结束告警",
    };
    let mut lines: Vec<_> = sheet.left_open.iter().map(|open| pair(word(open.kind), open.count)).collect();
    if lines.is_empty() {
        lines.push(plain("无".to_owned()));
    }
    Part { title: Some("【未完事项】".to_owned()), lines }
}

fn foot(sheet: &ShiftSheet, printed_at: Moment) -> Part {
    let lines = vec![
        pair("账本条数", sheet.head_seq),
        plain(format!("校验值 {}", sheet.head_hash)),
        pair("打印时间", printed_at.to_datetime_text()),
        plain("交班人签字：".to_owned()),
        plain("接班人签字：".to_owned()),
    ];
    Part { title: None, lines }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_agrees_is_neither_over_nor_short() {
        assert_eq!([-1, 0, 1].map(|fen| verdict(Fen(fen))), ["短款", "账实相符", "长款"]);
    }
}
