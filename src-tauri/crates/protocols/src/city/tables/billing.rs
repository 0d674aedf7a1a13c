//! Invoices and credit information (DB4403/T 313, tables 30, 110 and 112).

use super::Kind::{Count, IdType, IntOf, List, NumberText, SignedAmount, Text, TextOf};
use super::Rule::{ItemsAtMost, Sum, WhenText};
use super::{Table, may, must};
use crate::city::wire::credit::Category;

/// Table 110, in the names that are sent. What belongs to the buyer comes at sending; see `client::personal`.
pub static INVOICE: Table = Table {
    number: "110",
    name: "1201",
    fields: &[
        must("fpqqlsh", Text(20)),
        may("dsptbm", Text(8)),
        must("kplx", TextOf(&["0", "1"])),
        must("zsfs", TextOf(&["0"])),
        must("xsfnsrsbh", Text(20)),
        must("xsfmc", Text(100)),
        must("xhf_dz", Text(80)),
        must("xhf_dh", Text(20)),
        may("xsfyhzh", Text(100)),
        may("gmfnsrsbh", Text(20)),
        must("gmfmc", Text(100)),
        may("ghf_dz", Text(100)),
        may("ghf_gddh", Text(20)),
        may("gmfyhzh", Text(100)),
        may("gmfsjh", Text(48)),
        must("ghfqylx", TextOf(&["01", "02", "03", "04"])),
        may("gmfdzyx", Text(100)),
        may("wxopenId", Text(50)),
        must("kpr", Text(8)),
        may("skr", Text(8)),
        may("fhr", Text(8)),
        may("yfpdm", Text(12)),
        may("yfphm", Text(8)),
        must("jshj", NumberText(12, 2)),
        must("hjje", NumberText(12, 2)),
        must("hjse", NumberText(12, 2)),
        may("kce", NumberText(12, 2)),
        may("bz", Text(160)),
        may("wxorderId", Text(32)),
        may("wxappId", Text(50)),
        may("zfbuId", Text(50)),
        must("tspz", TextOf(&["00", "01", "02"])),
        must("xmxxList", List(&INVOICE_LINE)),
    ],
    rules: &[
        // 红字发票时应提供
        WhenText("kplx", "1", "yfpdm"),
        WhenText("kplx", "1", "yfphm"),
        // 如为非收购发票，且收票方为企业时此项必填; 如为收购发票，此项必填
        WhenText("ghfqylx", "01", "gmfnsrsbh"),
        WhenText("tspz", "02", "gmfnsrsbh"),
        Sum("jshj", "hjje", "hjse"),
        // 最大一百条
        ItemsAtMost("xmxxList", 100),
    ],
};

static INVOICE_LINE: Table = Table {
    number: "110",
    name: "xmxx",
    fields: &[
        must("fphxz", TextOf(&["0", "1", "2"])),
        must("spbm", Text(19)),
        may("yhzcbs", TextOf(&["0", "1"])),
        may("lslbs", TextOf(&["", "1", "2", "3"])),
        may("zzstsgl", Text(50)),
        must("xmmc", Text(90)),
        may("dw", Text(20)),
        may("ggxh", Text(40)),
        may("xmsl", NumberText(12, 6)),
        may("xmdj", NumberText(12, 6)),
        must("xmje", SignedAmount(16)),
        must("sl", NumberText(10, 10)),
        must("se", SignedAmount(20)),
        may("kce", SignedAmount(24)),
    ],
    rules: &[],
};

/// Table 112. Its 10 characters of a tax number are 20 in table 110, and no tax number has so few.
pub static INVOICE_STOCK: Table =
    Table { number: "112", name: "1202", fields: &[must("nsrsbh", Text(20)), may("fjh", Count)], rules: &[] };

/// Table 30.
pub static PUBLIC_CREDIT_INFO: Table = Table {
    number: "30",
    name: "publicCreditInfo",
    fields: &[
        must("id", Text(32)),
        must("providerCode", Text(18)),
        must("category", IntOf(Category::CODES)),
        must("name", Text(50)),
        may("idType", IdType),
        must("idNo", Text(18)),
        must("information", Text(500)),
    ],
    rules: &[],
};
