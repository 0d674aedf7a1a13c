//! What is printed and exported: receipts, and reports as XLSX, CSV and PDF.
//!
//! A report comes as one stream of rows ([`lotdesk_domain::table`]) and leaves as a file; nothing here holds more of it
//! than a page or a block, so that a million rows take as little memory as ten. A file appears under its own name only
//! once it is whole.
//!
//! The writers are our own: a general library keeps each cell as an object and each page as a list of operations, which
//! costs several times the work of writing the bytes out. `cargo xtask bench reports` holds them against such libraries.

mod csv;
mod file;
mod format;
mod pdf;
pub mod receipt;
pub mod repair;
pub mod sheet;
pub mod slip;
mod text;
mod xlsx;

pub use csv::CsvWriter;
pub use format::{Format, open};
pub use pdf::{Font, PAGES_A_VOLUME, PdfWriter, paper, write_paper};
pub use xlsx::{ROWS_A_SHEET, XlsxWriter};
