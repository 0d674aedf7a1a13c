//! Table B.26: what `Ret` says.

/// -1: come again later.
pub const BUSY: i64 = -1;
/// 0
pub const OK: i64 = 0;
/// 4001
pub const BAD_SIGNATURE: i64 = 4001;
/// 4002
pub const BAD_TOKEN: i64 = 4002;
/// 4003: one of the five members is missing.
pub const BAD_PARAMETERS: i64 = 4003;
/// 4004: the content is not what the interface wants.
pub const BAD_CONTENT: i64 = 4004;
/// 500
pub const BROKEN: i64 = 500;

/// The table's words for a code.
pub const fn ret_words(ret: i64) -> &'static str {
    match ret {
        BUSY => "系统繁忙，此时请求方稍后重试",
        OK => "请求成功",
        BAD_SIGNATURE => "签名错误",
        BAD_TOKEN => "Token 错误",
        BAD_PARAMETERS => "POST 参数不合法，缺少必须的参数",
        BAD_CONTENT => "请求的业务参数不合法",
        BROKEN => "系统错误",
        _ => "未知返回码",
    }
}
