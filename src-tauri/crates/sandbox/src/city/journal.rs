//! The log of everything that arrived, for a judge in another process.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// One request that arrived. In the journal file, one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Counts from 1.
    pub no: u64,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The interface.
    pub interface: String,
    /// The identifiers of its items, in order.
    pub ids: Vec<String>,
    /// For each item: taken, or the code by which it was refused. Empty when the request as a whole was refused or cut.
    pub items: Vec<ItemFate>,
    /// For a request refused as a whole: why. For one that a fault struck: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The whole body as text; for a picture its fields, size and hash as JSON.
    pub body: String,
}

/// What became of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemFate {
    /// It took effect.
    Taken,
    /// It came before, and changed nothing.
    Repeated,
    /// It was refused by this code of table A.2.
    Refused(u16),
}

impl ItemFate {
    /// True where the platform answered that it has the item.
    pub const fn accepted(&self) -> bool {
        matches!(self, ItemFate::Taken | ItemFate::Repeated)
    }
}

/// The journal could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox's journal {path}: {why}")]
pub struct JournalError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub why: std::io::Error,
}

/// An open journal file.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Opens the file, which is made when it is not there, and hands back what it holds. A torn last line, left by a
    /// crash, is cut off.
    ///
    /// # Errors
    /// When the file cannot be opened, read or written.
    pub fn open(path: &Path) -> Result<(Self, Vec<Arrival>), JournalError> {
        let fail = |why| JournalError { path: path.to_owned(), why };
        let (arrivals, good) = read_with_length(path).map_err(fail)?;
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(fail)?;
        if file.metadata().map_err(fail)?.len() > good {
            file.set_len(good).map_err(fail)?;
        }
        Ok((Self { file, path: path.to_owned() }, arrivals))
    }

    /// Appends a line, and returns once it is on the disk.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn append(&mut self, arrival: &Arrival) -> Result<(), JournalError> {
        let mut write = || {
            let mut line = serde_json::to_vec(arrival)?;
            line.push(b'\n');
            self.file.write_all(&line)?;
            self.file.sync_data()
        };
        write().map_err(|why| JournalError { path: self.path.clone(), why })
    }
}

/// Reads a journal that another process writes; a line that is still being written is left out.
///
/// # Errors
/// When the file cannot be read.
pub fn read(path: &Path) -> Result<Vec<Arrival>, JournalError> {
    read_with_length(path).map(|(arrivals, _)| arrivals).map_err(|why| JournalError { path: path.to_owned(), why })
}

/// Shortens a journal that has grown beyond a limit: what is kept is what a platform must still know, the basic data and
/// the records of cars that are inside. For demos that run for months; a judge's journal is never shortened.
///
/// # Errors
/// When the file cannot be read or replaced.
pub fn shorten(path: &Path, limit_bytes: u64) -> Result<(), JournalError> {
    let fail = |why| JournalError { path: path.to_owned(), why };
    if !path.metadata().is_ok_and(|m| m.len() > limit_bytes) {
        return Ok(());
    }
    let arrivals = read(path)?;
    let accepted = |a: &&Arrival| a.items.iter().any(ItemFate::accepted);
    let left: HashSet<&str> = arrivals
        .iter()
        .filter(accepted)
        .filter(|a| a.interface == "5005")
        .flat_map(|a| a.ids.iter().map(String::as_str))
        .collect();
    let kept = arrivals.iter().filter(accepted).filter(|a| match a.interface.as_str() {
        "3001" | "3002" | "3003" | "3004" => true,
        "5004" | "5006" => !a.ids.iter().all(|id| left.contains(id.as_str())),
        // A payment names its record inside its body.
        "5008" => !left.iter().any(|id| a.body.to_uppercase().contains(*id)),
        _ => false,
    });
    let whole = path.with_extension("new");
    let write = || {
        let mut file = File::create(&whole)?;
        let mut lines = Vec::new();
        for arrival in kept {
            serde_json::to_writer(&mut lines, arrival)?;
            lines.push(b'\n');
        }
        file.write_all(&lines)?;
        file.sync_all()?;
        drop(file);
        std::fs::rename(&whole, path)
    };
    write().map_err(fail)
}

fn read_with_length(path: &Path) -> std::io::Result<(Vec<Arrival>, u64)> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(why) => return Err(why),
    };
    let mut reader = BufReader::new(file);
    let (mut arrivals, mut good, mut line) = (Vec::new(), 0, Vec::new());
    loop {
        line.clear();
        let bytes = reader.read_until(b'\n', &mut line)?;
        if bytes == 0 || line.last() != Some(&b'\n') {
            return Ok((arrivals, good));
        }
        match serde_json::from_slice(&line) {
            Ok(arrival) => arrivals.push(arrival),
            Err(why) => return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, why)),
        }
        good += bytes as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_journal_keeps_basic_data_and_the_cars_inside() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("city.jsonl");
        let (mut journal, _) = Journal::open(&path).unwrap();
        let lines =
            [("3001", "L", ""), ("5004", "A", ""), ("5004", "B", ""), ("5008", "C", "recordId a"), ("5005", "A", "")];
        for (no, (interface, id, body)) in (1..).zip(lines) {
            let (items, body) = (vec![ItemFate::Taken], body.into());
            let arrival =
                Arrival { no, at_ms: 0, interface: interface.into(), ids: vec![id.into()], items, remark: None, body };
            journal.append(&arrival).unwrap();
        }
        shorten(&path, 1_000_000).unwrap();
        assert_eq!(read(&path).unwrap().len(), 5);
        shorten(&path, 10).unwrap();
        let left: Vec<_> = read(&path).unwrap().into_iter().map(|a| (a.interface, a.ids.concat())).collect();
        assert_eq!(left, [("3001".into(), "L".into()), ("5004".into(), "B".into())]);
    }

    #[test]
    fn a_torn_last_line_is_cut_off_and_the_rest_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("city.jsonl");
        let arrival = Arrival {
            no: 1,
            at_ms: 5,
            interface: "5004".into(),
            ids: vec!["A".into()],
            items: vec![ItemFate::Taken],
            remark: None,
            body: "{\"x\":20.00}\n".into(),
        };
        let (mut journal, before) = Journal::open(&path).unwrap();
        assert!(before.is_empty());
        journal.append(&arrival).unwrap();
        drop(journal);
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"{\"no\":2,\"at").unwrap();
        assert_eq!(read(&path).unwrap(), std::slice::from_ref(&arrival));
        let (mut journal, before) = Journal::open(&path).unwrap();
        assert_eq!(before, std::slice::from_ref(&arrival));
        journal.append(&Arrival { no: 2, ..arrival.clone() }).unwrap();
        assert_eq!(read(&path).unwrap().iter().map(|a| a.no).collect::<Vec<_>>(), [1, 2]);
    }
}
