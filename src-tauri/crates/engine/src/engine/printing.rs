//! The receipt printer: from the settings to paper. Payments print by themselves, behind the commit.

use std::sync::Arc;

use lotdesk_devices::printer::{PrintQueue, PrinterConfig};
use lotdesk_domain::parking::PayType;
use lotdesk_ledger::Committed;
use lotdesk_ledger::event::Event;
use lotdesk_operations::api::printing::PrinterView;
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::{Caller, Desk, ReceiptFacts};
use lotdesk_reports::receipt::escpos::{self, Slip};
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::config::{PrinterKind, PrinterSettings};
use crate::home::Home;

/// The printer that is set up.
pub(super) struct ReceiptPrinter {
    queue: PrintQueue,
    settings: PrinterSettings,
}

impl ReceiptPrinter {
    /// The printer by the settings; none where there is none.
    pub(super) fn of(home: &Home, settings: &PrinterSettings) -> std::io::Result<Option<Self>> {
        let place = settings.place.clone();
        let config = match settings.kind {
            PrinterKind::None => return Ok(None),
            PrinterKind::Network => match place.parse() {
                Ok(address) => PrinterConfig::Network(address),
                // The check of the settings has refused it already.
                Err(_) => return Ok(None),
            },
            PrinterKind::Serial => PrinterConfig::Serial { port: place, baud: settings.baud },
            PrinterKind::File => PrinterConfig::File(home.file(place.as_ref())),
            PrinterKind::Windows => PrinterConfig::Windows(place),
        };
        Ok(Some(Self { queue: PrintQueue::start(config.open())?, settings: settings.clone() }))
    }

    pub(super) fn print(&self, facts: &ReceiptFacts, drawer: bool) -> Result<(), Refusal> {
        self.paper(&super::receipt::lines(facts, self.settings.columns()), drawer && self.settings.drawer)
    }

    pub(super) fn print_lines(&self, lines: &[String]) -> Result<(), Refusal> {
        self.paper(lines, false)
    }

    fn paper(&self, lines: &[String], drawer: bool) -> Result<(), Refusal> {
        self.send(escpos::bytes(lines, Slip { drawer, cut: self.settings.cut }))
    }

    pub(super) fn open_drawer(&self) -> Result<(), Refusal> {
        self.send(escpos::DRAWER.to_vec())
    }

    fn send(&self, bytes: Vec<u8>) -> Result<(), Refusal> {
        if self.queue.print(bytes) {
            return Ok(());
        }
        Err(Refusal::new(
            Code::NotPossibleNow,
            "打印机没有响应，已有多张小票在等待；收款不受影响，请检查打印机后补打",
            "The printer stands still and several receipts wait. Payments go on; look at the printer and print again.",
        ))
    }

    pub(super) fn view(&self) -> PrinterView {
        let state = self.queue.state();
        PrinterView {
            place: Some(self.settings.place.clone()),
            paper_mm: self.settings.paper_mm,
            printed: state.printed,
            failed: state.failed,
            problem: state.problem,
        }
    }
}

pub(super) fn not_set_up() -> Refusal {
    Refusal::new(Code::NotPossibleNow, "没有设置小票打印机", "No receipt printer is set up.")
}

/// Prints the receipt of each payment that was taken here, after its commit; the sale does not know of it.
pub(super) async fn print_by_itself(desk: Desk, mut committed: Receiver<Arc<Committed>>, stop: CancellationToken) {
    loop {
        let commit = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            commit = committed.recv() => commit,
        };
        let commit = match commit {
            Ok(commit) => commit,
            // What was missed can be printed by hand.
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        for recorded in commit.iter() {
            let charge_id = match &recorded.event {
                // Nothing was taken for a car that went free.
                Event::Charged(charged) if charged.let_off.is_some() && charged.pay_type == PayType::Other => continue,
                Event::Charged(charged) => charged.id,
                // What only comes back to the driver is no sale.
                Event::Collected(came) if came.extra_fen < came.received_fen => came.id,
                _ => continue,
            };
            let request = json!({ "charge_id": charge_id });
            if let Err(why) = desk.call(&Caller::Engine, "receipt.print", request).await {
                tracing::warn!(%why, "a receipt was not printed");
            }
        }
    }
}
