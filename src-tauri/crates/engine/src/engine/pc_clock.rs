//! This PC's clock against the journal: what is deleted by its age must not go by a clock that has jumped.

use std::sync::Arc;

use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_ledger::Ledger;
use lotdesk_operations::{Desk, EngineNote};

/// The alarm's name.
const ABOUT: &str = "pc_clock";
/// Time servers set clocks back by less than this, in milliseconds.
const BACK_MS: i64 = 5 * 60_000;
/// A lot is mostly not shut down for longer than this, in milliseconds.
const AHEAD_MS: i64 = 3 * 24 * 60 * 60_000;

/// What is wrong with a clock, in Chinese and English.
pub(super) type Doubt = (String, String);

/// Compares the clock with the journal's newest line.
pub(super) async fn doubt_of(ledger: &Ledger, clock: &Arc<dyn Clock>) -> Option<Doubt> {
    match ledger.read(|tx| tx.newest_at()).await {
        Ok(newest) => doubt(newest?, clock.now()),
        Err(error) => {
            tracing::error!(%error, "the journal's newest line could not be read");
            None
        }
    }
}

/// Tells of a clock that is in doubt: somebody has to look, and until then nothing is deleted by its age.
pub(super) async fn tell(desk: &Desk, doubt: Option<Doubt>) {
    let Some((zh, en)) = doubt else { return };
    tracing::error!(why = en, "this PC's clock is in doubt");
    let note = EngineNote { about: ABOUT.to_owned(), lane_id: None, zh, en, lasts: false };
    if let Err(why) = desk.note(note).await {
        tracing::error!(%why, "the alarm about this PC's clock could not be raised");
    }
}

/// Whether nobody has looked yet. Where that is not known it is doubted: nothing that is old today is less so tomorrow.
pub(super) async fn is_doubted(desk: &Desk) -> bool {
    let doubted = desk.is_noted(ABOUT).await.unwrap_or(true);
    if doubted {
        tracing::warn!("this PC's clock is in doubt: nothing old is deleted");
    }
    doubted
}

/// What is wrong with the clock, where something may be.
fn doubt(newest: Moment, now: Moment) -> Option<Doubt> {
    let gone_ms = now.ms_since(newest);
    if (-BACK_MS..=AHEAD_MS).contains(&gone_ms) {
        return None;
    }
    let (now, newest) = (now.to_datetime_text(), newest.to_datetime_text());
    Some((
        format!("本机时间 {now} 与最后一条日志 {newest} 相差过大，请核对本机时间；确认此告警前不删除旧图片和旧报文"),
        format!(
            "This PC's clock says {now} and the journal's last line {newest}: check the clock. Until this is acknowledged \
             no old pictures or messages are deleted."
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_has_jumped_is_doubted_and_one_after_a_weekend_is_not() {
        let newest = Moment::from_datetime_text("2026-11-20 18:00:00").unwrap();
        let says = |text: &str| doubt(newest, Moment::from_datetime_text(text).unwrap()).is_some();
        assert!(!says("2026-11-20 18:00:00") && !says("2026-11-20 17:55:00") && !says("2026-11-23 18:00:00"));
        assert!(says("2026-11-20 17:54:59") && says("2026-11-23 18:00:01") && says("2036-11-20 18:00:00"));
    }
}
