//! Rows for every kind of file, and what they must read back as.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::table::{Cell, CellKind, Column, Heading, Language, RowSink};
use lotdesk_reports::Font;
use proptest::prelude::*;

/// A row that owns its cells.
#[derive(Clone, Debug)]
pub struct Row {
    pub paid_at: Moment,
    pub order_no: String,
    pub plate: String,
    pub received: Fen,
    pub times: i64,
    pub share: i64,
    pub day: Option<NaiveDate>,
}

impl Row {
    pub fn cells(&self) -> [Cell<'_>; 7] {
        [
            Cell::Moment(self.paid_at),
            Cell::Text(&self.order_no),
            Cell::Text(&self.plate),
            Cell::Money(self.received),
            Cell::Number(self.times),
            Cell::Number(self.share),
            self.day.map_or(Cell::Empty, Cell::Day),
        ]
    }
}

pub fn column(key: &str, zh: &str, kind: CellKind, width: u32, total: bool) -> Column {
    Column { key: key.into(), zh: zh.into(), en: key.into(), kind, width, total }
}

pub fn heading() -> Heading {
    Heading {
        title: "收费明细表".into(),
        lines: vec!["停车场：测试停车场".into(), "期间：2026-11-01 至 2026-11-30".into()],
        columns: vec![
            column("paid_at", "缴费时间", CellKind::Moment, 19, false),
            column("order_no", "订单编号", CellKind::Text, 24, false),
            column("plate", "车牌", CellKind::Text, 12, false),
            column("received", "实收", CellKind::Money, 12, true),
            column("times", "次数", CellKind::Count, 8, true),
            column("share", "占用率", CellKind::Permille, 8, false),
            column("day", "日期", CellKind::Day, 10, false),
        ],
        language: Language::Zh,
    }
}

/// A row like those of a real day.
pub fn plain(n: i64) -> Row {
    Row {
        paid_at: Moment::from_datetime_text("2026-11-23 08:00:00").unwrap().plus_ms(n * 61_000),
        order_no: format!("440304001001{n:012}"),
        plate: format!("粤B{:05}", n % 100_000),
        received: Fen(500 + n % 7 * 150),
        times: n % 3,
        share: n % 1001,
        day: NaiveDate::from_ymd_opt(2026, 11, 1 + u32::try_from(n % 28).unwrap()),
    }
}

/// Texts as somebody types them who means harm, or does not know better.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[粤京沪]B[0-9A-Z]{5}",
        "[=+@-][A-Z]{1,4}\\(.{0,10}\\)",
        "0[0-9]{1,20}",
        "[ -~\u{4e00}-\u{4eff}<>&\"',;\t]{0,20}",
        any::<String>().prop_map(|text| text.chars().take(30).collect()),
        Just("_x000D_".to_owned()),
        Just("=HYPERLINK(\"http://x\",\"点我\")".to_owned()),
        Just("44030400100101000010".to_owned()),
        Just("\u{feff}=1".to_owned()),
    ]
}

pub fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (
        // Of a lifetime around now, whole seconds.
        -1_000_000_000_i64..4_000_000_000,
        text(),
        text(),
        -100_000_000_i64..100_000_000,
        -5_i64..100_000,
        0_i64..2000,
        proptest::option::of(-20_000_i32..40_000),
    );
    let made = row.prop_map(|(seconds, order_no, plate, fen, times, share, day)| Row {
        paid_at: Moment(seconds * 1000),
        order_no,
        plate,
        received: Fen(fen),
        times,
        share,
        day: day.and_then(|day| NaiveDate::from_num_days_from_ce_opt(719_163 + day)),
    });
    proptest::collection::vec(made, 0..most)
}

/// Hands rows to a writer and gives its files.
pub fn write(mut sink: Box<dyn RowSink>, rows: &[Row]) -> Vec<PathBuf> {
    for row in rows {
        sink.row(&row.cells()).unwrap();
    }
    sink.finish().unwrap()
}

/// The font that the window's packages bring.
pub fn font() -> Font {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui");
    let file = "node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf";
    Font::read(&ui.join(file)).expect("`npm ci` in ui brings the font; `cargo xtask test` runs it")
}

/// What lies in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
