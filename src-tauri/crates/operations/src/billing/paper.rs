//! `invoice.fetch_pdf`: an invoice's PDF, from where the platform says that it lies into the data directory, under its hash.
//! It is fetched once; a file that is no longer what it was is fetched anew. While it comes, `invoice.fetch_look` says how far
//! it is, and `invoice.fetch_cancel` ends it; whoever asks for the same one meanwhile waits for that.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::InvoiceState;
use lotdesk_ledger::event::InvoicePaperKept;
use lotdesk_ledger::tables::invoices::StoredInvoice;

use super::invoice_views::no_such_invoice;
use crate::api::Done;
use crate::api::billing::{InvoicePaper, InvoiceRequest, PaperFetch};
use crate::api::file::{FileChunk, ReadInvoicePdf};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::files;
use crate::paper_source::PaperProgress;
use crate::picture_source::NotFetched;

/// PDFs that are being fetched, by invoice. They live in memory; after a restart there are none.
#[derive(Default)]
pub(crate) struct Fetches(Arc<Mutex<HashMap<Guid, Arc<PaperProgress>>>>);

/// One that is being fetched by us; it is off the list when this goes.
struct UnderWay {
    fetches: Arc<Mutex<HashMap<Guid, Arc<PaperProgress>>>>,
    id: Guid,
    progress: Arc<PaperProgress>,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
        self.progress.end();
    }
}

impl Fetches {
    fn all(&self) -> MutexGuard<'_, HashMap<Guid, Arc<PaperProgress>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, id: Guid) -> Option<Arc<PaperProgress>> {
        self.all().get(&id).cloned()
    }

    /// Ours from now on, or somebody else's already.
    fn begin(&self, id: Guid) -> Result<UnderWay, Arc<PaperProgress>> {
        let mut all = self.all();
        if let Some(others) = all.get(&id) {
            return Err(others.clone());
        }
        let progress = Arc::new(PaperProgress::default());
        all.insert(id, progress.clone());
        Ok(UnderWay { fetches: self.0.clone(), id, progress })
    }
}

/// `invoice.fetch_pdf`.
pub(crate) async fn fetch_pdf(desk: &Desk, who: Who, request: InvoiceRequest) -> Result<InvoicePaper, Refusal> {
    let id = request.invoice_id;
    let ours = loop {
        match desk.inner.paper_fetches.begin(id) {
            Ok(ours) => break ours,
            Err(others) => others.ended().await,
        }
    };
    // Looked for only now that nobody else fetches it: what another one brought between a look and our turn would be
    // fetched a second time.
    let stored = desk.look(move |tx| tx.invoice(id)?.ok_or_else(no_such_invoice)).await?;
    match here_already(desk, &stored).await? {
        Some(here) => Ok(here),
        None => fetch(desk, &who, stored, &ours.progress).await,
    }
}

/// `invoice.fetch_look`.
pub(crate) async fn look_at_fetch(desk: &Desk, _who: Who, request: InvoiceRequest) -> Result<PaperFetch, Refusal> {
    Ok(desk.inner.paper_fetches.of(request.invoice_id).map(|progress| progress.view()).unwrap_or_default())
}

/// `invoice.fetch_cancel`.
pub(crate) async fn cancel_fetch(desk: &Desk, _who: Who, request: InvoiceRequest) -> Result<Done, Refusal> {
    if let Some(progress) = desk.inner.paper_fetches.of(request.invoice_id) {
        progress.cancel();
    }
    Ok(Done {})
}

/// `invoice.read_pdf`.
pub(crate) async fn read_pdf(desk: &Desk, _who: Who, request: ReadInvoicePdf) -> Result<FileChunk, Refusal> {
    let id = request.invoice_id;
    let stored = desk.look(move |tx| tx.invoice(id)?.ok_or_else(no_such_invoice)).await?;
    let here = here_already(desk, &stored)
        .await?
        .ok_or_else(|| Refusal::new(Code::NotFound, "PDF 尚未取回", "The PDF was not fetched yet.").at("invoice_id"))?;
    files::chunk(PathBuf::from(here.place), request.offset).await
}

