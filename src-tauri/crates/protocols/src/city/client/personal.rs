//! Messages about people. What waits in the outbox names a person by an identifier; the person's data is put in just
//! before the message leaves, out of the table where it can be erased. So it stands in one place only.

use lotdesk_domain::id::Guid;
use lotdesk_domain::person::{Buyer, BuyerKind, CreditSubject, IdKind, PersonalData, SubjectKind};
use serde::Serialize;

use crate::city::wire::credit::{Category, IdType};
use crate::json::{JsonError, Node, to_canonical};

/// The member of a waiting message that names its person. No table has it, and it never leaves.
pub const PERSON_ID: &str = "personId";

/// Why a message about a person cannot be completed.
#[derive(Debug, thiserror::Error)]
pub enum PersonalError {
    /// The waiting message is damaged.
    #[error("the message is damaged: {0}")]
    Json(#[from] JsonError),
    /// The message names no person.
    #[error("the message names no person")]
    NoPerson,
    /// An invoice is made out to a buyer, a credit report is about a subject.
    #[error("the person is of another kind than the message wants")]
    OtherKind,
}

/// Members of table 110 that belong to the buyer, with the codes of `ghfqylx`.
#[derive(Serialize)]
struct BuyerMembers<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    gmfnsrsbh: Option<&'a str>,
    gmfmc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ghf_dz: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ghf_gddh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gmfyhzh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gmfsjh: Option<&'a str>,
    ghfqylx: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gmfdzyx: Option<&'a str>,
    #[serde(rename = "wxopenId", skip_serializing_if = "Option::is_none")]
    wxopen_id: Option<&'a str>,
    #[serde(rename = "zfbuId", skip_serializing_if = "Option::is_none")]
    zfbu_id: Option<&'a str>,
}

impl<'a> From<&'a Buyer> for BuyerMembers<'a> {
    fn from(buyer: &'a Buyer) -> Self {
        Self {
            gmfnsrsbh: buyer.tax_no.as_deref(),
            gmfmc: &buyer.name,
            ghf_dz: buyer.address.as_deref(),
            ghf_gddh: buyer.phone.as_deref(),
            gmfyhzh: buyer.bank_account.as_deref(),
            gmfsjh: buyer.mobile.as_deref(),
            ghfqylx: match buyer.kind {
                BuyerKind::Company => "01",
                BuyerKind::Institution => "02",
                BuyerKind::Individual => "03",
                BuyerKind::Other => "04",
            },
            gmfdzyx: buyer.email.as_deref(),
            wxopen_id: buyer.wechat_open_id.as_deref(),
            zfbu_id: buyer.alipay_uid.as_deref(),
        }
    }
}

/// Members of table 30 that belong to the subject.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SubjectMembers<'a> {
    category: Category,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_type: Option<IdType>,
    id_no: &'a str,
}

impl<'a> From<&'a CreditSubject> for SubjectMembers<'a> {
    fn from(subject: &'a CreditSubject) -> Self {
        Self {
            category: match subject.kind {
                SubjectKind::Natural => Category::Natural,
                SubjectKind::Organisation => Category::Organisation,
            },
            name: &subject.name,
            id_type: subject.id_kind.map(id_type),
            id_no: &subject.id_no,
        }
    }
}

const fn id_type(kind: IdKind) -> IdType {
    match kind {
        IdKind::CitizenCard => IdType::Number(0),
        IdKind::HouseholdRegister => IdType::Number(1),
        IdKind::Passport => IdType::Number(2),
        IdKind::OfficerCard => IdType::Number(3),
        IdKind::SoldierCard => IdType::Number(4),
        IdKind::HongKongMacaoPermit => IdType::Number(5),
        IdKind::TaiwanPermit => IdType::Number(6),
        IdKind::TemporaryCitizenCard => IdType::Number(7),
        IdKind::ForeignerPermit => IdType::Number(8),
        IdKind::PoliceCard => IdType::Number(9),
        IdKind::Other => IdType::Other,
    }
}

/// The person that a waiting message names; none where it is about nobody.
///
/// # Errors
/// When the message is damaged.
pub fn person_of(body: &str) -> Result<Option<Guid>, PersonalError> {
    // Most messages are about nobody, and are not read for it.
    if !body.contains(PERSON_ID) {
        return Ok(None);
    }
    let body = Node::parse(body)?;
    Ok(body.get(PERSON_ID).and_then(Node::as_text).and_then(|text| text.parse().ok()))
}

/// The item as the table has it: the waiting message with the person's data in the place of the identifier.
///
/// # Errors
/// When the message is damaged, names nobody, or is about another kind of person.
pub fn with_person(interface: &str, body: &str, person: &PersonalData) -> Result<String, PersonalError> {
    let mut body = Node::parse(body)?;
    body.take(PERSON_ID).ok_or(PersonalError::NoPerson)?;
    let members = match (interface, person) {
        ("1201", PersonalData::Buyer(buyer)) => to_canonical(&BuyerMembers::from(buyer))?,
        ("1301", PersonalData::Subject(subject)) => to_canonical(&SubjectMembers::from(subject))?,
        _ => return Err(PersonalError::OtherKind),
    };
    if let (Node::Object(all), Node::Object(more)) = (&mut body, Node::parse(&members)?) {
        all.extend(more);
    }
    Ok(body.canonical())
}
