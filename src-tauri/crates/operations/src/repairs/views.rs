//! Records as people see them: with the countdown, and with what the archive said beside the field that it is about.

use chrono::Datelike;
use lotdesk_domain::id::Guid;
use lotdesk_domain::message::{Outcome, Platform};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{RepairForm, RepairState, Upload, model_year};
use lotdesk_ledger::ReadTx;
use lotdesk_ledger::outbox::{Message, State};
use lotdesk_ledger::tables::repairs::{RepairSearch, StoredRecord};

use super::{no_such_record, shop};
use crate::api::Nothing;
use crate::api::refusal::Refusal;
use crate::api::repair::{
    CheckRepair, OpenUploads, PrintedFile, PrintedText, RepairChecked, RepairDetail, RepairList, RepairListRequest,
    RepairRequest, RepairRow,
};
use crate::caller::Who;
use crate::desk::Desk;
use crate::messages;
use crate::records::page_size;
use crate::surroundings::RepairPrint;

/// As many open uploads are listed of each kind.
const OPEN_MOST: u32 = 200;

/// Words of the archive by the field that they are about: its own names, and those of the document. Longer ones first.
const WORDS: [(&str, &[&str]); 12] = [
    ("cost_list_code", &["costlistcode", "结算清单编号", "清单编号"]),
    ("plate", &["vehicleplatenumber", "车牌"]),
    ("vin", &["vin", "车辆识别代码", "车架号"]),
    ("brought_on", &["repairdate", "送修日期"]),
    ("mileage_km", &["repairmileage", "送修里程", "里程"]),
    ("settled_on", &["settledate", "结算日期"]),
    ("fault", &["faultdescription", "故障描述"]),
    ("fuel", &["fueltype", "燃料"]),
    ("vehicle_use", &["vehicleusecharacter", "使用性质"]),
    ("items", &["repairproject", "workinghours", "维修项目", "维修工时", "工时"]),
    ("parts", &["partsname", "partscode", "partsquantity", "配件"]),
    ("company_name", &["companyname", "维修企业名称", "企业名称"]),
];

/// The fields that a refusal names.
pub(super) fn refused_fields(words: &str) -> Vec<String> {
    let words = words.to_lowercase();
    let named = |(_, names): &&(&str, &[&str])| names.iter().any(|name| words.contains(name));
    WORDS.iter().filter(named).map(|(field, _)| (*field).to_owned()).collect()
}

/// The newest message of a record.
fn message_of(tx: &ReadTx<'_>, record: &StoredRecord) -> Result<Option<Message>, Refusal> {
    if record.state != RepairState::Settled {
        return Ok(None);
    }
    let about = tx.messages_about(&record.repair.cost_list_code)?;
    Ok(about.into_iter().rfind(|message| message.platform == Platform::Repair))
}

pub(super) fn row(tx: &ReadTx<'_>, record: &StoredRecord, now: Moment) -> Result<RepairRow, Refusal> {
    let message = message_of(tx, record)?;
    let refused = message.as_ref().filter(|message| message.state == State::Refused);
    let said = refused.and_then(|message| match &message.last_outcome {
        Some(Outcome::Refused { words, .. }) => Some(refused_fields(words)),
        _ => None,
    });
    let repair = &record.repair;
    Ok(RepairRow {
        record_id: record.id,
        no: u32::try_from(record.no).unwrap_or(u32::MAX),
        state: record.state,
        cost_list_code: repair.cost_list_code.clone(),
        plate: repair.plate.clone(),
        vin: repair.vin.clone(),
        brought_on: repair.brought_on.map(|day| day.to_string()),
        settled_on: repair.settled_on.map(|day| day.to_string()),
        mileage_km: repair.mileage_km,
        fault: repair.fault.clone(),
        changed_at: record.changed_at,
        settled_at: record.settled_at,
        deadline: record.deadline,
        upload: record.deadline.map(|deadline| Upload::at(deadline, record.uploaded_at, now)),
        uploaded_at: record.uploaded_at,
        revision: record.revision,
        up_to_date: record.uploaded_revision.is_some_and(|up| up >= record.revision),
        message: message.map(messages::row),
        refused_fields: said.unwrap_or_default(),
    })
}

fn checked(tx: &ReadTx<'_>, of: Option<Guid>, form: &RepairForm, now: Moment) -> Result<RepairChecked, Refusal> {
    let today = now.to_china().date();
    let company_name = shop::the_shop(tx)?.map(|shop| shop.company_name).unwrap_or_default();
    let mut problems = form.to_record(&company_name, today).err().unwrap_or_default();
    // A number that is left empty is drawn when it is saved.
    problems.retain(|note| note.field != "cost_list_code" || !form.cost_list_code.is_empty());
    let until = form.brought_on.unwrap_or(today);
    let before = tx.earlier_mileage(of, &form.plate, &form.vin, until)?;
    Ok(RepairChecked {
        problems,
        doubts: form.doubts(today, before),
        model_year: model_year(&form.vin, today.year()),
        earlier_km: before.map(|before| before.km),
    })
}

