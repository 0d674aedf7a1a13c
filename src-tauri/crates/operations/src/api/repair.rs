//! Repair records (维修电子档案): written, settled, put right, uploaded.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{FieldNote, FormItem, FormPart, RepairForm, RepairState, Upload};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::outbox::MessageRow;

/// The shop, as every record names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairShop {
    /// 维修企业名称, 1 to 100 characters.
    pub company_name: String,
    /// What list numbers that are drawn here begin with: up to 10 letters, digits and hyphens.
    #[serde(default)]
    pub code_prefix: String,
    /// The shop's telephone, for the printed list; 30 characters at most.
    #[serde(default)]
    pub phone: String,
    /// The shop's address, for the printed list; 100 characters at most.
    #[serde(default)]
    pub address: String,
}

/// Reply of `repair.shop`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairShopReply {
    /// The shop; none until it is set up.
    pub shop: Option<RepairShop>,
    /// True when the archive's link is set up. Records are kept and wait for it either way.
    pub archive: bool,
}

/// Reply of `repair.print_pdf`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintedFile {
    /// The file, on the computer that the engine runs on.
    pub file: String,
}

/// `repair.save`: a new draft, or the new state of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveRepair {
    /// The draft; none for a new one.
    pub record_id: Option<Guid>,
    /// The identifier of a new one, drawn by whoever asks: asked again with it, after an answer that was lost, it is the same
    /// one and not one more. Left out: the lot draws it.
    #[serde(default)]
    #[ts(optional)]
    pub new_id: Option<Guid>,
    /// What stands in it.
    pub form: RepairForm,
}

/// `repair.settle`: the job is settled, and its record goes up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettleRepair {
    /// The draft.
    pub record_id: Guid,
    /// What stands in it now.
    pub form: RepairForm,
    /// True when somebody has looked again at what seems mistyped.
    #[serde(default)]
    pub accept_doubts: bool,
}

/// `repair.correct`: a settled record is put right and goes up again under its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectRepair {
    /// The settled record.
    pub record_id: Guid,
    /// What stands in it now; its list number stays what it was.
    pub form: RepairForm,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// True when somebody has looked again at what seems mistyped.
    #[serde(default)]
    pub accept_doubts: bool,
}

/// `repair.drop`: a draft is thrown away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct DropRepair {
    /// The draft.
    pub record_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `repair.check`: what would keep a form from being settled, without any effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckRepair {
    /// The record that it is of; none for a new one.
    pub record_id: Option<Guid>,
    /// The form.
    pub form: RepairForm,
}

/// Reply of `repair.check`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairChecked {
    /// What keeps it from being settled, field by field.
    pub problems: Vec<FieldNote>,
    /// What looks wrong.
    pub doubts: Vec<FieldNote>,
    /// The model year that the VIN tells.
    pub model_year: Option<i32>,
    /// The highest reading of an earlier visit, in kilometres.
    pub earlier_km: Option<u32>,
}

/// `repair.list`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RepairListRequest {
    /// A part of plate, VIN or list number; empty for all.
    pub text: String,
    /// Only those that stand here; otherwise all but what was thrown away.
    pub state: Option<RepairState>,
    /// Only those that the archive does not have as they are now.
    pub not_up: bool,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this place (from the last page).
    pub before: Option<u32>,
}

/// Reply of `repair.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairList {
    /// The page.
    pub rows: Vec<RepairRow>,
    /// True when there are more.
    pub more: bool,
}

/// A record in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairRow {
    /// Identifier.
    pub record_id: Guid,
    /// Its place, to go on from.
    pub no: u32,
    /// Where it stands.
    pub state: RepairState,
    /// 结算清单编号
    pub cost_list_code: String,
    /// 车牌号码
    pub plate: String,
    /// 车辆识别代码
    pub vin: String,
    /// 送修日期, yyyy-MM-dd.
    pub brought_on: Option<String>,
    /// 结算日期, yyyy-MM-dd.
    pub settled_on: Option<String>,
    /// 送修里程, in kilometres.
    pub mileage_km: Option<u32>,
    /// 故障描述
    pub fault: String,
    /// When it changed last.
    pub changed_at: Moment,
    /// When it was settled.
    pub settled_at: Option<Moment>,
    /// Until when it must be up.
    pub deadline: Option<Moment>,
    /// How the upload stands to that; none for a draft.
    pub upload: Option<Upload>,
    /// When the archive had it first.
    pub uploaded_at: Option<Moment>,
    /// How often it was put right.
    pub revision: u32,
    /// True when the archive has it as it is now.
    pub up_to_date: bool,
    /// What its message is doing; none for a draft.
    pub message: Option<MessageRow>,
    /// Which fields the archive's words are about, where they name one.
    pub refused_fields: Vec<String>,
}

