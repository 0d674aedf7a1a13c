//! 年检.

use serde::{Deserialize, Serialize};

use super::super::lenient::{Decimal, Int, Text, list_or_null, text_or_null};

/// `user/assign/token`: a name of ours for a customer, without anything of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserTokenRequest {
    /// 渠道用户唯一标识
    pub auth_code: Text,
}

/// Which make's lines: `basedata/brand/list` with a parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrandQuestion {
    /// 车辆品牌ID; none for the makes themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<Int>,
}

/// A make, or a line of one: the same call gives both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BrandOrSeries {
    /// 品牌ID
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<Int>,
    /// 品牌名称
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_name: Option<String>,
    /// 首字母
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha_code: Option<String>,
    /// 品牌图标
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// 车系ID
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series_id: Option<Int>,
    /// 车系名称
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series_name: Option<String>,
}

/// Which line's models: `basedata/model/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelQuestion {
    /// 车系ID
    pub series_id: Int,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// 车型ID, a number by the table and text in the example.
    pub model_id: Int,
    /// 车型名称
    pub model_name: String,
}

/// Which province's cities: `area/city/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CityQuestion {
    /// 一级省份ID
    pub province_id: Int,
}

/// Which city's districts: `area/district/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DistrictQuestion {
    /// 地级市ID
    pub city_id: Int,
}

/// A province, a city or a district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    /// Its number.
    pub id: Int,
    /// Its name.
    pub name: String,
    /// The province of a city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province_id: Option<Int>,
    /// The city of a district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_id: Option<Int>,
}

/// `inspection/v2/vehicle/replace`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VehicleRequest {
    /// docloud's number of the car, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub car_id: Option<Int>,
    /// 品牌ID
    pub brand_id: Int,
    /// 车系ID
    pub series_id: Int,
    /// 车型ID
    pub model_id: Int,
    /// 车牌号
    pub car_num: String,
    /// `2016-09-01`
    pub register_date: String,
    /// 座位数
    pub car_seats: Text,
    /// 0 private, 1 official.
    pub use_for: Int,
    /// 1 up to six seats, 10 seven and more, or a van.
    pub inspection_vehicle_type: Int,
    /// 1 commercial, 0 not.
    pub operation_type: Int,
    /// 1 when somebody was hurt, 0 when not.
    pub is_accident_car: Int,
}

/// The car's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VehicleBound {
    /// 车辆ID
    pub car_id: Int,
}

/// `inspection/v2/order/pre`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreOrderQuestion {
    /// 车辆ID
    pub car_id: Int,
    /// 1
    pub inspect_type: Int,
    /// 经度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lng: Option<Text>,
    /// 纬度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<Text>,
}

/// An order to confirm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreOrder {
    /// 车辆注册城市ID
    pub car_register_city_id: Int,
    /// 车辆注册城市
    #[serde(default, deserialize_with = "text_or_null")]
    pub car_register_city_name: String,
    /// In yuan.
    pub total_price: Decimal,
    /// 年检城市ID
    pub inspection_city_id: Int,
    /// 年检城市
    #[serde(default, deserialize_with = "text_or_null")]
    pub inspection_city_name: String,
    /// 车牌号
    #[serde(default, deserialize_with = "text_or_null")]
    pub car_num: String,
    /// 品牌图标
    #[serde(default, deserialize_with = "text_or_null")]
    pub brand_icon: String,
    /// 车辆ID
    pub car_id: Int,
    /// 检测站商家id
    pub inspection_shop_id: Int,
    /// 默认用户手机号码
    #[serde(default, deserialize_with = "text_or_null")]
    pub phone: String,
    /// In the example alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_code: Option<String>,
    /// 免检所需材料
    #[serde(default, deserialize_with = "list_or_null")]
    pub exempted_inspect_city_material_list: Vec<Material>,
}

/// A document that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Material {
    /// 照片地址
    #[serde(default, deserialize_with = "text_or_null")]
    pub address: String,
    /// 所需材料
    #[serde(default, deserialize_with = "text_or_null")]
    pub text: String,
    /// 提示信息
    #[serde(default, deserialize_with = "list_or_null")]
    pub message: Vec<String>,
    /// 是否有照片; `pic` in an example.
    #[serde(default, alias = "pic")]
    pub is_pic: bool,
}

/// `inspection/v2/order/detail`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectionQuestion {
    /// 订单ID
    pub order_id: Int,
    /// 1
    pub inspect_type: Int,
}

/// How an inspection stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectionDetail {
    /// 订单id
    pub order_id: Int,
    /// 10 to 60
    pub worder_status: Int,
    /// 车牌号
    #[serde(default, deserialize_with = "text_or_null")]
    pub plate_number: String,
    /// 品牌LOGO
    #[serde(default, deserialize_with = "text_or_null")]
    pub car_brand_logo: String,
    /// 年检城市
    #[serde(default, deserialize_with = "text_or_null")]
    pub inspection_city_name: String,
    /// 检查测站名称
    #[serde(default, deserialize_with = "text_or_null")]
    pub shop_name: String,
    /// 检测站地址
    #[serde(default, deserialize_with = "text_or_null")]
    pub shop_address: String,
    /// 商家联系电话
    #[serde(default, deserialize_with = "text_or_null")]
    pub contact_phone: String,
    /// 商家姓名
    #[serde(default, deserialize_with = "text_or_null")]
    pub contact_name: String,
    /// In the example alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_ems_number: Option<String>,
    /// 回寄地址
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_address: Option<UserAddress>,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_price: Option<Decimal>,
    /// In the example alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bonuses: Option<Decimal>,
    /// In yuan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_price: Option<Decimal>,
    /// 回寄物流公司
    #[serde(default, deserialize_with = "text_or_null")]
    pub back_ems_company: String,
    /// 回寄物流单号
    #[serde(default, deserialize_with = "text_or_null")]
    pub back_ems_number: String,
    /// 所需材料
    #[serde(default, deserialize_with = "list_or_null")]
    pub need_data: Vec<Material>,
}

/// Where the papers go back to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserAddress {
    /// Name.
    #[serde(default, deserialize_with = "text_or_null")]
    pub name: String,
    /// Telephone.
    #[serde(default, deserialize_with = "text_or_null")]
    pub phone: String,
    /// Province.
    #[serde(default, deserialize_with = "text_or_null")]
    pub province: String,
    /// City.
    #[serde(default, deserialize_with = "text_or_null")]
    pub city: String,
    /// District.
    #[serde(default, deserialize_with = "text_or_null")]
    pub county: String,
    /// Street and house.
    #[serde(default, deserialize_with = "text_or_null")]
    pub address: String,
}

/// `inspection/v2/order/create`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InspectionRequest {
    /// 商家ID
    pub shop_id: Int,
    /// 车辆ID
    pub car_id: Int,
    /// 1
    pub inspect_type: Int,
    /// 接受办理进度手机号
    pub contact_phone: String,
    /// 年检城市ID
    pub inspect_city_id: Int,
    /// 车辆所有人手机号
    pub car_owner_phone: String,
    /// In yuan.
    pub order_price: Decimal,
    /// 姓名
    pub name: String,
    /// 物流联系手机号
    pub phone: String,
    /// 省份
    pub province: String,
    /// 城市
    pub city: String,
    /// 区域
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<String>,
    /// 详细地址
    pub address: String,
    /// 纬度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<Decimal>,
    /// 经度
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lng: Option<Decimal>,
}
