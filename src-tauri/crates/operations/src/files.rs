//! Files of this machine for a PC elsewhere: a chunk a question, so that neither side holds more of one, the asker sets the
//! pace and ends it by asking no more.

use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::api::file::{FileChunk, FileInfo};
use crate::api::refusal::{Code, Refusal};

/// Bytes of a chunk. In Base64 it is a quarter of a MiB.
const CHUNK: u64 = 192 * 1024;

/// A file's name, size and hash.
pub(crate) async fn info(place: PathBuf) -> Result<FileInfo, Refusal> {
    off_thread(move || {
        let mut file = std::fs::File::open(&place)?;
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut part = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut part)?;
            if read == 0 {
                break;
            }
            hash.update(&part[..read]);
            bytes += read as u64;
        }
        Ok(FileInfo { name: name_of(&place), bytes, sha256: hex::encode(hash.finalize()) })
    })
    .await
}

/// A chunk of a file.
pub(crate) async fn chunk(place: PathBuf, offset: u64) -> Result<FileChunk, Refusal> {
    off_thread(move || {
        let mut file = std::fs::File::open(&place)?;
        let of_bytes = file.metadata()?.len();
        let mut part = Vec::new();
        if offset < of_bytes {
            file.seek(SeekFrom::Start(offset))?;
            file.take(CHUNK).read_to_end(&mut part)?;
        }
        Ok(FileChunk { offset, base64: STANDARD.encode(&part), of_bytes })
    })
    .await
}

fn name_of(place: &Path) -> String {
    place.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Refusal> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)?;
    done.map_err(|why| match why.kind() {
        std::io::ErrorKind::NotFound => gone(),
        _ => Refusal::internal(why),
    })
}

/// The file is not there any more.
pub(crate) fn gone() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "文件已不在引擎所在的电脑上，请重新导出",
        "The file is not on the engine's machine any more; export it again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_chunks_of_a_file_are_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("报表.xlsx");
        let bytes: Vec<u8> = (0..CHUNK * 2 + 17).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(&place, &bytes).unwrap();
        let told = info(place.clone()).await.unwrap();
        assert_eq!((told.name.as_str(), told.bytes), ("报表.xlsx", bytes.len() as u64));
        assert_eq!(told.sha256, hex::encode(Sha256::digest(&bytes)));
        let mut read = Vec::new();
        while (read.len() as u64) < told.bytes {
            let next = chunk(place.clone(), read.len() as u64).await.unwrap();
            assert_eq!((next.offset, next.of_bytes), (read.len() as u64, told.bytes));
            let part = STANDARD.decode(next.base64).unwrap();
            assert!(!part.is_empty() && part.len() as u64 <= CHUNK, "{} bytes", part.len());
            read.extend(part);
        }
        assert_eq!(read, bytes);
        assert_eq!(chunk(place.clone(), u64::MAX).await.unwrap().base64, "", "beyond the end there is nothing");
        std::fs::remove_file(&place).unwrap();
        assert_eq!(chunk(place, 0).await.unwrap_err().code, Code::NotFound);
    }
}
