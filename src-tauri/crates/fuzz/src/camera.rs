//! What cameras and lane sensors push. The input's first line is the kind or, for Hikvision, its content type.

use bytes::Bytes;
use futures::executor::block_on;
use lotdesk_devices::camera::{
    CameraRead, Push, ReadProblem, parse_hikvision, parse_hikvision_xml, parse_own, parse_vzenith,
};
use lotdesk_devices::listener::parse_signal;
use lotdesk_domain::id::Guid;
use lotdesk_domain::moment::Moment;

/// Whatever comes is a push within its bounds, or a problem that names a field.
pub fn run(input: &[u8]) {
    let at = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (line, body) = (String::from_utf8_lossy(&input[..at]), input.get(at + 1..).unwrap_or_default());
    match line.as_ref() {
        "own" => check(parse_own(body)),
        "vzenith" => check(parse_vzenith(body)),
        "hikvision" => check(parse_hikvision_xml(body, None)),
        "signal" => {
            let _ = parse_signal(body, Guid::from_bytes([7; 16]), Moment(1_795_400_000_000));
        }
        content_type => check(block_on(parse_hikvision(content_type, Bytes::copy_from_slice(body)))),
    }
}

fn check(outcome: Result<Push, ReadProblem>) {
    match outcome {
        Ok(Push::Read(CameraRead { confidence, taken_at, vehicle, plate_problem, .. })) => {
            assert!(confidence.is_none_or(|level| level <= 100));
            assert!(taken_at.is_none_or(|at| (946_656_000_000..4_102_416_000_000).contains(&at.0)));
            assert!(!(vehicle.is_some() && plate_problem.is_some()));
        }
        Ok(Push::Signal(_) | Push::Alive) => {}
        Err(problem) => assert!(!problem.field.is_empty(), "a problem names its field"),
    }
}
