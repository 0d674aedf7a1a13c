//! Pages, read back by lopdf.

use lopdf::Document;
use lotdesk_domain::money::Fen;
use lotdesk_reports::PdfWriter;

use crate::rows::{self, Row, font, heading, plain, write};

fn words(document: &Document) -> Vec<String> {
    let pages = document.get_pages();
    pages.keys().map(|page| document.extract_text(&[*page]).unwrap().replace('\n', " ")).collect()
}

fn write_to(folder: &tempfile::TempDir, rows: &[Row], pages_a_volume: usize) -> Vec<std::path::PathBuf> {
    let path = folder.path().join("r.pdf");
    write(Box::new(PdfWriter::with_pages(&path, heading(), font(), pages_a_volume).unwrap()), rows)
}

#[test]
fn chinese_text_can_be_read_and_every_page_has_its_sums() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..100).map(plain).collect();
    let files = write_to(&folder, &rows, 500);
    assert_eq!(files, [folder.path().join("r.pdf")]);
    let size = std::fs::metadata(&files[0]).unwrap().len();
    assert!(size < 200_000, "only the glyphs that are used are in it: {size} bytes");
    let document = Document::load(&files[0]).unwrap();
    let pages = words(&document);
    let mut next = 0;
    for page in &pages {
        assert!(page.contains("收费明细表") && page.contains("停车场：测试停车场") && page.contains("缴费时间"));
        let of_page: Vec<&Row> = rows.iter().filter(|row| page.contains(&row.order_no)).collect();
        if of_page.is_empty() {
            continue;
        }
        for row in &of_page {
            assert_eq!(row.order_no, rows[next].order_no, "rows keep their order and none is missing");
            assert!(page.contains(&row.plate) && page.contains(&row.paid_at.to_datetime_text()));
            next += 1;
        }
        let sum: Fen = of_page.iter().map(|row| row.received).sum();
        assert!(page.contains("本页小计") && page.contains(&sum.to_string()), "{page}");
    }
    assert_eq!(next, rows.len());
    let last = pages.last().unwrap();
    let sum: Fen = rows.iter().map(|row| row.received).sum();
    assert!(last.contains("合计") && last.contains(&sum.to_string()) && last.contains("盖章处"), "{last}");
    assert_eq!(pages.iter().filter(|page| page.contains("盖章处")).count(), 1);
}

#[test]
fn long_reports_come_in_volumes() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..100).map(plain).collect();
    let files = write_to(&folder, &rows, 2);
    assert!(files.len() > 1);
    assert_eq!(files[0], folder.path().join("r-01.pdf"));
    assert_eq!(rows::names(folder.path()).len(), files.len(), "and nothing else is left behind");
    let mut found = 0;
    for (no, file) in files.iter().enumerate() {
        let document = Document::load(file).unwrap();
        let pages = words(&document);
        assert!(pages.len() <= 2);
        for (page, text) in pages.iter().enumerate() {
            assert!(text.contains(&format!("第 {} 册  第 {} 页", no + 1, page + 1)), "{text}");
            found += rows.iter().filter(|row| text.contains(&row.order_no)).count();
        }
    }
    assert_eq!(found, rows.len());
}

#[test]
fn a_report_without_rows_is_a_page_and_odd_text_breaks_none() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_to(&folder, &[], 500);
    assert_eq!(Document::load(&files[0]).unwrap().get_pages().len(), 1);
    let mut odd = plain(1);
    odd.order_no = "\u{7}) Tj ET (\\ 😀 很长的备注".repeat(40);
    odd.plate = String::new();
    let files = write_to(&folder, &[odd, plain(2)], 500);
    let pages = words(&Document::load(&files[0]).unwrap());
    assert!(pages[0].contains("…") && pages[0].contains("粤B00002"), "{}", pages[0]);
}
