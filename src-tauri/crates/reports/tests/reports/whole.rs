//! A file is whole or not there.

use lotdesk_domain::table::RowSink;
use lotdesk_reports::{CsvWriter, PdfWriter, XlsxWriter};

use crate::rows::{font, heading, names, plain, write};

type Begin = fn(&std::path::Path) -> Box<dyn RowSink>;

const KINDS: [(&str, Begin); 3] = [
    ("r.csv", |path| Box::new(CsvWriter::create(path, heading()).unwrap())),
    ("r.xlsx", |path| Box::new(XlsxWriter::create(path, heading()).unwrap())),
    ("r.pdf", |path| Box::new(PdfWriter::with_pages(path, heading(), font(), 1).unwrap())),
];

#[test]
fn what_is_given_up_leaves_no_file() {
    for (name, begin) in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let mut sink = begin(&folder.path().join(name));
        for n in 0..200 {
            sink.row(&plain(n).cells()).unwrap();
        }
        assert!(!folder.path().join(name).exists(), "{name} is not whole yet");
        drop(sink);
        assert_eq!(names(folder.path()), [""; 0], "{name}");
    }
}

#[test]
fn a_new_report_takes_the_old_ones_place_and_a_given_up_one_leaves_it() {
    for (name, begin) in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        write(begin(&path), &[plain(1)]);
        let old = std::fs::read(&path).unwrap();
        drop(begin(&path));
        assert_eq!(std::fs::read(&path).unwrap(), old);
        write(begin(&path), &[plain(2)]);
        assert_ne!(std::fs::read(&path).unwrap(), old);
        assert_eq!(names(folder.path()), [name]);
    }
}

#[test]
fn the_same_rows_make_the_same_file() {
    for (name, begin) in KINDS {
        let made = || {
            let folder = tempfile::tempdir().unwrap();
            let files = write(begin(&folder.path().join(name)), &[plain(1), plain(2)]);
            std::fs::read(&files[0]).unwrap()
        };
        assert_eq!(made(), made(), "{name}");
    }
}
