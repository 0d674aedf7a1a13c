//! The forms about service orders and repair records. No form holds a person's data: it stands in the table of persons, and
//! the event has its identifier.

use chrono::NaiveDate;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;
use lotdesk_domain::repair::{FormItem, FormPart, Fuel, RepairForm, VehicleUse};
use lotdesk_domain::service_order::PaintFinding;
use serde::{Deserialize, Serialize};

/// A service order came; under the identifier of an earlier one with the same number in the app, it came anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceOrderCame {
    /// Identifier.
    pub id: Guid,
    /// The message's `msgId`.
    pub msg_id: String,
    /// The message's type.
    pub msg_type: String,
    /// Its number in the inbox.
    pub inbox_no: i64,
    /// The app's number of the order.
    pub order_no: Option<i64>,
    /// Plate as typed there.
    pub plate: String,
    /// Vehicle identification number as typed there.
    pub vin: String,
    /// Make.
    pub brand: String,
    /// Model.
    pub trim: String,
    /// When the car was made.
    pub produced_at: Option<Moment>,
    /// The people in it, in the table of persons.
    pub person_id: Option<Guid>,
    /// Warning lights.
    pub lights: Vec<String>,
    /// Odometer in kilometres, as it came.
    pub odometer_km: Option<String>,
    /// Fuel gauge in percent, as it came.
    pub fuel_percent: Option<String>,
    /// Flaws of the paint.
    pub paint: Vec<StoredFinding>,
    /// Belongings.
    pub belongings: Vec<String>,
    /// Remark.
    pub remark: String,
    /// When the app sent it.
    pub sent_at: Option<Moment>,
}

/// A flaw of the paint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredFinding {
    /// Where.
    pub position: String,
    /// What.
    pub finding: String,
    /// Addresses of pictures.
    pub pictures: Vec<String>,
}

impl From<&PaintFinding> for StoredFinding {
    fn from(of: &PaintFinding) -> Self {
        let PaintFinding { position, finding, pictures } = of.clone();
        Self { position, finding, pictures }
    }
}

/// Nothing comes of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceOrderSetAside {
    /// Which.
    pub id: Guid,
    /// Why.
    pub reason: String,
}

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredRepair {
    /// 结算清单编号
    pub cost_list_code: String,
    /// 车牌号码
    pub plate: String,
    /// 车辆识别代码
    pub vin: String,
    /// 送修日期
    pub brought_on: Option<NaiveDate>,
    /// 送修里程, in kilometres.
    pub mileage_km: Option<u32>,
    /// 结算日期
    pub settled_on: Option<NaiveDate>,
    /// 故障描述
    pub fault: String,
    /// 燃料类型
    #[serde(with = "crate::codes::optional_word")]
    pub fuel: Option<Fuel>,
    /// 使用性质
    #[serde(with = "crate::codes::optional_word")]
    pub vehicle_use: Option<VehicleUse>,
    /// 维修项目 and 维修工时
    pub items: Vec<(String, String)>,
    /// 配件名称, 配件编码, 配件数量
    pub parts: Vec<(String, String, String)>,
}

impl From<&RepairForm> for StoredRepair {
    fn from(form: &RepairForm) -> Self {
        let RepairForm {
            cost_list_code,
            plate,
            vin,
            brought_on,
            mileage_km,
            settled_on,
            fault,
            fuel,
            vehicle_use,
            items,
            parts,
        } = form.clone();
        Self {
            cost_list_code,
            plate,
            vin,
            brought_on,
            mileage_km,
            settled_on,
            fault,
            fuel,
            vehicle_use,
            items: items.into_iter().map(|FormItem { name, hours }| (name, hours)).collect(),
            parts: parts.into_iter().map(|FormPart { name, code, quantity }| (name, code, quantity)).collect(),
        }
    }
}

impl From<StoredRepair> for RepairForm {
    fn from(stored: StoredRepair) -> Self {
        let StoredRepair {
            cost_list_code,
            plate,
            vin,
            brought_on,
            mileage_km,
            settled_on,
            fault,
            fuel,
            vehicle_use,
            items,
            parts,
        } = stored;
        Self {
            cost_list_code,
            plate,
            vin,
            brought_on,
            mileage_km,
            settled_on,
            fault,
            fuel,
            vehicle_use,
            items: items.into_iter().map(|(name, hours)| FormItem { name, hours }).collect(),
            parts: parts.into_iter().map(|(name, code, quantity)| FormPart { name, code, quantity }).collect(),
        }
    }
}

/// A record as far as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairDrafted {
    /// Identifier.
    pub id: Guid,
    /// The order that it came from.
    pub order_id: Option<Guid>,
    /// What stands in it.
    pub repair: StoredRepair,
}

/// A draft was thrown away; its order is open again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairDropped {
    /// Which.
    pub id: Guid,
    /// Why.
    pub reason: String,
}

/// A repair was settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairSettled {
    /// Which; there need not have been a draft of it.
    pub id: Guid,
    /// 维修企业名称, as it was then.
    pub company_name: String,
    /// What goes up.
    pub repair: StoredRepair,
    /// Until when it must be up.
    pub deadline: Moment,
    /// True when it came by an import.
    pub imported: bool,
    /// What looked wrong and was settled all the same: the fields.
    pub doubts: Vec<String>,
}

/// The record of a settled repair was put right: it goes up again under its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairCorrected {
    /// Which.
    pub id: Guid,
    /// The how-manieth correction it is.
    pub revision: u32,
    /// What goes up now.
    pub repair: StoredRepair,
    /// Why.
    pub reason: String,
}

/// The archive has a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairUploaded {
    /// Which.
    pub id: Guid,
    /// Which of its corrections.
    pub revision: u32,
    /// When the archive said so.
    pub at: Moment,
}

/// Somebody is told that a record's deadline is near, or over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairWarned {
    /// Which.
    pub id: Guid,
    /// 结算清单编号
    pub cost_list_code: String,
    /// Until when it must be up.
    pub deadline: Moment,
    /// True when that is over.
    pub over: bool,
}

/// What a kind of job consists of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairTemplateSaved {
    /// Identifier.
    pub id: Guid,
    /// Its name.
    pub name: String,
    /// 故障描述
    pub fault: String,
    /// 维修项目 and 维修工时
    pub items: Vec<(String, String)>,
    /// 配件名称, 配件编码, 配件数量
    pub parts: Vec<(String, String, String)>,
}

/// A template was thrown away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairTemplateRemoved {
    /// Which.
    pub id: Guid,
}
