//! What cameras push, whatever the make, brought into one shape.
//!
//! Every parser takes bytes and gives a [`Push`] or a [`ReadProblem`] that names the field and the rule. None of them
//! panics, opens a socket or asks the time.

mod hikvision;
mod own;
mod problem;
mod screen;
mod values;
mod vzenith;
mod vzenith_reply;
mod xml;

pub use hikvision::{parse_hikvision, parse_hikvision_xml};
pub use own::{OwnRead, OwnVehicle, parse_own};
pub use problem::{ReadProblem, Rule};
pub use screen::{crc16_modbus, screen_line_frame, voice_frame};
pub use vzenith::parse_vzenith;
pub use vzenith_reply::{OfflineRecord, VzenithAnswer};

pub(crate) use values::parse_moment;

use bytes::Bytes;
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::moment::Moment;
use lotdesk_domain::parking::{PlateRead, Vehicle};
use lotdesk_domain::plate::Plate;
use lotdesk_operations::api::lane::{LaneReport, LaneSignal};
use sha2::{Digest, Sha256};

/// A push is not larger than this, picture and all.
pub const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;
/// A picture is not larger than this, decoded.
pub const MAX_PICTURE_BYTES: usize = 5 * 1024 * 1024;
/// The XML of an event is not larger than this.
pub const MAX_XML_BYTES: usize = 256 * 1024;

/// What a push means.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly every push is a read, and none is kept")]
pub enum Push {
    /// A car was seen.
    Read(CameraRead),
    /// The camera saw a car do something.
    Signal(CameraSignal),
    /// The device shows that it is alive, or tells something that lanes do not care about.
    Alive,
}

/// A read as the camera tells it, before it gets its lane and its identifiers.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraRead {
    /// Which read it is.
    pub identity: Identity,
    /// The car; none where the camera saw a car without a legible plate.
    pub vehicle: Option<Vehicle>,
    /// When the camera saw it; none where it told no time, which means now.
    pub taken_at: Option<Moment>,
    /// True when the camera kept it while the line was down.
    pub buffered: bool,
    /// How sure the camera is, 0 to 100.
    pub confidence: Option<u8>,
    /// The picture of the scene, or else of the plate.
    pub picture: Option<Picture>,
    /// The camera read a plate that cannot be one: the car is taken as one without a legible plate, so that somebody
    /// looks at it, and the answer tells the camera's owner.
    pub plate_problem: Option<ReadProblem>,
    /// The picture was of no use: the read stands without it, so that no car waits for a camera's picture.
    pub picture_problem: Option<ReadProblem>,
    /// The camera's time was none: the read counts as one of now.
    pub time_problem: Option<ReadProblem>,
    /// Number under which the camera keeps it (Vzenith `plateid`); goes back in the answer.
    pub record_no: Option<i64>,
}

/// What a camera saw a car do, as it tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraSignal {
    /// Which event it is.
    pub identity: Identity,
    /// What.
    pub what: LaneSignal,
    /// The car's plate, where it was legible.
    pub plate: Option<Plate>,
    /// When; none where the camera told no time, which means now.
    pub taken_at: Option<Moment>,
    /// True when the camera kept it while the line was down.
    pub buffered: bool,
    /// Number under which the camera keeps it; goes back in the answer.
    pub record_no: Option<i64>,
}

impl CameraSignal {
    /// The identifier of an event that its own numbers name, the same each time it is pushed.
    pub fn id(&self, lane_id: Guid) -> Option<Guid> {
        self.identity.id(lane_id)
    }

    /// The signal as operations take it.
    pub fn into_report(self, lane_id: Guid, received_at: Moment) -> LaneReport {
        LaneReport {
            plate: self.plate,
            buffered: self.buffered,
            ..LaneReport::seen(lane_id, self.what, self.taken_at.unwrap_or(received_at))
        }
    }
}

/// What makes two pushes the same read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The sender named the read.
    Given(Guid),
    /// The camera's own numbers name it: a push that is sent again carries the same ones.
    Key(String),
    /// Nothing names it.
    None,
}

impl Identity {
    fn id(&self, lane_id: Guid) -> Option<Guid> {
        match self {
            Identity::Given(id) => Some(*id),
            Identity::Key(key) => Some(derived_id(lane_id, key)),
            Identity::None => None,
        }
    }
}

/// A picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`, by what the bytes are, not by what the sender says.
    pub media_type: &'static str,
    /// The bytes.
    pub bytes: Bytes,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} bytes", self.media_type, self.bytes.len())
    }
}

impl CameraRead {
    /// The read as operations take it. A read that the camera's own numbers name gets the same identifier each time it
    /// is pushed, so that operations can tell a repeat.
    pub fn into_plate_read(
        self,
        lane_id: Guid,
        received_at: Moment,
        picture_id: Option<Guid>,
        ids: &dyn GuidSource,
    ) -> PlateRead {
        let read_id = self.identity.id(lane_id).unwrap_or_else(|| ids.next_guid());
        PlateRead {
            read_id,
            lane_id,
            vehicle: self.vehicle,
            taken_at: self.taken_at.unwrap_or(received_at),
            received_at,
            buffered: self.buffered,
            confidence: self.confidence,
            picture_id,
        }
    }
}

/// An identifier from a lane and a key: the first 16 bytes of their SHA-256.
fn derived_id(lane_id: Guid, key: &str) -> Guid {
    let digest = Sha256::new().chain_update(lane_id.bytes()).chain_update(key.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Guid::from_bytes(bytes)
}

#[cfg(test)]
pub(crate) mod test_support {
    //! Small real pictures for tests.

    /// A picture's first bytes: enough to be known as JPEG.
    pub const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

    /// Reads a fixture of `tests/fixtures/camera`.
    pub fn fixture(name: &str) -> Vec<u8> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/camera").join(name);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One(Guid);
    impl GuidSource for One {
        fn next_guid(&self) -> Guid {
            self.0
        }
    }

    fn read(identity: Identity) -> CameraRead {
        CameraRead {
            identity,
            vehicle: None,
            taken_at: None,
            buffered: false,
            confidence: None,
            picture: None,
            plate_problem: None,
            picture_problem: None,
            time_problem: None,
            record_no: None,
        }
    }

    #[test]
    fn a_push_sent_again_keeps_its_identifier_and_another_lane_has_another() {
        let ids = One(Guid::from_bytes([9; 16]));
        let (a, b) = (Guid::from_bytes([1; 16]), Guid::from_bytes([2; 16]));
        let now = Moment(1_700_000_000_000);
        let id = |lane, key: &str, at| read(Identity::Key(key.into())).into_plate_read(lane, at, None, &ids).read_id;
        assert_eq!(id(a, "x", now), id(a, "x", now.plus_ms(60_000)));
        assert_ne!(id(a, "x", now), id(b, "x", now));
        assert_ne!(id(a, "x", now), id(a, "y", now));
        assert_eq!(read(Identity::None).into_plate_read(a, now, None, &ids).read_id, ids.0);
        assert_eq!(read(Identity::None).into_plate_read(a, now, None, &ids).taken_at, now);
    }
}