/// Everything known of one record.
pub(crate) fn detail_of(tx: &ReadTx<'_>, id: Guid, now: Moment) -> Result<RepairDetail, Refusal> {
    let record = tx.repair(id)?.ok_or_else(no_such_record)?;
    let form = record.repair.to_form();
    Ok(RepairDetail {
        row: row(tx, &record, now)?,
        checked: checked(tx, Some(id), &form, now)?,
        form,
        company_name: record.company_name,
        order_id: record.order_id,
    })
}

/// `repair.check`.
pub(crate) async fn check(desk: &Desk, _who: Who, request: CheckRepair) -> Result<RepairChecked, Refusal> {
    let now = desk.now();
    let form = request.form.tidied();
    desk.look(move |tx| checked(tx, request.record_id, &form, now)).await
}

/// `repair.detail`.
pub(crate) async fn detail(desk: &Desk, _who: Who, request: RepairRequest) -> Result<RepairDetail, Refusal> {
    let now = desk.now();
    desk.look(move |tx| detail_of(tx, request.record_id, now)).await
}

/// `repair.list`.
pub(crate) async fn list(desk: &Desk, _who: Who, request: RepairListRequest) -> Result<RepairList, Refusal> {
    let (limit, now) = (page_size(request.limit), desk.now());
    let search = RepairSearch {
        text: crate::records::plate_part(&request.text),
        state: request.state,
        not_up: request.not_up,
        before: request.before.map_or(i64::MAX, i64::from),
        limit: limit + 1,
    };
    desk.look(move |tx| {
        let mut records = tx.repairs(&search)?;
        let more = records.len() > limit as usize;
        records.truncate(limit as usize);
        let rows = records.iter().map(|record| row(tx, record, now)).collect::<Result<_, _>>()?;
        Ok(RepairList { rows, more })
    })
    .await
}

/// `repair.open`.
pub(crate) async fn open(desk: &Desk, _who: Who, _request: Nothing) -> Result<OpenUploads, Refusal> {
    let now = desk.now();
    desk.look(move |tx| {
        let search = RepairSearch { not_up: true, before: i64::MAX, limit: OPEN_MOST * 2, ..RepairSearch::default() };
        let (mut refused, mut waiting) = (Vec::new(), Vec::new());
        for record in tx.repairs(&search)? {
            let row = row(tx, &record, now)?;
            let stuck = row.message.as_ref().is_some_and(|message| {
                use crate::api::outbox::MessageState::{Held, Refused, Unknown};
                matches!(message.state, Refused | Unknown | Held)
            });
            if stuck { refused.push(row) } else { waiting.push(row) }
        }
        for rows in [&mut refused, &mut waiting] {
            rows.sort_by_key(|row| (row.uploaded_at.is_some(), row.deadline, row.no));
            rows.truncate(OPEN_MOST as usize);
        }
        Ok(OpenUploads { refused, waiting })
    })
    .await
}

/// What stands on a record's settlement list.
async fn print_facts(desk: &Desk, request: RepairRequest) -> Result<RepairPrint, Refusal> {
    let now = desk.now();
    desk.look(move |tx| {
        let record = tx.repair(request.record_id)?.ok_or_else(no_such_record)?;
        let mut shop = shop::the_shop(tx)?.unwrap_or_default();
        if !record.company_name.is_empty() {
            shop.company_name.clone_from(&record.company_name);
        }
        Ok(RepairPrint {
            shop,
            form: record.repair.to_form(),
            settled_at: record.settled_at,
            uploaded_at: record.uploaded_at,
            revision: record.revision,
            printed_at: now,
        })
    })
    .await
}

/// `repair.print`.
pub(crate) async fn print(desk: &Desk, _who: Who, request: RepairRequest) -> Result<PrintedText, Refusal> {
    let facts = print_facts(desk, request).await?;
    Ok(desk.inner.surroundings.settlement_list(&facts))
}

/// `repair.print_pdf`: the same as one page in a file.
pub(crate) async fn print_pdf(desk: &Desk, _who: Who, request: RepairRequest) -> Result<PrintedFile, Refusal> {
    let facts = print_facts(desk, request).await?;
    let surroundings = desk.inner.surroundings.clone();
    let written = tokio::task::spawn_blocking(move || surroundings.settlement_pdf(&facts)).await;
    Ok(PrintedFile { file: written.map_err(Refusal::internal)?? })
}

#[cfg(test)]
mod tests {
    use super::refused_fields;

    #[test]
    fn a_refusal_stands_beside_the_field_that_it_names() {
        assert_eq!(refused_fields("VIN码长度不符"), ["vin"]);
        assert_eq!(refused_fields("repairdate 格式错误"), ["brought_on"]);
        assert_eq!(refused_fields("送修里程与维修工时有误"), ["mileage_km", "items"]);
        assert_eq!(refused_fields("系统繁忙"), Vec::<String>::new());
    }
}
