//! The repair shop's papers, as the desk asks for them, laid out and read by the reports.

use lotdesk_domain::repair::Upload;
use lotdesk_operations::RepairPrint;
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_operations::api::repair::{ComplianceReport, PrintedText};
use lotdesk_reports::repair::{self, COLUMNS_A4, Compliance, SettlementList, UploadLine};
use lotdesk_reports::sheet::{self, BadSheet};

fn printed(lines: Vec<String>) -> PrintedText {
    PrintedText { columns: u32::try_from(COLUMNS_A4).unwrap_or(80), lines }
}

pub(super) fn settlement_list(facts: &RepairPrint) -> PrintedText {
    printed(repair::settlement_list(
        &SettlementList {
            company_name: &facts.shop.company_name,
            phone: &facts.shop.phone,
            address: &facts.shop.address,
            form: &facts.form,
            settled_at: facts.settled_at,
            uploaded_at: facts.uploaded_at,
            revision: facts.revision,
            printed_at: facts.printed_at,
        },
        COLUMNS_A4,
    ))
}

pub(super) fn compliance(report: &ComplianceReport) -> PrintedText {
    let lines = report
        .rows
        .iter()
        .map(|row| UploadLine {
            cost_list_code: &row.cost_list_code,
            settled_at: row.settled_at,
            uploaded_at: row.uploaded_at,
            verdict: match row.upload {
                Upload::InTime => "按时",
                Upload::Late => "逾期上传",
                Upload::Waiting => "待上传",
                Upload::Near => "临近时限",
                Upload::Over => "逾期未传",
            },
            corrections: row.corrections,
        })
        .collect();
    printed(repair::compliance(
        &Compliance {
            company_name: &report.company_name,
            days: (&report.first_day, &report.last_day),
            counts: [report.settled, report.in_time, report.late, report.missing],
            median_ms: report.median_ms,
            lines,
            made_at: report.made_at,
        },
        COLUMNS_A4,
    ))
}

pub(super) fn sheet(file_name: &str, bytes: &[u8]) -> Result<Vec<Vec<String>>, Refusal> {
    sheet::read(file_name, bytes).map_err(|why| {
        let zh = match &why {
            BadSheet::Kind(_) => "只能导入 .csv、.xlsx、.xls、.ods 文件".to_owned(),
            BadSheet::Damaged(what) => format!("文件无法读取，可能已损坏或被加密：{what}"),
            BadSheet::Empty => "文件中没有工作表".to_owned(),
        };
        Refusal::field("file_name", zh, format!("Not imported: {why}."))
    })
}
