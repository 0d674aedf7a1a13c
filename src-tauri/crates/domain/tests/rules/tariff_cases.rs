//! Stays priced by hand from the wording of common Chinese rule sets, in `tests/fixtures/tariff`.

use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::VehicleClass;
use lotdesk_domain::tariff::{Fee, GoesOn, Stay, Tariff, TariffHistory};

use crate::rows;
use crate::tariff_tables::{HOURLY, MALL, moment};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../../../tests/fixtures/tariff/", $name))
    };
}

macro_rules! sample {
    ($name:literal) => {
        include_str!(concat!("../../../../../assets/tariffs/", $name))
    };
}

pub(crate) const CALENDAR: &str = fixture!("shenzhen-calendar.toml");
pub(crate) const DAY_NIGHT: &str = sample!("day-night.toml");
pub(crate) const HOLIDAYS: &str = sample!("workday-holiday.toml");
pub(crate) const HOSPITAL: &str = sample!("hospital.toml");
pub(crate) const RESIDENCE: &str = fixture!("residence.toml");
pub(crate) const AREAS: &str = fixture!("areas.toml");

fn adds_up(fee: &Fee) {
    assert_eq!(fee.lines.iter().map(|line| line.amount_fen).sum::<Fen>(), fee.fee_fen, "{fee:#?}");
}

/// `small`, or `small+new_energy`.
fn car(word: &str) -> (VehicleClass, bool) {
    let (class, new_energy) =
        word.split_once('+').map_or((word, false), |(class, power)| (class, power == "new_energy"));
    let class = VehicleClass::ALL.into_iter().find(|c| c.as_str() == class).unwrap_or_else(|| panic!("{word}"));
    (class, new_energy)
}

fn holds(history: &TariffHistory, table: &str, stays: usize) {
    let mut seen = 0;
    for row in rows(table) {
        let [class, entered, left, fee_yuan, why] = row[..] else { panic!("{row:?}") };
        let (class, new_energy) = car(class);
        let fee = history.price(&Stay { new_energy, ..Stay::of(class, moment(entered), moment(left)) }).unwrap();
        assert_eq!(fee.fee_fen.to_string(), fee_yuan, "{class:?} {entered} – {left}: {why}\n{:#?}", fee.lines);
        adds_up(&fee);
        seen += 1;
    }
    assert_eq!(seen, stays);
}

fn alone(tariff: &str) -> TariffHistory {
    TariffHistory::of(Tariff::from_toml(tariff).unwrap()).unwrap()
}

#[test]
fn a_whole_day_may_be_the_calendars() {
    holds(&alone(CALENDAR), fixture!("shenzhen-calendar.csv"), 15);
}

#[test]
fn days_and_nights_have_prices_of_their_own() {
    holds(&alone(DAY_NIGHT), fixture!("day-night.csv"), 19);
}

#[test]
fn workdays_and_holidays_have_prices_of_their_own() {
    holds(&alone(HOLIDAYS), fixture!("workday-holiday.csv"), 22);
}

#[test]
fn a_stay_has_a_cap_and_new_energy_cars_are_favoured() {
    holds(&alone(HOSPITAL), fixture!("hospital.csv"), 13);
}

#[test]
fn a_change_of_the_tariff_prices_what_comes_after_it() {
    let change = moment("2026-12-01 00:00:00");
    let tariff = |text| Tariff::from_toml(text).unwrap();
    let history = TariffHistory::new([(Moment(0), tariff(HOURLY)), (change, tariff(MALL))]).unwrap();
    holds(&history, fixture!("changes.csv"), 10);
}

