//! Debts that are reported to the credit register.

use lotdesk_domain::credit::{CreditRules, CreditState};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::money::Fen;
use lotdesk_domain::parking::Vehicle;
use lotdesk_domain::person::CreditSubject;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::operator::NamePin;
use super::outbox::MessageRow;

/// Reply of `credit.rules`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CreditRulesReply {
    /// The rules; none until they are set up, and then nothing is proposed.
    pub rules: Option<CreditRules>,
}

/// `credit.overdue` and `credit.list`, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields, default)]
pub struct CreditListRequest {
    /// At most this many, 200 at most; 50 when 0.
    pub limit: u32,
    /// Go on after this one (its identifier from the last page).
    pub after: Option<Guid>,
}

/// A debt that is overdue and not reported yet: a clerk may enter whom it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OverdueRow {
    /// The stay, on the street or through a gate.
    pub record_id: Guid,
    /// True where it was a bay along a street.
    pub street: bool,
    /// The car; none where nobody entered its plate.
    pub vehicle: Option<Vehicle>,
    /// Where: the bay, or the lot.
    pub place: String,
    /// When it came.
    pub entered_at: Moment,
    /// When it left.
    pub left_at: Moment,
    /// What it owes.
    pub owed_fen: Fen,
    /// Since when it is overdue.
    pub overdue_since: Moment,
    /// What the report would say.
    pub information: String,
}

/// Reply of `credit.overdue`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OverdueList {
    /// The page. What cars owe that left through a gate stands on the first one, whole.
    pub rows: Vec<OverdueRow>,
    /// Go on after this stay; none when there are no more.
    pub next: Option<Guid>,
}

/// `credit.propose`: a clerk enters whom a debt is to be reported of, from the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposeCredit {
    /// Identifier drawn by the asker, and the report's; a repeat with the same one has no second effect.
    pub request_id: Guid,
    /// The stay on the street, or the parking record, that was not paid.
    pub record_id: Guid,
    /// Whom it is about.
    pub subject: CreditSubject,
    /// True when somebody has looked again at what seems mistyped.
    #[serde(default)]
    pub accept_doubts: bool,
}

/// `credit.approve`: a second person agrees, and the report goes out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ApproveCredit {
    /// The report.
    pub report_id: Guid,
    /// The second person: neither the asker nor whoever entered the person, and one who may approve.
    pub approver: Option<NamePin>,
}

/// `credit.withdraw`: takes a report back before it is agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCredit {
    /// The report.
    pub report_id: Guid,
    /// Why, 2 to 100 characters.
    pub reason: String,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CreditRow {
    /// Identifier.
    pub report_id: Guid,
    /// The stay that was not paid.
    pub record_id: Guid,
    /// Whom it is about, in the table of persons.
    pub person_id: Guid,
    /// The same masked; none once the data is erased.
    pub subject: Option<CreditSubject>,
    /// Where it stands.
    pub state: CreditState,
    /// What happened.
    pub information: String,
    /// What was owed when it was proposed.
    pub owed_fen: Fen,
    /// When it was proposed.
    pub proposed_at: Moment,
    /// Who proposed it.
    pub proposer: Option<String>,
    /// Who agreed.
    pub approver: Option<String>,
    /// What its message is doing, once it was agreed to.
    pub message: Option<MessageRow>,
}

/// Reply of `credit.list`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct CreditList {
    /// The page.
    pub rows: Vec<CreditRow>,
    /// True when there are more.
    pub more: bool,
}
