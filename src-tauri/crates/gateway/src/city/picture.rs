//! 2001: a picture goes up as a form (DB4403/T 313, 6.3.1, table 42).

use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_protocols::city::client::{FILE_FIELD, PictureForm};
use reqwest::multipart::{Form, Part};

/// 6.1.1 i: nobody sends more than 10 MB at once. Something is left for the form around it.
const PICTURE_LIMIT_BYTES: usize = 10 * 1024 * 1024 - 16 * 1024;

/// The picture store cannot be read just now.
#[derive(Debug, thiserror::Error)]
#[error("the picture store does not answer: {0}")]
pub struct PictureProblem(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where the pictures are.
#[async_trait]
pub trait PictureSource: Send + Sync + 'static {
    /// The picture's bytes; none when it is not there any more.
    async fn picture(&self, picture_id: Guid) -> Result<Option<Bytes>, PictureProblem>;
}

/// Why a picture does not leave the machine.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unsendable {
    /// It is too large.
    #[error("the picture has {0} bytes, more than the platform takes (6.1.1 i)")]
    TooLarge(usize),
    /// The library refuses a part.
    #[error("the form cannot be built: {0}")]
    Form(reqwest::Error),
}

/// The form on the wire: the file first, as D.8 shows it, then the fields.
pub(super) fn form(picture: PictureForm, file: Bytes) -> Result<Form, Unsendable> {
    if file.len() > PICTURE_LIMIT_BYTES {
        return Err(Unsendable::TooLarge(file.len()));
    }
    let length = file.len() as u64;
    let part = Part::stream_with_length(file, length).file_name(picture.file_name);
    let part = part.mime_str("application/octet-stream").map_err(Unsendable::Form)?;
    let form = Form::new().percent_encode_noop().part(FILE_FIELD, part);
    Ok(picture.fields.into_iter().fold(form, |form, (name, text)| form.text(name, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_beyond_the_limit_stays_here() {
        let picture =
            PictureForm { picture_id: Guid::from_bytes([0; 16]), file_name: "a.jpg".into(), fields: Vec::new() };
        assert!(form(picture.clone(), Bytes::from(vec![0; PICTURE_LIMIT_BYTES])).is_ok());
        let large = Bytes::from(vec![0; PICTURE_LIMIT_BYTES + 1]);
        assert!(matches!(form(picture, large), Err(Unsendable::TooLarge(_))));
    }
}
