//! Personal data: whom an invoice is made out to, and whom a report to the credit register is about. It is kept apart from
//! everything else, so that it can be erased; lists show it masked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check_digit::{is_citizen_number, is_credit_code};
use crate::contact::{is_email, is_mobile, is_telephone};
use crate::inspection::InspectionPeople;

/// Kind of buyer (DB4403/T 313, table 110 `ghfqylx`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BuyerKind {
    /// 01 企业: the tax number must be given.
    Company,
    /// 02 机关事业单位
    Institution,
    /// 03 个人
    Individual,
    /// 04 其它
    Other,
}

/// Whom an invoice is made out to (table 110). Lengths are the table's, in characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// Company or person.
    pub kind: BuyerKind,
    /// Name, 100 at most.
    pub name: String,
    /// 纳税人识别号, 20 at most; required of a company.
    #[serde(default)]
    pub tax_no: Option<String>,
    /// Address, 100 at most.
    #[serde(default)]
    pub address: Option<String>,
    /// Fixed telephone, 20 at most.
    #[serde(default)]
    pub phone: Option<String>,
    /// Bank and account, 100 at most.
    #[serde(default)]
    pub bank_account: Option<String>,
    /// Mobile numbers that the invoice goes to, divided by commas, 48 at most.
    #[serde(default)]
    pub mobile: Option<String>,
    /// Mail address that the invoice goes to, 100 at most.
    #[serde(default)]
    pub email: Option<String>,
    /// 微信 openId that the invoice goes to, 50 at most.
    #[serde(default)]
    pub wechat_open_id: Option<String>,
    /// 支付宝 UID of whoever scanned the invoice's code, 50 at most.
    #[serde(default)]
    pub alipay_uid: Option<String>,
}

/// 当人类别 (table 30 `category`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// 0 自然人
    Natural,
    /// 1 法人和其它组织
    Organisation,
}

/// 个人证件类型 (table 30 `idType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum IdKind {
    /// 0 身份证
    CitizenCard,
    /// 1 户口簿
    HouseholdRegister,
    /// 2 护照
    Passport,
    /// 3 军官证
    OfficerCard,
    /// 4 士兵证
    SoldierCard,
    /// 5 港澳居民来往内地通行证
    HongKongMacaoPermit,
    /// 6 台湾同胞来往内地通行证
    TaiwanPermit,
    /// 7 临时身份证
    TemporaryCitizenCard,
    /// 8 外国人居留证
    ForeignerPermit,
    /// 9 警官证
    PoliceCard,
    /// X 其它证件
    Other,
}

/// Whom a credit report is about (table 30). Entered by a clerk from the document, never guessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CreditSubject {
    /// A person or an organisation.
    pub kind: SubjectKind,
    /// Name, 50 at most.
    pub name: String,
    /// Kind of document; required of a person, none for an organisation.
    #[serde(default)]
    pub id_kind: Option<IdKind>,
    /// Number of the document, or the organisation's unified social credit code, 18 at most.
    pub id_no: String,
}

/// The people in a service order: whose car it is, and who took it in. Of a driver served for ETCP the telephone alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct OrderPeople {
    /// The owner's name.
    pub owner_name: String,
    /// The owner's telephone.
    pub owner_phone: String,
    /// Who took the car in.
    pub received_by: String,
}

impl OrderPeople {
    /// True when nobody is named.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As lists show them.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            owner_name: mask_name(&self.owner_name),
            owner_phone: mask_number(&self.owner_phone),
            received_by: mask_name(&self.received_by),
        }
    }
}

/// What says whose a car is, and what proves it to whoever asks for its violations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CarPapers {
    /// The owner's telephone.
    pub phone: String,
    /// As much of the vehicle identification number as was given.
    pub vin: String,
    /// As much of the engine's number as was given.
    pub engine_no: String,
    /// 驾驶证号, where points go off somebody's own licence.
    #[serde(default)]
    pub licence_no: String,
    /// 档案编号 of that licence.
    #[serde(default)]
    pub file_no: String,
}

