//! Spaces that are promised: a reservation on the calendar that is used, one that runs out and one that is taken back; and the
//! shared hours of a plate, at the gate and on the fee. And a car that may not leave.

use std::time::SystemTime;

use lotdesk_domain::moment::Moment;
use serde_json::json;

use super::{A_FEE_FEN, ASKING, PATIENCE, confirm, done_with, fen, for_a_reason, letters};
use crate::harness::engine::Engine;
use crate::harness::{Key, Told, Trouble, Window};

/// The demo's lot.
const LOT: &str = "44030400100101000101";

/// So many seconds from now on China's clock.
pub fn at(seconds: i64) -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or_default() + seconds * 1000).to_datetime_text()
}

/// Today, or so many days from it.
fn day(days: i64) -> String {
    at(days * 86_400)[..10].to_owned()
}

/// A driver books a space with the city platform, to be held until then.
pub async fn is_booked(engine: &Engine, book: &str, plate: &str, until_s: i64) -> Told {
    let item = json!({
        "bookCode": book, "parkCode": LOT, "parkCarInfo": { "plateNo": plate, "eidEquiped": false }, "bookTime": at(0),
        "overTime": at(until_s), "bookMoney": 0.00, "obligatTime": 0,
    });
    engine.city_asks("6001", item).await.map(|_| ())
}

/// The owner of a space shares it: this plate, on these days of the week, all day long.
pub async fn is_shared(engine: &Engine, id: &str, plate: &str, weekdays: &[u8]) -> Told {
    let item = json!({
        "id": id, "parkCode": LOT, "plateNo": plate, "startDate": day(-7), "endDate": day(100), "startTime": "00:00:00",
        "endTime": "23:59:59", "bufferTime": 0, "rule": weekdays, "actionType": 0, "publisher": "业主",
    });
    engine.city_asks("6004", item).await.map(|_| ())
}

/// The days of the week around now on China's clock, Monday 1: those of yesterday, today and tomorrow; and one of the others.
pub fn weekdays() -> ([u8; 3], u8) {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let days = (since.as_secs() + 8 * 3600) / 86_400;
    // The first of January 1970 was a Thursday.
    let of = |days: u64| u8::try_from((days + 3) % 7 + 1).unwrap_or(1);
    let mut around = [of(days - 1), of(days), of(days + 1)];
    around.sort_unstable();
    (around, of(days + 3))
}

/// Three bookings: one car comes, one does not in time, one driver calls.
pub(super) async fn reserved(engine: &Engine, window: &Window) -> Told {
    window.click("nav-lists").await?;
    window.click("lists-tab-reservations").await?;
    window.until("reservations", "that there is none yet", |text| text.contains("没有")).await?;
    window.shot("reservations-none").await?;
    is_booked(engine, "YD1", "粤B41001", 3600).await?;
    is_booked(engine, "YD3", "粤B43003", 7200).await?;
    is_booked(engine, "YD2", "粤B42002", 6).await?;
    // On the calendar by itself, with its space held.
    window.see("reservation-bar-YD1").await?;
    window.see("reservation-bar-YD3").await?;
    window.shot("reservations").await?;
    window.accessible("reservations").await?;
    // Nobody came: it runs out by the clock and leaves the calendar.
    window.gone("reservation-bar-YD2").await?;
    let fate = engine.stands_at("in-1", "粤B41001").await?;
    if fate != "entered" {
        return Err(Trouble::Wrong(format!("the car of a reservation is `{fate}`")));
    }
    window.gone("reservation-bar-YD1").await?;
    window.click("reservation-bar-YD3").await?;
    window.until("reservation-detail", "the third car", |text| letters(text).contains("粤B43003")).await?;
    window.click("reservation-cancel").await?;
    for_a_reason(window, "reservation-off").await?;
    window.gone("reservation-bar-YD3").await?;
    // All of them, and what became of each.
    window.click("reservation-scope-all").await?;
    for (book, became) in [("YD1", "已入场"), ("YD2", "已过期"), ("YD3", "已取消")] {
        window.click(&format!("reservation-row-{book}")).await?;
        let told = |text: &str| text.contains(book) && text.contains(became);
        window.until("reservation-detail", became, told).await?;
    }
    window.shot("reservations-all").await?;
    window.accessible("reservations-all").await?;
    window.click("nav-booth").await?;
    window.until("entry-lane-in-1", "that it was reserved", |text| text.contains("预约")).await.map(|_| ())
}

