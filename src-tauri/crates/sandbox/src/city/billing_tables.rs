//! Tables 30, 110, 112 as the sandbox reads them. Of table 110 the names are those of D.44 where the table is damaged, and
//! the lines are a list.

use super::tables::Codes::{Any, Between, Of};
use super::tables::Kind as K;
use super::tables::{NO, Table, YES, row};

/// Table 110, 电子发票开具.
pub static INVOICE: Table = Table {
    number: "110",
    fields: &[
        row("fpqqlsh", K::Text, 20, YES, Any),
        row("dsptbm", K::Text, 8, NO, Any),
        row("kplx", K::Text, 1, YES, Of(&["0", "1"])),
        row("zsfs", K::Text, 1, YES, Of(&["0"])),
        row("xsfnsrsbh", K::Text, 20, YES, Any),
        row("xsfmc", K::Text, 100, YES, Any),
        row("xhf_dz", K::Text, 80, YES, Any),
        row("xhf_dh", K::Text, 20, YES, Any),
        row("xsfyhzh", K::Text, 100, NO, Any),
        row("gmfnsrsbh", K::Text, 20, NO, Any),
        row("gmfmc", K::Text, 100, YES, Any),
        row("ghf_dz", K::Text, 100, NO, Any),
        row("ghf_gddh", K::Text, 20, NO, Any),
        row("gmfyhzh", K::Text, 100, NO, Any),
        row("gmfsjh", K::Text, 48, NO, Any),
        row("ghfqylx", K::Text, 2, YES, Of(&["01", "02", "03", "04"])),
        row("gmfdzyx", K::Text, 100, NO, Any),
        row("wxopenId", K::Text, 50, NO, Any),
        row("kpr", K::Text, 8, YES, Any),
        row("skr", K::Text, 8, NO, Any),
        row("fhr", K::Text, 8, NO, Any),
        row("yfpdm", K::Text, 12, NO, Any),
        row("yfphm", K::Text, 8, NO, Any),
        row("jshj", K::YuanText(2), 12, YES, Any),
        row("hjje", K::YuanText(2), 12, YES, Any),
        row("hjse", K::YuanText(2), 12, YES, Any),
        row("kce", K::YuanText(2), 12, NO, Any),
        row("bz", K::Text, 160, NO, Any),
        row("wxorderId", K::Text, 32, NO, Any),
        row("wxappId", K::Text, 50, NO, Any),
        row("zfbuId", K::Text, 50, NO, Any),
        row("tspz", K::Text, 2, YES, Of(&["00", "01", "02"])),
        row("xmxxList", K::List(&INVOICE_LINE), 0, YES, Any),
    ],
};

/// Table 110, 开票明细.
pub static INVOICE_LINE: Table = Table {
    number: "110",
    fields: &[
        row("fphxz", K::Text, 1, YES, Of(&["0", "1", "2"])),
        row("spbm", K::Text, 19, YES, Any),
        row("yhzcbs", K::Text, 1, NO, Of(&["0", "1"])),
        row("lslbs", K::Text, 1, NO, Of(&["", "1", "2", "3"])),
        row("zzstsgl", K::Text, 50, NO, Any),
        row("xmmc", K::Text, 90, YES, Any),
        row("dw", K::Text, 20, NO, Any),
        row("ggxh", K::Text, 40, NO, Any),
        row("xmsl", K::YuanText(6), 12, NO, Any),
        row("xmdj", K::YuanText(6), 12, NO, Any),
        row("xmje", K::SignedMoney, 16, YES, Any),
        row("sl", K::YuanText(9), 10, YES, Any),
        row("se", K::SignedMoney, 20, YES, Any),
        row("kce", K::SignedMoney, 24, NO, Any),
    ],
};

/// Table 112, 发票库存查询; its tax number is as long as table 110's.
pub static STOCK: Table = Table {
    number: "112",
    fields: &[row("nsrsbh", K::Text, 20, YES, Any), row("fjh", K::Int, 4, NO, Between(0, 9999))],
};

/// Table 30, 公共信用信息.
pub static CREDIT: Table = Table {
    number: "30",
    fields: &[
        row("id", K::Text, 32, YES, Any),
        row("providerCode", K::Text, 18, YES, Any),
        row("category", K::Int, 0, YES, Between(0, 1)),
        row("name", K::Text, 50, YES, Any),
        row("idType", K::IdType, 0, NO, Any),
        row("idNo", K::Text, 18, YES, Any),
        row("information", K::Text, 500, YES, Any),
    ],
};
