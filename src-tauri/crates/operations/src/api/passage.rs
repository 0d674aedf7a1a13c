//! Between a lane's word and a car's passing: a car that nobody read, a plate that comes in twice, a car without a plate, cars
//! that are gone without having left.

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::{Standing, Vehicle};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lane::Candidate;
use super::operator::NamePin;
use super::refusal::Refusal;

/// What became of a car that passed unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PassageEnd {
    /// It came in: a record was put in by hand.
    Entered,
    /// It left: its record was closed by hand.
    Left,
    /// It was no car, or one that is in the books already.
    Nothing,
}

/// A car that passed a lane without a read or an order of its own: behind another one, or past an open gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnreadPassage {
    /// Identifier.
    pub event_id: Guid,
    /// The lane.
    pub lane_id: Guid,
    /// True where the lane leads in.
    pub entering: bool,
    /// When.
    pub at: Moment,
    /// What became of it; none while nobody has said.
    pub settled: Option<PassageEnd>,
    /// The stay that it began or ended.
    pub record_id: Option<Guid>,
    /// That stay's plate.
    pub plate: Option<String>,
}

/// Reply of `passage.list`, the newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PassageList {
    /// Those that nobody has dealt with.
    pub open: Vec<UnreadPassage>,
    /// The last hundred of the others.
    pub past: Vec<UnreadPassage>,
}

/// `passage.settle`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct SettlePassage {
    /// The passage.
    pub event_id: Guid,
    /// What became of it.
    pub how: PassageEnd,
    /// For `entered`: the plate as the attendant sees it.
    #[serde(default)]
    #[ts(optional)]
    pub plate: Option<String>,
    /// For `left`: the record of the car inside that it was.
    #[serde(default)]
    #[ts(optional)]
    pub record_id: Option<Guid>,
    /// For `left`: what is to become of the fee.
    #[serde(default)]
    #[ts(optional)]
    pub fee: Option<UnseenFee>,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where a fee is let off.
    #[serde(default)]
    #[ts(optional)]
    pub approver: Option<NamePin>,
}

/// What becomes of the fee of a stay whose end nobody saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnseenFee {
    /// Its driver owes it.
    #[default]
    Owed,
    /// It is let off; a second person agrees.
    LetOff,
}

/// The car inside whose plate has come in again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct InsideCar {
    /// Its record.
    pub record_id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What it is to the lot.
    pub standing: Standing,
    /// When it came in.
    pub entered_at: Moment,
    /// By which lane; none where a person put it in.
    pub entry_lane: Option<Guid>,
    /// Picture of that entry.
    pub entry_picture: Option<Guid>,
    /// What it owes now.
    pub due_fen: Fen,
}

/// How a plate came to be inside and before the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoubleEnd {
    /// It is the same car: it left unseen. Its old stay ends, a new one begins.
    LeftUnseen,
    /// The one inside is another car, whose plate was misread.
    InsideMisread,
    /// They are two cars with one plate: both stay in the books.
    TwoCars,
}

/// `lane.end_double`: a car waits at an entry whose plate is inside already.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EndDouble {
    /// The entry lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
    /// The record of the one inside.
    pub record_id: Guid,
    /// How it came.
    pub how: DoubleEnd,
    /// For `inside_misread`: the right plate of the one inside.
    #[serde(default)]
    #[ts(optional)]
    pub plate: Option<String>,
    /// For `left_unseen`: when it left, as far as known; now when absent.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<Moment>,
    /// For `left_unseen`: what becomes of the fee.
    #[serde(default)]
    #[ts(optional)]
    pub fee: Option<UnseenFee>,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where a fee is let off or becomes less.
    #[serde(default)]
    #[ts(optional)]
    pub approver: Option<NamePin>,
}

/// `lane.issue_ticket`: a car without a plate comes in by a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct IssueTicket {
    /// The entry lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
}

