//! What the engine itself finds and somebody should see: an alarm in words of its own.

use lotdesk_domain::id::Guid;
use lotdesk_ledger::event::{EngineNoteOver, EngineNoted};

use crate::api::refusal::Refusal;
use crate::caller::Caller;
use crate::desk::Desk;

/// Something that somebody should see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineNote {
    /// What it is about, the same each time.
    pub about: String,
    /// The lane, where it is about one.
    pub lane_id: Option<Guid>,
    /// In Simplified Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// True for what lasts until [`Desk::note_over`]; otherwise until somebody has seen it.
    pub lasts: bool,
}

/// What the alarm about the clock of a lane's camera is about.
pub fn camera_clock(lane_id: Guid) -> String {
    format!("clock:{lane_id}")
}

impl Desk {
    /// Raises an alarm, where none about the same is open.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn note(&self, note: EngineNote) -> Result<(), Refusal> {
        self.act(&self.who(&Caller::Engine), move |act| {
            if !act.tx.note_is_open(&note.about)? {
                let EngineNote { about, lane_id, zh, en, lasts } = note;
                act.record(EngineNoted { about, lane_id, zh, en, lasts }, None, None)?;
            }
            Ok(())
        })
        .await
    }

    /// Ends the alarm about this, where one is open.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn note_over(&self, about: &str) -> Result<(), Refusal> {
        if !self.is_noted(about).await? {
            return Ok(());
        }
        let about = about.to_owned();
        self.act(&self.who(&Caller::Engine), move |act| {
            act.record(EngineNoteOver { about }, None, None)?;
            Ok(())
        })
        .await
    }

    /// Whether an alarm about this is open.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn is_noted(&self, about: &str) -> Result<bool, Refusal> {
        let about = about.to_owned();
        self.look(move |tx| Ok(tx.note_is_open(&about)?)).await
    }
}
