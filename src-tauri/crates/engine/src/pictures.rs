//! Pictures as files: `DIR/pictures/yyyy/MM/dd/<Guid>.jpg`, the day on China's wall clock when the picture was taken.
//! They are not part of the journal, and go after the days that the settings say.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;

use crate::store::{make_folder, write_atomically};

/// What a picture file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

impl PictureKind {
    /// By its first bytes; nothing else is taken in, whatever a camera calls it.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(PictureKind::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(PictureKind::Png)
        } else {
            None
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            PictureKind::Jpeg => "image/jpeg",
            PictureKind::Png => "image/png",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            PictureKind::Jpeg => "jpg",
            PictureKind::Png => "png",
        }
    }
}

/// Why a picture is not kept or cannot be given.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Neither JPEG nor PNG.
    #[error("the picture is neither JPEG nor PNG")]
    NoPicture,
    /// Larger than the settings allow.
    #[error("the picture has {bytes} bytes; {most} are allowed")]
    TooLarge {
        /// How large it is.
        bytes: usize,
        /// The most that is kept.
        most: usize,
    },
    /// The file cannot be read or written.
    #[error("the picture store: {0}")]
    Io(#[from] std::io::Error),
}

/// The picture store.
#[derive(Clone, Debug)]
pub struct PictureStore {
    root: PathBuf,
    most_bytes: usize,
    keep_days: u32,
}

impl PictureStore {
    /// The store under `root`.
    pub fn new(root: &Path, most_bytes: u32, keep_days: u32) -> Self {
        Self { root: root.to_owned(), most_bytes: most_bytes as usize, keep_days }
    }

    fn folder(&self, day: NaiveDate) -> PathBuf {
        self.root
            .join(format!("{:04}", day.year()))
            .join(format!("{:02}", day.month()))
            .join(format!("{:02}", day.day()))
    }

    /// Keeps a picture under its identifier; when this returns, a power cut cannot take it any more. The same identifier
    /// again replaces it.
    ///
    /// # Errors
    /// When it is no picture, too large, or cannot be written.
    pub fn put(&self, id: Guid, taken_at: Moment, bytes: &[u8]) -> Result<(), PictureError> {
        if bytes.len() > self.most_bytes {
            return Err(PictureError::TooLarge { bytes: bytes.len(), most: self.most_bytes });
        }
        let kind = PictureKind::of(bytes).ok_or(PictureError::NoPicture)?;
        let folder = self.folder(taken_at.to_china().date());
        make_folder(&folder)?;
        write_atomically(&folder.join(format!("{id}.{}", kind.extension())), bytes)?;
        Ok(())
    }

    /// A picture and what it is. `near` is when it was taken, as far as the caller knows: it saves the search.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn get(&self, id: Guid, near: Option<Moment>) -> Result<Option<(PictureKind, Vec<u8>)>, PictureError> {
        if let Some(near) = near
            && let Some(found) = read_in(&self.folder(near.to_china().date()), id)?
        {
            return Ok(Some(found));
        }
        let mut days = self.days()?;
        days.sort();
        // The newest day first: what is asked for was mostly taken today.
        for (_, folder) in days.into_iter().rev() {
            if let Some(found) = read_in(&folder, id)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Deletes the folders of days that are older than the settings keep, and returns how many days went.
    ///
    /// # Errors
    /// When a folder cannot be deleted; the others are gone by then.
    pub fn drop_old(&self, now: Moment) -> Result<u32, PictureError> {
        let today = now.to_china().date();
        let mut gone = 0;
        let mut failed = None;
        for (day, folder) in self.days()? {
            if today.signed_duration_since(day).num_days() > i64::from(self.keep_days) {
                match std::fs::remove_dir_all(&folder) {
                    Ok(()) => gone += 1,
                    Err(error) => failed = Some(error),
                }
            }
        }
        failed.map_or(Ok(gone), |error| Err(error.into()))
    }

    fn days(&self) -> Result<Vec<(NaiveDate, PathBuf)>, PictureError> {
        let mut days = Vec::new();
        for (year, path) in numbered(&self.root)? {
            for (month, path) in numbered(&path)? {
                for (day, path) in numbered(&path)? {
                    if let Some(date) = i32::try_from(year).ok().and_then(|y| NaiveDate::from_ymd_opt(y, month, day)) {
                        days.push((date, path));
                    }
                }
            }
        }
        Ok(days)
    }
}

fn read_in(folder: &Path, id: Guid) -> Result<Option<(PictureKind, Vec<u8>)>, PictureError> {
    for kind in [PictureKind::Jpeg, PictureKind::Png] {
        match std::fs::read(folder.join(format!("{id}.{}", kind.extension()))) {
            Ok(bytes) => return Ok(Some((kind, bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

fn numbered(folder: &Path) -> Result<Vec<(u32, PathBuf)>, PictureError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) {
            found.push((number, entry.path()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: [u8; 6] = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2];

    fn at(text: &str) -> Moment {
        Moment::from_datetime_text(text).unwrap()
    }

    #[test]
    fn a_picture_lies_under_its_day_in_china_and_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        let store = PictureStore::new(dir.path(), 100, 30);
        let id = Guid::from_bytes([7; 16]);
        // 23:30 in China is still the same day there, and 15:30 in UTC.
        let taken = at("2026-11-22 23:30:00");
        store.put(id, taken, &JPEG).unwrap();
        assert!(dir.path().join("2026/11/22/07070707070707070707070707070707.jpg").exists());
        let found = Some((PictureKind::Jpeg, JPEG.to_vec()));
        assert_eq!(store.get(id, Some(taken)).unwrap(), found);
        assert_eq!(store.get(id, Some(at("2026-11-23 00:10:00"))).unwrap(), found, "a wrong guess only costs time");
        assert_eq!(store.get(id, None).unwrap(), found);
        assert_eq!(store.get(Guid::from_bytes([8; 16]), None).unwrap(), None);
    }

    #[test]
    fn only_pictures_of_bounded_size_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let store = PictureStore::new(dir.path(), 10, 30);
        let id = Guid::from_bytes([1; 16]);
        assert!(matches!(store.put(id, Moment(0), b"<html>"), Err(PictureError::NoPicture)));
        let large = [JPEG.as_slice(), &[0; 5]].concat();
        assert!(matches!(store.put(id, Moment(0), &large), Err(PictureError::TooLarge { bytes: 11, most: 10 })));
        assert_eq!(store.get(id, None).unwrap(), None);
    }

    #[test]
    fn old_days_go_and_the_last_kept_day_stays() {
        let dir = tempfile::tempdir().unwrap();
        let store = PictureStore::new(dir.path(), 100, 30);
        let (old, kept) = (Guid::from_bytes([1; 16]), Guid::from_bytes([2; 16]));
        store.put(old, at("2026-10-22 12:00:00"), &JPEG).unwrap();
        store.put(kept, at("2026-10-23 12:00:00"), &JPEG).unwrap();
        assert_eq!(store.drop_old(at("2026-11-22 00:00:01")).unwrap(), 1);
        assert_eq!(store.get(old, None).unwrap(), None);
        assert!(store.get(kept, None).unwrap().is_some());
    }
}
