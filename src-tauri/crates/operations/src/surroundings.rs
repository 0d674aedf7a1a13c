//! What the desk needs of the house around it, narrow on purpose: pictures, the printer's layout, what is set up.

use std::sync::Arc;

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Charge, ParkingRecord};
use lotdesk_domain::repair::RepairForm;
use lotdesk_domain::table::{Heading, RowSink, SinkError};
use lotdesk_domain::tariff::Fee;

use crate::api::attach::AttachDoor;
use crate::api::exit::ReceiptPreview;
use crate::api::listener::ListenerView;
use crate::api::printing::PrinterView;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::{ComplianceReport, PrintedText, RepairShop};
use crate::api::report::ReportFormat;
use crate::api::shift::ShiftSheet;
use crate::api::system::{InterfaceRow, Picture};
use crate::pins::PinCost;
use crate::printing::no_printer;
use crate::upkeep::Upkeep;

/// The public sign-in of a demo lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoHint {
    /// The PIN that all its operators share.
    pub pin: String,
}

/// What stands on a receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptFacts {
    /// The lot's name.
    pub lot_name: String,
    /// The stay.
    pub record: ParkingRecord,
    /// The payment.
    pub charge: Charge,
    /// What of it is for charging the battery.
    pub charging_fen: Fen,
    /// What the driver handed over.
    pub tendered_fen: Fen,
    /// The channel's number of it, where it came through one.
    pub trade_no: Option<String>,
    /// The stay's fee, line by line.
    pub fee: Fee,
    /// Who took the money.
    pub cashier: String,
    /// When the receipt is made.
    pub printed_at: Moment,
    /// True for every receipt after the first.
    pub copy: bool,
}

/// What stands on a printed settlement list (维修结算清单).
#[derive(Clone, Debug, PartialEq)]
pub struct RepairPrint {
    /// The shop.
    pub shop: RepairShop,
    /// The record.
    pub form: RepairForm,
    /// When it was settled; none for a draft.
    pub settled_at: Option<Moment>,
    /// When the archive had it.
    pub uploaded_at: Option<Moment>,
    /// How often it was put right.
    pub revision: u32,
    /// When it is printed.
    pub printed_at: Moment,
}

/// The house around the desk.
pub trait Surroundings: Send + Sync {
    /// A picture from the store; none when it is not there (any more). May block on the disk.
    ///
    /// # Errors
    /// When the disk does not answer.
    fn picture(&self, id: Guid) -> Result<Option<Picture>, Refusal>;
    /// Whether something is set up for the lane under this code: a driver, or a token by which its camera pushes.
    fn lane_is_wired(&self, _code: &str) -> bool {
        false
    }
    /// What stretching a new PIN costs.
    fn pin_cost(&self) -> PinCost {
        PinCost::STANDARD
    }
    /// Keeps an invoice's PDF under its hash; gives the SHA-256 in hexadecimal digits and the file's place. May block on the
    /// disk.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep_paper(&self, _bytes: &[u8]) -> Result<(String, String), Refusal> {
        Err(Refusal::new(Code::Unavailable, "此处不能保存文件", "Nothing here keeps files."))
    }
    /// The place of the file that was kept under this hash; none where it is not there, or not what it was. May block on the
    /// disk.
    ///
    /// # Errors
    /// When the disk does not answer.
    fn paper(&self, _sha256: &str) -> Result<Option<String>, Refusal> {
        Ok(None)
    }
    /// The interface list without the stored exchanges.
    fn interfaces(&self) -> Vec<InterfaceRow>;
    /// Lays a receipt out as it would be printed.
    fn receipt(&self, facts: &ReceiptFacts) -> ReceiptPreview;
    /// Lays a settlement list out as it would be printed.
    fn settlement_list(&self, _facts: &RepairPrint) -> PrintedText {
        PrintedText { columns: 80, lines: Vec::new() }
    }
    /// Writes a settlement list into a file as one page, and gives the file's place. May take a while.
    ///
    /// # Errors
    /// When there is no font for it, or the file cannot be written.
    fn settlement_pdf(&self, _facts: &RepairPrint) -> Result<String, Refusal> {
        Err(Refusal::new(Code::Unavailable, "此处不能生成 PDF", "Nothing here writes PDF."))
    }
    /// Lays a compliance report out as it would be printed.
    fn compliance(&self, _report: &ComplianceReport) -> PrintedText {
        PrintedText { columns: 80, lines: Vec::new() }
    }
    /// Reads the first sheet of a file as text, cell by cell. May take a while.
    ///
    /// # Errors
    /// When it is no file of a kind that can be read.
    fn sheet(&self, _file_name: &str, _bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
        Err(Refusal::new(Code::Unavailable, "此处不能读取表格文件", "Nothing here reads sheets."))
    }
    /// Begins a report's file under this name, without its end; `daily` puts it among those that are written every day.
    ///
    /// # Errors
    /// When it cannot be written.
    fn report(
        &self,
        _heading: Heading,
        _format: ReportFormat,
        _name: &str,
        _daily: bool,
    ) -> Result<Box<dyn RowSink>, SinkError> {
        Err(SinkError::TooLarge("there is no room for files"))
    }
    /// Hands a receipt to the printer without waiting for it; with `drawer` it opens the drawer too.
    ///
    /// # Errors
    /// When there is none, or too many wait.
    fn print(&self, _facts: &ReceiptFacts, _drawer: bool) -> Result<(), Refusal> {
        Err(no_printer())
    }
    /// Lays a shift's sheet out for the receipt printer's paper.
    fn shift_sheet(&self, _lot_name: &str, _sheet: &ShiftSheet, _printed_at: Moment) -> Vec<String> {
        Vec::new()
    }
    /// Hands a paper of plain lines to the receipt printer without waiting for it.
    ///
    /// # Errors
    /// As [`Surroundings::print`].
    fn print_lines(&self, _lines: &[String]) -> Result<(), Refusal> {
        Err(no_printer())
    }
    /// Opens the drawer.
    ///
    /// # Errors
    /// When there is no printer that it hangs on, or too much waits.
    fn open_drawer(&self) -> Result<(), Refusal> {
        Err(no_printer())
    }
    /// The receipt printer; none where none is set up.
    fn printer(&self) -> Option<PrinterView> {
        None
    }
    /// The public sign-in, on a demo lot.
    fn demo(&self) -> Option<DemoHint>;
    /// True where people practise: nothing here is real, and nothing outside hears of it.
    fn training(&self) -> bool {
        false
    }
    /// The code that every text message of the demo's ETCP holds; none elsewhere.
    fn etcp_demo_code(&self) -> Option<String> {
        None
    }
    /// The platforms that are set up.
    fn platforms(&self) -> Vec<Platform>;
    /// The callback listener as it is now; none where there is none.
    fn listener(&self) -> Option<ListenerView> {
        None
    }
    /// The door for other PCs as it is now; none while it is closed.
    fn attach_door(&self) -> Option<AttachDoor> {
        None
    }
    /// The PC of every connection that is open over the network.
    fn attached(&self) -> Vec<Guid> {
        Vec::new()
    }
    /// A PC may not attach any more: what it has open ends now.
    fn pc_revoked(&self, _pc: Guid) {}
    /// The product's version.
    fn version(&self) -> String;
    /// What can be done about the house itself; none while it is being put together.
    fn upkeep(&self) -> Option<Arc<dyn Upkeep>> {
        None
    }
}
