//! Invoices and credit reports: 1201 and 1301. What waits in the outbox names the buyer or the subject by an identifier;
//! it is held against the table with the person's data in it, as it will leave.

use lotdesk_domain::credit::CreditReport;
use lotdesk_domain::id::Guid;
use lotdesk_domain::invoice::{Invoice, InvoiceColor, InvoiceLine, LineNature, TaxRate};
use lotdesk_domain::message::Draft;
use lotdesk_domain::person::{Buyer, CreditSubject, PersonalData};
use serde::Serialize;

use super::{Place, draft_of};
use crate::city::check;
use crate::city::client::personal::with_person;
use crate::city::wire::form::{Text, Yuan};
use crate::city::wire::invoice::InvoiceLineItem;
use crate::json::to_canonical;

/// Table 110 without the buyer's members.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WaitingInvoice<'a> {
    person_id: Guid,
    fpqqlsh: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dsptbm: Option<&'a str>,
    kplx: &'static str,
    zsfs: &'static str,
    xsfnsrsbh: &'a str,
    xsfmc: &'a str,
    #[serde(rename = "xhf_dz")]
    xhf_dz: &'a str,
    #[serde(rename = "xhf_dh")]
    xhf_dh: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    xsfyhzh: Option<&'a str>,
    kpr: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    skr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fhr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yfpdm: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yfphm: Option<&'a str>,
    jshj: String,
    hjje: String,
    hjse: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    bz: Option<&'a str>,
    tspz: &'static str,
    #[serde(rename = "xmxxList")]
    lines: Vec<InvoiceLineItem>,
}

/// Table 30 without the subject's members.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WaitingReport<'a> {
    person_id: Guid,
    id: String,
    provider_code: &'a str,
    information: &'a str,
}

/// A red one goes after the blue one that it takes back: both are in order under the blue one's identifier.
pub fn invoice(invoice: &Invoice, buyer_id: Guid, buyer: &Buyer) -> Draft {
    let (seller, original) = (&invoice.seller, invoice.original.as_ref());
    let waiting = WaitingInvoice {
        person_id: buyer_id,
        fpqqlsh: &invoice.serial,
        dsptbm: seller.platform_code.as_deref(),
        kplx: match invoice.color {
            InvoiceColor::Blue => "0",
            InvoiceColor::Red => "1",
        },
        zsfs: "0",
        xsfnsrsbh: &seller.tax_no,
        xsfmc: &seller.name,
        xhf_dz: &seller.address,
        xhf_dh: &seller.phone,
        xsfyhzh: seller.bank_account.as_deref(),
        kpr: &seller.drawer,
        skr: seller.payee.as_deref(),
        fhr: seller.reviewer.as_deref(),
        yfpdm: original.map(|original| original.code.as_str()),
        yfphm: original.map(|original| original.number.as_str()),
        jshj: invoice.gross_fen().to_string(),
        hjje: invoice.net_fen().to_string(),
        hjse: invoice.tax_fen().to_string(),
        bz: invoice.remark.as_deref(),
        tspz: "00",
        lines: invoice.lines.iter().map(line).collect(),
    };
    let place = Place::About(original.map_or(invoice.id, |original| original.invoice_id).to_string());
    about_a_person("1201", invoice.serial.clone(), place, &waiting, &PersonalData::Buyer(buyer.clone()))
}

/// Amounts are without tax, as 单价 is (`xmje` is quantity times price). A discount has neither.
fn line(line: &InvoiceLine) -> InvoiceLineItem {
    let exempt = line.rate == TaxRate::EXEMPT;
    let counted = line.nature != LineNature::Discount;
    let (quantity, price) = if line.net_fen.0 < 0 { ("-1", -line.net_fen) } else { ("1", line.net_fen) };
    InvoiceLineItem {
        fphxz: Text::from(match line.nature {
            LineNature::Normal => "0",
            LineNature::Discount => "1",
            LineNature::Discounted => "2",
        }),
        spbm: Text(line.code.clone()),
        // 税率为 0 表示免税: the policy is used, and named.
        yhzcbs: Some(Text::from(if exempt { "1" } else { "0" })),
        lslbs: exempt.then(|| Text::from("1")),
        zzstsgl: exempt.then(|| Text::from("免税")),
        xmmc: Text(line.name.clone()),
        dw: None,
        ggxh: None,
        xmsl: counted.then(|| Text::from(quantity)),
        xmdj: counted.then(|| Text(price.to_string())),
        xmje: Yuan(line.net_fen),
        sl: Text(line.rate.to_string()),
        se: Yuan(line.tax_fen),
        kce: None,
    }
}

pub fn credit(report: &CreditReport, subject_id: Guid, subject: &CreditSubject) -> Draft {
    let waiting = WaitingReport {
        person_id: subject_id,
        id: report.id.to_string(),
        provider_code: &report.provider_code,
        information: &report.information,
    };
    about_a_person("1301", report.id.to_string(), Place::Alone, &waiting, &PersonalData::Subject(subject.clone()))
}

fn about_a_person<T: Serialize>(
    id: &'static str,
    own_id: String,
    place: Place,
    waiting: &T,
    person: &PersonalData,
) -> Draft {
    let (body, problem) = match to_canonical(waiting) {
        Ok(body) => match with_person(id, &body, person) {
            Ok(item) => {
                let problem = check::problem(id, &item);
                (body, problem)
            }
            Err(error) => (body, Some(error.to_string())),
        },
        Err(error) => ("{}".to_owned(), Some(error.to_string())),
    };
    draft_of(id, own_id, place, body, problem)
}
