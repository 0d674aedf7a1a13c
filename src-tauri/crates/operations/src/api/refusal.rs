//! How a command is refused: a closed list of codes for programs, words in both languages for people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command is refused. Programs go by this; it only ever grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No command has this name.
    UnknownCommand,
    /// The request is not the JSON that the command takes; `field` says where.
    BadRequest,
    /// A field breaks a rule; `field` says which.
    BadField,
    /// Nobody is signed in, or the sign-in has ended.
    NotSignedIn,
    /// The operator's role does not hold the permission.
    NotPermitted,
    /// A second person must agree, with name and PIN.
    SecondPersonNeeded,
    /// Name or PIN is wrong.
    WrongPin,
    /// Too many wrong PINs; wait.
    LockedOut,
    /// There is already a manager: the first start is over.
    AlreadySetUp,
    /// The name is taken.
    NameTaken,
    /// There is no such thing.
    NotFound,
    /// The lane is not known, or not of the kind that is wanted.
    NoSuchLane,
    /// The text is no plate.
    BadPlate,
    /// The plate is already in the lot.
    AlreadyInside,
    /// There is no entry for the plate; `candidates` may help.
    NoEntry,
    /// No space is left for temporary cars.
    LotFull,
    /// The fee is no longer what was shown: look again.
    FeeChanged,
    /// Less was given than is due.
    NotEnough,
    /// The stay has been paid for.
    AlreadyPaid,
    /// The car has left, or the record was cancelled.
    NotInside,
    /// The car is locked and is not let out.
    Locked,
    /// The car is on a control list and is not let pass.
    Barred,
    /// The tariff breaks a rule; `field` says where.
    BadTariff,
    /// The platform was asked to take the money and may still do so: wait before taking it otherwise.
    PaymentRequested,
    /// The platform cannot be asked.
    PlatformUnavailable,
    /// The platform refuses.
    PlatformRefused,
    /// The message cannot be sent again in its state.
    NotResendable,
    /// The order has an invoice already, or the invoice a red one.
    AlreadyInvoiced,
    /// Something seems mistyped; `field` says what. Look again, then say so in the request.
    LooksWrong,
    /// What is to be erased is still needed.
    StillNeeded,
    /// What is asked cannot be done as things are now; the words say what must change first.
    NotPossibleNow,
    /// The garage is out of order, or too many commands wait for it.
    GarageBusy,
    /// A gate command came too late.
    Expired,
    /// Another process owns the data directory and does not answer.
    Unavailable,
    /// Something broke inside; the log says more.
    Internal,
}

/// A refusal. It says what to do next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS, thiserror::Error)]
#[error("{en}")]
pub struct Refusal {
    /// For programs.
    pub code: Code,
    /// The field that broke the rule, as a path such as `received_fen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// For how many seconds it is of no use to ask again, where that is known. The words say the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wait_s: Option<u32>,
    /// What is wrong and what to do next, in Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl Refusal {
    /// A refusal with its words.
    pub fn new(code: Code, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, field: None, wait_s: None, zh: zh.into(), en: en.into() }
    }

    /// A refusal of one field.
    pub fn field(field: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: Code::BadField, field: Some(field.into()), wait_s: None, zh: zh.into(), en: en.into() }
    }

    /// The same refusal, naming the field.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same refusal, naming the time for which it holds.
    #[must_use]
    pub fn wait(mut self, seconds: u32) -> Self {
        self.wait_s = Some(seconds);
        self
    }

    /// Something broke inside. The cause goes to the log, not to the screen.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        tracing::error!(%cause, "an operation broke");
        Self::new(
            Code::Internal,
            "内部错误，请导出日志联系技术支持；道闸可手动开启",
            "Something broke inside. Export the log for support; the gate can be opened by hand.",
        )
    }
}