/// Three plates with shared hours: today is a day of two of them, and not of the third.
pub(super) async fn shared(engine: &Engine, window: &Window) -> Told {
    let (around, another) = weekdays();
    is_shared(engine, "00000000000000000000000000000051", "粤B51001", &around).await?;
    is_shared(engine, "00000000000000000000000000000052", "粤B52002", &[another]).await?;
    is_shared(engine, "00000000000000000000000000000053", "粤B53003", &around).await?;
    window.click("nav-lists").await?;
    window.click("lists-tab-sharing").await?;
    window.at_least("share-row-*", 3).await?;
    window.shot("sharing").await?;
    window.accessible("sharing").await?;
    window.click("nav-booth").await?;
    // Within its hours: in as shared, out for nothing.
    engine.stands_at("in-2", "粤B51001").await?;
    window.until("entry-lane-in-2", "that it is shared", |text| text.contains("共享")).await?;
    engine.comes_in("in-1", "粤B53003", super::A_STAY).await?;
    let fate = engine.stands_at("out-1", "粤B53003").await?;
    if fate != "left" {
        return Err(Trouble::Wrong(format!("within its shared hours the car is `{fate}`")));
    }
    // On another day it pays like any other car.
    engine.comes_in("in-1", "粤B52002", super::A_STAY).await?;
    engine.stands_at("out-2", "粤B52002").await?;
    window.look_for(ASKING, PATIENCE).await?;
    window.until("booth-exit-standing", "that it is a casual one", |text| text.contains("临停")).await?;
    if fen(window, "booth-exit-due").await? != A_FEE_FEN {
        return Err(Trouble::Wrong("outside of its shared hours the stay is not priced in full".into()));
    }
    confirm(window).await?;
    done_with(window).await
}

/// The attendant locks a car for a reason: it stands at the exit, is not let out, and pays once it was unlocked.
pub(super) async fn locked(engine: &Engine, window: &Window) -> Told {
    engine.comes_in("in-1", "粤B70007", super::A_STAY).await?;
    window.click("nav-cars").await?;
    window.look_for("[data-testid=\"cars-search\"]:focus", PATIENCE).await?;
    window.type_text("70007").await?;
    window.until("record-detail", "the car", |text| letters(text).contains("粤B70007")).await?;
    window.click("record-lock").await?;
    for_a_reason(window, "lock").await?;
    window.see("record-locked").await?;
    window.see("record-unlock").await?;
    window.shot("record-locked").await?;
    window.accessible("record-locked").await?;
    window.click("nav-booth").await?;
    let fate = engine.stands_at("out-1", "粤B70007").await?;
    if fate != "locked" {
        return Err(Trouble::Wrong(format!("a locked car at the exit is `{fate}`")));
    }
    window.see("resolve-locked").await?;
    window.shot("locked-exit").await?;
    window.accessible("locked-exit").await?;
    window.focused("resolve-reason").await?;
    window.press(Key::Enter).await?;
    // Without a reason it stays locked.
    window.see("resolve-locked").await?;
    window.press(Key::Down).await?;
    window.press(Key::Enter).await?;
    window.look_for(ASKING, PATIENCE).await?;
    if fen(window, "booth-exit-due").await? != A_FEE_FEN {
        return Err(Trouble::Wrong("an unlocked car does not pay for its stay".into()));
    }
    confirm(window).await?;
    done_with(window).await
}
