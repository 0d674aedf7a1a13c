//! Turns at the booth (班次): opened with a float, counted blind, handed over with a sheet.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::PayType;
use lotdesk_domain::shift::CashCount;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `shift.open`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenShift {
    /// Chosen by the asker; asking again with it has no second effect.
    pub request_id: Guid,
    /// Change money that is in the drawer, in 分.
    pub float_fen: Fen,
}

/// `shift.count`: what is in the drawer, before anybody is told what should be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CountShift {
    /// The shift.
    pub shift_id: Guid,
    /// Piece by piece; kinds that are not there count as none.
    pub pieces: Vec<CashCount>,
}

/// `shift.close`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseShift {
    /// The shift.
    pub shift_id: Guid,
    /// Why the count differs, 2 to 100 characters; needed only where it does.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Names a shift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ShiftRequest {
    /// The shift.
    pub shift_id: Guid,
}

/// `shift.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ListShifts {
    /// Only those with a lower number.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<u32>,
}

/// Reply of `shift.list`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ShiftList {
    /// The shifts.
    pub shifts: Vec<ShiftView>,
    /// True when there are older ones.
    pub more: bool,
}

/// Reply of `shift.current`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CurrentShift {
    /// The shift that has the drawer; none between shifts.
    pub shift: Option<ShiftView>,
    /// The notes and coins to count, in 分, the largest first.
    pub denominations: Vec<Fen>,
}

/// A shift. What should be in the drawer is told only once it has been counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ShiftView {
    /// Identifier.
    pub id: Guid,
    /// Number.
    pub no: u32,
    /// Who has it.
    pub operator: String,
    /// When it began.
    pub opened_at: Moment,
    /// Change money at its beginning.
    pub float_fen: Fen,
    /// How often it was counted.
    pub counts: u32,
    /// The last count.
    pub counted: Option<CountView>,
    /// When it was handed over.
    pub closed_at: Option<Moment>,
    /// Why there was a difference.
    pub reason: Option<String>,
}

/// A count against the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CountView {
    /// When.
    pub at: Moment,
    /// Piece by piece.
    pub pieces: Vec<CashCount>,
    /// What was counted.
    pub counted_fen: Fen,
    /// What should have been there.
    pub expected_fen: Fen,
    /// Too much, or below zero too little.
    pub difference_fen: Fen,
    /// True when cash came or went since: count again.
    pub stale: bool,
}

/// What was taken one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TakenBy {
    /// The way.
    pub pay_type: PayType,
    /// How many payments.
    pub payments: u32,
    /// How much.
    pub received_fen: Fen,
}

/// What a person let through or gave back, on a shift's sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShiftActKind {
    /// A car was let go free.
    FreePass,
    /// A gate was opened by hand.
    OpenedByHand,
    /// Money was given back.
    Refund,
    /// The drawer was opened without a payment.
    DrawerOpened,
}

/// A line of that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ShiftAct {
    /// What.
    pub kind: ShiftActKind,
    /// When.
    pub at: Moment,
    /// Whose car; none where it was no car.
    pub plate: Option<String>,
    /// How much was let off or given back.
    pub amount_fen: Option<Fen>,
    /// Why.
    pub reason: Option<String>,
    /// Who did it.
    pub operator: Option<String>,
    /// Who agreed.
    pub approver: Option<String>,
}

/// What is open when a shift is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum LeftOpenKind {
    /// Cars that wait at a lane.
    WaitingCars,
    /// Payments of which something is to be given back.
    RefundsDue,
    /// Commands of mechanical garages that are under way.
    GarageCommands,
    /// Messages that wait for a platform by themselves.
    MessagesWaiting,
    /// Messages that a person must look at.
    MessagesNeedPerson,
    /// Alarms that are not over.
    Alarms,
}

/// A line of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LeftOpen {
    /// What.
    pub kind: LeftOpenKind,
    /// How many.
    pub count: u32,
}

/// Reply of `shift.sheet`: what is printed. For an open shift as of now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ShiftSheet {
    /// The shift, counted.
    pub shift: ShiftView,
    /// Who handed it over.
    pub closed_by: Option<String>,
    /// Payments, by way to pay.
    pub taken: Vec<TakenBy>,
    /// What was let off: coupons, free passes.
    pub discount_fen: Fen,
    /// Cash into the drawer, without the float.
    pub cash_in_fen: Fen,
    /// Cash out of it.
    pub cash_out_fen: Fen,
    /// What people let through and gave back, the oldest first.
    pub acts: Vec<ShiftAct>,
    /// What is handed over open.
    pub left_open: Vec<LeftOpen>,
    /// The journal's head: number of its line. Held against the ledger, it proves that nothing before was changed.
    #[ts(type = "number")]
    pub head_seq: i64,
    /// Its hash, as hexadecimal digits.
    pub head_hash: String,
    /// The sheet as the receipt printer sets it.
    pub lines: Vec<String>,
}
