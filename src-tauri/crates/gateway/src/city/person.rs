//! Where the data of the people comes from whom messages are about.

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::{Ledger, LedgerError};

/// The table of persons, as the link sees it.
#[async_trait]
pub trait PersonSource: Send + Sync + 'static {
    /// Somebody's data; none when it was erased.
    async fn person(&self, id: Guid) -> Result<Option<PersonalData>, LedgerError>;
}

#[async_trait]
impl PersonSource for Ledger {
    async fn person(&self, id: Guid) -> Result<Option<PersonalData>, LedgerError> {
        self.read(move |tx| Ok(tx.person(id)?.and_then(|person| person.data))).await
    }
}
