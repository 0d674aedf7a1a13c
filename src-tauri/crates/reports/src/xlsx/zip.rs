//! A ZIP file written from front to back (PKWARE APPNOTE 6.3): sizes and checksums follow each entry, so that nothing has
//! to be known before it is written and nothing is gone back to.

use std::path::{Path, PathBuf};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use lotdesk_domain::table::SinkError;

use crate::file::PartFile;

/// The quickest level: a sheet's text repeats itself so much that a better one saves little and takes twice as long.
const LEVEL: u32 = 1;
/// Entries carry the date of the epoch of DOS, 1980-01-01: the same report is the same file.
const DOS_DATE: u16 = 0x21;
/// Names are UTF-8 (bit 11), sizes follow the data (bit 3).
const FLAGS: u16 = 0x0808;
const DEFLATED: u16 = 8;
const VERSION: u16 = 20;
const OUT_BYTES: usize = 256 * 1024;

struct Entry {
    name: String,
    at: u32,
    crc: u32,
    packed: u32,
    size: u32,
}

struct Current {
    name: String,
    at: u32,
    crc: Crc,
    deflate: Compress,
}

/// The file.
pub(super) struct Zip {
    file: PartFile,
    entries: Vec<Entry>,
    current: Option<Current>,
    /// What is packed and not written yet.
    out: Vec<u8>,
    /// How much is written.
    written: u64,
}

impl Zip {
    pub(super) fn create(path: &Path) -> Result<Self, SinkError> {
        Ok(Self {
            file: PartFile::create(path)?,
            entries: Vec::new(),
            current: None,
            out: Vec::with_capacity(OUT_BYTES),
            written: 0,
        })
    }

    /// Ends the entry that is open and begins another.
    pub(super) fn begin(&mut self, name: &str) -> Result<(), SinkError> {
        self.end()?;
        let at = self.offset()?;
        self.out.extend_from_slice(b"PK\x03\x04");
        for field in [VERSION, FLAGS, DEFLATED, 0, DOS_DATE] {
            self.out.extend_from_slice(&field.to_le_bytes());
        }
        self.out.extend_from_slice(&[0; 12]);
        self.name(name)?;
        self.out.extend_from_slice(&0_u16.to_le_bytes());
        self.out.extend_from_slice(name.as_bytes());
        let deflate = Compress::new(Compression::new(LEVEL), false);
        self.current = Some(Current { name: name.to_owned(), at, crc: Crc::new(), deflate });
        Ok(())
    }

    /// Adds to the open entry.
    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), SinkError> {
        let Some(mut current) = self.current.take() else { return Ok(()) };
        current.crc.update(bytes);
        while !bytes.is_empty() {
            self.room()?;
            let before = current.deflate.total_in();
            self.pack(&mut current.deflate, bytes, FlushCompress::None)?;
            bytes = &bytes[index(current.deflate.total_in() - before)..];
        }
        self.current = Some(current);
        Ok(())
    }

    fn pack(&mut self, deflate: &mut Compress, bytes: &[u8], flush: FlushCompress) -> Result<Status, SinkError> {
        deflate.compress_vec(bytes, &mut self.out, flush).map_err(|_| SinkError::TooLarge("deflate"))
    }

    /// Makes room for what is to be packed next.
    fn room(&mut self) -> Result<(), SinkError> {
        if self.out.capacity() - self.out.len() < OUT_BYTES / 4 {
            self.file.write(&self.out)?;
            self.written += self.out.len() as u64;
            self.out.clear();
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), SinkError> {
        let Some(mut current) = self.current.take() else { return Ok(()) };
        loop {
            self.room()?;
            if self.pack(&mut current.deflate, &[], FlushCompress::Finish)? == Status::StreamEnd {
                break;
            }
        }
        let (crc, packed, size) =
            (current.crc.sum(), four_bytes(current.deflate.total_out())?, four_bytes(current.deflate.total_in())?);
        self.out.extend_from_slice(b"PK\x07\x08");
        for field in [crc, packed, size] {
            self.out.extend_from_slice(&field.to_le_bytes());
        }
        self.entries.push(Entry { name: current.name, at: current.at, crc, packed, size });
        Ok(())
    }

    /// The directory, and the file under its name.
    pub(super) fn finish(mut self, path: &Path) -> Result<PathBuf, SinkError> {
        self.end()?;
        let at = self.offset()?;
        for entry in std::mem::take(&mut self.entries) {
            self.out.extend_from_slice(b"PK\x01\x02");
            for field in [VERSION, VERSION, FLAGS, DEFLATED, 0, DOS_DATE] {
                self.out.extend_from_slice(&field.to_le_bytes());
            }
            for field in [entry.crc, entry.packed, entry.size] {
                self.out.extend_from_slice(&field.to_le_bytes());
            }
            self.name(&entry.name)?;
            self.out.extend_from_slice(&[0; 12]);
            self.out.extend_from_slice(&entry.at.to_le_bytes());
            self.out.extend_from_slice(entry.name.as_bytes());
            self.entries.push(entry);
        }
        let size = self.offset()? - at;
        let count = u16::try_from(self.entries.len()).map_err(|_| SinkError::TooLarge("ZIP"))?;
        self.out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        for field in [count, count] {
            self.out.extend_from_slice(&field.to_le_bytes());
        }
        for field in [size, at] {
            self.out.extend_from_slice(&field.to_le_bytes());
        }
        self.out.extend_from_slice(&[0; 2]);
        self.file.write(&self.out)?;
        self.file.become_file(path)
    }

    fn name(&mut self, name: &str) -> Result<(), SinkError> {
        let length = u16::try_from(name.len()).map_err(|_| SinkError::TooLarge("ZIP"))?;
        self.out.extend_from_slice(&length.to_le_bytes());
        Ok(())
    }

    fn offset(&self) -> Result<u32, SinkError> {
        four_bytes(self.written + self.out.len() as u64)
    }
}

/// The plain form has four bytes for a size; a report beyond that is split by its period.
fn four_bytes(size: u64) -> Result<u32, SinkError> {
    u32::try_from(size).map_err(|_| SinkError::TooLarge("ZIP, 4 GB"))
}

fn index(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
