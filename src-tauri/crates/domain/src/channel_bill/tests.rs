use super::*;

fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

const WECHAT: &str = "\u{feff}交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易类型,交易状态,应结订单金额,微信退款单号,退款金额,退款状态,订单金额,申请退款金额
`2026-11-24 09:12:33,`wx1,`190000,`4200002712202611240000000001,`LD1,`MICROPAY,`SUCCESS,`8.00,`0,`0.00,`,`8.00,`0.00
`2026-11-24 10:01:02,`wx1,`190000,`4200002712202611240000000002,`LD2,`MICROPAY,`REVOKED,`6.00,`5030,`6.00,`SUCCESS,`6.00,`6.00
`2026-11-24 18:00:00,`wx1,`190000,`4200002712202611240000000001,`LD1,`MICROPAY,`REFUND,`0.00,`5031,`3.00,`SUCCESS,`0.00,`3.00
总交易单数,应结订单总金额,退款总金额,订单总金额,申请退款总金额
`3,`14.00,`9.00,`14.00,`9.00
";

#[test]
fn wechat_lines_lose_their_backticks_and_agree_with_the_summary() {
    let bill = read(&rows(WECHAT)).unwrap();
    assert_eq!(bill.bad, []);
    assert_eq!((bill.channel, bill.first_day.to_string().as_str()), (PayChannel::WeChat, "2026-11-24"));
    let seen: Vec<_> = bill.lines.iter().map(|l| (l.line, l.amount_fen.0, l.way, l.done)).collect();
    use MoneyWay::{Paid, Refunded};
    assert_eq!(seen, [(2, 800, Paid, true), (3, 600, Paid, false), (4, 300, Refunded, true)]);
    assert_eq!(bill.lines[2].trade_no, "4200002712202611240000000001");
    assert_eq!(bill.lines[0].our_no.as_deref(), Some("LD1"));
    assert_eq!(bill.lines[0].at, Moment::from_datetime_text("2026-11-24 09:12:33").unwrap());
}

#[test]
fn a_bill_that_was_cut_off_is_told() {
    let cut: Vec<&str> = WECHAT.lines().take(3).collect();
    let bill = read(&rows(&cut.join("\n"))).unwrap();
    assert_eq!((bill.lines.len(), bill.bad.len(), bill.bad[0].field.as_str()), (2, 1, ""));
    let lost: Vec<&str> = WECHAT.lines().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| line).collect();
    let bill = read(&rows(&lost.join("\n"))).unwrap();
    let fields: Vec<_> = bill.bad.iter().map(|bad| bad.field.as_str()).collect();
    assert_eq!(fields, ["总交易单数", "订单总金额"]);
}

#[test]
fn a_line_that_cannot_be_read_names_its_field_and_the_others_stay() {
    let broken = WECHAT.replacen("`8.00,`0.00\n", "`acht,`0.00\n", 1).replacen("`2026-11-24 18:00:00", "`gestern", 1);
    let bill = read(&rows(&broken)).unwrap();
    let bad: Vec<_> = bill.bad.iter().map(|bad| (bad.line, bad.field.as_str())).collect();
    assert_eq!(bad, [(2, "订单金额"), (4, "交易时间"), (6, "订单总金额")]);
    assert_eq!(bill.lines.len(), 1);
}

const ALIPAY: &str = "#支付宝业务明细查询
#账号：[20881234567890120156]
#起始日期：[2026年11月24日 00:00:00]   终止日期：[2026年11月25日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,对方账户,订单金额（元）,商家实收（元）,备注
2026112422001400000000000001\t,LD7\t,交易,停车费,2026-11-24 08:00:01,2026-11-24 08:00:05,*丽(138***),12.00,12.00,
2026112422001400000000000001\t,LD7\t,退款,停车费,2026-11-24 08:30:00,2026-11-24 08:30:00,*丽(138***),-5.00,-5.00,
#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：1笔，商家实收共12.00元，商家优惠共0.00元
#退款合计：1笔，商家实收退款共-5.00元，商家优惠退款共0.00元
#导出时间：[2026年11月25日 10:00:00]
";

#[test]
fn alipay_is_read_between_its_comments() {
    let bill = read(&rows(ALIPAY)).unwrap();
    assert_eq!(bill.bad, []);
    assert_eq!((bill.first_day, bill.last_day), (bill.first_day, bill.first_day), "midnight is not in it");
    assert_eq!(bill.first_day.to_string(), "2026-11-24");
    let seen: Vec<_> = bill.lines.iter().map(|l| (l.line, l.amount_fen.0, l.way)).collect();
    assert_eq!(seen, [(6, 1200, MoneyWay::Paid), (7, 500, MoneyWay::Refunded)]);
    assert_eq!(bill.lines[0].trade_no, "2026112422001400000000000001");
    let wrong = read(&rows(&ALIPAY.replace("共12.00元", "共13.00元"))).unwrap();
    assert_eq!((wrong.bad.len(), wrong.bad[0].line), (1, 9));
}

#[test]
fn a_bank_has_one_column_or_two() {
    let two = "账号,6222\n交易日期,交易时间,交易流水号,收入金额,支出金额,摘要,附言\n2026-11-24,09:00:00,ab-12345,\"18.00\",,扫码,LD9\n2026-11-24,10:00:00,AB-12346,,5.00,退款,LD9\n合计,,,18.00,5.00,,\n";
    let bill = read(&rows(&two.replace('"', ""))).unwrap();
    let seen: Vec<_> = bill.lines.iter().map(|l| (l.trade_no.as_str(), l.amount_fen.0, l.way)).collect();
    assert_eq!(seen, [("AB-12345", 1800, MoneyWay::Paid), ("AB-12346", 500, MoneyWay::Refunded)]);
    assert_eq!(bill.lines[0].at, Moment::from_datetime_text("2026-11-24 09:00:00").unwrap());
    let one = "记账时间,流水号,金额\n2026/11/24 09:00,123456,-3\n2026/11/24 09:00,123457,\n";
    let bill = read(&rows(one)).unwrap();
    assert_eq!((bill.lines[0].way, bill.lines[0].amount_fen, bill.bad[0].line), (MoneyWay::Refunded, Fen(300), 3));
}

#[test]
fn what_is_no_bill_is_said_so() {
    assert_eq!(read(&[]), Err(NoBill::NoHeading));
    assert_eq!(read(&rows("a,b\n1,2")), Err(NoBill::NoHeading));
    assert_eq!(read(&rows("记账时间,流水号,金额\n")), Err(NoBill::Empty));
}

proptest::proptest! {
    #[test]
    fn no_table_breaks_the_reader(cells in proptest::collection::vec(proptest::collection::vec(
        proptest::sample::select(vec!["微信订单号", "交易状态", "交易时间", "订单金额", "总交易单数", "`1", "SUCCESS", "REFUND", "2026-11-24 09:00:00", "支付宝交易号",
            "业务类型", "交易", "#交易合计：", "#交易合计：1笔，商家实收共", "流水号", "金额", "-9223372036854775808", "99999999999999999999", "", "#起始日期：[", "`"]), 0..6), 0..12)) {
        let rows: Vec<Vec<String>> = cells.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
        let _ = read(&rows);
    }
}
