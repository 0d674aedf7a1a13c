//! A desk on a lot of its own: a clock set by hand, identifiers by number, every fact written down.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use lotdesk_domain::deduction::PaymentRules;
use lotdesk_domain::fact::{Fact, FactMapper, PlatformReply};
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::invoice::InvoiceAnswer;
use lotdesk_domain::lot::{Area, Equipment, EquipmentKind, Lane, LaneKind, Lot, LotKind, Space};
use lotdesk_domain::message::{Draft, Platform, Rank};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::neighbour::Guidance;
use lotdesk_domain::parking::{PlateRead, Vehicle, VehicleClass};
use lotdesk_domain::plate::Plate;
use lotdesk_domain::reservation::BookingRules;
use lotdesk_domain::table::{Cell, Heading, RowSink, SinkError};
use lotdesk_ledger::{Ledger, Options};
use lotdesk_operations::api::attach::AttachDoor;
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_operations::api::lane::ReadReply;
use lotdesk_operations::api::printing::PrinterView;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::report::ReportFormat;
use lotdesk_operations::api::shift::ShiftSheet;
use lotdesk_operations::api::system::{InterfaceRow, Picture};
use lotdesk_operations::{Caller, DemoHint, Desk, DeskParts, Effect, PinCost, ReceiptFacts, Surroundings};
use serde_json::{Value, json};
use tokio::sync::mpsc;

pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

pub struct Numbered(AtomicU64);

impl GuidSource for Numbered {
    fn next_guid(&self) -> Guid {
        let mut bytes = [0xE0; 16];
        bytes[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        Guid::from_bytes(bytes)
    }
}

/// Writes every fact down and queues one message for each that has a record.
#[derive(Default)]
pub struct Facts(pub Mutex<Vec<Fact>>);

impl FactMapper for Facts {
    fn map(&self, fact: &Fact, _lot: &Lot) -> Vec<Draft> {
        self.0.lock().unwrap().push(fact.clone());
        let (interface, own_id) = match fact {
            Fact::VehicleEntered { record } => ("5004", record.id),
            Fact::Charged { charge, .. } => ("5008", charge.id),
            Fact::VehicleLeft { record, .. } => ("5005", record.id),
            Fact::Refunded { refund } => ("5009", refund.id),
            Fact::PaymentRequested { order } => {
                let draft = draft("5007", order.order_no.clone(), order.record_id);
                return vec![Draft { holds_back: false, ..draft }];
            }
            Fact::InvoiceAsked { invoice, .. } => return vec![by_itself("1201", &invoice.serial)],
            Fact::DebtReported { report, .. } => return vec![by_itself("1301", &report.id.to_string())],
            Fact::RepairSettled { record, revision } => return vec![upload(&record.cost_list_code, *revision)],
            Fact::EtcpPaid { notice } => return vec![etcp_notice(&notice.external_order_id)],
            _ => return Vec::new(),
        };
        let key = match fact {
            Fact::VehicleEntered { record } | Fact::VehicleLeft { record, .. } => record.id,
            Fact::Charged { charge, .. } => charge.record_id,
            Fact::Refunded { refund } => refund.record_id,
            _ => return Vec::new(),
        };
        vec![draft(interface, own_id.to_string(), key)]
    }

