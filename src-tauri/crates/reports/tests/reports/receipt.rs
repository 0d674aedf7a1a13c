//! Receipts as they were drawn by hand on a grid of columns.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{
    Charge, ParkingRecord, PayType, RecordState, RecordType, Standing, Vehicle, VehicleClass,
};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::tariff::{Fee, FeeLine, FeeStep};
use lotdesk_reports::receipt::{COLUMNS_58_MM, COLUMNS_80_MM, Receipt, lay_out, stay_zh};
use proptest::prelude::*;

fn moment(text: &str) -> Moment {
    Moment::from_datetime_text(text).expect("a moment")
}

fn record(left_at: Option<Moment>) -> ParkingRecord {
    ParkingRecord {
        id: Guid::from_bytes([1; 16]),
        vehicle: Vehicle {
            plate: Plate::parse("粤B12345").expect("a plate"),
            plate_color: None,
            car_color: None,
            car_logo: None,
            class: VehicleClass::Small,
            tag: None,
        },
        standing: Standing::Temporary,
        area: "B1".into(),
        garage: None,
        entered_at: moment("2026-03-02 08:00:00"),
        entry_lane: None,
        entry_picture: None,
        left_at,
        exit_lane: None,
        exit_picture: None,
        state: RecordState::Inside,
        record_type: RecordType::Normal,
        receivable_fen: Fen(0),
        discount_fen: Fen(0),
        received_fen: Fen(0),
        share_id: None,
    }
}

fn charge(pay_type: PayType, receivable: i64, discount: i64) -> Charge {
    Charge {
        id: Guid::from_bytes([2; 16]),
        order_no: "P202603020001".into(),
        record_id: Guid::from_bytes([1; 16]),
        paid_at: moment("2026-03-02 11:12:00"),
        receivable_fen: Fen(receivable),
        discount_fen: Fen(discount),
        received_fen: Fen(receivable - discount),
        pay_type,
        pay_from: "线下缴费".into(),
        discounts: vec![],
    }
}

fn line(what: FeeStep, times: u32, each: i64) -> FeeLine {
    let at = moment("2026-03-02 08:00:00");
    FeeLine { what, name: None, times, each_fen: Fen(each), amount_fen: Fen(each * i64::from(times)), from: at, to: at }
}

fn fee(minutes: u32, lines: Vec<FeeLine>) -> Fee {
    Fee { fee_fen: lines.iter().map(|line| line.amount_fen).sum(), minutes, lines }
}

