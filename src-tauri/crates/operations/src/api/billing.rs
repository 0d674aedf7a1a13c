//! Invoices, and the people whom they are made out to.

use lotdesk_domain::id::Guid;
use lotdesk_domain::inspection::InspectionPeople;
use lotdesk_domain::invoice::{InvoiceColor, InvoiceLine, InvoiceState, Seller};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::person::{Buyer, CarPapers, CreditSubject, Doubt, OrderPeople};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::outbox::MessageRow;

/// Reply of `invoice.seller`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SellerReply {
    /// Who sells; none until it is set up.
    pub seller: Option<Seller>,
}

/// `invoice.issue`: an invoice for what was paid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueInvoice {
    /// Identifier drawn by the asker; a repeat with the same one gets the first answer and has no second effect.
    pub request_id: Guid,
    /// The orders, 1 to 100: order numbers of payments.
    pub order_nos: Vec<String>,
    /// Whom it is made out to.
    pub buyer: Buyer,
    /// Remark, 160 characters at most.
    #[serde(default)]
    pub remark: Option<String>,
    /// True when somebody has looked again at what seems mistyped.
    #[serde(default)]
    pub accept_doubts: bool,
}

/// `invoice.reverse`: a red invoice that takes a blue one back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReverseInvoice {
    /// Identifier drawn by the asker, as in `invoice.issue`.
    pub request_id: Guid,
    /// The blue invoice.
    pub invoice_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `invoice.list`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct InvoiceListRequest {
    /// Only those for this order.
    pub order_no: Option<String>,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this one (its identifier from the last page).
    pub after: Option<Guid>,
}

/// Reply of `invoice.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoiceList {
    /// The page.
    pub rows: Vec<InvoiceRow>,
    /// True when there are more.
    pub more: bool,
}

/// An invoice in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoiceRow {
    /// Identifier.
    pub invoice_id: Guid,
    /// 发票请求流水号
    pub serial: String,
    /// Blue or red.
    pub color: InvoiceColor,
    /// Where it stands.
    pub state: InvoiceState,
    /// When it was asked for.
    pub asked_at: Moment,
    /// Whom it is made out to, masked; none once the data is erased.
    pub buyer: Option<Buyer>,
    /// With tax.
    pub gross_fen: Fen,
    /// The tax in it.
    pub tax_fen: Fen,
    /// The orders that it is for.
    pub order_nos: Vec<String>,
    /// 发票代码, once it is made.
    pub code: Option<String>,
    /// 发票号码, once it is made.
    pub number: Option<String>,
    /// Where its PDF can be had.
    pub pdf_url: Option<String>,
    /// For a red one: the blue one that it takes back.
    pub original_id: Option<Guid>,
    /// For a blue one: the red one that takes it back, or is to.
    pub red_id: Option<Guid>,
    /// True when that red one was made: the orders may be invoiced anew.
    pub reversed: bool,
    /// What its message is doing.
    pub message: Option<MessageRow>,
}

/// `invoice.detail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRequest {
    /// The invoice.
    pub invoice_id: Guid,
}

/// Everything known of one invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoiceDetail {
    /// The row.
    pub row: InvoiceRow,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Who sells.
    pub seller: Seller,
    /// Whom it is made out to, in the table of persons.
    pub person_id: Guid,
    /// Remark.
    pub remark: Option<String>,
    /// For a red one: why.
    pub reason: Option<String>,
    /// 发票校验码
    pub check_code: Option<String>,
    /// 开票日期, yyyyMMddHHmmss.
    pub issued_at: Option<String>,
    /// 二维码
    pub qr_code: Option<String>,
    /// What the platform's answer says otherwise than we asked, or leaves out.
    pub doubts: Vec<Doubt>,
    /// When its PDF was fetched; none while it was not.
    pub paper_at: Option<Moment>,
}

/// Reply of `invoice.fetch_pdf`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoicePaper {
    /// The file's place on the machine that has the data directory.
    pub place: String,
    /// SHA-256 over it, in hexadecimal digits.
    pub sha256: String,
    /// How large it is.
    pub bytes: u32,
    /// When it was fetched.
    pub fetched_at: Moment,
    /// False when it was here already.
    pub fetched_now: bool,
}

/// Reply of `invoice.fetch_look`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PaperFetch {
    /// True while the PDF is being fetched.
    pub under_way: bool,
    /// Bytes that are here.
    #[ts(type = "number")]
    pub received: u64,
    /// Of so many, where the other side said so.
    #[ts(type = "number | null")]
    pub of_bytes: Option<u64>,
}

/// `invoice.resolve`: a person found out what became of an invoice whose reply was lost, or that was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ResolveInvoice {
    /// The invoice.
    pub invoice_id: Guid,
    /// What stands on it, when it was made; none when it was not: the orders may then be invoiced anew.
    pub made: Option<MadeInvoice>,
    /// How that was found out, 2 to 100 characters.
    pub reason: String,
}

/// What stands on an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MadeInvoice {
    /// 发票代码, 10 to 12 digits.
    pub code: String,
    /// 发票号码, 8 digits.
    pub number: String,
    /// Where its PDF can be had.
    #[serde(default)]
    pub pdf_url: Option<String>,
}

/// `invoice.stock`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct StockRequest {
    /// 金税盘分机号; all together where none is given.
    pub machine: Option<u32>,
}

/// Reply of `invoice.stock`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StockReply {
    /// Blank invoices left.
    pub left: u32,
}

/// `person.show`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct PersonRequest {
    /// In the table of persons.
    pub person_id: Guid,
    /// Why somebody looks, 2 to 100 characters; wanted of a car's papers and of an inspection's people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Reply of `person.show`: unmasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PersonReply {
    /// Whom an invoice is made out to.
    pub buyer: Option<Buyer>,
    /// Whom a credit report is about.
    pub subject: Option<CreditSubject>,
    /// The people in a service order.
    pub people: Option<OrderPeople>,
    /// Whose a car is whose violations are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub car: Option<CarPapers>,
    /// The people of an inspection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub inspection: Option<InspectionPeople>,
    /// Since when it is kept.
    pub kept_at: Moment,
    /// When it was erased; then nothing is shown.
    pub erased_at: Option<Moment>,
    /// False when the data is no longer what the journal's hash was made of: somebody changed it behind our back.
    pub as_entered: bool,
}

/// `person.erase`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ErasePerson {
    /// In the table of persons.
    pub person_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}
