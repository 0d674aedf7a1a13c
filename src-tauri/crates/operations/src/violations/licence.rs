//! Licences: photographs of the vehicle's, and whether points can go off the owner's.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lotdesk_domain::violation::{BadLicencePicture, LICENCE_BYTES_MOST, SelfDeduction, licence_picture};
use lotdesk_ledger::event::LicenceSent;

use super::papers::{identity_of, plate_of};
use super::views;
use crate::api::refusal::{Code, Refusal};
use crate::api::violation::{CheckLicence, LicenceChecked, OwnLicence, UploadLicence, ViolationCarView};
use crate::caller::Who;
use crate::desk::Desk;

/// A licence as it is sent.
pub(super) fn own(given: OwnLicence) -> Result<SelfDeduction, Refusal> {
    let plain = |field: &'static str, text: &str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let fits = (6..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        let bad = || Refusal::field(field, "请按驾驶证填写（字母和数字）", "Enter it as it stands on the licence.");
        if fits { Ok(text) } else { Err(bad()) }
    };
    Ok(SelfDeduction {
        licence_no: plain("licence.licence_no", &given.licence_no)?,
        file_no: plain("licence.file_no", &given.file_no)?,
    })
}

pub(super) fn not_possible() -> Refusal {
    Refusal::new(
        Code::PlatformRefused,
        "懂云校验不通过：该驾驶证不能为这辆车自扣分（须为私家车且本人本车），请改为普通代办或到窗口处理",
        "docloud does not take this licence's points for this car: it must be the owner's own private car.",
    )
    .at("licence.licence_no")
}

/// `violation.check_licence`.
pub(crate) async fn check(desk: &Desk, _who: Who, request: CheckLicence) -> Result<LicenceChecked, Refusal> {
    let own = own(request.licence)?;
    let plate = plate_of(&request.plate)?;
    let (car, _) = desk.look(move |tx| identity_of(tx, &plate)).await?;
    Ok(LicenceChecked { possible: desk.docloud().can_deduct(&car, &own).await? })
}

fn picture(field: &'static str, base64: &str) -> Result<(String, u32), Refusal> {
    let unreadable = || Refusal::field(field, "照片内容无法读取", "The picture is no base64.");
    // A little more than the largest one, so that one that is too large is called that.
    if base64.len() > LICENCE_BYTES_MOST * 8 {
        return Err(bad_picture(field, BadLicencePicture::TooLarge { bytes: base64.len() / 4 * 3 }));
    }
    let bytes = STANDARD.decode(base64.trim()).map_err(|_| unreadable())?;
    licence_picture(&bytes).map_err(|why| bad_picture(field, why))?;
    Ok((STANDARD.encode(&bytes), u32::try_from(bytes.len()).unwrap_or(u32::MAX)))
}

fn bad_picture(field: &'static str, why: BadLicencePicture) -> Refusal {
    let zh = match why {
        BadLicencePicture::Kind => "只支持 jpg、png、bmp 格式的照片".to_owned(),
        BadLicencePicture::TooLarge { bytes } => {
            format!("照片 {} KB，超过 500 KB，请点“缩小照片”后再传", bytes.div_ceil(1024))
        }
    };
    Refusal::field(field, zh, format!("Not sent: {why}."))
}

/// `violation.upload_licence`. The pictures are not kept.
pub(crate) async fn upload(desk: &Desk, who: Who, request: UploadLicence) -> Result<ViolationCarView, Refusal> {
    let (front, front_bytes) = picture("front_base64", &request.front_base64)?;
    let (back, back_bytes) = picture("back_base64", &request.back_base64)?;
    let plate = plate_of(&request.plate)?;
    let asked = plate.clone();
    let (car, _) = desk.look(move |tx| identity_of(tx, &asked)).await?;
    if !desk.docloud().upload_licence(&car, &front, &back).await? {
        return Err(Refusal::new(
            Code::PlatformRefused,
            "懂云未接受行驶证照片，请确认照片清晰完整后重传",
            "docloud did not take the photographs: make sure that they are sharp and whole, then try again.",
        )
        .at("front_base64"));
    }
    desk.act(&who, move |act| {
        act.record(LicenceSent { plate: plate.clone(), bytes: [front_bytes, back_bytes] }, None, None)?;
        views::view(act.tx, &plate)
    })
    .await
}
