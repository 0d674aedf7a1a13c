//! Business error codes (DB4403/T 313, table A.2).

/// Code and words of every row of table A.2.
pub const ERRORS: &[(u16, &str)] = &[
    (1000, "编码/命名错误"),
    (1001, "停车场编号编码错误"),
    (1002, "停车位编号编码错误"),
    (1003, "行政区编码错误"),
    (1004, "超出规定长度"),
    (1005, "字段类型错误"),
    (1006, "公共信用信息内容不全"),
    (1007, "超出规定值范围"),
    (1100, "对象不存在"),
    (1101, "停车场不存在"),
    (1102, "车位不存在"),
    (1103, "车辆不存在"),
    (1104, "预约订单不存在"),
    (1105, "车库不存在"),
    (1106, "月租租约不存在"),
    (1107, "指定页码不存在"),
    (1200, "对象已存在"),
    (1201, "预约编号已存在"),
    (1300, "对象已失效"),
    (1301, "预约已过期"),
    (1400, "对象已删除"),
    (1401, "预约已取消"),
    (1500, "没有空余对象"),
    (1501, "没有可预约车位"),
    (3001, "用户名或密码错误"),
    (3002, "访问令牌错误"),
    (4001, "车辆不在场内"),
    (5001, "机械车库不存在"),
    (5002, "机械车库出入口（或通道）不存在"),
    (5003, "机械车库的车位不存在"),
    (5004, "预约时间有误"),
];

/// The table's words for a code.
pub fn words(code: u16) -> Option<&'static str> {
    ERRORS.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}

/// The code of table A.2 that a text begins with, as in `1101 停车场不存在`.
pub fn leading_code(text: &str) -> Option<u16> {
    let digits: String = text.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|code| words(*code).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_at_the_beginning() {
        assert_eq!(leading_code("1101 停车场不存在"), Some(1101));
        assert_eq!(leading_code("11015"), None);
        assert_eq!(leading_code("失败 1101"), None);
        assert_eq!(words(3002), Some("访问令牌错误"));
        assert_eq!(words(42), None);
    }
}