/// Reply of `lane.issue_ticket`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Ticket {
    /// The code: four digits, said to the driver and typed at the exit.
    pub code: String,
    /// The parking record.
    pub record_id: Guid,
    /// What stands in a plate's place: `无牌` and the code.
    pub plate: String,
    /// The gate command.
    pub gate_command_id: Guid,
    /// The ticket as it is printed.
    pub lines: Vec<String>,
    /// Whether it was handed to a printer; otherwise the driver is told the code.
    pub printed: bool,
}

/// `exit.by_ticket`: the car without a plate at the exit has this code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct LeaveByTicket {
    /// The exit lane.
    pub lane_id: Guid,
    /// The read that brought the car.
    pub read_id: Guid,
    /// The code, four digits.
    pub code: String,
}

/// `walk.compare`: plates that somebody has seen on a walk through the lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CompareWalk {
    /// The plates, apart by lines, commas or semicolons.
    pub plates: String,
    /// When the walk began: who came in later was not to be seen. Now when absent.
    #[serde(default)]
    #[ts(optional)]
    pub began_at: Option<Moment>,
}

/// A car that is inside by the books and was not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnseenCar {
    /// Its record.
    pub record_id: Guid,
    /// The car.
    pub vehicle: Vehicle,
    /// What it is to the lot.
    pub standing: Standing,
    /// Area.
    pub area: String,
    /// When it came in.
    pub entered_at: Moment,
    /// What it would owe now.
    pub due_fen: Fen,
    /// Plates that were seen, are not inside, and look like this one: it may have been misread at its entry.
    pub looks_like: Vec<String>,
    /// True where it cannot be closed: it waits at an exit, or is locked or held by a list.
    pub held: bool,
}

/// A plate that was seen and is not inside by the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct StrangeCar {
    /// The plate.
    pub plate: String,
    /// When it left last; none where it was never here.
    pub left_at: Option<Moment>,
    /// Cars that are inside, were not seen, and look like it.
    pub candidates: Vec<Candidate>,
}

/// A text of the list that is no plate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoPlateText {
    /// The text.
    pub text: String,
    /// Why it is none, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Reply of `walk.compare`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WalkCompared {
    /// When it was compared.
    pub at: Moment,
    /// Different plates on the list.
    pub listed: u32,
    /// Of those, how many are inside.
    pub matched: u32,
    /// Inside by the books and not seen, the longest stay first.
    pub unseen: Vec<UnseenCar>,
    /// Seen and not inside by the books.
    pub strange: Vec<StrangeCar>,
    /// Texts that are no plate.
    pub unread: Vec<NoPlateText>,
}

/// `walk.close`: ends the stays of cars that are not in the lot any more. This cannot be undone.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseUnseen {
    /// The records, 50 at most; each is closed or refused by itself.
    pub record_ids: Vec<Guid>,
    /// When they left, as far as known; now when absent.
    #[serde(default)]
    #[ts(optional)]
    pub left_at: Option<Moment>,
    /// What becomes of their fees.
    pub fee: UnseenFee,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where fees are let off or `left_at` makes them less.
    #[serde(default)]
    #[ts(optional)]
    pub approver: Option<NamePin>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnseenClosed {
    /// The record.
    pub record_id: Guid,
    /// What its driver owes of it; zero where it was let off, paid, or refused.
    pub owed_fen: Fen,
    /// Why it was not closed.
    pub refusal: Option<Refusal>,
}

/// Reply of `walk.close`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnseenClosedList {
    /// One for each record that was named, in their order.
    pub rows: Vec<UnseenClosed>,
}

/// `walk.enter`: a car that was seen gets the record that it lacks.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct EnterSeen {
    /// The plate.
    pub plate: String,
    /// Since when it stands there, as far as known.
    pub entered_at: Moment,
    /// The area where it stands; the lot's first when absent.
    #[serde(default)]
    #[ts(optional)]
    pub area: Option<String>,
    /// Why, 2 to 100 characters.
    pub reason: String,
    /// The second person, where such an entry costs nothing and no lease or sharing of the plate says so.
    #[serde(default)]
    #[ts(optional)]
    pub approver: Option<NamePin>,
}

/// Reply of `walk.enter`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SeenEntered {
    /// The new record.
    pub record_id: Guid,
}
