//! Where the telephone of a driver comes from whose payment is sent.

use async_trait::async_trait;
use lotdesk_domain::id::Guid;
use lotdesk_domain::person::PersonalData;
use lotdesk_ledger::{Ledger, LedgerError};

/// The drivers who are served, as the link sees them.
#[async_trait]
pub trait EtcpUsers: Send + Sync + 'static {
    /// The telephone of an account; none when it was erased.
    async fn phone(&self, account_id: Guid) -> Result<Option<String>, LedgerError>;
}

#[async_trait]
impl EtcpUsers for Ledger {
    async fn phone(&self, account_id: Guid) -> Result<Option<String>, LedgerError> {
        self.read(move |tx| {
            let Some(account) = tx.etcp_account(account_id)? else { return Ok(None) };
            Ok(match tx.person(account.person_id)?.and_then(|person| person.data) {
                Some(PersonalData::Order(people)) => Some(people.owner_phone),
                _ => None,
            })
        })
        .await
    }
}
