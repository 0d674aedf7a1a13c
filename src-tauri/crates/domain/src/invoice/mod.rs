//! Electronic invoices (DB4403/T 313, 6.11.1): blue ones for what was paid, red ones that take a blue one back.
//!
//! Every amount is whole 分. A line's amount includes the tax; the tax is split out line by line, so the lines' sums are the
//! invoice's sums to the 分 whatever the rate.

mod lines;
mod seller;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::Guid;
use crate::moment::Moment;
use crate::money::Fen;

pub use lines::{PaidOrder, blue_lines, red_lines};
pub use seller::{Seller, TaxRate};

/// Lines on one invoice at the most (table 110, 开票明细).
pub const LINES_MOST: usize = 100;

/// 开票类型 (table 110 `kplx`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceColor {
    /// 0 蓝字: for what was paid.
    Blue,
    /// 1 红字: takes a blue one back; its amounts are below nothing.
    Red,
}

/// 发票行性质 (table 110 `fphxz`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineNature {
    /// 0 正常行
    Normal,
    /// 1 折扣行: follows the line that it takes something off, and bears its name.
    Discount,
    /// 2 被折扣行
    Discounted,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InvoiceLine {
    /// What kind of line.
    pub nature: LineNature,
    /// What was sold, 90 characters at most.
    pub name: String,
    /// The tax office's code of it, 19 characters at most.
    pub code: String,
    /// The rate.
    pub rate: TaxRate,
    /// With tax.
    pub gross_fen: Fen,
    /// Without tax.
    pub net_fen: Fen,
    /// The tax.
    pub tax_fen: Fen,
}

/// The blue invoice that a red one takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Original {
    /// Our identifier of it.
    pub invoice_id: Guid,
    /// 发票代码, up to 12 characters, as the platform gave it.
    pub code: String,
    /// 发票号码, up to 8 characters.
    pub number: String,
}

/// An invoice as it is asked for. Whom it is made out to is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Our identifier.
    pub id: Guid,
    /// 发票请求流水号, 20 characters: one invoice at the most is ever made for it.
    pub serial: String,
    /// Blue or red.
    pub color: InvoiceColor,
    /// For a red one: what it takes back.
    pub original: Option<Original>,
    /// Who sells.
    pub seller: Seller,
    /// 1 to [`LINES_MOST`].
    pub lines: Vec<InvoiceLine>,
    /// The orders that it is for.
    pub order_nos: Vec<String>,
    /// Remark, 160 characters at most.
    pub remark: Option<String>,
    /// When it was asked for.
    pub asked_at: Moment,
}

/// Why there can be no such invoice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadInvoice {
    /// Nothing was paid.
    #[error("nothing was paid for it")]
    NothingPaid,
    /// More lines than an invoice holds.
    #[error("{0} lines, and an invoice holds {LINES_MOST}")]
    TooManyLines(usize),
    /// An order's amounts do not go together.
    #[error("order {0}: what was paid and let off is not what was due")]
    OrderDoesNotAddUp(String),
}

impl Invoice {
    /// With tax (`jshj`).
    pub fn gross_fen(&self) -> Fen {
        self.lines.iter().map(|line| line.gross_fen).sum()
    }

    /// Without tax (`hjje`).
    pub fn net_fen(&self) -> Fen {
        self.lines.iter().map(|line| line.net_fen).sum()
    }

    /// The tax (`hjse`).
    pub fn tax_fen(&self) -> Fen {
        self.lines.iter().map(|line| line.tax_fen).sum()
    }
}

/// The serial number of the request: 20 characters out of its day and its identifier's end. The ledger holds it unique.
pub fn serial_no(id: Guid, asked_at: Moment) -> String {
    let digits = id.to_string();
    format!("LD{}{}", asked_at.to_china().format("%y%m%d"), &digits[digits.len() - 12..])
}

/// What the platform answers when it has made an invoice (table 111).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoiceAnswer {
    /// 发票请求流水号
    pub serial: String,
    /// 发票代码; empty where the platform left it out, which the table does not allow.
    pub code: String,
    /// 发票号码; the same.
    pub number: String,
    /// 发票校验码
    pub check_code: Option<String>,
    /// 开票日期, yyyyMMddHHmmss.
    pub issued_at: Option<String>,
    /// Where the PDF can be had.
    pub pdf_url: Option<String>,
    /// 合计不含税金额
    pub net_fen: Option<Fen>,
    /// 合计税额
    pub tax_fen: Option<Fen>,
    /// 防伪密文
    pub cipher: Option<String>,
    /// 二维码
    pub qr_code: Option<String>,
}

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// Asked for; the platform's answer is not here yet. What its message is doing says more.
    Asked,
    /// The platform made it.
    Issued,
    /// There is none: the platform refused it, or a person found out that it was never made.
    Dropped,
}
