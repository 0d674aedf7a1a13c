//! Frames for the LED screen with voice that hangs on the camera's RS-485 port; the camera passes the bytes of
//! `serialData` through.
//!
//! Source: 显示屏通信协议 (display protocol, OLM control cards, V1.00 of 2017 to V2.6 of 2023), published at
//! blog.sdlinka.com/2465.html: `DA VR PN CMD DL DATA CRC`, where DA is the address (0), VR the version (0x64), PN the
//! packet number (0xFFFF: a single packet), DL the length of DATA in one byte, and CRC the CRC-16/MODBUS of everything before it,
//! low byte first. Text is GB 2312 and its extensions. Commands used:
//!
//! - `0x62`, a line of temporary text: line number, way and speed of coming in, way and seconds of staying, way and
//!   speed of going out, font, how often (0: until replaced), text colour RGBA, background RGBA, text length (two
//!   bytes, low first), text. The values for way, speed and font are those that programs in the field send.
//! - `0x30`, speak: 0x01 (at once, what waits is dropped), text.

use crc::{CRC_16_MODBUS, Crc, Table};
use encoding_rs::GB18030;

const CRC: Crc<u16, Table<1>> = Crc::<u16, Table<1>>::new(&CRC_16_MODBUS);

const ADDRESS: u8 = 0x00;
const VERSION: u8 = 0x64;
const SINGLE_PACKET: [u8; 2] = [0xFF, 0xFF];
const SHOW_LINE: u8 = 0x62;
const SPEAK: u8 = 0x30;
const SPEAK_AT_ONCE: u8 = 0x01;
/// Way in 0x15 at speed 1, stays in way 0 for 2 s, way out 0x15 at speed 1, font 3, until replaced.
const LINE_STYLE: [u8; 8] = [0x15, 0x01, 0x00, 0x02, 0x15, 0x01, 0x03, 0x00];
const RED: [u8; 4] = [0xFF, 0x00, 0x00, 0x00];
const NO_BACKGROUND: [u8; 4] = [0x00; 4];
/// DL is one byte.
const MAX_DATA_BYTES: usize = 255;

/// CRC-16/MODBUS.
pub fn crc16_modbus(bytes: &[u8]) -> u16 {
    CRC.checksum(bytes)
}

/// Shows a text on a line of the screen, counted from 0. What does not fit into a frame (236 bytes) is cut off.
pub fn screen_line_frame(line: u8, text: &str) -> Vec<u8> {
    let text = encode(text, MAX_DATA_BYTES - 19);
    let mut data = vec![line];
    data.extend(LINE_STYLE);
    data.extend(RED);
    data.extend(NO_BACKGROUND);
    data.extend([text.len() as u8, 0]);
    data.extend(text);
    frame(SHOW_LINE, &data)
}

/// Speaks a text. What does not fit into a frame (254 bytes) is cut off.
pub fn voice_frame(text: &str) -> Vec<u8> {
    let mut data = vec![SPEAK_AT_ONCE];
    data.extend(encode(text, MAX_DATA_BYTES - 1));
    frame(SPEAK, &data)
}

fn frame(command: u8, data: &[u8]) -> Vec<u8> {
    debug_assert!(data.len() <= MAX_DATA_BYTES, "texts are cut before");
    let mut bytes = vec![ADDRESS, VERSION];
    bytes.extend(SINGLE_PACKET);
    bytes.extend([command, data.len() as u8]);
    bytes.extend(data);
    bytes.extend(crc16_modbus(&bytes).to_le_bytes());
    bytes
}

/// GB 18030, whole characters only, at most `bytes` bytes.
fn encode(text: &str, bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for character in text.chars().filter(|c| !c.is_control()) {
        let mut buffer = [0; 4];
        let (encoded, _, _) = GB18030.encode(character.encode_utf8(&mut buffer));
        if out.len() + encoded.len() > bytes {
            break;
        }
        out.extend_from_slice(&encoded);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    // Frames that public programs for these cameras carry as constants, checksum and all.
    const WELCOME: &str = "0064ffff301401bbb6d3adb9e2c1d92cc7ebc8ebb3a1cda3b3b5a936";
    const WELCOME_PLATE: &str = "0064ffff301201d4c14231323334352cbbb6d3adb9e2c1d96a91";
    const LOGIN: &str = "0064ffff0006313539373533fb06";

    #[test]
    fn speaks_as_the_published_frames_do() {
        assert_eq!(hex::encode(voice_frame("欢迎光临,请入场停车")), WELCOME);
        assert_eq!(hex::encode(voice_frame("粤B12345,欢迎光临")), WELCOME_PLATE);
        assert_eq!(hex::encode(frame(0, b"159753")), LOGIN);
    }

    #[test]
    fn a_line_has_the_documents_layout() {
        let bytes = screen_line_frame(1, "粤B12345");
        // 0x1B = 27 = 19 bytes of layout and 8 of text; the text's length again, low byte first.
        assert_eq!(
            hex::encode(&bytes[..bytes.len() - 2]),
            "0064ffff621b01150100021501 0300ff00000000000000 0800 d4c14231323334 35".replace(' ', "")
        );
        assert_eq!(crc16_modbus(&bytes), 0, "a frame with its checksum has the remainder zero");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let bytes = voice_frame(&"粤".repeat(500));
        assert_eq!(bytes[5], 255);
        assert_eq!(bytes.len(), 6 + 255 + 2);
        assert_eq!(screen_line_frame(0, &"粤".repeat(500))[5], 255);
        assert_eq!(voice_frame("a\n粤"), voice_frame("a粤"));
    }
}
