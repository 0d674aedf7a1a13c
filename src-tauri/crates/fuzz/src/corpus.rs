//! Inputs to begin with: the fixtures of `tests/fixtures`, in the form that each target takes, and what broke something
//! once.

use std::io;
use std::path::{Path, PathBuf};

use bytes::BytesMut;
use lotdesk_protocols::city::frame::{Frame, FrameCodec};
use lotdesk_protocols::interfaces;
use lotdesk_protocols::json::Node;
use tokio_util::codec::Encoder;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures")
}

/// What broke a target once.
///
/// # Errors
/// When the folder cannot be read.
pub fn regressions(target: &str) -> io::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions").join(target);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    paths.iter().map(std::fs::read).collect()
}

/// The inputs that a target begins with.
///
/// # Errors
/// When a fixture cannot be read.
pub fn of(target: &str) -> io::Result<Vec<Vec<u8>>> {
    let mut inputs = match target {
        "camera" => cameras()?,
        "autox3" => autox3()?,
        "docloud_order" => docloud(&["callback-order.request.json", "violation+order+status.reply.json"])?,
        "docloud_monitor" => docloud(&["callback-monitor.request.json", "callback-monitor.request-wrong-data.json"])?,
        "docloud_query" => docloud_queries(),
        "etcp" => etcp()?,
        "charging" => from_messages(target)?.into_iter().filter(|input| !input.starts_with(b"5")).collect(),
        _ => from_messages(target)?,
    };
    inputs.push(Vec::new());
    Ok(inputs)
}

/// Both halves of every interface that has fixtures.
fn from_messages(target: &str) -> io::Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    let mut stream = BytesMut::new();
    for row in interfaces() {
        for file in row.fixtures() {
            let text = std::fs::read_to_string(fixtures().join(row.platform.as_str()).join(file))?;
            let part = if file.contains("reply") { "reply" } else { "request" };
            // A fixture may hold the message as it came and as it is written.
            let Ok(fixture) = Node::parse(&text) else { continue };
            for form in ["received", "sent"].iter().filter_map(|form| fixture.get(form)) {
                match target {
                    "frame" => {
                        let command = row.id.parse().unwrap_or(1006);
                        let frame = match part {
                            "reply" => Frame::reply(1, command, form.compact()),
                            _ => Frame::request(1, command, form.compact()),
                        };
                        if FrameCodec.encode(frame, &mut stream).is_ok() {
                            inputs.push([&[7][..], &stream[..]].concat());
                        }
                        // Two or three in a row, then from the beginning.
                        if stream.len() > 3_000 {
                            stream.clear();
                        }
                    }
                    "json" => inputs.push(form.compact().into_bytes()),
                    "envelope" if part == "reply" => inputs.push(form.compact().into_bytes()),
                    "envelope" => {
                        inputs
                            .push(format!(r#"{{"timestamp":1,"sign":"x","data":[{}]}}"#, form.compact()).into_bytes());
                    }
                    _ => inputs.push(format!("{} {part}\n{}", row.id, form.compact()).into_bytes()),
                }
            }
        }
    }
    Ok(inputs)
}

/// The push as it came, and what is in it.
fn autox3() -> io::Result<Vec<Vec<u8>>> {
    let file = fixtures().join("autox3/event.autox3.order.receivebase.create.request.json");
    let text = std::fs::read_to_string(file)?;
    let Ok(fixture) = Node::parse(&text) else { return Ok(Vec::new()) };
    let received = fixture.get("received");
    let content = received.and_then(|push| push.get("content"));
    Ok(received.into_iter().chain(content).map(|node| node.compact().into_bytes()).collect())
}

/// Pushes as they came, and what is like them.
fn docloud(files: &[&str]) -> io::Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(fixtures().join("docloud").join(file))?;
        let Ok(fixture) = Node::parse(&text) else { continue };
        inputs.extend(fixture.get("received").map(|node| node.compact().into_bytes()));
    }
    Ok(inputs)
}

/// The page's own query, and what may stand in one.
fn docloud_queries() -> Vec<Vec<u8>> {
    [
        "app_key=C3AD3OMBO5W3JTB0&timestamp=1490769858578&sign=A0BB181E6899A9E451A8900ECFF72AA3",
        "city=1&citz=3&name=demo",
        "token=N%2Bk%3D&orderId=7&token=2",
        "a&b&=c&==&timestamp=&sign",
    ]
    .map(|query| query.as_bytes().to_vec())
    .to_vec()
}

/// Both pushes, with their signatures.
fn etcp() -> io::Result<Vec<Vec<u8>>> {
    let mut inputs = Vec::new();
    for name in ["push-entry.request.json", "push-exit.request.json"] {
        let text = std::fs::read_to_string(fixtures().join("etcp").join(name))?;
        let Ok(fixture) = Node::parse(&text) else { continue };
        inputs.extend(["received", "sent"].iter().filter_map(|form| Some(fixture.get(form)?.compact().into_bytes())));
    }
    Ok(inputs)
}

fn cameras() -> io::Result<Vec<Vec<u8>>> {
    let mut inputs = vec![b"signal\n{\"what\":\"gate_opened\",\"at\":\"2026-11-22 14:32:07\"}".to_vec()];
    for (kind, file) in [
        ("hikvision", "hikvision_anpr.xml"),
        ("application/xml", "hikvision_anpr.xml"),
        ("own", "own_tagged.json"),
        ("vzenith", "vzenith_offline_no_plate.json"),
        ("vzenith", "vzenith_plate.json"),
        ("vzenith", "vzenith_registration.txt"),
    ] {
        let body = std::fs::read(fixtures().join("camera").join(file))?;
        inputs.push([kind.as_bytes(), b"\n", &body].concat());
    }
    let xml = std::fs::read(fixtures().join("camera/hikvision_anpr.xml"))?;
    let head = b"multipart/form-data; boundary=b\n--b\r\nContent-Disposition: form-data; name=\"anpr.xml\"; filename=\"anpr.xml\"\r\nContent-Type: text/xml\r\n\r\n";
    inputs.push([&head[..], &xml, b"\r\n--b--\r\n"].concat());
    Ok(inputs)
}