    /// Replies are `code/number`, and the PDF's address behind another stroke.
    fn read_reply(&self, _platform: Platform, interface: &str, body: &str) -> Option<PlatformReply> {
        if interface == "saveWeixiuRecord" {
            return Some(PlatformReply::RepairUploaded);
        }
        if interface == "orderpaid" {
            return Some(PlatformReply::EtcpPaid { pay_order_id: Some(body.to_owned()) });
        }
        let (code, number) = body.split_once('/').filter(|_| interface == "1201")?;
        let (number, pdf_url) = number.split_once('/').unwrap_or((number, ""));
        let pdf_url = Some(pdf_url.to_owned()).filter(|url| !url.is_empty());
        let (code, number) = (code.to_owned(), number.to_owned());
        let answer = InvoiceAnswer { code, number, pdf_url, ..InvoiceAnswer::default() };
        Some(PlatformReply::Invoice(Box::new(answer)))
    }
}

fn draft(interface: &'static str, own_id: String, key: Guid) -> Draft {
    Draft {
        platform: Platform::City,
        interface,
        own_id,
        order_key: Some(key.to_string()),
        coalesce_key: None,
        rank: Rank::Record,
        body: "{}".into(),
        holds_back: true,
        mapping_version: 1,
        problem: None,
    }
}

/// A message about no parking record.
fn by_itself(interface: &'static str, own_id: &str) -> Draft {
    Draft {
        platform: Platform::City,
        interface,
        own_id: own_id.to_owned(),
        order_key: None,
        coalesce_key: None,
        rank: Rank::Record,
        body: "{}".into(),
        holds_back: true,
        mapping_version: 1,
        problem: None,
    }
}

/// An upload to the repair archive: a later one of the same number takes its place.
fn upload(code: &str, revision: u32) -> Draft {
    Draft {
        platform: Platform::Repair,
        interface: "saveWeixiuRecord",
        order_key: Some(code.to_owned()),
        coalesce_key: Some(code.to_owned()),
        holds_back: false,
        ..by_itself("saveWeixiuRecord", &format!("{code}#{revision}"))
    }
}

/// A payment that ETCP is told of.
fn etcp_notice(external_order_id: &str) -> Draft {
    Draft { platform: Platform::Etcp, holds_back: false, ..by_itself("orderpaid", external_order_id) }
}

/// What stood on each receipt that was laid out.
#[derive(Default)]
pub struct Receipts(pub Mutex<Vec<ReceiptFacts>>, pub Mutex<BTreeMap<String, Vec<u8>>>);

impl Receipts {
    /// Invoices' PDFs, by a hash of their own.
    pub fn papers(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.1.lock().unwrap()
    }
}

/// The house around, which keeps what is to be printed and exported.
#[derive(Default)]
pub struct Shed(Arc<Receipts>, Arc<Files>);

/// What became of the reports.
#[derive(Default)]
pub struct Files {
    /// Those that are whole: title, rows as text.
    pub whole: Mutex<Vec<(String, Vec<String>)>>,
    /// Each row waits for a word from here, where there is one.
    pub gate: Mutex<Option<std::sync::mpsc::Receiver<()>>>,
    /// How many were begun and are neither whole nor given up.
    pub open: std::sync::atomic::AtomicUsize,
    /// What was printed, and whether the drawer was to open.
    pub printed: Mutex<Vec<(ReceiptFacts, bool)>>,
    /// Plain papers that were printed.
    pub papers: Mutex<Vec<Vec<String>>>,
    /// True while the printer refuses.
    pub printer_broken: std::sync::atomic::AtomicBool,
    /// The door for other PCs, where it is open.
    pub door: Mutex<Option<AttachDoor>>,
    /// PCs that were cut off.
    pub cut: Mutex<Vec<Guid>>,
    /// How often the drawer was opened by itself.
    pub drawer: std::sync::atomic::AtomicUsize,
}

struct Sheet {
    files: Arc<Files>,
    title: String,
    rows: Vec<String>,
    gate: Option<std::sync::mpsc::Receiver<()>>,
}

impl RowSink for Sheet {
    fn row(&mut self, row: &[Cell<'_>]) -> Result<(), SinkError> {
        if let Some(gate) = &self.gate {
            let _ = gate.recv();
        }
        self.rows.push(format!("{row:?}"));
        Ok(())
    }
    fn finish(mut self: Box<Self>) -> Result<Vec<std::path::PathBuf>, SinkError> {
        let (title, rows) = (std::mem::take(&mut self.title), std::mem::take(&mut self.rows));
        self.files.whole.lock().unwrap().push((title, rows));
        Ok(vec!["a.xlsx".into()])
    }
}

impl Drop for Sheet {
    fn drop(&mut self) {
        self.files.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Surroundings for Shed {
    fn picture(&self, _id: Guid) -> Result<Option<Picture>, Refusal> {
        Ok(None)
    }
    fn lane_is_wired(&self, code: &str) -> bool {
        code == "in-1"
    }
    fn pin_cost(&self) -> PinCost {
        PinCost { m_kib: 8, t: 1, p: 1 }
    }
    fn keep_paper(&self, bytes: &[u8]) -> Result<(String, String), Refusal> {
        let sha256 = format!("{:064x}", bytes.len());
        self.0.papers().insert(sha256.clone(), bytes.to_vec());
        Ok((sha256.clone(), format!("/invoices/{sha256}.pdf")))
    }
    fn paper(&self, sha256: &str) -> Result<Option<String>, Refusal> {
        Ok(self.0.papers().contains_key(sha256).then(|| format!("/invoices/{sha256}.pdf")))
    }
    fn interfaces(&self) -> Vec<InterfaceRow> {
        Vec::new()
    }
    fn receipt(&self, facts: &ReceiptFacts) -> ReceiptPreview {
        self.0.0.lock().unwrap().push(facts.clone());
        ReceiptPreview { columns: 32, lines: vec![facts.charge.order_no.clone()], picture: String::new() }
    }
    fn print(&self, facts: &ReceiptFacts, drawer: bool) -> Result<(), Refusal> {
        self.1.printed.lock().unwrap().push((facts.clone(), drawer));
        if self.1.printer_broken.load(Ordering::SeqCst) {
            return Err(Refusal::new(Code::NotPossibleNow, "缺纸", "No paper."));
        }
        Ok(())
    }
    fn shift_sheet(&self, lot_name: &str, sheet: &ShiftSheet, _printed_at: Moment) -> Vec<String> {
        vec![format!("{lot_name} {}", sheet.head_hash)]
    }
    fn print_lines(&self, lines: &[String]) -> Result<(), Refusal> {
        self.1.papers.lock().unwrap().push(lines.to_vec());
        Ok(())
    }
    fn open_drawer(&self) -> Result<(), Refusal> {
        self.1.drawer.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
    fn printer(&self) -> Option<PrinterView> {
        Some(PrinterView { place: Some("test".into()), paper_mm: 58, printed: 0, failed: 0, problem: None })
    }
    fn report(
        &self,
        heading: Heading,
        _format: ReportFormat,
        _name: &str,
        _daily: bool,
    ) -> Result<Box<dyn RowSink>, SinkError> {
        self.1.open.fetch_add(1, Ordering::SeqCst);
        let gate = self.1.gate.lock().unwrap().take();
        Ok(Box::new(Sheet { files: self.1.clone(), title: heading.title, rows: Vec::new(), gate }))
    }
    /// Lines and commas, no more.
    fn sheet(&self, _file_name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
        let text = String::from_utf8_lossy(bytes);
        Ok(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
    }
    fn demo(&self) -> Option<DemoHint> {
        None
    }
    fn platforms(&self) -> Vec<Platform> {
        vec![Platform::City, Platform::Etcp]
    }
    fn attach_door(&self) -> Option<AttachDoor> {
        self.1.door.lock().unwrap().clone()
    }
    fn pc_revoked(&self, pc: Guid) {
        self.1.cut.lock().unwrap().push(pc);
    }
    fn version(&self) -> String {
        "test".into()
    }
}

pub fn guid(n: u8) -> Guid {
    Guid::from_bytes([n; 16])
}

pub const ENTRY: u8 = 1;
pub const EXIT: u8 = 2;

/// One area of three spaces, one of them kept for leases; one lane each way.
pub fn small_lot() -> Lot {
    let lane = |n: u8, code: &str, kind| Lane {
        id: guid(n),
        code: code.into(),
        name: code.into(),
        kind,
        area: "A".into(),
        equipment: vec![Equipment {
            id: guid(n + 100),
            code: format!("C{n}"),
            name: "camera".into(),
            kind: EquipmentKind::Camera,
        }],
    };
    Lot {
        park_code: "44030400100101000010".into(),
        name: "测试停车场".into(),
        kind: LotKind::Outdoor,
        district_code: "440304".into(),
        road: "深南大道".into(),
        operator_code: "OP01".into(),
        owner: "测试".into(),
        service_type: 1,
        public_info: "00:00~24:00".into(),
        areas: vec![Area { code: "A".into(), name: "地面".into(), total_spaces: 3, lease_spaces: 1 }],
        lanes: vec![lane(ENTRY, "in-1", LaneKind::Entry), lane(EXIT, "out-1", LaneKind::Exit)],
        spaces: vec![Space {
            space_no: "S1".into(),
            label: "001".into(),
            area: "A".into(),
            garage: None,
            size: None,
            detector: None,
        }],
        garages: Vec::new(),
        permit: None,
        free_exit_minutes: 15,
        same_read_seconds: 10,
        payment: PaymentRules::default(),
        position: None,
        booking: BookingRules::default(),
        guidance: Guidance::default(),
    }
}

/// 15 minutes free; 5.00 for the first hour, 3.00 for each further hour, 30.00 a day at the most.
pub const TARIFF: &str = r#"
name = "测试收费"

[[rates]]
classes = ["small", "medium", "large"]
free_minutes = 15
first_minutes = 60
first_yuan = "5.00"
following_minutes = 60
following_yuan = "3.00"
daily_cap_yuan = "30.00"
"#;

pub struct House {
    pub desk: Desk,
    pub ledger: Ledger,
    pub clock: Arc<HandClock>,
    pub facts: Arc<Facts>,
    pub receipts: Arc<Receipts>,
    pub files: Arc<Files>,
    pub effects: mpsc::UnboundedReceiver<Effect>,
    pub folder: tempfile::TempDir,
    reads: AtomicU64,
}

/// 2026-11-23 08:00:00 in China.
pub fn morning() -> Moment {
    Moment::from_datetime_text("2026-11-23 08:00:00").unwrap()
}

/// A new ledger's file. Making its tables takes longer than most of what is tried on them.
static NEW_LEDGER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
    let path = ledger.path().to_owned();
    ledger.close();
    std::fs::read(path).unwrap()
});

impl House {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ledger.db"), &*NEW_LEDGER).unwrap();
        let ledger = Ledger::open(&Options { path: folder.path().join("ledger.db") }).unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(morning().0)));
        let facts = Arc::new(Facts::default());
        let receipts = Arc::new(Receipts::default());
        let files = Arc::new(Files::default());
        let (send, effects) = mpsc::unbounded_channel();
        let desk = Desk::open(DeskParts {
            ledger: ledger.clone(),
            clock: clock.clone(),
            ids: Arc::new(Numbered(AtomicU64::new(1))),
            mappers: vec![facts.clone()],
            surroundings: Arc::new(Shed(receipts.clone(), files.clone())),
            effects: send,
        })
        .await
        .unwrap();
        let house = Self { desk, ledger, clock, facts, receipts, files, effects, folder, reads: AtomicU64::new(1) };
        house.engine("lot.set", json!({ "lot": small_lot() })).await.unwrap();
        house.engine("tariff.load", json!({ "toml": TARIFF })).await.unwrap();
        house
    }

