//! Which installation of a platform the lot reports to. A new one knows nothing of the lot: it is told all of the basic
//! data before the first record, whether the settings were changed while the engine ran or while it did not.

use lotdesk_domain::fact::{Described, Fact};
use lotdesk_domain::message::Platform;
use lotdesk_ledger::event::PlatformPointed;

use crate::act::Act;
use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;
use crate::{figures, garages};

impl Desk {
    /// The assembly says where a platform is, each time before its link begins. True when it was somewhere else before,
    /// or nowhere: then everything that the lot says of itself is queued for it anew.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub async fn platform_is(&self, platform: Platform, address: &str) -> Result<bool, Refusal> {
        let address = address.to_owned();
        self.act(&self.who(&Caller::Engine), move |act| {
            if act.tx.platform_address(platform)?.as_ref() == Some(&address) {
                return Ok(false);
            }
            act.record(PlatformPointed { platform: platform.as_str().to_owned(), address }, None, None)?;
            introduce(act, platform)?;
            Ok(true)
        })
        .await
    }
}

/// What a platform must know of the lot before it hears of a car: one line for each kind of basic data.
fn introduce(act: &mut Act<'_, '_>, platform: Platform) -> Result<(), Refusal> {
    // Before the set-up there is nothing to tell; the set-up tells it.
    if act.tx.lot()?.is_none() {
        return Ok(());
    }
    let Described { tariff, stations, .. } = act.described()?;
    act.state_to(platform, &Fact::LotDescribed { tariff, stations, before: None })?;
    let counts = figures::counts(act.tx, &act.lot)?;
    act.state_to(platform, &Fact::CountsChanged { counts })?;
    for fact in garages::facts(act)? {
        act.state_to(platform, &fact)?;
    }
    Ok(())
}