impl CarPapers {
    /// As lists show it.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            phone: mask_number(&self.phone),
            vin: mask_number(&self.vin),
            engine_no: mask_number(&self.engine_no),
            licence_no: mask_number(&self.licence_no),
            file_no: mask_number(&self.file_no),
        }
    }
}

/// What is kept in the table of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonalData {
    /// Of an invoice.
    Buyer(Buyer),
    /// Of a credit report.
    Subject(CreditSubject),
    /// Of a service order, or of a driver served for ETCP.
    Order(OrderPeople),
    /// Of a car whose violations are asked for, or watched.
    Car(CarPapers),
    /// Of an inspection.
    Inspection(InspectionPeople),
}

/// Something that looks mistyped. The person at the screen decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Doubt {
    /// The field, such as `buyer.tax_no`.
    pub field: String,
    /// What looks wrong, in Simplified Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// A field that breaks the table that it goes into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct BadField {
    /// The field.
    pub field: &'static str,
    /// The rule, in English.
    pub rule: String,
    /// The rule, in Simplified Chinese.
    pub rule_zh: String,
}

/// Holds texts against their lengths: name, text, whether it must be there, characters at most.
pub(crate) fn lengths(fields: &[(&'static str, &str, bool, usize)]) -> Result<(), BadField> {
    for (field, text, required, most) in fields {
        let least = usize::from(*required);
        if text.chars().count() > *most || (*required && text.trim().is_empty()) {
            return Err(BadField {
                field,
                rule: format!("takes {least} to {most} characters"),
                rule_zh: format!("须为 {least} 至 {most} 个字符"),
            });
        }
    }
    Ok(())
}

impl Buyer {
    /// Holds the buyer against table 110.
    ///
    /// # Errors
    /// The first field that is missing or too long.
    pub fn check(&self) -> Result<(), BadField> {
        let text = |field: &'static str, given: &'_ Option<String>, must: bool, most: usize| {
            lengths(&[(field, given.as_deref().unwrap_or_default(), must, most)])
        };
        lengths(&[("name", &self.name, true, 100)])?;
        text("tax_no", &self.tax_no, self.kind == BuyerKind::Company, 20)?;
        text("address", &self.address, false, 100)?;
        text("phone", &self.phone, false, 20)?;
        text("bank_account", &self.bank_account, false, 100)?;
        text("mobile", &self.mobile, false, 48)?;
        text("email", &self.email, false, 100)?;
        text("wechat_open_id", &self.wechat_open_id, false, 50)?;
        text("alipay_uid", &self.alipay_uid, false, 50)
    }

    /// What looks mistyped: a tax number of 18 characters whose check character (GB 32100) is wrong, or one of a length
    /// that no tax number has; a telephone or an e-mail address that cannot be one, for the invoice is sent there.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts: Vec<Doubt> = self.tax_no.as_deref().and_then(tax_no_doubt).into_iter().collect();
        let given = |text: &'_ Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let mut say = |field: &str, zh: &str, en: &str| {
            doubts.push(Doubt { field: format!("buyer.{field}"), zh: zh.to_owned(), en: en.to_owned() });
        };
        if given(&self.mobile).is_some_and(|all| !all.split(',').all(is_mobile)) {
            say("mobile", "手机号应为 11 位，多个用逗号分开，请核对", "A mobile number has 11 digits; look again.");
        }
        if given(&self.email).is_some_and(|email| !is_email(&email)) {
            say("email", "邮箱地址不完整，请核对", "This cannot be an e-mail address; look again.");
        }
        if given(&self.phone).is_some_and(|phone| !is_telephone(&phone)) {
            say("phone", "电话应为 7 至 15 位数字，请核对", "A telephone has 7 to 15 digits; look again.");
        }
        doubts
    }

    /// The buyer as lists show it. Companies' names and tax numbers are public and stay; people's are masked, and so is
    /// every way of reaching somebody.
    #[must_use]
    pub fn masked(&self) -> Self {
        let person = self.kind == BuyerKind::Individual;
        Self {
            kind: self.kind,
            name: if person { mask_name(&self.name) } else { self.name.clone() },
            tax_no: self.tax_no.as_ref().map(|no| if person { mask_number(no) } else { no.clone() }),
            address: self.address.as_ref().map(|text| if person { mask_name(text) } else { text.clone() }),
            phone: self.phone.as_ref().map(|text| if person { mask_number(text) } else { text.clone() }),
            bank_account: self.bank_account.as_deref().map(mask_number),
            mobile: self.mobile.as_deref().map(|all| all.split(',').map(mask_number).collect::<Vec<_>>().join(",")),
            email: self.email.as_deref().map(mask_email),
            wechat_open_id: self.wechat_open_id.as_deref().map(mask_number),
            alipay_uid: self.alipay_uid.as_deref().map(mask_number),
        }
    }
}

