//! Requests to the charging platform and what its replies mean (B.3.4, tables B.23 to B.26). No sockets: the caller
//! carries the texts.

mod answer;

use lotdesk_domain::moment::Moment;

pub use answer::{Answer, Content, read_token};

use super::envelope::Keys;
use super::wire::{Message, TokenRequest};
use crate::appendix_b::{Str, write};
use crate::cipher::CipherError;
use crate::json::JsonError;

/// Why a request cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadRequest {
    /// A key has the wrong length.
    #[error(transparent)]
    Cipher(#[from] CipherError),
    /// The content is no JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
}

/// `TimeStamp` of a moment: yyyyMMddHHmmss on China's wall clock.
pub fn time_stamp(at: Moment) -> String {
    at.to_china().format("%Y%m%d%H%M%S").to_string()
}

/// Counts the requests of each second (table B.25, `Seq`).
#[derive(Debug, Default)]
pub struct Sequence {
    second: i64,
    last: u16,
}

impl Sequence {
    /// The number of the next request at this moment: four digits, from 0001 in every second.
    pub fn next(&mut self, at: Moment) -> String {
        if self.second != at.seconds() {
            (self.second, self.last) = (at.seconds(), 0);
        }
        self.last = self.last % 9_999 + 1;
        format!("{:04}", self.last)
    }
}

/// Puts the envelope around a content: enciphers it and signs the whole.
///
/// # Errors
/// A key of the wrong length.
pub fn request(
    keys: &Keys,
    operator_id: &str,
    content: &str,
    at: Moment,
    sequence: &mut Sequence,
) -> Result<String, BadRequest> {
    let data = keys.seal(content)?;
    let (time_stamp, seq) = (time_stamp(at), sequence.next(at));
    let sig = keys.sign_request(operator_id, &data, &time_stamp, &seq);
    let message = Message {
        operator_id: Str::from(operator_id),
        data: Str(data),
        time_stamp: Str(time_stamp),
        seq: Str(seq),
        sig: Str(sig),
    };
    Ok(serde_json::to_string(&message).map_err(JsonError::from)?)
}

/// The content of our own `query_token` (table B.23).
///
/// # Errors
/// Never for texts.
pub fn token_content(operator_id: &str, operator_secret: &str) -> Result<String, JsonError> {
    write(&TokenRequest { operator_id: Str::from(operator_id), operator_secret: Str::from(operator_secret) })
}
