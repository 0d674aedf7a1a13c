//! docloud's error codes (错误码字典) and what to do about each.

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The dictionary's words.
    pub words: &'static str,
    /// What to do, in Simplified Chinese.
    pub zh: &'static str,
    /// What it is and what to do, in English.
    pub en: &'static str,
}

const fn row(words: &'static str, zh: &'static str, en: &'static str) -> Advice {
    Advice { words, zh, en }
}

/// What an error code means; none for one that the dictionary does not have.
pub fn advice(code: &str) -> Option<Advice> {
    Some(match code.trim() {
        "1000" => row("系统异常", "请稍后重试，多次出现请联系懂云", "docloud has a fault: try again later"),
        "1001" => row("请求参数错误", "请按提示核对填写内容", "A value is wrong: go by its words"),
        "1002" => row("上传文件大小超过限制", "请缩小照片后再传", "The picture is too large: scale it down"),
        "1003" => row("违章查询请求参数错误", "请核对车牌、车架号和发动机号", "Check plate, VIN and engine number"),
        "1004" => row("APPID 不存在", "请在设置中核对 app_key", "The app key is not known: check it in the settings"),
        "1005" => row(
            "签名无效",
            "请核对 app_secret 和电脑时间",
            "The signature is wrong: check the app secret and this computer's clock",
        ),
        "1006" => row("查询城市不能为空", "请选择查询城市", "Choose the city whose records are wanted"),
        "1007" => row("网络异常", "请返回重新查询", "Network trouble at docloud: query again"),
        "1008" | "1108" => {
            row("违章已处理完成", "请重新查询，勿重复下单", "It is done already: query again, do not order twice")
        }
        "1009" => row("app_key为空", "请在设置中填写 app_key", "The app key is missing in the settings"),
        "1010" => row("无权访问此接口", "请联系懂云开通此功能", "The account may not use this: ask docloud to open it"),
        "1011" => {
            row("API接口调用超出授权次数", "次数已用完，请联系懂云续购", "The account's calls are used up: buy more")
        }
        "1012" => row(
            "API接口调用太过频繁",
            "系统会自动放慢，请稍候再查",
            "Too many calls: wait; calls are slowed down by themselves",
        ),
        "1013" => row("查询失败", "请稍后重试，或更换查询城市", "The query failed: try later, or another city"),
        "1014" => {
            row("查询中", "该车正在查询，请稍候，勿连续点击", "This car is being queried: wait, do not press again")
        }
        "1015" => {
            row("官方接口维护中", "请在维护时间之后再查", "The authorities' side is under maintenance: query after it")
        }
        "1086" => row("系统维护", "暂不能查询，请稍后再试", "Under maintenance: query later"),
        "1016" => row(
            "该接口不支持异地车牌查询",
            "请改选车牌所在城市",
            "Other cities' plates are not answered: choose the plate's own city",
        ),
        "1020" => row(
            "车辆信息错误",
            "请按行驶证核对车牌、车架号、发动机号和车辆类型",
            "The car's data is wrong: check it against the vehicle licence",
        ),
        "1021" => row(
            "发动机号错误",
            "请按行驶证核对发动机号",
            "The engine number is wrong: check it against the vehicle licence",
        ),
        "1022" => row("车架号错误", "请按行驶证核对车架号", "The VIN is wrong: check it against the vehicle licence"),
        "1030" => row("车牌格式错误", "请核对车牌", "That is no plate: check it"),
        "1031" => row("该城市暂未开通", "该城市暂不能查询，可换一个城市", "This city is not served: try another one"),
        "1032" => row(
            "车架号或发动机号位数错误",
            "请更新城市查询条件后按要求的位数填写",
            "VIN or engine number has the wrong length: refresh the cities' conditions and enter what is wanted",
        ),
        "1035" => row(
            "请输入正确的11位手机号码",
            "请填写车主真实的 11 位手机号",
            "Enter the owner's real mobile number of 11 digits",
        ),
        "1036" => row("同一车牌号不能重复添加", "该车已添加，无需重复", "The car is there already"),
        "1037" => row(
            "用户车辆不能大于3辆",
            "一个手机号最多查 3 辆车，请用该车车主本人的手机号",
            "A phone serves three cars at most: use this owner's own",
        ),
        "1101" => row("无效的 TOKEN", "请重新查询该车", "The token is not known any more: query the car again"),
        "1102" => row(
            "用户与订单不匹配",
            "请用下单时的手机号和车辆信息",
            "The order is another user's: use the phone and car that it was made with",
        ),
        "1103" => row(
            "处理城市暂不支持违章代缴",
            "该违章不能代办，请去掉后再下单",
            "That city's violations cannot be handled: leave them out",
        ),
        "1104" => row(
            "违章已在处理中",
            "请重新查询，勿重复下单",
            "It is being handled already: query again, do not order twice",
        ),
        "1105" => {
            row("订单金额有误", "费用已变化，请重新查询后再下单", "The amount has changed: query again, then order")
        }
        "1106" => row("无待处理违章", "请重新查询", "Nothing is left to handle: query again"),
        "1107" => row("违章信息校验失败", "请重新查询后再下单", "The violation is not known any more: query again"),
        "1109" => row(
            "挂账支付失败",
            "请检查懂云账户余额或额度",
            "The account could not be charged: check its balance with docloud",
        ),
        "1110" => row("TOKEN为空", "请先填写车主手机号并重新查询", "No token: enter the owner's phone and query again"),
        "1117" => {
            row("提交的订单号已存在", "该订单已在懂云，请勿重复下单", "The order is there already: do not order again")
        }
        "1120" => row("订单已支付", "无需再次支付", "The order is paid: do not pay again"),
        "1121" => row("订单已失效", "请重新查询后下单", "The order has lapsed: query again and order anew"),
        "1141" => row("添加失败", "请核对车辆信息后重试", "The car was not added: check its data and try again"),
        "1142" => row("操作失败", "请稍后重试", "It did not work: try again later"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 错误码字典, every row.
    const DICTIONARY: [u32; 42] = [
        1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1086, 1016,
        1020, 1021, 1022, 1030, 1031, 1032, 1035, 1036, 1037, 1101, 1102, 1103, 1104, 1105, 1106, 1107, 1108, 1109,
        1110, 1117, 1120, 1121, 1141, 1142,
    ];

    #[test]
    fn every_code_of_the_dictionary_says_what_to_do() {
        for code in DICTIONARY {
            let advice = advice(&code.to_string()).unwrap_or_else(|| panic!("{code}"));
            assert!(!advice.words.is_empty() && !advice.zh.is_empty() && !advice.en.is_empty(), "{code}");
        }
        assert_eq!(advice("9999"), None);
    }
}
