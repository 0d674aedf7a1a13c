//! Photographs of a vehicle licence (上传行驶证): jpg, png or bmp, 500 KB at most of the picture itself, not of its Base64.

/// 500 KB.
pub const LICENCE_BYTES_MOST: usize = 500 * 1024;

/// Why a picture is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLicencePicture {
    /// It is of another kind.
    #[error("only jpg, png and bmp are taken")]
    Kind,
    /// It is too large.
    #[error("{bytes} bytes are more than the {LICENCE_BYTES_MOST} that are taken")]
    TooLarge {
        /// How large it is.
        bytes: usize,
    },
}

/// Looks at a picture's first bytes and its size; gives its media type.
///
/// # Errors
/// Why it cannot be sent.
pub fn licence_picture(bytes: &[u8]) -> Result<&'static str, BadLicencePicture> {
    let kind = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [b'B', b'M', ..] => "image/bmp",
        _ => return Err(BadLicencePicture::Kind),
    };
    if bytes.len() > LICENCE_BYTES_MOST {
        return Err(BadLicencePicture::TooLarge { bytes: bytes.len() });
    }
    Ok(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_size_are_told_apart() {
        let jpeg = |bytes: usize| {
            let mut picture = vec![0xFF, 0xD8, 0xFF];
            picture.resize(bytes, 0);
            picture
        };
        assert_eq!(licence_picture(&jpeg(512_000)), Ok("image/jpeg"));
        assert_eq!(licence_picture(&jpeg(512_001)), Err(BadLicencePicture::TooLarge { bytes: 512_001 }));
        assert_eq!(licence_picture(b"\x89PNG\r\n\x1a\n...."), Ok("image/png"));
        assert_eq!(licence_picture(b"BM......"), Ok("image/bmp"));
        assert_eq!(licence_picture(b"GIF89a"), Err(BadLicencePicture::Kind));
        assert_eq!(licence_picture(b""), Err(BadLicencePicture::Kind));
    }
}
