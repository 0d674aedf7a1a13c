//! Templates: what a kind of job consists of, without prices.

use lotdesk_domain::repair::{FormItem, FormPart, RepairForm};
use lotdesk_ledger::event::{RepairTemplateRemoved, RepairTemplateSaved};

use super::broken;
use crate::api::refusal::{Code, Refusal};
use crate::api::repair::{RemoveRepairTemplate, RepairTemplate, RepairTemplates};
use crate::api::{Done, Nothing};
use crate::caller::Who;
use crate::desk::Desk;

fn view(saved: RepairTemplateSaved) -> RepairTemplate {
    let RepairTemplateSaved { id, name, fault, items, parts } = saved;
    RepairTemplate {
        template_id: Some(id),
        name,
        fault,
        items: items.into_iter().map(|(name, hours)| FormItem { name, hours }).collect(),
        parts: parts.into_iter().map(|(name, code, quantity)| FormPart { name, code, quantity }).collect(),
    }
}

fn no_such_template() -> Refusal {
    Refusal::new(Code::NotFound, "没有这个模板", "There is no such template.").at("template_id")
}

/// `repair.templates`.
pub(crate) async fn templates(desk: &Desk, _who: Who, _request: Nothing) -> Result<RepairTemplates, Refusal> {
    let rows = desk.look(|tx| Ok(tx.repair_templates()?)).await?;
    Ok(RepairTemplates { rows: rows.into_iter().map(|stored| view(stored.template)).collect() })
}

/// `repair.save_template`.
pub(crate) async fn save_template(desk: &Desk, who: Who, request: RepairTemplate) -> Result<RepairTemplate, Refusal> {
    let name = request.name.trim().to_owned();
    if !(1..=40).contains(&name.chars().count()) {
        return Err(Refusal::field("name", "模板名称须为 1 至 40 个字", "A template's name has 1 to 40 characters."));
    }
    let form = RepairForm { fault: request.fault, items: request.items, parts: request.parts, ..RepairForm::default() };
    let form = form.tidied();
    if let Some(note) = form.too_large() {
        return Err(broken(&note));
    }
    desk.act(&who, move |act| {
        let known = act.tx.repair_templates()?;
        if let Some(id) = request.template_id
            && !known.iter().any(|stored| stored.template.id == id)
        {
            return Err(no_such_template());
        }
        if known.iter().any(|stored| stored.template.name == name && Some(stored.template.id) != request.template_id) {
            return Err(Refusal::new(
                Code::NameTaken,
                format!("已有名为“{name}”的模板"),
                format!("A template is called {name:?} already."),
            )
            .at("name"));
        }
        let saved = RepairTemplateSaved {
            id: request.template_id.unwrap_or_else(|| act.ids.next_guid()),
            name,
            fault: form.fault,
            items: form.items.into_iter().map(|item| (item.name, item.hours)).collect(),
            parts: form.parts.into_iter().map(|part| (part.name, part.code, part.quantity)).collect(),
        };
        act.record(saved.clone(), None, None)?;
        Ok(view(saved))
    })
    .await
}

/// `repair.remove_template`.
pub(crate) async fn remove_template(desk: &Desk, who: Who, request: RemoveRepairTemplate) -> Result<Done, Refusal> {
    desk.act(&who, move |act| {
        if !act.tx.repair_templates()?.iter().any(|stored| stored.template.id == request.template_id) {
            return Err(no_such_template());
        }
        act.record(RepairTemplateRemoved { id: request.template_id }, None, None)?;
        Ok(Done {})
    })
    .await
}