fn columns(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[test]
fn cash_on_58_mm() {
    let (record, charge) = (record(None), charge(PayType::Cash, 1400, 400));
    let fee = fee(192, vec![line(FeeStep::FirstPeriod, 1, 800), line(FeeStep::FollowingPeriods, 3, 200)]);
    let receipt = Receipt {
        lot_name: "深圳商业停车场",
        record: &record,
        charge: &charge,
        charging_fen: Fen(0),
        tendered_fen: Fen(2000),
        trade_no: None,
        fee: &fee,
        cashier: "A01",
        printed_at: moment("2026-03-02 11:12:05"),
        copy: false,
    };
    let expected = "
         深圳商业停车场
          停车收费小票
--------------------------------
车牌                    粤B12345
入场时间     2026-03-02 08:00:00
缴费时间     2026-03-02 11:12:00
停车时长            3 小时 12 分
--------------------------------
首时段                      8.00
后续时段 3 x 2.00           6.00
--------------------------------
应收                       14.00
优惠                       -4.00
实收                       10.00
收现金                     20.00
找零                       10.00
实收大写                壹拾元整
--------------------------------
单号               P202603020001
收款员                       A01
打印时间     2026-03-02 11:12:05";
    assert_eq!(lay_out(&receipt, COLUMNS_58_MM).join("\n"), expected.trim_start_matches('\n'));
}

#[test]
fn a_copy_on_80_mm_paid_in_two_parts_by_telephone() {
    let (record, mut charge) = (record(Some(moment("2026-03-05 12:01:30"))), charge(PayType::WeChat, 800, 0));
    charge.paid_at = moment("2026-03-05 12:00:00");
    let fee = fee(
        4560,
        vec![
            line(FeeStep::FirstPeriod, 1, 800),
            line(FeeStep::FollowingPeriods, 23, 200),
            line(FeeStep::DailyCap, 1, -3400),
            line(FeeStep::FollowingPeriods, 48, 200),
            line(FeeStep::DailyCap, 2, -2800),
            line(FeeStep::FollowingPeriods, 4, 200),
        ],
    );
    let receipt = Receipt {
        lot_name: "深圳商业停车场",
        record: &record,
        charge: &charge,
        charging_fen: Fen(0),
        tendered_fen: Fen(0),
        trade_no: None,
        fee: &fee,
        cashier: "A01",
        printed_at: moment("2026-03-05 12:30:00"),
        copy: true,
    };
    let expected = "
                 深圳商业停车场
                  停车收费小票
                    【补打】
------------------------------------------------
车牌                                    粤B12345
入场时间                     2026-03-02 08:00:00
缴费时间                     2026-03-05 12:00:00
离场时间                     2026-03-05 12:01:30
停车时长                             3 天 4 小时
------------------------------------------------
首时段                                      8.00
后续时段 23 x 2.00                         46.00
超每日最高减免                            -34.00
后续时段 48 x 2.00                         96.00
超每日最高减免 2 x -28.00                 -56.00
后续时段 4 x 2.00                           8.00
------------------------------------------------
停车费合计                                 68.00
此前已缴                                  -60.00
应收                                        8.00
优惠                                        0.00
实收                                        8.00
支付方式                                    微信
实收大写                                  捌元整
------------------------------------------------
单号                               P202603020001
收款员                                       A01
打印时间                     2026-03-05 12:30:00";
    assert_eq!(lay_out(&receipt, COLUMNS_80_MM).join("\n"), expected.trim_start_matches('\n'));
}

#[test]
fn long_names_go_on_in_the_next_line_without_cutting_a_character() {
    let (record, mut charge) = (record(None), charge(PayType::Cash, 77_777_777, 0));
    charge.order_no = "PARK-4403040010010100001-20260302-000000000123-ABCDE".into();
    let fee = fee(192, vec![line(FeeStep::FollowingPeriods, 365, -123_456), line(FeeStep::DailyCap, 365, -1_234_567)]);
    let receipt = Receipt {
        // One column and fifteen times two are 31: half of the next character would still fit.
        lot_name: "A深圳市福田区园岭街道百花五路地下停车",
        record: &record,
        charge: &charge,
        charging_fen: Fen(0),
        tendered_fen: Fen(77_777_777),
        trade_no: None,
        fee: &fee,
        cashier: "收\n款",
        printed_at: moment("2026-03-02 11:12:05"),
        copy: false,
    };
    let lines = lay_out(&receipt, COLUMNS_58_MM);
    let from = |start: &str, count: usize| {
        let at = lines.iter().position(|line| line.trim_start().starts_with(start)).expect("the line");
        lines[at..at + count].join("\n")
    };
    assert_eq!(from("A深圳市", 2), "A深圳市福田区园岭街道百花五路地\n             下停车");
    assert_eq!(from("超每日", 2), "超每日最高减免 365 x -12345.67\n                     -4506169.55");
    assert_eq!(from("实收大写", 2), "实收大写\n柒拾柒万柒仟柒佰柒拾柒元柒角柒分");
    assert_eq!(from("单号", 3), "单号\nPARK-4403040010010100001-2026030\n2-000000000123-ABCDE");
    assert_eq!(from("收款员", 1), "收款员                     收 款");
}

#[test]
fn time_in_words_leaves_out_what_is_nothing() {
    for (minutes, words) in [
        (0, "0 分"),
        (1, "1 分"),
        (60, "1 小时"),
        (192, "3 小时 12 分"),
        (1440, "1 天"),
        (1445, "1 天 5 分"),
        (2 * 1440 + 61, "2 天 1 小时 1 分"),
    ] {
        assert_eq!(stay_zh(minutes), words);
    }
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_paper_and_nothing_is_lost(
        lot_name in "\\PC{0,40}",
        cashier in "\\PC{0,40}",
        order_no in "[A-Z0-9-]{0,50}",
        width in 20usize..60,
        receivable in 0i64..i64::MAX / 1000,
        minutes: u32,
        copy: bool,
    ) {
        let (record, mut charge) = (record(None), charge(PayType::Cash, receivable, 0));
        charge.order_no = order_no.clone();
        let fee = fee(minutes, vec![line(FeeStep::FollowingPeriods, 365, 99_999)]);
        let receipt = Receipt {
            lot_name: &lot_name,
            record: &record,
            charge: &charge,
            charging_fen: Fen(0),
            tendered_fen: Fen(receivable),
            trade_no: None,
            fee: &fee,
            cashier: &cashier,
            printed_at: Moment(0),
            copy,
        };
        let lines = lay_out(&receipt, width);
        for line in &lines {
            prop_assert!(columns(line) <= width, "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
        }
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>();
        let all = plain(&lines.concat());
        for part in [&lot_name, &cashier, &order_no, &charge.received_fen.to_capital_zh()] {
            prop_assert!(all.contains(&plain(part)), "{part:?} is not in {all}");
        }
    }
}

#[test]
fn what_was_paid_for_charging_stands_by_itself() {
    let (record, charge) = (record(None), charge(PayType::Cash, 3800, 0));
    let fee = fee(192, vec![line(FeeStep::FirstPeriod, 1, 800), line(FeeStep::FollowingPeriods, 3, 200)]);
    let receipt = Receipt {
        lot_name: "停车场",
        record: &record,
        charge: &charge,
        charging_fen: Fen(2400),
        tendered_fen: Fen(4000),
        trade_no: None,
        fee: &fee,
        cashier: "A01",
        printed_at: moment("2026-03-02 11:12:05"),
        copy: false,
    };
    let lines = lay_out(&receipt, COLUMNS_58_MM);
    let amounts: Vec<_> = lines
        .iter()
        .filter(|line| ["停车费 ", "充电费", "应收", "实收 "].iter().any(|w| line.starts_with(w)))
        .collect();
    let words: Vec<Vec<&str>> = amounts.iter().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words, [["停车费", "14.00"], ["充电费", "24.00"], ["应收", "38.00"], ["实收", "38.00"]]);
}
