//! ETCP at the service desk: drivers signed in, cars bound, fees, payments, lots around, cars in ETCP's lots.

use lotdesk_domain::etcp::{LotPayWay, LotsWhere, ParkUser, PastStay, Proof};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::plate::PlateColor;
use lotdesk_domain::position::Position;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::outbox::MessageRow;

/// Reply of `etcp.state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpState {
    /// True when ETCP is set up.
    pub set_up: bool,
    /// The code that every text message of the demo's ETCP holds.
    pub demo_code: Option<String>,
    /// Money that was taken and that ETCP does not know of yet, or that is to be given back.
    pub held_fen: Fen,
    /// Money that we owe ETCP.
    pub payable_fen: Fen,
    /// How many payments hold it.
    pub open: u32,
    /// Where this lot lies, for looking around.
    pub position: Option<Position>,
}

/// `etcp.send_code`: a code by text message, one a minute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpSendCode {
    /// The driver's telephone, 11 digits.
    pub phone: String,
}

/// `etcp.sign_in`: with the code that came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpSignIn {
    /// The driver's telephone, 11 digits.
    pub phone: String,
    /// The code, 4 to 8 digits.
    pub code: String,
}

/// `etcp.join`: 联合登录, without a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpJoin {
    /// The driver's telephone, 11 digits.
    pub phone: String,
    /// The driver's car, where ETCP is to know it.
    #[serde(default)]
    pub plate: Option<String>,
}

/// Names a driver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpAccountRequest {
    /// Whom.
    pub account_id: Guid,
}

/// A driver who is served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpAccountView {
    /// Identifier.
    pub account_id: Guid,
    /// For `person.show`.
    pub person_id: Guid,
    /// The telephone, masked; none once it is erased.
    pub phone: Option<String>,
    /// How the driver was signed in last.
    pub way: Option<EtcpWay>,
    /// When.
    pub signed_at: Option<Moment>,
    /// Until when that holds here; none where a new sign-in is needed.
    pub signed_until: Option<Moment>,
    /// When the next code may be asked for; none for now.
    pub code_again_at: Option<Moment>,
    /// The cars that are bound.
    pub cars: Vec<EtcpCarView>,
    /// How many different ones were bound this month, of four at most.
    pub bound_this_month: u32,
}

/// How a driver is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EtcpWay {
    /// With a code by text message (8.2).
    Code,
    /// Without one (8.3).
    Joint,
}

/// A car that is bound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpCarView {
    /// Plate.
    pub plate: String,
    /// Its colour, where one was said.
    pub color: Option<PlateColor>,
    /// Since when.
    pub bound_at: Moment,
}

/// Reply of `etcp.accounts`: those who were served last come first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpAccounts {
    /// The drivers.
    pub rows: Vec<EtcpAccountView>,
}

/// `etcp.bind`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpBind {
    /// Whom.
    pub account_id: Guid,
    /// The plate.
    pub plate: String,
    /// Its colour; ETCP takes blue where none is said.
    #[serde(default)]
    pub color: Option<PlateColor>,
}

/// `etcp.release`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpRelease {
    /// Whom.
    pub account_id: Guid,
    /// A plate that is bound.
    pub plate: String,
}

/// `etcp.fee`: what a car in an ETCP lot owes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpFeeRequest {
    /// Who asks.
    pub account_id: Guid,
    /// The car.
    pub plate: String,
}

/// Reply of `etcp.fee`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpFee {
    /// What is owed; nothing for a car that is in none of ETCP's lots.
    pub quotes: Vec<EtcpQuoteView>,
}

/// What a car owes, as ETCP said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpQuoteView {
    /// To be named with the payment.
    pub quote_id: Guid,
    /// The car that was asked for.
    pub plate: String,
    /// 停车记录订单号
    pub order_id: String,
    /// 车场 ID
    pub parking_id: String,
    /// The lot's name; empty where ETCP says none.
    pub parking_name: String,
    /// 入场时间
    pub entered_at: Option<Moment>,
    /// 总停车费
    pub fee_fen: Fen,
    /// 剩余代缴停车费: what is to be paid.
    pub remaining_fen: Fen,
    /// When ETCP said so.
    pub at: Moment,
    /// Until when it may be paid by this answer.
    pub holds_until: Moment,
}

/// `etcp.pay`: takes cash for a stay in an ETCP lot and tells ETCP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpPay {
    /// Drawn by the asker: a repeat gets the first answer.
    pub request_id: Guid,
    /// What ETCP said.
    pub quote_id: Guid,
    /// What the screen showed as due.
    pub due_fen: Fen,
    /// Cash handed over now.
    pub received_fen: Fen,
    /// The refused payment whose money counts towards this one.
    #[serde(default)]
    pub instead_of: Option<Guid>,
}