#[test]
fn a_car_that_is_back_in_time_goes_on_with_its_stay() {
    let tariff = Tariff::from_toml(RESIDENCE).unwrap();
    let mut seen = 0;
    for row in rows(fixture!("residence.csv")) {
        let [earlier_entered, earlier_left, entered, left, fee_yuan, why] = row[..] else { panic!("{row:?}") };
        let plain = Stay::of(VehicleClass::Small, moment(entered), moment(left));
        let (earlier_entered, earlier_left) = (moment(earlier_entered), moment(earlier_left));
        let minutes = i64::from(tariff.rate_of(&plain).unwrap().reentry_minutes);
        let back_in_time = plain.entered_at <= earlier_left.plus_minutes(minutes);
        let goes_on = GoesOn { entered_at: earlier_entered, left_at: earlier_left, free_minutes_used: false };
        let stay = Stay {
            goes_on: back_in_time.then_some(goes_on),
            free_minutes_used: earlier_entered.to_china().date() == plain.entered_at.to_china().date(),
            ..plain
        };
        let fee = tariff.price_stay(&stay).unwrap();
        assert_eq!(fee.fee_fen.to_string(), fee_yuan, "{entered} – {left}: {why}\n{:#?}", fee.lines);
        adds_up(&fee);
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn areas_have_rates_and_charging_makes_a_stay_shorter() {
    let tariff = Tariff::from_toml(AREAS).unwrap();
    let mut seen = 0;
    for row in rows(fixture!("areas.csv")) {
        let [area, charge_from, charge_to, entered, left, fee_yuan, why] = row[..] else { panic!("{row:?}") };
        let until = moment(left);
        let ended = if charge_to.is_empty() { until } else { Moment::from_datetime_text(charge_to).unwrap() };
        let charging: Vec<_> = Moment::from_datetime_text(charge_from).map(|from| (from, ended)).into_iter().collect();
        let plain = Stay::of(VehicleClass::Small, moment(entered), until);
        let fee = tariff.price_stay(&Stay { area: Some(area), charging: &charging, ..plain }).unwrap();
        assert_eq!(fee.fee_fen.to_string(), fee_yuan, "{area} {entered} – {left}: {why}\n{:#?}", fee.lines);
        adds_up(&fee);
        seen += 1;
    }
    assert_eq!(seen, 9);
}

#[test]
fn the_words_of_a_price_board_say_it_all() {
    let words = |tariff: &str| -> Vec<String> {
        Tariff::from_toml(tariff).unwrap().rates.iter().map(|rate| rate.wording_zh()).collect()
    };
    assert_eq!(words(CALENDAR), ["30 分钟内免费，首小时 8 元，之后每小时 2 元，自然日最高 20 元"]);
    assert_eq!(
        words(DAY_NIGHT),
        [
            "15 分钟内免费，白天（07:00—21:00）首小时内每 15 分钟 1.50 元，之后每 15 分钟 2.25 元；\
             夜间（21:00—次日 07:00）每 2 小时 1 元，最高 4 元",
            "15 分钟内免费，白天（07:00—21:00）每小时 10 元；夜间（21:00—次日 07:00）按次 15 元，不封顶",
        ]
    );
    assert_eq!(
        words(HOLIDAYS),
        [
            "30 分钟内免费，工作日首 2 小时 5 元，之后每小时 2 元；节假日每日按次 10 元，自然日最高 20 元",
            "30 分钟内免费，工作日每日按次 30 元；节假日每日按次 40 元，不封顶",
        ]
    );
    assert_eq!(
        words(HOSPITAL),
        [
            "30 分钟内免费，首小时 3 元，之后每半小时 1.50 元，单次最高 45 元，新能源汽车前 2 小时免费，新能源汽车优惠 15%"
        ]
    );
    assert_eq!(
        words(RESIDENCE),
        ["20 分钟内免费（每日一次），首小时 4 元，之后每小时 4 元，24 小时最高 30 元，15 分钟内再次入场连续计费"]
    );
    let items: Vec<_> = Tariff::from_toml(AREAS).unwrap().rates.iter().map(|rate| rate.item_zh()).collect();
    assert_eq!(
        items,
        ["大型车、中型车、小型车临时停放", "B1 车辆临时停放"]
            .map(|item| item.replace("大型车、中型车、小型车", "小型车、中型车、大型车"))
    );
}
