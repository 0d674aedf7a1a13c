//! `invoice.fetch_pdf`: an invoice's PDF, from where the platform says that it lies into the data directory, under its hash.
//! It is fetched once; a file that is no longer what it was is fetched anew.

use lotdesk_domain::invoice::InvoiceState;
use lotdesk_ledger::event::InvoicePaperKept;

use super::invoice_views::no_such_invoice;
use crate::api::billing::{InvoicePaper, InvoiceRequest};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;
use crate::picture_source::NotFetched;

/// `invoice.fetch_pdf`.
pub(crate) async fn fetch_pdf(desk: &Desk, who: Who, request: InvoiceRequest) -> Result<InvoicePaper, Refusal> {
    let id = request.invoice_id;
    let stored = desk.look(move |tx| tx.invoice(id)?.ok_or_else(no_such_invoice)).await?;
    if let Some(kept) = &stored.paper
        && let Some(place) = place_of(desk, &kept.sha256).await?
    {
        let (sha256, bytes) = (kept.sha256.clone(), kept.bytes);
        return Ok(InvoicePaper { place, sha256, bytes, fetched_at: kept.at, fetched_now: false });
    }
    let made = stored.answer.filter(|_| stored.state == InvoiceState::Issued).ok_or_else(not_made)?;
    let url = made.pdf_url.filter(|url| !url.is_empty()).ok_or_else(no_address)?;
    let bytes = desk.papers().fetch(&url).await.map_err(|why| not_fetched(&why))?;
    let size = u32::try_from(bytes.len()).map_err(Refusal::internal)?;
    let house = desk.inner.surroundings.clone();
    let kept = tokio::task::spawn_blocking(move || house.keep_paper(&bytes)).await.map_err(Refusal::internal)?;
    let (sha256, place) = kept?;
    desk.act(&who, move |act| {
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