/// `repair.detail`, `repair.print`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairRequest {
    /// The record.
    pub record_id: Guid,
}

/// Everything known of one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairDetail {
    /// The row.
    pub row: RepairRow,
    /// What stands in it.
    pub form: RepairForm,
    /// What would keep it from being settled, and what looks wrong.
    pub checked: RepairChecked,
    /// 维修企业名称 at the settling.
    pub company_name: String,
    /// The service order that it came from.
    pub order_id: Option<Guid>,
}

/// `repair.past`: a car's settled records by plate or VIN.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct PastRepairsRequest {
    /// The plate; may be empty.
    pub plate: String,
    /// The VIN; may be empty.
    pub vin: String,
}

/// Reply of `repair.past`: the newest first, 100 at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PastRepairs {
    /// The visits.
    pub rows: Vec<PastRepair>,
}

/// A settled visit of a car.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PastRepair {
    /// Identifier.
    pub record_id: Guid,
    /// What stands in it.
    pub form: RepairForm,
}

/// `repair.open`: settled records that the archive does not have as they are, and what it said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenUploads {
    /// Those that the archive refused, or that cannot be sent as they are.
    pub refused: Vec<RepairRow>,
    /// Those that wait, the most urgent first; 200 at most.
    pub waiting: Vec<RepairRow>,
}

/// A template: what a kind of job consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairTemplate {
    /// Identifier; none for a new one.
    pub template_id: Option<Guid>,
    /// Its name, 1 to 40 characters.
    pub name: String,
    /// 故障描述
    #[serde(default)]
    pub fault: String,
    /// 维修项目
    #[serde(default)]
    pub items: Vec<FormItem>,
    /// 配件
    #[serde(default)]
    pub parts: Vec<FormPart>,
}

/// Reply of `repair.templates`: by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RepairTemplates {
    /// The templates.
    pub rows: Vec<RepairTemplate>,
}

/// `repair.remove_template`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct RemoveRepairTemplate {
    /// The template.
    pub template_id: Guid,
}

/// `repair.known`: what the shop has used in its settled records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct KnownLinesRequest {
    /// A part of a name or code; empty for the most used.
    pub text: String,
}

/// Reply of `repair.known`: 30 of each at most, the most used first. Nothing in it has a price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct KnownLines {
    /// 维修项目
    pub items: Vec<KnownItem>,
    /// 配件
    pub parts: Vec<KnownPart>,
}

/// An item that the shop has used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct KnownItem {
    /// With the hours of the last time.
    pub item: FormItem,
    /// In how many records.
    pub times: u32,
}

/// A part that the shop has used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct KnownPart {
    /// With the quantity of the last time.
    pub part: FormPart,
    /// In how many records.
    pub times: u32,
}

/// Text as it is printed: every line of so many columns, of which a Chinese character takes two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrintedText {
    /// How wide.
    pub columns: u32,
    /// Line by line.
    pub lines: Vec<String>,
}

/// `repair.compliance`: every record that was settled in a span of days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ComplianceRequest {
    /// First day, yyyy-MM-dd.
    pub first_day: String,
    /// Last day, yyyy-MM-dd, included.
    pub last_day: String,
}

/// Reply of `repair.compliance`: what a shop can show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ComplianceReport {
    /// First day.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// When it was made.
    pub made_at: Moment,
    /// 维修企业名称
    pub company_name: String,
    /// Settled in the span.
    pub settled: u32,
    /// Of those, in the archive in time.
    pub in_time: u32,
    /// Of those, in the archive too late.
    pub late: u32,
    /// Of those, not there yet.
    pub missing: u32,
    /// How long an upload took in the middle of all, in milliseconds.
    #[ts(type = "number | null")]
    pub median_ms: Option<i64>,
    /// The records, the oldest first; 5000 at most.
    pub rows: Vec<ComplianceRow>,
    /// True when there were more.
    pub more: bool,
    /// The same as it is printed.
    pub printed: PrintedText,
}

/// A settled record and its upload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ComplianceRow {
    /// Identifier.
    pub record_id: Guid,
    /// 结算清单编号
    pub cost_list_code: String,
    /// 车牌号码
    pub plate: String,
    /// When it was settled.
    pub settled_at: Moment,
    /// Until when it had to be up.
    pub deadline: Moment,
    /// When the archive had it first.
    pub uploaded_at: Option<Moment>,
    /// From the settling to that, in milliseconds.
    #[ts(type = "number | null")]
    pub took_ms: Option<i64>,
    /// How it stands.
    pub upload: Upload,
    /// How often it was put right.
    pub corrections: u32,
}
