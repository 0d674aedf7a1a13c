//! Words of reports in both languages.

use lotdesk_domain::order::Ending;
use lotdesk_domain::parking::{PayType, RecordState, RecordType, Standing};
use lotdesk_domain::reconcile::{Disagreement, MoneyWay};
use lotdesk_domain::repair::Upload;
use lotdesk_domain::table::Language;

use crate::api::report::ReportKind;

/// A report's name.
pub(super) const fn title(kind: ReportKind, language: Language) -> &'static str {
    match kind {
        ReportKind::Daily => language.pick("收费日报表", "Takings by day"),
        ReportKind::Monthly => language.pick("收费月报表", "Takings by month"),
        ReportKind::Lanes => language.pick("车道收费报表", "Takings by lane"),
        ReportKind::Operators => language.pick("收款员收费报表", "Takings by operator"),
        ReportKind::PayTypes => language.pick("支付方式报表", "Takings by way to pay"),
        ReportKind::Payments => language.pick("收费明细表", "Payments"),
        ReportKind::Stays => language.pick("停车记录明细表", "Stays"),
        ReportKind::Shifts => language.pick("交班表", "Drawers"),
        ReportKind::Reconciliation => language.pick("对账差异表", "Reconciliation"),
        ReportKind::Arrears => language.pick("欠费明细表", "Arrears"),
        ReportKind::Releases => language.pick("免费放行与手动开闸表", "Free passes and gates opened by hand"),
        ReportKind::Occupancy => language.pick("占用与周转报表", "Occupancy and turnover"),
        ReportKind::RepairUploads => language.pick("维修电子档案上传情况表", "Uploads of repair records"),
    }
}

pub(super) const fn pay_type(pay_type: PayType, language: Language) -> &'static str {
    match pay_type {
        PayType::Cash => language.pick("现金", "Cash"),
        PayType::WeChat => language.pick("微信", "WeChat"),
        PayType::Alipay => language.pick("支付宝", "Alipay"),
        PayType::UnionPay => language.pick("银联", "UnionPay"),
        PayType::Etc => "ETC",
        PayType::Other => language.pick("其他", "Other"),
    }
}

pub(super) const fn ending(ending: Ending, language: Language) -> &'static str {
    match ending {
        Ending::Settled => language.pick("已结清", "Settled"),
        Ending::PartlyPaid => language.pick("部分缴费", "Partly paid"),
        Ending::Overpaid => language.pick("多缴", "Overpaid"),
        Ending::PaidTwice => language.pick("重复缴费", "Paid twice"),
        Ending::AfterLeaving => language.pick("离场后缴费", "Paid after leaving"),
    }
}

pub(super) const fn standing(standing: Standing, language: Language) -> &'static str {
    match standing {
        Standing::Temporary => language.pick("临停", "Temporary"),
        Standing::Lease => language.pick("月租", "Lease"),
        Standing::Reserved => language.pick("预约", "Reserved"),
        Standing::Shared => language.pick("共享", "Shared"),
    }
}

pub(super) const fn state(state: RecordState, kind: RecordType, language: Language) -> &'static str {
    match (state, kind) {
        (RecordState::Inside, _) => language.pick("在场", "Inside"),
        (RecordState::Cancelled, _) => language.pick("已取消", "Cancelled"),
        (RecordState::Left, RecordType::Normal) => language.pick("已离场", "Left"),
        (RecordState::Left, RecordType::Abnormal) => language.pick("异常离场", "Left abnormally"),
        (RecordState::Left, RecordType::LeftLocked) => language.pick("锁车离场", "Left while locked"),
    }
}

pub(super) const fn upload(upload: Upload, language: Language) -> &'static str {
    match upload {
        Upload::InTime => language.pick("按时", "In time"),
        Upload::Late => language.pick("逾期上传", "Late"),
        Upload::Waiting => language.pick("待上传", "Waiting"),
        Upload::Near => language.pick("临近时限", "Nearly due"),
        Upload::Over => language.pick("逾期未传", "Overdue"),
    }
}

pub(super) const fn way(way: MoneyWay, language: Language) -> &'static str {
    match way {
        MoneyWay::Paid => language.pick("收款", "Paid"),
        MoneyWay::Refunded => language.pick("退款", "Refunded"),
    }
}

pub(super) const fn disagreement(what: Disagreement, language: Language) -> &'static str {
    match what {
        Disagreement::MissingHere => language.pick("本地缺失", "Missing here"),
        Disagreement::MissingThere => language.pick("平台缺失", "Missing there"),
        Disagreement::AmountDiffers => language.pick("金额不符", "Amounts differ"),
    }
}
