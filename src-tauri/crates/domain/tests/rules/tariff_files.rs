//! Tariff files that are wrong, each in one place.

use lotdesk_domain::tariff::{BadTariff, Tariff};

use crate::tariff_cases::{AREAS, CALENDAR, DAY_NIGHT, HOLIDAYS, HOSPITAL, RESIDENCE};
use crate::tariff_tables::{HALF_HOURS, HOURLY, MALL};

/// The mall's file with one piece of text replaced.
fn with(old: &str, new: &str) -> Result<Tariff, BadTariff> {
    assert!(MALL.contains(old), "{old:?} is not in the file");
    Tariff::from_toml(&MALL.replacen(old, new, 1))
}

#[test]
fn each_mistake_is_named_by_its_field_and_its_rule() {
    for (old, new, field, rule, rule_zh) in [
        ("name = \"深圳商业停车场（示例）\"", "", "name", "is missing", "缺少此项"),
        ("name = \"深圳商业停车场（示例）\"", "name = \" \"", "name", "a name is wanted", "请填写名称"),
        ("name = \"深圳商业停车场（示例）\"", "name = 5", "name", "a text in quotation marks is wanted", "引号"),
        ("first_minutes = 60", "", "rates[0].first_minutes", "is missing", "缺少此项"),
        ("first_minutes = 60", "first_minutes = 0", "rates[0].first_minutes", "1 to 1440 minutes", "1 至 1440"),
        ("first_minutes = 60", "first_minutes = 1441", "rates[0].first_minutes", "1 to 1440 minutes", "1 至 1440"),
        ("first_minutes = 60", "first_minutes = -60", "rates[0].first_minutes", "whole number", "整数分钟"),
        ("first_minutes = 60", "first_minutes = \"60\"", "rates[0].first_minutes", "whole number", "整数分钟"),
        ("following_minutes = 60", "following_minutes = 0", "rates[0].following_minutes", "1 to 1440", "1 至 1440"),
        ("first_yuan = \"8.00\"", "first_yuan = \"-8\"", "rates[0].first_yuan", "not be negative", "不能为负数"),
        (
            "first_yuan = \"8.00\"",
            "first_yuan = 8.5",
            "rates[0].first_yuan",
            "in quotation marks, such as \"8.50\"",
            "引号",
        ),
        ("first_yuan = \"8.00\"", "first_yuan = \"8.005\"", "rates[0].first_yuan", "at most two decimals", "两位小数"),
        ("first_yuan = \"8.00\"", "first_yuan = \"8元\"", "rates[0].first_yuan", "is not an amount", "不是金额"),
        ("first_yuan = \"8.00\"", "first_yuan = \"800000\"", "rates[0].first_yuan", "above 100000.00", "100000.00"),
        ("first_yuan = \"8.00\"", "first_yuan = 9223372036854775807", "rates[0].first_yuan", "no amount", "不是金额"),
        ("first_yuan = \"8.00\"", "frist_yuan = \"8.00\"", "rates[0].frist_yuan", "no such field", "没有此项"),
        ("following_yuan = \"2.00\"", "following_yuan = \"-2\"", "rates[0].following_yuan", "negative", "负数"),
        (
            "following_yuan = \"2.00\"",
            "following_yuan = \"21\"",
            "rates[0].daily_cap_yuan",
            "following period",
            "后续时段",
        ),
        (
            "daily_cap_yuan = \"20.00\"",
            "daily_cap_yuan = \"7.99\"",
            "rates[0].daily_cap_yuan",
            "first period",
            "首时段",
        ),
        ("daily_cap_yuan = \"50.00\"", "daily_cap_yuan = \"-1\"", "rates[1].daily_cap_yuan", "negative", "负数"),
        ("classes = [\"large\"]", "classes = []", "rates[1].classes", "at least one class", "至少需要一种车型"),
        ("classes = [\"large\"]", "classes = \"large\"", "rates[1].classes", "a list is wanted", "列表"),
        ("classes = [\"large\"]", "classes = [\"lorry\"]", "rates[1].classes[0]", "\"large\" is wanted", "大型车"),
        (
            "classes = [\"large\"]",
            "classes = [\"large\", \"small\"]",
            "rates[1].classes[1]",
            "the class small has a rate already, in rates[0].classes[0]",
            "小型车已在 rates[0].classes[0] 中设置费率",
        ),
        ("\"small\", \"medium\"", "\"small\"", "rates", "the class medium has no rate", "中型车没有费率"),
        ("free_minutes = 15", "free_minutes = 1.5", "rates[1].free_minutes", "whole number", "整数分钟"),
        (
            "free_minutes = 15",
            "free_minutes_deducted = true\nfree_minutes = 1440",
            "rates[1].free_minutes",
            "less than a day",
            "1440",
        ),
        (
            "free_minutes = 15",
            "free_minutes = 15\nfree_minutes_deducted = 1",
            "rates[1].free_minutes_deducted",
            "true",
            "true",
        ),
        (
            "free_minutes = 15",
            "free_minutes = 15\nnew_day = \"monday\"",
            "rates[1].new_day",
            "\"first_period\"",
            "首时段",
        ),
        ("[[rates]]", "[[rate]]", "rate", "no such field; known here are name, calendar, rates", "没有此项"),
    ] {
        let bad = with(old, new).expect_err(new);
        assert_eq!(bad.field, field, "{new}: {bad}");
        assert!(bad.rule.contains(rule), "{new}: {}", bad.rule);
        assert!(bad.rule_zh.contains(rule_zh), "{new}: {}", bad.rule_zh);
    }
}

