//! The small parts of a workbook (ECMA-376): what kinds of parts there are, how they hang together, and the styles.

use std::fmt::Write as _;

use lotdesk_domain::table::CellKind;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Places in [`STYLES`]' `cellXfs`.
pub(super) mod style {
    pub(in super::super) const HEAD: u32 = 1;
    pub(in super::super) const TITLE: u32 = 2;
    pub(in super::super) const LINE: u32 = 3;
    /// How much lies between a kind's style and the same for the row of sums.
    pub(in super::super) const SUM: u32 = 7;
}

/// The style of a kind of cell.
pub(super) const fn of(kind: CellKind) -> u32 {
    match kind {
        CellKind::Text => 4,
        CellKind::Money => 5,
        CellKind::Count | CellKind::Minutes => 6,
        CellKind::Moment => 7,
        CellKind::Day => 8,
        CellKind::Permille => 9,
    }
}

/// Fonts, fills, borders, and which cells have which.
pub(super) const STYLES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>",
    "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"166\" formatCode=\"0.0%\"/></numFmts>",
    "<fonts count=\"4\">",
    "<font><sz val=\"11\"/><name val=\"等线\"/><family val=\"2\"/><charset val=\"134\"/></font>",
    "<font><b/><sz val=\"11\"/><name val=\"等线\"/><family val=\"2\"/><charset val=\"134\"/></font>",
    "<font><b/><sz val=\"16\"/><name val=\"等线\"/><family val=\"2\"/><charset val=\"134\"/></font>",
    "<font><sz val=\"10\"/><color rgb=\"FF595959\"/><name val=\"等线\"/><family val=\"2\"/><charset val=\"134\"/></font>",
    "</fonts>",
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EDF5\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>",
    "<borders count=\"3\"><border><left/><right/><top/><bottom/><diagonal/></border>",
    "<border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF8497B0\"/></bottom><diagonal/></border>",
    "<border><left/><right/><top style=\"thin\"><color rgb=\"FF8497B0\"/></top><bottom style=\"double\"><color rgb=\"FF8497B0\"/></bottom><diagonal/></border>",
    "</borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"17\">",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>",
    "<xf numFmtId=\"0\" fontId=\"3\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>",
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"4\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"166\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "<xf numFmtId=\"4\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "<xf numFmtId=\"3\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "<xf numFmtId=\"164\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "<xf numFmtId=\"165\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "<xf numFmtId=\"166\" fontId=\"1\" fillId=\"0\" borderId=\"2\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\"/>",
    "</cellXfs>",
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
);

/// `[Content_Types].xml` of a workbook with so many sheets.
pub(super) fn content_types(sheets: usize) -> String {
    let mut text = format!("{XML}<Types xmlns=\"{PACKAGE}/content-types\">");
    text.push_str(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    );
    text.push_str("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    let mut part = |name: &str, kind: &str| {
        let _ = write!(
            text,
            "<Override PartName=\"/xl/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        );
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    for sheet in 1..=sheets {
        part(&format!("worksheets/sheet{sheet}"), "worksheet");
    }
    text.push_str("</Types>");
    text
}

/// `_rels/.rels`.
pub(super) fn root() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

/// `xl/workbook.xml`; the names are clean already.
pub(super) fn workbook(names: &[String]) -> String {
    let mut text = format!("{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>");
    for (place, name) in names.iter().enumerate() {
        let no = place + 1;
        let _ = write!(text, "<sheet name=\"{name}\" sheetId=\"{no}\" r:id=\"rId{no}\"/>");
    }
    text.push_str("</sheets></workbook>");
    text
}

/// `xl/_rels/workbook.xml.rels`.
pub(super) fn workbook_parts(sheets: usize) -> String {
    let mut text = format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for sheet in 1..=sheets {
        let _ = write!(
            text,
            "<Relationship Id=\"rId{sheet}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{sheet}.xml\"/>"
        );
    }
    let styles = sheets + 1;
    let _ = write!(
        text,
        "<Relationship Id=\"rId{styles}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    text
}

/// What a sheet's XML begins with, up to its first row: heads stay in sight, columns have their widths, it prints one page
/// wide.
pub(super) fn sheet_head(widths: &[u32], frozen_rows: u32, selected: bool) -> String {
    let mut text = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView {}workbookViewId=\"0\"><pane ySplit=\"{frozen_rows}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>",
        if selected { "tabSelected=\"1\" " } else { "" },
        frozen_rows + 1,
    );
    for (place, width) in widths.iter().enumerate() {
        let no = place + 1;
        let _ = write!(text, "<col min=\"{no}\" max=\"{no}\" width=\"{width}.7109375\" customWidth=\"1\"/>");
    }
    text.push_str("</cols><sheetData>");
    text
}

/// What it ends with.
pub(super) fn sheet_foot(filtered: &str) -> String {
    format!(
        "</sheetData><autoFilter ref=\"{filtered}\"/><pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>"
    )
}
