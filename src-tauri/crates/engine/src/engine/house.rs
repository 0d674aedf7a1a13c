//! What the desk needs of the house around it.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, Weak};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::table::{Heading, RowSink, SinkError};
use lotdesk_gateway::city::{PictureProblem, PictureSource};
use lotdesk_operations::api::attach::AttachDoor;
use lotdesk_operations::api::exit::ReceiptPreview;
use lotdesk_operations::api::listener::ListenerView;
use lotdesk_operations::api::printing::PrinterView;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::repair::{ComplianceReport, PrintedText};
use lotdesk_operations::api::report::ReportFormat;
use lotdesk_operations::api::shift::ShiftSheet;
use lotdesk_operations::api::system::{InterfaceRow, Picture};
use lotdesk_operations::{DemoHint, ReceiptFacts, RepairPrint, Surroundings, Upkeep};

use super::callback::Listening;
use super::platforms::Presence;
use super::printing::{ReceiptPrinter, not_set_up};
use super::reports::ReportFiles;
use super::upkeep::Maintenance;
use crate::home::NetworkDoor;
use crate::papers::PaperStore;
use crate::pictures::PictureStore;

/// The house around the desk.
pub(super) struct House {
    pub(super) pictures: Arc<PictureStore>,
    pub(super) papers: PaperStore,
    pub(super) reports: Arc<ReportFiles>,
    pub(super) printer: Option<ReceiptPrinter>,
    /// How wide the printer's paper is.
    pub(super) columns: usize,
    /// The platforms, in the order of the list, and whether each is set up just now.
    pub(super) presences: Vec<(Platform, Presence)>,
    /// Codes of lanes for which a driver or a token is set up.
    pub(super) wired_lanes: BTreeSet<String>,
    /// True for practising.
    pub(super) training: bool,
    pub(super) demo_pin: Option<String>,
    /// What the text messages of the demo's ETCP hold.
    pub(super) etcp_demo_code: Option<String>,
    pub(super) listening: Listening,
    /// The door for other PCs, open or closed.
    pub(super) attach: Arc<NetworkDoor>,
    /// Set once it is put together; weak, for it holds the desk, which holds the house.
    pub(super) upkeep: OnceLock<Weak<Maintenance>>,
}

impl Surroundings for House {
    fn picture(&self, id: Guid) -> Result<Option<Picture>, Refusal> {
        let found = self.pictures.get(id, None).map_err(Refusal::internal)?;
        Ok(found
            .map(|(kind, bytes)| Picture { media_type: kind.media_type().to_owned(), base64: STANDARD.encode(bytes) }))
    }

    fn lane_is_wired(&self, code: &str) -> bool {
        self.wired_lanes.contains(code)
    }

    fn keep_paper(&self, bytes: &[u8]) -> Result<(String, String), Refusal> {
        let (sha256, place) = self.papers.keep(bytes).map_err(Refusal::internal)?;
        Ok((sha256, place.display().to_string()))
    }

    fn paper(&self, sha256: &str) -> Result<Option<String>, Refusal> {
        let place = self.papers.get(sha256).map_err(Refusal::internal)?;
        Ok(place.map(|place| place.display().to_string()))
    }

    fn interfaces(&self) -> Vec<InterfaceRow> {
        interfaces()
    }

    fn receipt(&self, facts: &ReceiptFacts) -> ReceiptPreview {
        super::receipt::preview(facts, self.columns)
    }

    fn print(&self, facts: &ReceiptFacts, drawer: bool) -> Result<(), Refusal> {
        self.printer.as_ref().map_or_else(|| Err(not_set_up()), |printer| printer.print(facts, drawer))
    }

    fn shift_sheet(&self, lot_name: &str, sheet: &ShiftSheet, printed_at: Moment) -> Vec<String> {
        super::shift_paper::lines(lot_name, sheet, printed_at, self.columns)
    }

    fn print_lines(&self, lines: &[String]) -> Result<(), Refusal> {
        self.printer.as_ref().map_or_else(|| Err(not_set_up()), |printer| printer.print_lines(lines))
    }

    fn open_drawer(&self) -> Result<(), Refusal> {
        self.printer.as_ref().map_or_else(|| Err(not_set_up()), ReceiptPrinter::open_drawer)
    }

    fn printer(&self) -> Option<PrinterView> {
        self.printer.as_ref().map(ReceiptPrinter::view)
    }

    fn report(
        &self,
        heading: Heading,
        format: ReportFormat,
        name: &str,
        daily: bool,
    ) -> Result<Box<dyn RowSink>, SinkError> {
        self.reports.begin(heading, format, name, daily)
    }

    fn settlement_list(&self, facts: &RepairPrint) -> PrintedText {
        super::shop_papers::settlement_list(facts)
    }

    fn settlement_pdf(&self, facts: &RepairPrint) -> Result<String, Refusal> {
        self.reports.settlement_pdf(facts)
    }

    fn compliance(&self, report: &ComplianceReport) -> PrintedText {
        super::shop_papers::compliance(report)
    }

    fn sheet(&self, file_name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
        super::shop_papers::sheet(file_name, bytes)
    }

    fn demo(&self) -> Option<DemoHint> {
        self.demo_pin.clone().map(|pin| DemoHint { pin })
    }

    fn training(&self) -> bool {
        self.training
    }

    fn etcp_demo_code(&self) -> Option<String> {
        self.etcp_demo_code.clone()
    }

    fn platforms(&self) -> Vec<Platform> {
        self.presences.iter().filter(|(_, presence)| presence.is_there()).map(|(platform, _)| *platform).collect()
    }

    fn listener(&self) -> Option<ListenerView> {
        self.listening.view()
    }

    fn attach_door(&self) -> Option<AttachDoor> {
        self.attach.view()
    }

    fn attached(&self) -> Vec<Guid> {
        self.attach.attached()
    }

    fn pc_revoked(&self, pc: Guid) {
        self.attach.cut_off(pc);
    }

    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    fn upkeep(&self) -> Option<Arc<dyn Upkeep>> {
        let upkeep: Arc<dyn Upkeep> = self.upkeep.get()?.upgrade()?;
        Some(upkeep)
    }
}

/// The project's own list of interfaces; whether one was exercised is in the ledger.
fn interfaces() -> Vec<InterfaceRow> {
    lotdesk_protocols::interfaces()
        .iter()
        .map(|row| InterfaceRow {
            platform: row.platform,
            id: row.id.to_owned(),
            name: row.name.to_owned(),
            transport: row.transport.to_owned(),
            direction: row.direction.as_str().to_owned(),
            source: row.source.to_owned(),
            implemented: row.handler.is_some(),
            exercised: None,
        })
        .collect()
}

/// The picture store, as the gateway takes pictures from it.
pub(super) struct Pictures(pub(super) Arc<PictureStore>);

#[async_trait]
impl PictureSource for Pictures {
    async fn picture(&self, picture_id: Guid) -> Result<Option<Bytes>, PictureProblem> {
        let store = self.0.clone();
        let found = tokio::task::spawn_blocking(move || store.get(picture_id, None)).await;
        match found {
            Ok(Ok(found)) => Ok(found.map(|(_, bytes)| Bytes::from(bytes))),
            Ok(Err(error)) => Err(PictureProblem(Box::new(error))),
            Err(error) => Err(PictureProblem(Box::new(error))),
        }
    }
}
