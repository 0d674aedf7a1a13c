//! 2001: a picture goes up as a form (DB4403/T 313, 6.3.1, table 42).

use async_trait::async_trait;
use bytes::Bytes;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_protocols::json::{JsonError, Node};
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
    /// The message is not one of 2001's.
    #[error("the message cannot be read: {0}")]
    Body(#[from] JsonError),
    /// A member of table 42 is missing or is neither text nor number.
    #[error("{0} is missing, or neither text nor number (table 42)")]
    Member(&'static str),
    /// It does not say which picture it is about.
    #[error("pictureId names no picture")]
    Id,
    /// It is too large.
    #[error("the picture has {0} bytes, more than the platform takes")]
    TooLarge(usize),
    /// The library refuses a part.
    #[error("the form cannot be built: {0}")]
    Form(reqwest::Error),
}

/// What the outbox keeps of a 2001.
pub(super) struct Queued {
    /// Which picture, in our own store.
    pub picture_id: Guid,
    /// The members of table 42 that were known when it was queued. What else the item holds is ours alone.
    fields: Vec<(&'static str, String)>,
}

impl Queued {
    /// Reads the queued item.
    pub fn read(body: &str) -> Result<Self, Unsendable> {
        let node = Node::parse(body)?;
        let picture_id = node.get("pictureId").and_then(Node::as_text).and_then(|id| id.parse().ok());
        let fields = ["fileName", "imageBizType", "destPath", "pickTime"].into_iter().map(|name| {
            let text = node.get(name).and_then(Node::text_or_number).ok_or(Unsendable::Member(name))?;
            Ok((name, text.to_owned()))
        });
        Ok(Self { picture_id: picture_id.ok_or(Unsendable::Id)?, fields: fields.collect::<Result<_, Unsendable>>()? })
    }

    /// All members of table 42 but the file.
    fn at(&self, now: Moment) -> Vec<(&'static str, String)> {
        let mut fields = self.fields.clone();
        fields.push(("timestamp", now.seconds().to_string()));
        fields
    }
}

/// The form: the file first, as D.8 shows it, then the members.
pub(super) fn form(queued: &Queued, picture: Bytes, now: Moment) -> Result<Form, Unsendable> {
    if picture.len() > PICTURE_LIMIT_BYTES {
        return Err(Unsendable::TooLarge(picture.len()));
    }
    let fields = queued.at(now);
    let name = fields.iter().find(|(name, _)| *name == "fileName").map_or_else(String::new, |(_, text)| text.clone());
    let length = picture.len() as u64;
    let file = Part::stream_with_length(picture, length).file_name(name);
    let file = file.mime_str("application/octet-stream").map_err(Unsendable::Form)?;
    let form = Form::new().percent_encode_noop().part("file", file);
    Ok(fields.into_iter().fold(form, |form, (name, text)| form.text(name, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"pictureId":"C78E319DAB604A268842ACF164774592","recordId":"C78E319DAB604A268842ACF164774593",
        "entering":true,"takenAt":1514739661000,"fileName":"a.jpg","imageBizType":1,
        "destPath":"/20180101/345345/0/X/","pickTime":1514739661}"#;

    #[test]
    fn the_members_of_the_table_go_and_ours_stay() {
        let queued = Queued::read(BODY).unwrap();
        assert_eq!(queued.picture_id.to_string(), "C78E319DAB604A268842ACF164774592");
        let fields = queued.at(Moment(1_514_739_700_123));
        let fields: Vec<_> = fields.iter().map(|(n, t)| (*n, t.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("fileName", "a.jpg"),
                ("imageBizType", "1"),
                ("destPath", "/20180101/345345/0/X/"),
                ("pickTime", "1514739661"),
                ("timestamp", "1514739700"),
            ]
        );
    }

    #[test]
    fn what_is_no_picture_message_is_told() {
        assert!(matches!(Queued::read("["), Err(Unsendable::Body(_))));
        assert!(matches!(Queued::read("[]"), Err(Unsendable::Member("fileName") | Unsendable::Id)));
        assert!(matches!(Queued::read(&BODY.replace("\"a.jpg\"", "[]")), Err(Unsendable::Member("fileName"))));
        assert!(matches!(Queued::read(&BODY.replace("C78E319DAB604A268842ACF164774592", "7")), Err(Unsendable::Id)));
        let large = Bytes::from(vec![0; PICTURE_LIMIT_BYTES + 1]);
        let queued = Queued::read(BODY).unwrap();
        assert!(matches!(form(&queued, large, Moment(0)), Err(Unsendable::TooLarge(_))));
    }
}
