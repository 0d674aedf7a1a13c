//! Cars that ETCP's lots tell of: taken once, in whatever order they come.

use chrono::NaiveTime;
use lotdesk_domain::etcp::{CarEntered, CarLeft};
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Moment;
use lotdesk_ledger::event::{EtcpCarEntered, EtcpCarLeft};
use lotdesk_ledger::tables::etcp_stays::EtcpStay;

use crate::api::Nothing;
use crate::api::etcp::{EtcpLotNowView, EtcpOccupancy, EtcpStayRow, EtcpStays, EtcpStaysRequest};
use crate::api::refusal::Refusal;
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::records::page_size;

impl Desk {
    /// A car came into one of ETCP's lots. False where that was known, or the car has left since.
    ///
    /// # Errors
    /// When the ledger cannot keep it.
    pub async fn etcp_car_entered(&self, entered: CarEntered, inbox_no: i64) -> Result<bool, Refusal> {
        let who = self.who(&Caller::Platform(Platform::Etcp));
        self.act(&who, move |act| {
            if let Some(known) = act.tx.etcp_stay(&entered.syn_id)?
                && (known.left_at.is_some() || is_known(&known, &entered))
            {
                return Ok(false);
            }
            act.record(EtcpCarEntered::of(entered, inbox_no), None, None)?;
            Ok(true)
        })
        .await
    }

    /// A car left one of ETCP's lots, be it that its entry was told of or not. False where that was known.
    ///
    /// # Errors
    /// When the ledger cannot keep it.
    pub async fn etcp_car_left(&self, left: CarLeft, inbox_no: i64) -> Result<bool, Refusal> {
        let who = self.who(&Caller::Platform(Platform::Etcp));
        self.act(&who, move |act| {
            let CarLeft { entered, left_at, stayed_s, receivable_fen } = left;
            if let Some(known) = act.tx.etcp_stay(&entered.syn_id)?
                && known.left_at == Some(left_at)
                && known.stayed_s == Some(stayed_s)
                && known.receivable_fen == Some(receivable_fen)
                && is_known(&known, &entered)
            {
                return Ok(false);
            }
            let entered = EtcpCarEntered::of(entered, inbox_no);
            act.record(EtcpCarLeft { entered, left_at, stayed_s, receivable_fen }, None, None)?;
            Ok(true)
        })
        .await
    }
}

/// The same stay with nothing new in it.
fn is_known(known: &EtcpStay, entered: &CarEntered) -> bool {
    known.plate == entered.plate
        && known.park_id == entered.park_id
        && known.park_name == entered.park_name
        && known.entered_at == entered.entered_at
        && known.user == entered.user
        && known.fixed_space == entered.fixed_space
        && known.remaining_days == entered.remaining_days
}

fn row(stay: EtcpStay) -> EtcpStayRow {
    EtcpStayRow {
        no: u32::try_from(stay.no).unwrap_or(u32::MAX),
        syn_id: stay.syn_id,
        plate: stay.plate,
        park_id: stay.park_id,
        park_name: stay.park_name,
        entered_at: stay.entered_at,
        user: stay.user,
        fixed_space: stay.fixed_space,
        remaining_days: stay.remaining_days.and_then(|days| i32::try_from(days).ok()),
        left_at: stay.left_at,
        stayed_s: stay.stayed_s.and_then(|seconds| u32::try_from(seconds).ok()),
        receivable_fen: stay.receivable_fen,
    }
}

/// `etcp.stays`.
pub(crate) async fn stays(desk: &Desk, _who: Who, request: EtcpStaysRequest) -> Result<EtcpStays, Refusal> {
    let limit = page_size(request.limit);
    let before = request.before.map_or(i64::MAX, i64::from);
    desk.look(move |tx| {
        let mut found = tx.etcp_stays(request.park_id.as_deref(), request.inside_only, before, limit + 1)?;
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        Ok(EtcpStays { rows: found.into_iter().map(row).collect(), more })
    })
    .await
}

/// `etcp.occupancy`: what came and went counts from midnight on.
pub(crate) async fn occupancy(desk: &Desk, _who: Who, _request: Nothing) -> Result<EtcpOccupancy, Refusal> {
    let midnight = Moment::from_china(desk.now().to_china().date().and_time(NaiveTime::MIN));
    desk.look(move |tx| {
        let lots = tx.etcp_lots_now(midnight)?.into_iter().map(|lot| EtcpLotNowView {
            park_id: lot.park_id,
            park_name: lot.park_name,
            inside: lot.inside,
            long_term: lot.long_term,
            came: lot.came,
            left: lot.left,
            receivable_fen: lot.receivable_fen,
            last_at: lot.last_at,
        });
        Ok(EtcpOccupancy { lots: lots.collect() })
    })
    .await
}