    pub fn clock_now(&self) -> Moment {
        self.clock.now()
    }

    pub fn later(&self, minutes: i64) {
        self.clock.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub fn later_ms(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub async fn engine(&self, name: &str, request: Value) -> Result<Value, Refusal> {
        self.desk.call(&Caller::Engine, name, request).await
    }

    pub async fn window(&self, token: &str, name: &str, request: Value) -> Result<Value, Refusal> {
        self.desk.call(&Caller::Window(Some(token.to_owned())), name, request).await
    }

    /// A read of this plate on this lane, now.
    pub fn seen(&self, lane: u8, plate: &str) -> PlateRead {
        let mut id = [0xAA; 16];
        id[8..].copy_from_slice(&self.reads.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        PlateRead {
            read_id: Guid::from_bytes(id),
            lane_id: guid(lane),
            vehicle: Some(Vehicle {
                plate: Plate::parse(plate).unwrap(),
                plate_color: None,
                car_color: None,
                car_logo: None,
                class: VehicleClass::Small,
                tag: None,
            }),
            taken_at: self.clock.now(),
            received_at: self.clock.now(),
            buffered: false,
            confidence: Some(98),
            picture_id: None,
        }
    }

    pub async fn read(&self, lane: u8, plate: &str) -> ReadReply {
        self.desk.lane_read(self.seen(lane, plate)).await.unwrap()
    }

    /// Creates an operator and signs in; the token comes back.
    pub async fn sign_in(&self, name: &str, role: &str) -> String {
        self.engine("operator.create", json!({ "name": name, "pin": "2580", "role": role })).await.unwrap();
        let caller = Caller::Window(None);
        let signed = self.desk.call(&caller, "operator.sign_in", json!({ "name": name, "pin": "2580" })).await.unwrap();
        signed["token"].as_str().unwrap().to_owned()
    }

    pub fn gates(&mut self) -> usize {
        let mut opened = 0;
        while let Ok(effect) = self.effects.try_recv() {
            opened += usize::from(matches!(effect, Effect::OpenGate { .. }));
        }
        opened
    }

    /// Journal, postings and tables hold.
    pub async fn verify(&self) {
        let verdict = self.ledger.verify().await.unwrap();
        assert_eq!(verdict.differences, [], "{verdict:?}");
        assert!(verdict.events > 0);
    }
}
