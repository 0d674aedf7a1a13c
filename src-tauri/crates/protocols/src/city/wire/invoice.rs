//! Electronic invoices (DB4403/T 313, tables 110 to 113): 1201 and 1202.
//!
//! Table 110 is damaged in four names and differs from D.44 in four more; what is sent is D.44's `xsfnsrsbh`, `xsfmc`,
//! `gmfnsrsbh`, `gmfmc` and the table's `xsfyhzh`, `gmfyhzh`, `zfbuId`, with the lines as a list. All are read.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::form::{Int, Text, Yuan};
use crate::json::Node;

/// 1201 request, table 110.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceItem {
    /// 发票请求流水号
    pub fpqqlsh: Text,
    /// 平台编码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dsptbm: Option<Text>,
    /// 开票类型: 0 blue, 1 red.
    pub kplx: Text,
    /// 征税方式: 0.
    pub zsfs: Text,
    /// 销售方纳税人识别号
    #[serde(alias = "xsfnrsbh")]
    pub xsfnsrsbh: Text,
    /// 销售方名称
    #[serde(alias = "xsfmtc")]
    pub xsfmc: Text,
    /// 销货方地址
    pub xhf_dz: Text,
    /// 销货方电话
    pub xhf_dh: Text,
    /// 销售方银行账号
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "xsfyhz")]
    pub xsfyhzh: Option<Text>,
    /// 购买方纳税人识别号
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "gmfnrsrbh")]
    pub gmfnsrsbh: Option<Text>,
    /// 购买方名称
    #[serde(alias = "gmfmtc")]
    pub gmfmc: Text,
    /// 购货方地址
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ghf_dz: Option<Text>,
    /// 购货方固定电话
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ghf_gddh: Option<Text>,
    /// 购买方银行账号
    #[serde(default, skip_serializing_if = "Option::is_none", alias = "gmfyhz")]
    pub gmfyhzh: Option<Text>,
    /// 购买方手机号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gmfsjh: Option<Text>,
    /// 购货方企业类型: 01 to 04.
    pub ghfqylx: Text,
    /// 购买方电子邮箱
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gmfdzyx: Option<Text>,
    /// 微信 openId
    #[serde(rename = "wxopenId", default, skip_serializing_if = "Option::is_none")]
    pub wxopen_id: Option<Text>,
    /// 开票人
    pub kpr: Text,
    /// 收款人
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skr: Option<Text>,
    /// 复核人
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fhr: Option<Text>,
    /// 原发票代码, of a red invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yfpdm: Option<Text>,
    /// 原发票号码, of a red invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yfphm: Option<Text>,
    /// 价税合计: yuan as text, like the two below.
    pub jshj: Text,
    /// 合计金额, without tax.
    pub hjje: Text,
    /// 合计税额
    pub hjse: Text,
    /// 扣除额
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kce: Option<Text>,
    /// 备注
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bz: Option<Text>,
    /// 微信预制卡券的唯一识别 ID
    #[serde(rename = "wxorderId", default, skip_serializing_if = "Option::is_none")]
    pub wxorder_id: Option<Text>,
    /// 商户所属微信公众号 APPID
    #[serde(rename = "wxappId", default, skip_serializing_if = "Option::is_none")]
    pub wxapp_id: Option<Text>,
    /// 支付宝 UID
    #[serde(rename = "zfbuId", alias = "zfbuid", default, skip_serializing_if = "Option::is_none")]
    pub zfbu_id: Option<Text>,
    /// 特殊票种标识: 00 to 02.
    pub tspz: Text,
    /// 开票明细: a list here; an object around one line or several in D.44.
    #[serde(rename = "xmxxList", deserialize_with = "lines")]
    pub lines: Vec<InvoiceLineItem>,
}

/// A line of 1201, the second part of table 110.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLineItem {
    /// 发票行性质: 0 normal, 1 discount, 2 discounted.
    pub fphxz: Text,
    /// 商品编码
    pub spbm: Text,
    /// 优惠政策标识
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yhzcbs: Option<Text>,
    /// 零税率标识
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lslbs: Option<Text>,
    /// 增值税特殊管理
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zzstsgl: Option<Text>,
    /// 项目名称
    pub xmmc: Text,
    /// 计量单位
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dw: Option<Text>,
    /// 规格型号
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ggxh: Option<Text>,
    /// 项目数量
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xmsl: Option<Text>,
    /// 项目单价, without tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xmdj: Option<Text>,
    /// 项目金额: quantity times price, so without tax.
    pub xmje: Yuan,
    /// 税率 as a fraction.
    pub sl: Text,
    /// 税额
    pub se: Yuan,
    /// 扣除额
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kce: Option<Yuan>,
}

/// The lines in every form: a list of lines, a list of `{xmxx: line}`, an object `{xmxx: line or lines}`.
fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<InvoiceLineItem>, D::Error> {
    let bare = |node: Node| match node {
        Node::Object(ref members) if members.len() == 1 && members[0].0 == "xmxx" => members[0].1.clone(),
        other => other,
    };
    let items = match bare(Node::deserialize(deserializer)?) {
        Node::List(items) => items.into_iter().map(bare).collect(),
        line @ Node::Object(_) => vec![line],
        other => return Err(D::Error::custom(format!("xmxxList is a list of lines, not {other}"))),
    };
    items.iter().map(|item| serde_json::from_str(&item.compact()).map_err(D::Error::custom)).collect()
}

/// 1201 reply, table 111. All but the serial number is there only where the invoice was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceReply {
    /// 返回码, by A.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// 返回消息
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// 发票请求流水号
    #[serde(default)]
    pub fpqqlsh: Text,
    /// 发票代码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fpdm: Option<Text>,
    /// 发票号码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fphm: Option<Text>,
    /// 发票校验码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jym: Option<Text>,
    /// 开票日期: yyyyMMddHHmmss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kprq: Option<Text>,
    /// PDF 下载地址
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdfurl: Option<Text>,
    /// 合计不含税金额
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hjbhsje: Option<Yuan>,
    /// 合计税额
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hjse: Option<Yuan>,
    /// 所属月份: MM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssyf: Option<Text>,
    /// 销售清单标志
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xhqdbz: Option<Text>,
    /// 防伪密文
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fwmw: Option<Text>,
    /// 签名值
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub szqm: Option<Text>,
    /// 二维码
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ewm: Option<Text>,
}

/// 1202 request, table 112.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockItem {
    /// 开票方识别号
    pub nsrsbh: Text,
    /// 金税盘分机号; all together where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fjh: Option<Int>,
}

/// 1202 reply, table 113.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockReply {
    /// 消息码, by A.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// 消息详细
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// 库存数; none in a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnt: Option<Int>,
}
