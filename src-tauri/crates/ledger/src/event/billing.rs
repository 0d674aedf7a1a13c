//! Forms of events about invoices, credit reports and the people in them. No form holds a person's data: it stands in the
//! table of persons, and the event has its identifier.

use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::{InvoiceColor, InvoiceLine, LineNature, TaxRate};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use serde::{Deserialize, Serialize};

/// One of the settings of billing: who sells, who reports debts, how detectors are read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillingSet {
    /// Which: a word of the operations' list.
    pub what: String,
    /// The setting in its file form, as JSON text.
    pub text: String,
}

/// A person's data was put into the table of persons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonKept {
    /// Its identifier there.
    pub person_id: Guid,
    /// `buyer` or `subject`.
    pub kind: String,
    /// SHA-256 over the salt that stands beside the data, and the data, in hexadecimal digits.
    pub hash: String,
}

/// A person's data was looked at unmasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonShown {
    /// Whose.
    pub person_id: Guid,
    /// Why, where a reason was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A person's data and its salt were erased from the table of persons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonErased {
    /// Whose.
    pub person_id: Guid,
    /// Why.
    pub reason: String,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredLine {
    /// What kind of line.
    #[serde(with = "crate::codes::word")]
    pub nature: LineNature,
    /// What was sold.
    pub name: String,
    /// The tax office's code of it.
    pub code: String,
    /// The rate, in hundredths of a percent.
    pub rate: u32,
    /// With tax.
    pub gross_fen: Fen,
    /// Without tax.
    pub net_fen: Fen,
    /// The tax.
    pub tax_fen: Fen,
}

impl From<&InvoiceLine> for StoredLine {
    fn from(line: &InvoiceLine) -> Self {
        let InvoiceLine { nature, name, code, rate, gross_fen, net_fen, tax_fen } = line.clone();
        Self { nature, name, code, rate: rate.0, gross_fen, net_fen, tax_fen }
    }
}

impl From<StoredLine> for InvoiceLine {
    fn from(line: StoredLine) -> Self {
        let StoredLine { nature, name, code, rate, gross_fen, net_fen, tax_fen } = line;
        Self { nature, name, code, rate: TaxRate(rate), gross_fen, net_fen, tax_fen }
    }
}

/// The blue invoice that a red one takes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredOriginal {
    /// Our identifier of it.
    pub invoice_id: Guid,
    /// 发票代码
    pub code: String,
    /// 发票号码
    pub number: String,
}

/// An invoice was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceAsked {
    /// Identifier: the asker's request identifier, so that a repeat is found.
    pub id: Guid,
    /// 发票请求流水号
    pub serial: String,
    /// Blue or red.
    #[serde(with = "crate::codes::word")]
    pub color: InvoiceColor,
    /// For a red one: what it takes back.
    pub original: Option<StoredOriginal>,
    /// For a red one: why.
    pub reason: Option<String>,
    /// The orders that it is for.
    pub order_nos: Vec<String>,
    /// Its lines.
    pub lines: Vec<StoredLine>,
    /// Who sells, in its file form, as JSON text.
    pub seller: String,
    /// Whom it is made out to, in the table of persons.
    pub buyer_id: Guid,
    /// Remark.
    pub remark: Option<String>,
    /// When.
    pub at: Moment,
}

/// An invoice was made: the platform said so, or a person found it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceIssued {
    /// The invoice.
    pub invoice_id: Guid,
    /// 发票代码
    pub code: String,
    /// 发票号码
    pub number: String,
    /// 发票校验码
    pub check_code: Option<String>,
    /// 开票日期, yyyyMMddHHmmss as the platform wrote it.
    pub issued_at: Option<String>,
    /// Where its PDF can be had.
    pub pdf_url: Option<String>,
    /// 合计不含税金额 as the platform says.
    pub net_fen: Option<Fen>,
    /// 合计税额 as the platform says.
    pub tax_fen: Option<Fen>,
    /// 防伪密文
    pub cipher: Option<String>,
    /// 二维码
    pub qr_code: Option<String>,
    /// Where a person says so: how it was found out.
    pub by_hand: Option<String>,
}

/// An invoice that was asked for will never be: the platform refused it, or a person found out that it was not made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceDropped {
    /// The invoice.
    pub invoice_id: Guid,
    /// Why.
    pub reason: String,
}

/// An invoice's PDF was fetched into the data directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoicePaperKept {
    /// The invoice.
    pub invoice_id: Guid,
    /// SHA-256 over the file, in hexadecimal digits: its name, too.
    pub sha256: String,
    /// How large it is.
    pub bytes: u32,
    /// When.
    pub at: Moment,
}

/// A clerk has entered whom a debt is to be reported of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditProposed {
    /// Identifier of the report.
    pub id: Guid,
    /// The stay that was not paid.
    pub record_id: Guid,
    /// Whom it is about, in the table of persons.
    pub person_id: Guid,
    /// Who reports.
    pub provider_code: String,
    /// What happened.
    pub information: String,
    /// What is owed.
    pub owed_fen: Fen,
}

/// A second person has agreed to a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditApproved {
    /// The report.
    pub id: Guid,
    /// The second person's operator identifier.
    pub approver: Guid,
}

/// A report was taken back before it was agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreditWithdrawn {
    /// The report.
    pub id: Guid,
    /// Why.
    pub reason: String,
}
