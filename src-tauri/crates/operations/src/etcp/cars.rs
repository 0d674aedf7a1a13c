//! Cars bound and released. What breaks ETCP's rules is refused here, with the rule.

use lotdesk_domain::etcp::{BindRule, may_bind, month_began};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{EtcpCarBound, EtcpCarReleased};

use super::accounts::{user_of, view_of};
use super::plate_of;
use crate::api::etcp::{EtcpAccountView, EtcpBind, EtcpRelease};
use crate::api::refusal::{Code, Refusal};
use crate::caller::Who;
use crate::desk::Desk;

fn broken(rule: BindRule) -> Refusal {
    Refusal::new(Code::BadField, rule.zh(), rule.en()).at("plate")
}

fn bound(tx: &ReadTx<'_>, account_id: lotdesk_domain::id::Guid) -> Result<Vec<Plate>, Refusal> {
    Ok(tx.etcp_cars(account_id)?.into_iter().map(|car| car.plate).collect())
}

fn check(tx: &ReadTx<'_>, account_id: lotdesk_domain::id::Guid, plate: &Plate, now: Moment) -> Result<(), Refusal> {
    let this_month = tx.etcp_bound_since(account_id, month_began(now))?;
    may_bind(plate, &bound(tx, account_id)?, &this_month).map_err(broken)
}

/// `etcp.bind`.
pub(crate) async fn bind(desk: &Desk, who: Who, request: EtcpBind) -> Result<EtcpAccountView, Refusal> {
    let (account_id, color) = (request.account_id, request.color);
    let plate = plate_of(&request.plate)?;
    let user = user_of(desk, account_id).await?;
    let (wanted, now) = (plate.clone(), desk.now());
    desk.look(move |tx| check(tx, account_id, &wanted, now)).await?;
    desk.etcp().bind(&user, &plate, color).await?;
    desk.act(&who, move |act| {
        // ETCP has it bound: somebody else at another window may have asked for the very same.
        if !bound(act.tx, account_id)?.contains(&plate) {
            act.record(EtcpCarBound { account_id, plate, color }, Some(account_id), None)?;
        }
        Ok::<_, Refusal>(())
    })
    .await?;
    view_of(desk, account_id).await
}

/// `etcp.release`. Only what was bound here can be (8.5).
pub(crate) async fn release(desk: &Desk, who: Who, request: EtcpRelease) -> Result<EtcpAccountView, Refusal> {
    let account_id = request.account_id;
    let plate = plate_of(&request.plate)?;
    let user = user_of(desk, account_id).await?;
    let wanted = plate.clone();
    let is_bound = desk.look(move |tx| Ok(bound(tx, account_id)?.contains(&wanted))).await?;
    if !is_bound {
        return Err(Refusal::new(
            Code::NotFound,
            "该车牌不是从本渠道绑定的，不能解绑",
            "The plate was not bound here, so it cannot be released here.",
        )
        .at("plate"));
    }
    desk.etcp().release(&user, &plate).await?;
    desk.act(&who, move |act| {
        if bound(act.tx, account_id)?.contains(&plate) {
            act.record(EtcpCarReleased { account_id, plate }, Some(account_id), None)?;
        }
        Ok::<_, Refusal>(())
    })
    .await?;
    view_of(desk, account_id).await
}