fn tax_no_doubt(tax_no: &str) -> Option<Doubt> {
    let (zh, en) = match tax_no.chars().count() {
        18 if is_credit_code(tax_no) || is_citizen_number(tax_no) => return None,
        18 => ("纳税人识别号的校验位不符，请核对", "The tax number's check character does not fit; look again."),
        15 | 17 | 20 => return None,
        _ => (
            "纳税人识别号通常为 15、17、18 或 20 位，请核对",
            "Tax numbers have 15, 17, 18 or 20 characters; look again.",
        ),
    };
    Some(Doubt { field: "buyer.tax_no".to_owned(), zh: zh.to_owned(), en: en.to_owned() })
}

impl CreditSubject {
    /// Holds the subject against table 30: a person has a kind of document, an organisation has none.
    ///
    /// # Errors
    /// The first field that is missing or too long.
    pub fn check(&self) -> Result<(), BadField> {
        lengths(&[("name", &self.name, true, 50), ("id_no", &self.id_no, true, 18)])?;
        match (self.kind, self.id_kind) {
            (SubjectKind::Natural, None) => Err(BadField {
                field: "id_kind",
                rule: "is wanted of a person".to_owned(),
                rule_zh: "自然人须选择证件类型".to_owned(),
            }),
            (SubjectKind::Organisation, Some(_)) => Err(BadField {
                field: "id_kind",
                rule: "is a person's; an organisation has its credit code".to_owned(),
                rule_zh: "仅自然人有证件类型，组织请填统一社会信用代码".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// What looks mistyped: a citizen's number whose check digit (GB 11643) or birthday is wrong, a credit code whose
    /// check character (GB 32100) is.
    pub fn doubts(&self) -> Vec<Doubt> {
        let (right, zh, en) = match (self.kind, self.id_kind) {
            (SubjectKind::Organisation, _) => (
                is_credit_code(&self.id_no),
                "统一社会信用代码的校验位不符，请核对",
                "The credit code's check character does not fit; look again.",
            ),
            (SubjectKind::Natural, Some(IdKind::CitizenCard | IdKind::TemporaryCitizenCard)) => (
                is_citizen_number(&self.id_no),
                "身份证号码的校验位或出生日期不符，请核对证件",
                "The citizen's number has a wrong check digit or birthday; look at the card again.",
            ),
            (SubjectKind::Natural, _) => return Vec::new(),
        };
        if right {
            return Vec::new();
        }
        vec![Doubt { field: "subject.id_no".to_owned(), zh: zh.to_owned(), en: en.to_owned() }]
    }

    /// The subject as lists show it. An organisation's name and code are public.
    #[must_use]
    pub fn masked(&self) -> Self {
        match self.kind {
            SubjectKind::Organisation => self.clone(),
            SubjectKind::Natural => {
                Self { name: mask_name(&self.name), id_no: mask_number(&self.id_no), ..self.clone() }
            }
        }
    }
}

impl PersonalData {
    /// As lists show it.
    #[must_use]
    pub fn masked(&self) -> Self {
        match self {
            PersonalData::Buyer(buyer) => PersonalData::Buyer(buyer.masked()),
            PersonalData::Subject(subject) => PersonalData::Subject(subject.masked()),
            PersonalData::Order(people) => PersonalData::Order(people.masked()),
            PersonalData::Car(papers) => PersonalData::Car(papers.masked()),
            PersonalData::Inspection(people) => PersonalData::Inspection(people.masked()),
        }
    }
}

/// The first character, and a star for each of the others: `某*`.
pub fn mask_name(name: &str) -> String {
    name.chars().enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect()
}

/// The first three and the last two characters of a long number; less of a short one.
pub fn mask_number(number: &str) -> String {
    let characters = number.chars().count();
    let (first, last) = match characters {
        0..=4 => (0, 1),
        5..=8 => (1, 1),
        _ => (3, 2),
    };
    let shown = |at: usize| at < first || at + last >= characters;
    number.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '*' }).collect()
}

/// The first character and the domain: `a***@example.cn`.
fn mask_email(email: &str) -> String {
    match email.split_once('@') {
        Some((name, domain)) => format!("{}***@{domain}", name.chars().take(1).collect::<String>()),
        None => mask_number(email),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buyer(kind: BuyerKind) -> Buyer {
        Buyer {
            kind,
            name: "某先生".into(),
            tax_no: Some("91440300708461136T".into()),
            address: None,
            phone: None,
            bank_account: Some("工商银行 6222020000012345".into()),
            mobile: Some("13812345678,13912345679".into()),
            email: Some("mou@example.cn".into()),
            wechat_open_id: None,
            alipay_uid: None,
        }
    }

    #[test]
    fn people_are_masked_and_companies_are_not() {
        let masked = buyer(BuyerKind::Individual).masked();
        assert_eq!(masked.name, "某**");
        assert_eq!(masked.tax_no.as_deref(), Some("914*************6T"));
        assert_eq!(masked.mobile.as_deref(), Some("138******78,139******79"));
        assert_eq!(masked.email.as_deref(), Some("m***@example.cn"));
        let company = buyer(BuyerKind::Company).masked();
        assert_eq!((company.name.as_str(), company.tax_no.as_deref()), ("某先生", Some("91440300708461136T")));
        assert_eq!(company.bank_account.as_deref(), Some("工商银****************45"));
        let subject = CreditSubject {
            kind: SubjectKind::Natural,
            name: "某先生".into(),
            id_kind: Some(IdKind::CitizenCard),
            id_no: "11010519491231002X".into(),
        };
        let masked = subject.masked();
        assert_eq!((masked.name.as_str(), masked.id_no.as_str()), ("某**", "110*************2X"));
        let people = OrderPeople {
            owner_name: "某先生".into(),
            owner_phone: "13812345678".into(),
            received_by: "某师傅".into(),
        };
        let masked = people.masked();
        assert_eq!((masked.owner_name.as_str(), masked.received_by.as_str()), ("某**", "某**"));
        assert_eq!(masked.owner_phone, "138******78");
        assert_eq!((mask_number("1234"), mask_number("123456")), ("***4".into(), "1****6".into()));
    }

    #[test]
    fn mistyped_numbers_are_doubted() {
        assert_eq!(buyer(BuyerKind::Company).doubts(), []);
        let with = |tax_no: &str| Buyer { tax_no: Some(tax_no.into()), ..buyer(BuyerKind::Company) }.doubts().len();
        assert_eq!(with("91440300708461136A"), 1);
        assert_eq!(with("440300708461136"), 0, "an old number of 15 digits has no check character");
        assert_eq!(with("4403"), 1);
        let subject = |kind, id_kind, id_no: &str| {
            CreditSubject { kind, name: "某".into(), id_kind, id_no: id_no.into() }.doubts().len()
        };
        assert_eq!(subject(SubjectKind::Natural, Some(IdKind::CitizenCard), "11010519491231002X"), 0);
        assert_eq!(subject(SubjectKind::Natural, Some(IdKind::CitizenCard), "110105194912310021"), 1);
        assert_eq!(subject(SubjectKind::Natural, Some(IdKind::Other), "A1"), 0, "other documents have other numbers");
        assert_eq!(subject(SubjectKind::Organisation, None, "91440300708461136T"), 0);
        assert_eq!(subject(SubjectKind::Organisation, None, "11010519491231002X"), 1);
    }
}