#[test]
fn mistakes_in_spans_calendars_and_favours_are_named_too() {
    let with = |file: &str, old: &str, new: &str| {
        assert!(file.contains(old), "{old:?} is not in the file");
        Tariff::from_toml(&file.replacen(old, new, 1)).expect_err(new)
    };
    for (file, old, new, field, rule, rule_zh) in [
        (
            DAY_NIGHT,
            "to = \"21:00\"",
            "to = \"20:00\"",
            "rates[0].spans",
            "nothing is charged from 20:00 to 21:00",
            "20:00 至 21:00",
        ),
        (DAY_NIGHT, "to = \"07:00\"", "to = \"06:30\"", "rates[0].spans", "from 06:30 to 07:00", "没有价格"),
        (DAY_NIGHT, "to = \"21:00\"", "to = \"22:00\"", "rates[0].spans[1].from", "must not overlap", "不能重叠"),
        (DAY_NIGHT, "from = \"07:00\"", "from = \"7 Uhr\"", "rates[0].spans[0].from", "time of day", "时刻"),
        (DAY_NIGHT, "name = \"白天\"", "name = \"\"", "rates[0].spans[0].name", "a name is wanted", "名称"),
        (
            DAY_NIGHT,
            "cap_yuan = \"4.00\"",
            "cap_yuan = \"0.99\"",
            "rates[0].spans[1].cap_yuan",
            "the cap of a span",
            "时段最高",
        ),
        (
            DAY_NIGHT,
            "first_unit_minutes = 15",
            "first_unit_minutes = 61",
            "rates[0].spans[0].first_unit_minutes",
            "no longer",
            "不能长于",
        ),
        (
            DAY_NIGHT,
            "once_yuan = \"15.00\"",
            "once_yuan = \"15.00\"\nfollowing_minutes = 1",
            "rates[1].spans[1].following_minutes",
            "by the visit",
            "按次",
        ),
        (
            DAY_NIGHT,
            "from = \"07:00\"",
            "days = \"sundays\"\nfrom = \"07:00\"",
            "rates[0].spans[0].days",
            "\"workdays\"",
            "工作日",
        ),
        (
            HOLIDAYS,
            "days = \"holidays\"",
            "days = \"workdays\"",
            "rates[0].spans[1].from",
            "on workdays spans[0] has a price already",
            "重叠",
        ),
        (HOLIDAYS, "\"2026-09-25\"", "\"2026-09-31\"", "calendar.holidays[0]", "a day is wanted", "日期"),
        (HOLIDAYS, "\"2026-09-20\"", "\"2026-10-01\"", "calendar.workdays[0]", "among the holidays", "节假日"),
        (HOLIDAYS, "[calendar]", "[calendar]\nweekend = 1", "calendar.weekend", "no such field", "没有此项"),
        (
            HOSPITAL,
            "stay_cap_yuan = \"45.00\"",
            "stay_cap_yuan = \"2.00\"",
            "rates[0].stay_cap_yuan",
            "the cap of a stay",
            "单次最高",
        ),
        (HOSPITAL, "\"0.15\"", "0.15", "rates[0].new_energy_discount", "in quotation marks", "引号"),
        (HOSPITAL, "\"0.15\"", "\"15\"", "rates[0].new_energy_discount", "a share above 0, 1 at most", "不超过 1"),
        (HOSPITAL, "following_minutes = 30\n", "", "rates[0].following_minutes", "is missing", "缺少"),
        (
            HOSPITAL,
            "free_minutes = 30",
            "free_minutes = 30\npower = \"fuel\"",
            "rates",
            "no rate for new-energy cars",
            "（新能源车）",
        ),
        (
            RESIDENCE,
            "reentry_minutes = 15",
            "reentry_minutes = 1440",
            "rates[0].reentry_minutes",
            "less than a day",
            "1440",
        ),
        (AREAS, "areas = [\"B1\"]", "", "rates[1].classes[0]", "has a rate already", "已在"),
        (
            AREAS,
            "free_minutes = 15",
            "areas = [\"A\"]\nfree_minutes = 15",
            "rates",
            "for areas that no rate names",
            "未单列的区域",
        ),
    ] {
        let bad = with(file, old, new);
        assert_eq!(bad.field, field, "{new}: {bad}");
        assert!(bad.rule.contains(rule), "{new}: {}", bad.rule);
        assert!(bad.rule_zh.contains(rule_zh), "{new}: {}", bad.rule_zh);
    }
}