/// Reply of `etcp.pay`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpPaidReply {
    /// The payment.
    pub payment: EtcpPaymentRow,
    /// Change to hand out.
    pub change_fen: Fen,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum EtcpPaymentState {
    /// On its way to ETCP.
    Waiting,
    /// ETCP's answer was lost: it is being asked whether it has it.
    Unknown,
    /// ETCP refuses it.
    Refused,
    /// ETCP has it.
    Known,
    /// It did not arrive and cannot any more, for the driver paid in cash at the exit: the money is to be given back.
    Missed,
    /// The driver has the money back.
    GivenBack,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpPaymentRow {
    /// Identifier, and ETCP's `externalOrderId`.
    pub payment_id: Guid,
    /// Its place, for paging.
    pub no: u32,
    /// Whose sign-in carries it.
    pub account_id: Guid,
    /// 停车记录订单号
    pub order_id: String,
    /// The car.
    pub plate: String,
    /// The lot's name.
    pub parking_name: String,
    /// What was paid.
    pub amount_fen: Fen,
    /// When.
    pub paid_at: Moment,
    /// Where it stands.
    pub state: EtcpPaymentState,
    /// How it is known that ETCP has it.
    pub proof: Option<Proof>,
    /// 支付订单号
    pub pay_order_id: Option<String>,
    /// When it ended.
    pub ended_at: Option<Moment>,
    /// Why it was given back.
    pub reason: Option<String>,
    /// The notice to ETCP.
    pub message: Option<MessageRow>,
    /// The new fee, where ETCP refused the amount (20206) and was asked again.
    pub new_quote: Option<EtcpQuoteView>,
}

/// Names a payment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpPaymentRequest {
    /// Which.
    pub payment_id: Guid,
}

/// `etcp.give_back`: the driver gets the money of a payment back that ETCP does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpGiveBack {
    /// Which.
    pub payment_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// `etcp.resolve`: somebody found out from ETCP what became of a payment that its lists say nothing of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpResolve {
    /// Which.
    pub payment_id: Guid,
    /// True where ETCP has it; false where it never will, and the money is to be given back.
    pub arrived: bool,
    /// From whom that is known, 2 to 100 characters.
    pub reason: String,
}

/// `etcp.payments`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct EtcpPaymentsRequest {
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this place (from the last page).
    pub before: Option<u32>,
}

/// Reply of `etcp.payments`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpPayments {
    /// The page.
    pub rows: Vec<EtcpPaymentRow>,
    /// True when there are more.
    pub more: bool,
}

/// Reply of `etcp.history`: stays of the last seven days, as ETCP lists them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpHistory {
    /// The stays.
    pub rows: Vec<PastStay>,
}

/// `etcp.lots`: lots around or in a city, a page at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpLotsRequest {
    /// Where.
    pub place: LotsWhere,
    /// Which.
    #[serde(default)]
    pub pay_way: LotPayWay,
    /// `next` of the page before.
    #[serde(default)]
    pub scroll_id: Option<String>,
    /// Whose sign-in asks, where somebody is signed in.
    #[serde(default)]
    pub account_id: Option<Guid>,
}

/// `etcp.lot_state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EtcpLotStateRequest {
    /// 车场 ID
    pub parking_id: String,
    /// Whose sign-in asks, where somebody is signed in.
    #[serde(default)]
    pub account_id: Option<Guid>,
}

/// `etcp.stays`: cars that ETCP's lots told of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct EtcpStaysRequest {
    /// Of this lot alone.
    pub park_id: Option<String>,
    /// Only those inside.
    pub inside_only: bool,
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on before this place (from the last page).
    pub before: Option<u32>,
}

/// A stay in one of ETCP's lots.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpStayRow {
    /// Its place, for paging.
    pub no: u32,
    /// 停车记录 ID
    pub syn_id: String,
    /// Plate.
    pub plate: String,
    /// 车场 ID
    pub park_id: String,
    /// The lot's name.
    pub park_name: String,
    /// 入场时间
    pub entered_at: Moment,
    /// Long-term or temporary, where ETCP says so.
    pub user: Option<ParkUser>,
    /// 长租车位 ID; empty for temporary cars.
    pub fixed_space: String,
    /// 长租剩余天数
    pub remaining_days: Option<i32>,
    /// 出场时间
    pub left_at: Option<Moment>,
    /// 停留时间, in seconds.
    pub stayed_s: Option<u32>,
    /// 应收金额
    pub receivable_fen: Option<Fen>,
}

/// Reply of `etcp.stays`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpStays {
    /// The page.
    pub rows: Vec<EtcpStayRow>,
    /// True when there are more.
    pub more: bool,
}

/// One of ETCP's lots by what it told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpLotNowView {
    /// 车场 ID
    pub park_id: String,
    /// The lot's name.
    pub park_name: String,
    /// Cars inside.
    pub inside: u32,
    /// Of those, long-term ones.
    pub long_term: u32,
    /// Cars that came today.
    pub came: u32,
    /// Cars that left today.
    pub left: u32,
    /// What those owed.
    pub receivable_fen: Fen,
    /// When something was told last.
    pub last_at: Moment,
}

/// Reply of `etcp.occupancy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct EtcpOccupancy {
    /// The lots, by name.
    pub lots: Vec<EtcpLotNowView>,
}
