//! What is acknowledged is kept: a read in the ledger, and its picture on the disk.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use lotdesk_domain::id::Guid;
use lotdesk_operations::api::lane::{ReadFate, ReadReply};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::handlers::{Refused, finished};
use super::{Listener, NewPicture, PictureNotKept};
use crate::camera::{CameraRead, Identity, Picture, ReadProblem, Rule};

/// An answer that opens the gate waits this long for its picture to be on the disk: a slow disk must not keep a driver
/// there. Mostly the picture is there before the read is.
const GATE_WAITS_FOR_PICTURE: Duration = Duration::from_millis(500);

/// A read that operations have decided on.
pub(super) struct Taken {
    pub(super) reply: ReadReply,
    /// True when the read may be acknowledged: it is in the ledger, and its picture on the disk.
    pub(super) kept: bool,
}

/// What is said beside an answer that opens the gate and is no acknowledgement.
const NOT_KEPT: [(&str, &str); 3] = [
    ("field", "picture"),
    ("rule_zh", "图片尚未存盘，请保留这条记录稍后重发"),
    ("rule_en", "is not on the disk yet; keep the record and send it again later"),
];

/// The answer as it would be, with the status that makes a camera keep its record: what it brings is done already, and
/// its next try brings the picture anew under the same identifier.
pub(super) fn not_acknowledged(mut answer: Value) -> Response {
    for (name, words) in NOT_KEPT {
        answer[name] = json!(words);
    }
    (StatusCode::SERVICE_UNAVAILABLE, Json(answer)).into_response()
}

impl Listener {
    /// Hands a read to operations, and its picture to the store beside it. Both run as tasks of their own: a camera that
    /// hangs up does not cut them off half-way.
    pub(super) async fn read(&self, lane_id: Guid, mut read: CameraRead) -> Result<Taken, Refused> {
        let received_at = self.clock.now();
        for problem in read.plate_problem.iter().chain(&read.picture_problem).chain(&read.time_problem) {
            self.host.push_refused(lane_id, problem);
        }
        let picture = read.picture.take().filter(|picture| self.is_small_enough(lane_id, picture));
        let comes_again_as_itself = read.identity != Identity::None;
        let mut plate_read = read.into_plate_read(lane_id, received_at, None, self.ids.as_ref());
        // The picture goes by its read's identifier: when the power fails between the two, the camera's next try
        // brings the very picture that the read speaks of.
        let id = plate_read.read_id;
        plate_read.picture_id = picture.as_ref().map(|_| id);
        let stored = picture.map(|picture| {
            let host = self.host.clone();
            let (media_type, bytes, taken_at) = (picture.media_type, picture.bytes, plate_read.taken_at);
            tokio::spawn(async move { host.store_picture(NewPicture { id, taken_at, media_type, bytes }).await })
        });
        let decide = |plate_read| {
            let host = self.host.clone();
            async move { finished(tokio::spawn(async move { host.plate_read(plate_read).await }).await) }
        };
        let Some(stored) = stored else { return Ok(Taken { reply: decide(plate_read).await?, kept: true }) };
        if comes_again_as_itself {
            let reply = decide(plate_read).await?;
            // A repeat's answer may bring the gate the command that waits for the car.
            let kept = if reply.open_gate || reply.fate == ReadFate::Repeat {
                tokio::time::timeout(GATE_WAITS_FOR_PICTURE, is_kept(id, stored)).await.unwrap_or(false)
            } else {
                is_kept(id, stored).await
            };
            return Ok(Taken { reply, kept });
        }
        // The next try of a read that nothing names is another read: this one's picture comes never again.
        let kept = is_kept(id, stored).await;
        Ok(Taken { reply: decide(plate_read).await?, kept })
    }

    /// A picture that would not be kept is none, and its read stands without it.
    fn is_small_enough(&self, lane_id: Guid, picture: &Picture) -> bool {
        let most = self.settings.max_picture_bytes;
        let fits = picture.bytes.len() <= most;
        if !fits {
            self.host.push_refused(lane_id, &ReadProblem::new("picture", Rule::TooLarge(most)));
        }
        fits
    }
}

/// Whether a picture is on the disk. Why not, is in the log.
async fn is_kept(id: Guid, stored: JoinHandle<Result<(), PictureNotKept>>) -> bool {
    match stored.await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(picture = %id, %error, "a picture was not kept; its read is not acknowledged");
            false
        }
        Err(error) => {
            tracing::error!(picture = %id, %error, "the picture store broke");
            false
        }
    }
}