/// The PDF, when it was fetched and is still what it was.
async fn here_already(desk: &Desk, stored: &StoredInvoice) -> Result<Option<InvoicePaper>, Refusal> {
    let Some(kept) = &stored.paper else { return Ok(None) };
    let Some(place) = place_of(desk, &kept.sha256).await? else { return Ok(None) };
    let (sha256, bytes) = (kept.sha256.clone(), kept.bytes);
    Ok(Some(InvoicePaper { place, sha256, bytes, fetched_at: kept.at, fetched_now: false }))
}

async fn fetch(
    desk: &Desk,
    who: &Who,
    stored: StoredInvoice,
    progress: &PaperProgress,
) -> Result<InvoicePaper, Refusal> {
    let id = stored.asked.id;
    let made = stored.answer.filter(|_| stored.state == InvoiceState::Issued).ok_or_else(not_made)?;
    let url = made.pdf_url.filter(|url| !url.is_empty()).ok_or_else(no_address)?;
    let papers = desk.papers();
    let bytes = tokio::select! {
        fetched = papers.fetch(&url, progress) => fetched.map_err(|why| not_fetched(&why))?,
        () = progress.cancelled() => return Err(cancelled()),
    };
    let size = u32::try_from(bytes.len()).map_err(Refusal::internal)?;
    let house = desk.inner.surroundings.clone();
    let kept = tokio::task::spawn_blocking(move || house.keep_paper(&bytes)).await.map_err(Refusal::internal)?;
    let (sha256, place) = kept?;
    desk.act(who, move |act| {
        let kept = InvoicePaperKept { invoice_id: id, sha256: sha256.clone(), bytes: size, at: act.now };
        let fetched_at = kept.at;
        act.record(kept, Some(id), None)?;
        Ok(InvoicePaper { place, sha256, bytes: size, fetched_at, fetched_now: true })
    })
    .await
}

/// Where the file of this hash lies, when it is there and still what it was.
async fn place_of(desk: &Desk, sha256: &str) -> Result<Option<String>, Refusal> {
    let (house, sha256) = (desk.inner.surroundings.clone(), sha256.to_owned());
    tokio::task::spawn_blocking(move || house.paper(&sha256)).await.map_err(Refusal::internal)?
}

fn not_made() -> Refusal {
    Refusal::new(Code::NotPossibleNow, "发票尚未开出，还没有 PDF", "The invoice is not made yet: it has no PDF.")
        .at("invoice_id")
}

fn no_address() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "平台没有给出 PDF 地址，请到开票平台下载",
        "The platform gave no address of a PDF; look for it at the invoicing platform.",
    )
    .at("invoice_id")
}

fn cancelled() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "已停止取回 PDF，没有留下文件",
        "Fetching the PDF was cancelled; no file was left.",
    )
}

fn not_fetched(why: &NotFetched) -> Refusal {
    let (code, zh, en) = match why {
        NotFetched::NotSetUp => (
            Code::PlatformUnavailable,
            "未接入城市停车管理平台，无法取回 PDF".to_owned(),
            "No city platform is set up, so its PDF is not fetched.".to_owned(),
        ),
        NotFetched::NotAllowed(host) => (
            Code::NotPermitted,
            format!("不从此地址取 PDF（须为 https，或平台自己的地址）：{host}。请核对平台地址或联系平台"),
            format!("This address is not gone to; https is wanted, or the platform's own address: {host}."),
        ),
        NotFetched::Failed(what) => (
            Code::PlatformUnavailable,
            format!("PDF 暂时取不到：{what}。请稍后重试"),
            format!("The PDF is not to be had now: {what}. Try again later."),
        ),
    };
    Refusal::new(code, zh, en).at("pdf_url")
}
