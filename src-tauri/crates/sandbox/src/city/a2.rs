//! Table A.2: the city platform's codes for refusals.

/// A code of table A.2.
pub type A2 = u16;

/// 编码/命名错误; also what the standard has no code for: bad JSON, bad signature, a missing field.
pub const NAMING: A2 = 1000;
/// 停车场编号编码错误
pub const PARK_CODE: A2 = 1001;
/// 停车位编号编码错误
pub const SPACE_NO: A2 = 1002;
/// 行政区编码错误
pub const DISTRICT: A2 = 1003;
/// 超出规定长度
pub const TOO_LONG: A2 = 1004;
/// 字段类型错误
pub const WRONG_TYPE: A2 = 1005;
/// 公共信用信息内容不全
pub const CREDIT_INCOMPLETE: A2 = 1006;
/// 超出规定值范围
pub const OUT_OF_RANGE: A2 = 1007;
/// 对象不存在
pub const NO_OBJECT: A2 = 1100;
/// 停车场不存在
pub const NO_LOT: A2 = 1101;
/// 车位不存在
pub const NO_SPACE: A2 = 1102;
/// 车辆不存在
pub const NO_CAR: A2 = 1103;
/// 月租租约不存在
pub const NO_LEASE: A2 = 1106;
/// 用户名或密码错误
pub const BAD_LOGIN: A2 = 3001;
/// 访问令牌错误
pub const BAD_TOKEN: A2 = 3002;
/// 车辆不在场内
pub const NOT_INSIDE: A2 = 4001;

/// 机械车库不存在
pub const NO_GARAGE: A2 = 5001;

/// Whether the table has this code.
pub fn known(code: A2) -> bool {
    words(code) != UNKNOWN
}

/// What is said of a code that the table has not.
const UNKNOWN: &str = "未定义的编码";

/// The table's words for a code.
pub const fn words(code: A2) -> &'static str {
    match code {
        1000 => "编码/命名错误",
        1001 => "停车场编号编码错误",
        1002 => "停车位编号编码错误",
        1003 => "行政区编码错误",
        1004 => "超出规定长度",
        1005 => "字段类型错误",
        1006 => "公共信用信息内容不全",
        1007 => "超出规定值范围",
        1100 => "对象不存在",
        1101 => "停车场不存在",
        1102 => "车位不存在",
        1103 => "车辆不存在",
        1104 => "预约订单不存在",
        1105 => "车库不存在",
        1106 => "月租租约不存在",
        1107 => "指定页码不存在",
        1200 => "对象已存在",
        1201 => "预约编号已存在",
        1300 => "对象已失效",
        1301 => "预约已过期",
        1400 => "对象已删除",
        1401 => "预约已取消",
        1500 => "没有空余对象",
        1501 => "没有可预约车位",
        3001 => "用户名或密码错误",
        3002 => "访问令牌错误",
        4001 => "车辆不在场内",
        5001 => "机械车库不存在",
        5002 => "机械车库出入口（或通道）不存在",
        5003 => "机械车库的车位不存在",
        5004 => "预约时间有误",
        _ => UNKNOWN,
    }
}

/// A refusal: a code of table A.2, and what exactly is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The code.
    pub code: A2,
    /// What is wrong, in words: the table's, then the field and the rule.
    pub words: String,
}

impl Refusal {
    /// A refusal that names what is wrong.
    pub fn new(code: A2, what: impl AsRef<str>) -> Self {
        Self { code, words: format!("{}: {}", words(code), what.as_ref()) }
    }
}
