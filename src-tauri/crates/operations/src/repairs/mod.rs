//! Repair records (维修电子档案). Settling one *is* the upload: the fact is stated in the same transaction, the message waits
//! for the archive whether that can be reached or not, and there is nothing to set about it.

mod compliance;
mod correct;
mod deadlines;
mod drafts;
mod import;
mod past;
mod settle;
mod shop;
mod templates;
mod views;

use lotdesk_domain::repair::FieldNote;

use crate::api::refusal::{Code, Refusal};

pub(crate) use compliance::compliance;
pub(crate) use correct::correct;
pub(crate) use drafts::{draw_code, drop_draft, save};
pub(crate) use import::{import, import_preview, sheet as sheet_of};
pub(crate) use past::{known, past};
pub(crate) use settle::{settle, uploaded};
pub(crate) use shop::{set_shop, shop};
pub(crate) use templates::{remove_template, save_template, templates};
pub(crate) use views::{check, detail, detail_of, list, open, print, print_pdf};

/// Plate and VIN as they are kept.
pub(crate) fn tidy_car(plate: &str, vin: &str) -> (String, String) {
    let form = lotdesk_domain::repair::RepairForm {
        plate: plate.to_owned(),
        vin: vin.to_owned(),
        ..lotdesk_domain::repair::RepairForm::default()
    }
    .tidied();
    (form.plate, form.vin)
}

fn no_such_record() -> Refusal {
    Refusal::new(Code::NotFound, "没有这份维修记录", "There is no such repair record.").at("record_id")
}

/// A field that breaks a rule, as a refusal. The window shows all of them by `repair.check`.
fn broken(note: &FieldNote) -> Refusal {
    Refusal::field(format!("form.{}", note.field), note.zh.clone(), note.en.clone())
}

fn code_taken(code: &str) -> Refusal {
    Refusal::field(
        "form.cost_list_code",
        format!("结算清单编号 {code} 已用于另一份记录"),
        format!("Another record has the list number {code}."),
    )
}
