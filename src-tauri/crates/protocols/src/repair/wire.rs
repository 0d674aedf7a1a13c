//! The archive's messages (sections 4 and 5). Every value is text.

use serde::{Deserialize, Serialize};

/// `getToken`: who asks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// 维修企业编码, 100 characters at most.
    pub companycode: String,
    /// 维修企业登录密码, 100 characters at most.
    pub companypassword: String,
}

/// The answer of both calls; the token stands in `getToken`'s alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// `1` is success, anything else a refusal.
    #[serde(deserialize_with = "text_or_number")]
    pub code: String,
    /// What it means, in the archive's words.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub status: String,
    /// 接口调用凭证, up to 512 bytes, good for two hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
}

/// `saveWeixiuRecord` without its token, which comes at sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRecord {
    /// `basicInfo`
    #[serde(rename = "basicInfo")]
    pub basic_info: BasicInfo,
    /// 维修项目.
    pub repairprojectlist: Vec<RepairProject>,
    /// 配件; an empty list where none was fitted.
    pub vehiclepartslist: Vec<VehiclePart>,
}

/// `basicInfo`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasicInfo {
    /// 维修企业名称, 100 characters at most.
    pub companyname: String,
    /// 结算清单编号, 50 characters at most. The same one again overwrites.
    pub costlistcode: String,
    /// 故障描述, 200 characters at most.
    pub faultdescription: String,
    /// 送修日期, `YYYYMMDD`.
    pub repairdate: String,
    /// 送修里程, 8 digits at most.
    pub repairmileage: String,
    /// 结算日期, `YYYYMMDD`.
    pub settledate: String,
    /// 车牌号码, 8 characters at most.
    pub vehicleplatenumber: String,
    /// 车辆识别代码, 17 characters.
    pub vin: String,
    /// 燃料类型: a letter of the code table.
    pub fueltype: String,
    /// 使用性质: 01 or 02.
    pub vehicleusecharacter: String,
}

/// 维修项目
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairProject {
    /// 维修项目, 200 characters at most.
    pub repairproject: String,
    /// 维修工时, 12 digits with one decimal at most.
    pub workinghours: String,
}

/// 配件
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VehiclePart {
    /// 配件名称, 50 characters at most.
    pub partsname: String,
    /// 配件数量, 12 digits with two decimals at most.
    pub partsquantity: String,
    /// 配件编码, 50 characters at most.
    pub partscode: String,
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let node = crate::json::Node::deserialize(deserializer)?;
    node.text_or_number().map(str::to_owned).ok_or_else(|| serde::de::Error::custom("code must be text or a number"))
}

fn text_or_nothing<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let node = crate::json::Node::deserialize(deserializer)?;
    Ok(node.text_or_number().unwrap_or_default().to_owned())
}
