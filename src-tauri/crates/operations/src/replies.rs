//! Replies that an operation waits for: taken out of the ledger once, each in one transaction with its effect. A reply that
//! came just before the process ended is taken by the next one.

use std::sync::{Arc, Weak};
use std::time::Duration;

use lotdesk_domain::fact::PlatformReply;
use lotdesk_ledger::replies::KeptReply;

use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::{Desk, Inner};
use crate::{billing, etcp, repairs};

/// As many at a look.
const AT_ONCE: u32 = 50;
/// Between two looks, however fast messages are settled.
const AT_MOST_EVERY: Duration = Duration::from_millis(50);

/// Begins to take replies; ends with the desk.
pub(crate) fn begin(desk: &Desk) {
    let mut settled = desk.inner.ledger.outbox_grew();
    let weak = Arc::downgrade(&desk.inner);
    tokio::spawn(async move {
        loop {
            let Some(desk) = upgrade(&weak) else { return };
            if let Err(why) = take_all(&desk).await {
                tracing::error!(%why, "a platform's reply could not be taken; it stays and is tried again");
            }
            drop(desk);
            tokio::time::sleep(AT_MOST_EVERY).await;
            if settled.changed().await.is_err() {
                return;
            }
        }
    });
}

fn upgrade(weak: &Weak<Inner>) -> Option<Desk> {
    weak.upgrade().map(|inner| Desk { inner })
}

async fn take_all(desk: &Desk) -> Result<(), Refusal> {
    loop {
        let waiting = desk.look(|tx| Ok(tx.replies_to_take(AT_ONCE)?)).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for reply in waiting {
            take(desk, reply).await?;
        }
    }
}

async fn take(desk: &Desk, reply: KeptReply) -> Result<(), Refusal> {
    let mappers = desk.inner.mappers.clone();
    let said = mappers.iter().find_map(|mapper| mapper.read_reply(reply.platform, &reply.interface, &reply.body));
    let who = desk.who(&Caller::Platform(reply.platform));
    desk.act(&who, move |act| {
        if !act.tx.reply_waits(reply.no)? {
            return Ok(());
        }
        match said {
            Some(PlatformReply::Invoice(answer)) => billing::answered(act, *answer, &reply.own_id)?,
            Some(PlatformReply::RepairUploaded) => repairs::uploaded(act, &reply.own_id, reply.at)?,
            Some(PlatformReply::EtcpPaid { pay_order_id }) => etcp::known_by_reply(act, &reply.own_id, pay_order_id)?,
            // The message counts as accepted all the same; a person sees that nothing came of it.
            None => {
                tracing::error!(no = reply.no, interface = %reply.interface, "a reply says nothing that can be read")
            }
        }
        act.tx.reply_taken(reply.no)?;
        Ok(())
    })
    .await
}
