//! How an ask comes to nothing: refused by a rule, or broken inside.

use lotdesk_domain::ask::{AskCode, AskRefusal};
use lotdesk_ledger::LedgerError;

use crate::api::refusal::{Code, Refusal};

/// Why an ask came to nothing.
#[derive(Debug)]
pub(crate) enum Refused {
    /// A rule, with its code of table A.2.
    Ask(AskRefusal),
    /// A rule of the operations that A.2 has no code for, or something that broke.
    Other(Refusal),
}

impl Refused {
    /// What the platform is told. What broke inside is not its business: the log has it.
    pub(crate) fn into_ask(self) -> AskRefusal {
        match self {
            Refused::Ask(refusal) => refusal,
            Refused::Other(refusal) => {
                let code = match refusal.code {
                    Code::NotInside | Code::NoEntry => AskCode::NotInside,
                    Code::NotFound => AskCode::NoSuchObject,
                    Code::BadField => AskCode::OutOfRange,
                    _ => AskCode::Other,
                };
                let words = if refusal.code == Code::Internal {
                    "系统内部错误，请稍后重试".to_owned()
                } else {
                    refusal.zh
                };
                AskRefusal { code, words }
            }
        }
    }
}

impl From<AskRefusal> for Refused {
    fn from(refusal: AskRefusal) -> Self {
        Refused::Ask(refusal)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused::Other(refusal)
    }
}

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Refused::Other(error.into())
    }
}
