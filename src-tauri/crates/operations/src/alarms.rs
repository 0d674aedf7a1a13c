//! Alarms: listed, acknowledged, left to whoever comes next. The ledger says which events raise one.

use lotdesk_ledger::ReadTx;
use lotdesk_ledger::event::{AlarmAcknowledged, AlarmHandedOn};
use lotdesk_ledger::tables::alarms::StoredAlarm;

use crate::act::Act;
use crate::api::alarm::{AcknowledgeAlarm, AlarmList, AlarmView, HandAlarmOn};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;
use crate::reasons;
use crate::story::{self, Names};

/// More open ones than this are not looked through.
const MOST_OPEN: u32 = 500;
/// So many that are over are shown.
const MOST_PAST: u32 = 100;
/// A note is no letter.
const NOTE_MOST: usize = 100;

/// `alarm.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, _request: Nothing) -> Result<AlarmList, Refusal> {
    desk.look(|tx| {
        let names = Names::read(tx)?;
        let views = |alarms: Vec<StoredAlarm>| alarms.iter().filter_map(|alarm| view(alarm, &names)).collect();
        Ok(AlarmList { open: views(tx.open_alarms(MOST_OPEN)?), past: views(tx.past_alarms(MOST_PAST)?) })
    })
    .await
}

/// None for an event that the stream has no words for.
fn view(alarm: &StoredAlarm, names: &Names) -> Option<AlarmView> {
    Some(AlarmView {
        no: u32::try_from(alarm.no).unwrap_or(u32::MAX),
        event: story::line(&alarm.last, names)?,
        since: alarm.since,
        times: alarm.times,
        lasts: alarm.lasts,
        seen_at: alarm.seen_at,
        seen_by: names.of(alarm.seen_by),
        note: alarm.note.clone(),
        handed_on: alarm.handed_on,
        over_at: alarm.over_at,
    })
}

/// `alarm.acknowledge`. One that is over already stays as it is: somebody else was quicker.
pub(crate) async fn acknowledge(desk: &Desk, who: Who, request: AcknowledgeAlarm) -> Result<Done, Refusal> {
    let note = request.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_MOST) {
        return Err(Refusal::field("note", "说明最多 100 字", "A note has at most 100 characters."));
    }
    desk.act(&who, move |act| {
        let alarm = known(act.tx, request.no)?;
        if alarm.over_at.is_none() && (alarm.seen_at.is_none() || note.is_some()) {
            act.record(AlarmAcknowledged { no: alarm.no, note }, None, None)?;
        }
        Ok(Done {})
    })
    .await
}

/// `alarm.hand_on`.
pub(crate) async fn hand_on(desk: &Desk, who: Who, request: HandAlarmOn) -> Result<Done, Refusal> {
    let note = reasons::reason(&request.note).map_err(|refusal| refusal.at("note"))?;
    desk.act(&who, move |act: &mut Act<'_, '_>| {
        let alarm = known(act.tx, request.no)?;
        if alarm.over_at.is_some() {
            return Err(Refusal::new(Code::NotPossibleNow, "该告警已结束", "The alarm is over."));
        }
        act.record(AlarmHandedOn { no: alarm.no, note }, None, None)?;
        Ok(Done {})
    })
    .await
}

fn known(tx: &ReadTx<'_>, no: u32) -> Result<StoredAlarm, Refusal> {
    let alarm = tx.alarm(i64::from(no))?;
    alarm.ok_or_else(|| Refusal::new(Code::NotFound, "没有这条告警", "There is no such alarm.").at("no"))
}
