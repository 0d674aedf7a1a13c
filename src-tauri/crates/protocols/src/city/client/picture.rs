//! Sending a picture: 2001 goes as a form, not as JSON (DB4403/T 313, 6.3.1, table 42).

use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;

use crate::city::wire::form::{Text, Timestamp};
use crate::city::wire::picture::{PictureFields, PictureItem};

/// A form to be sent as `multipart/form-data`: the fields, and the file under the name `file`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureForm {
    /// The picture in the picture store; its bytes are the field `file`.
    pub picture_id: Guid,
    /// The file's name, also for the part's `filename`.
    pub file_name: String,
    /// The fields beside the file, with their names as in table 42.
    pub fields: Vec<(&'static str, String)>,
}

/// Name of the form field that carries the picture.
pub const FILE_FIELD: &str = "file";

/// Makes the form out of what the outbox keeps of a 2001. The signature of table 31 has no place in it.
///
/// # Errors
/// When the text is not what the mapping wrote.
pub fn picture_form(body: &str, now: Moment) -> Result<PictureForm, serde_json::Error> {
    let item: PictureItem = serde_json::from_str(body)?;
    let fields = PictureFields {
        file_name: Text(item.file_name),
        image_biz_type: item.image_biz_type,
        dest_path: item.dest_path,
        timestamp: Timestamp(now),
        pick_time: item.pick_time,
    };
    Ok(PictureForm { picture_id: item.picture_id, file_name: fields.file_name.0.clone(), fields: fields.to_form() })
}

impl PictureFields {
    /// The fields as texts, in the order of table 42.
    pub fn to_form(&self) -> Vec<(&'static str, String)> {
        vec![
            ("fileName", self.file_name.0.clone()),
            ("imageBizType", self.image_biz_type.code().to_string()),
            ("destPath", self.dest_path.clone()),
            ("timestamp", self.timestamp.0.seconds().to_string()),
            ("pickTime", self.pick_time.0.seconds().to_string()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_has_the_fields_of_table_42() {
        let body = r#"{"destPath":"/20180101/44030400100101000010/0/C78E319DAB604A268842ACF164774592/",
            "entering":true,"fileName":"8E1804D7B1F64A51A955EF692FADB7CE.jpg","imageBizType":2,
            "pickTime":1514739661,"pictureId":"8E1804D7B1F64A51A955EF692FADB7CE",
            "recordId":"C78E319DAB604A268842ACF164774592","takenAt":1514739661500}"#;
        let form = picture_form(body, Moment(1_514_739_700_999)).unwrap();
        assert_eq!(form.picture_id.to_string(), "8E1804D7B1F64A51A955EF692FADB7CE");
        assert_eq!(form.file_name, "8E1804D7B1F64A51A955EF692FADB7CE.jpg");
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("fileName", "8E1804D7B1F64A51A955EF692FADB7CE.jpg"),
                ("imageBizType", "2"),
                ("destPath", "/20180101/44030400100101000010/0/C78E319DAB604A268842ACF164774592/"),
                ("timestamp", "1514739700"),
                ("pickTime", "1514739661"),
            ]
        );
        assert!(picture_form("{}", Moment(0)).is_err());
    }
}
