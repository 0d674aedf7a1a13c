//! Files of the engine's machine for a PC elsewhere: told with their size and hash, read a chunk at a time.

use lotdesk_domain::id::Guid;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file that can be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileInfo {
    /// Its name, without a folder.
    pub name: String,
    /// How large it is, in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// SHA-256 over it, in hexadecimal digits.
    pub sha256: String,
}

/// Reply of `report.files`: a report's files, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileList {
    /// The files.
    pub files: Vec<FileInfo>,
}

/// `report.read`: a chunk of a report's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadReportFile {
    /// The job's number.
    #[ts(type = "number")]
    pub no: u64,
    /// Which of its files, from 0.
    #[serde(default)]
    #[ts(as = "Option<u32>", optional)]
    pub file: u32,
    /// Where the chunk begins, in bytes.
    #[ts(type = "number")]
    pub offset: u64,
}

/// `invoice.read_pdf`: a chunk of an invoice's PDF that was fetched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadInvoicePdf {
    /// The invoice.
    pub invoice_id: Guid,
    /// Where the chunk begins, in bytes.
    #[ts(type = "number")]
    pub offset: u64,
}

/// A chunk: 192 KiB, or what is left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct FileChunk {
    /// Where it begins, in bytes.
    #[ts(type = "number")]
    pub offset: u64,
    /// Its bytes, in Base64.
    pub base64: String,
    /// How large the file is, in bytes.
    #[ts(type = "number")]
    pub of_bytes: u64,
}