#[test]
fn what_is_no_toml_is_told_by_its_line() {
    let bad = Tariff::from_toml("name = \"x\"\n[[rates]\n").unwrap_err();
    assert_eq!(bad.field, "line 2");
    assert!(bad.rule.starts_with("this is no TOML"), "{bad}");
    assert_eq!(Tariff::from_toml("").unwrap_err().field, "rates");
    assert_eq!(Tariff::from_toml("name = \"x\"\nrates = []").unwrap_err().field, "rates");
    assert_eq!(Tariff::from_toml("name = \"x\"\nrates = [1]").unwrap_err().field, "rates[0]");
    assert_eq!(Tariff::from_toml("name = \"x\"\nrates = 1").unwrap_err().field, "rates");
}

#[test]
fn files_say_the_same_after_they_were_written_anew() {
    for file in [MALL, HOURLY, HALF_HOURS, CALENDAR, DAY_NIGHT, HOLIDAYS, HOSPITAL, RESIDENCE, AREAS] {
        let tariff = Tariff::from_toml(file).unwrap();
        assert_eq!(Tariff::from_toml(&tariff.to_toml()), Ok(tariff));
    }
}

#[test]
fn amounts_may_be_whole_numbers_and_classes_chinese() {
    let tariff = with("first_yuan = \"8.00\"", "first_yuan = 8").unwrap();
    assert_eq!(tariff, Tariff::from_toml(MALL).unwrap());
    let tariff = with("[\"small\", \"medium\"]", "[\"小型车\", \"中型车\"]").unwrap();
    assert_eq!(tariff, Tariff::from_toml(MALL).unwrap());
}
