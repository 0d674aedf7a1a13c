//! What the desk shows of ETCP as a whole.

use lotdesk_domain::message::Platform;

use crate::api::Nothing;
use crate::api::etcp::EtcpState;
use crate::api::refusal::Refusal;
use crate::caller::Who;
use crate::desk::Desk;

/// `etcp.state`.
pub(crate) async fn state(desk: &Desk, _who: Who, _request: Nothing) -> Result<EtcpState, Refusal> {
    let around = &desk.inner.surroundings;
    let (set_up, demo_code) = (around.platforms().contains(&Platform::Etcp), around.etcp_demo_code());
    let position = desk.lot().position;
    desk.look(move |tx| {
        let (held_fen, payable_fen, open) = tx.etcp_sums()?;
        Ok(EtcpState { set_up, demo_code, held_fen, payable_fen, open, position })
    })
    .await
}
