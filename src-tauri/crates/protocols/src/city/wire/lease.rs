//! Monthly leases (DB4403/T 313, tables 28, 29, 71, 86 to 89): the items of 5012, 6009 and 6010.

use lotdesk_domain::id::Guid;
use lotdesk_domain::plate::Plate;
use serde::{Deserialize, Serialize};

use super::basic::Existence;
use super::codes;
use super::form::{Date, Int, Text, Timestamp, Yuan};

codes! {
    /// Table 28 `isFixed`: 0 is fixed.
    FixedCode {
        /// 固定车位
        Fixed = 0,
        /// 非固定车位
        Any = 1,
    }
}

codes! {
    /// Table 29 `cycleType`.
    CycleType {
        /// 月
        Month = 1,
        /// 天
        Day = 2,
    }
}

/// Table 28, `monthlyRentalLease`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonthlyRentalLease {
    /// `id`
    pub id: Guid,
    /// `parkCode`
    pub park_code: Text,
    /// `isFixed`
    pub is_fixed: FixedCode,
    /// `spaceNoList`: of a lease without spaces of its own only the length has a meaning.
    pub space_no_list: Vec<Text>,
    /// `pricing`
    pub pricing: Vec<Pricing>,
    /// `plateNoList`
    pub plate_no_list: Vec<Plate>,
    /// `beginDate`, included.
    pub begin_date: Date,
    /// `endDate`, included.
    pub end_date: Date,
    /// `unpaidMonths`: 过了有效期后一直未驶离停车场，且未补缴费用.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaid_months: Option<Int>,
    /// `moment` of the change. A Timestamp in the table, a DateTime in D.27.
    pub moment: Timestamp,
}

/// Table 29, `pricing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pricing {
    /// `cycles`
    pub cycles: Int,
    /// `cycleType`
    pub cycle_type: CycleType,
    /// `amount`
    pub amount: Yuan,
}

/// 5012 request, table 71.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseItem {
    /// `lease`
    pub lease: MonthlyRentalLease,
    /// `state`
    pub state: Existence,
}

/// 6009 request, table 86.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeaseQuery {
    /// `plateNo`
    pub plate_no: Plate,
    /// `parkCode`
    pub park_code: Text,
}

/// 6009 reply, table 87.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseAnswer {
    /// `code`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// `lease`: required, and nothing to be given where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<MonthlyRentalLease>,
}

/// 6010 request, table 88.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseExtension {
    /// `lease`, with the days up to which it was paid for.
    pub lease: MonthlyRentalLease,
}

/// 6010 reply, table 89.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseExtensionReply {
    /// `id`, as the request has it.
    pub id: Text,
    /// `code`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Int>,
    /// `message`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
