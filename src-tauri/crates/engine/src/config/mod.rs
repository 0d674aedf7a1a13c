//! The configuration: defaults, then `lotdesk.toml`, then the environment (`LOTDESK__LANES__LISTEN`), then the command
//! line. The effective value of every setting knows where it came from, and every bad value is reported, not only the
//! first. Secrets have no place here: see [`crate::secrets`].

mod attach;
mod check;
mod layers;
mod load;
mod lot_file;
mod lot_garages;
mod problem;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveTime;
use lotdesk_devices::lane::RelayMethod;
use lotdesk_gateway::autox3::Autox3Profile;
use lotdesk_gateway::callback::CallbackSettings;
use lotdesk_gateway::charging::ChargingProfile;
use lotdesk_gateway::city::CityProfile;
use lotdesk_gateway::docloud::DocloudProfile;
use lotdesk_gateway::etcp::EtcpProfile;
use lotdesk_gateway::payment::PaymentProfile;
use lotdesk_gateway::repair::RepairProfile;
use lotdesk_operations::api::report::ReportFormat;
use lotdesk_reports::receipt::{COLUMNS_58_MM, COLUMNS_80_MM};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use attach::AttachSettings;
pub use layers::Source;
pub use load::{Effective, Layers, SourcedValue, load, write_default_if_missing};
pub use lot_file::{check_lot, read_lot, read_tariff};
pub use problem::{ConfigError, Problem};

/// The text that a new data directory's `lotdesk.toml` begins with.
pub const DEFAULT_TEXT: &str = include_str!("default.toml");

/// The text that a new demo's `lotdesk.toml` begins with.
pub const DEMO_TEXT: &str = include_str!("demo.toml");

/// Everything that can be set. Every field has a default, so an empty file is a valid one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// True for the demo lot: simulated lanes, the built-in city platform, operators with a public PIN. A data
    /// directory is a demo or it is not, for its whole life.
    pub demo: bool,
    /// True for practising: a demo that speaks with nothing outside of this machine, whatever else is set. Given by
    /// `--training` alone, which keeps it in a folder of its own.
    pub training: bool,
    /// The lot.
    pub lot: LotSettings,
    /// The tariff.
    pub tariff: TariffSettings,
    /// The lanes.
    pub lanes: LaneSettings,
    /// Where platforms reach us with what they ask.
    pub callback: CallbackSettings,
    /// The door by which other PCs attach.
    pub attach: AttachSettings,
    /// Charging stations.
    pub charging: ChargingSettings,
    /// The mechanical garages.
    pub garages: GarageSettings,
    /// The platforms. One that is absent is not spoken with.
    pub platforms: PlatformSettings,
    /// The payment channel that takes drivers' pay codes; none where it is absent.
    pub payment: Option<PaymentProfile>,
    /// The picture store.
    pub pictures: PictureSettings,
    /// The receipt printer and the cash drawer.
    pub printer: PrinterSettings,
    /// Reports as files.
    pub reports: ReportSettings,
    /// The log files.
    pub logs: LogSettings,
    /// Where the key of the secrets is kept.
    pub secrets: SecretSettings,
}

impl Config {
    /// The same for practising. What would reach a platform, a payment channel, a printer or a gate is not there, whoever
    /// set it, and what platforms and cameras would call is heard on this machine alone.
    #[must_use]
    pub(crate) fn for_practice(self) -> Self {
        let Self { pictures, reports, logs, secrets, .. } = self;
        Self { demo: true, training: true, pictures, reports, logs, secrets, ..Self::default() }
    }
}

/// The lot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LotSettings {
    /// The file that describes the lot (name, areas, lanes, spaces); relative to the data directory.
    pub file: PathBuf,
}

impl Default for LotSettings {
    fn default() -> Self {
        Self { file: PathBuf::from("lot.toml") }
    }
}

/// The tariff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TariffSettings {
    /// The tariff that the lot begins with; relative to the data directory. Later ones are loaded by `tariff.load`.
    pub file: PathBuf,
}

impl Default for TariffSettings {
    fn default() -> Self {
        Self { file: PathBuf::from("tariff.toml") }
    }
}

/// The lanes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LaneSettings {
    /// Where cameras push their reads to. Loopback and a free port by default; set a fixed port, and the address of
    /// the lane network, for real cameras.
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// By the lane's code (`[lanes.drivers.in-1]`), what stands there. A lane without an entry has a camera that
    /// pushes reads and opens the gate by the reply.
    pub drivers: BTreeMap<String, DriverSettings>,
}

impl Default for LaneSettings {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 0)), drivers: BTreeMap::new() }
    }
}

/// The mechanical garages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GarageSettings {
    /// By the garage's number (`[garages.drivers.4403…]`), what moves it. A garage without an entry is described to the
    /// platforms and not moved: a command to it ends as failed.
    pub drivers: BTreeMap<String, GarageDriver>,
}

/// What moves a garage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GarageDriver {
    /// Its kind.
    pub kind: GarageDriverKind,
    /// For `simulated`: a fault goes away by itself after this many seconds, 1 to 86400; a person clears it where none is
    /// given.
    pub mends_after_s: Option<u32>,
}

/// What moves a garage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GarageDriverKind {
    /// No hardware: the built-in simulated garage of its kind.
    #[default]
    Simulated,
}

/// What stands at a lane.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DriverSettings {
    /// What opens the gate.
    pub kind: DriverKind,
    /// For `http_relay`: the address that opens the gate. `{lane}` stands for the lane's code, `{command_id}` for the
    /// command's identifier. A name and password for it are the secret `lane.CODE.relay`.
    pub url: Option<String>,
    /// For `http_relay`: how it is called.
    pub method: Option<RelayMethod>,
    /// For `http_relay`: what is sent along, with the same placeholders.
    pub body: Option<String>,
    /// For `http_relay`: how long it may take, in milliseconds, 100 to 10000.
    pub timeout_ms: Option<u32>,
    /// For `http_relay`: an address that answers with success while the relay is well.
    pub probe_url: Option<String>,
    /// For `http_relay`: how often that is asked, in milliseconds, 1000 to 3600000.
    pub probe_every_ms: Option<u32>,
    /// For `http_relay`: PEM certificates to trust besides the system's; relative to the data directory.
    pub ca_file: Option<PathBuf>,
}

/// What opens a gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DriverKind {
    /// The camera itself, by the reply to its read. A gate opened by hand needs a relay.
    #[default]
    Camera,
    /// A relay reached over HTTP.
    HttpRelay,
    /// No hardware: the built-in simulated lane.
    Simulated,
}

/// Charging stations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ChargingSettings {
    /// The stations and prices that the lot begins with; relative to the data directory. Later ones are set by
    /// `charger.set_station` and `charger.set_price`.
    pub file: PathBuf,
    /// True for chargers that are played: for trying it out, without hardware.
    pub simulated: bool,
}

impl Default for ChargingSettings {
    fn default() -> Self {
        Self { file: PathBuf::from("charging.toml"), simulated: false }
    }
}

/// The platforms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PlatformSettings {
    /// The city platform of DB4403/T 313.
    pub city: Option<CityProfile>,
    /// The charging platform of its appendix B, or of T/CEC 102.
    pub charging: Option<ChargingProfile>,
    /// docloud (懂云): traffic violations, watched fleets and inspections.
    pub docloud: Option<DocloudProfile>,
    /// ETCP parking: fees of its lots, paid at the desk, and what its lots push.
    pub etcp: Option<EtcpProfile>,
    /// The repair archive of the province. Records are kept for it and wait, whether it is set up or not.
    pub repair: Option<RepairProfile>,
    /// AutoX3, whose service orders come in.
    pub autox3: Option<Autox3Profile>,
}

/// The picture store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PictureSettings {
    /// The largest picture that is kept, in bytes, 10000 to 20000000.
    pub max_bytes: u32,
    /// How long pictures are kept, in days, 1 to 3650.
    pub keep_days: u32,
}

impl Default for PictureSettings {
    fn default() -> Self {
        Self { max_bytes: 5_000_000, keep_days: 90 }
    }
}

/// The receipt printer and the cash drawer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PrinterSettings {
    /// How it is reached.
    pub kind: PrinterKind,
    /// Where it is: an address such as `192.168.1.60:9100`, a serial line such as `COM3`, a file or device, or the name of
    /// a printer of Windows.
    pub place: String,
    /// For `serial`: bits a second, 1200 to 921600.
    pub baud: u32,
    /// The paper's width in mm, 58 or 80.
    pub paper_mm: u32,
    /// Whether each payment's receipt is printed by itself.
    pub auto: bool,
    /// Whether a cash drawer hangs on the printer; it opens for cash only.
    pub drawer: bool,
    /// Whether the printer cuts the paper.
    pub cut: bool,
}

impl Default for PrinterSettings {
    fn default() -> Self {
        Self {
            kind: PrinterKind::None,
            place: String::new(),
            baud: 9600,
            paper_mm: 58,
            auto: true,
            drawer: true,
            cut: true,
        }
    }
}

impl PrinterSettings {
    /// Half-width characters of a line.
    pub const fn columns(&self) -> usize {
        if self.paper_mm >= 80 { COLUMNS_80_MM } else { COLUMNS_58_MM }
    }
}

/// How a receipt printer is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrinterKind {
    /// There is none.
    #[default]
    None,
    /// Over the network.
    Network,
    /// Over a serial line.
    Serial,
    /// A file or a device that is one.
    File,
    /// The Windows spooler.
    Windows,
}

/// Reports as files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReportSettings {
    /// When the day before is reported by itself, as `HH:MM` on China's clock; empty for never.
    pub daily_at: String,
    /// As what kinds of file.
    pub daily_formats: Vec<ReportFormat>,
    /// The font for Chinese text in PDF, TrueType or OpenType; relative to the data directory. The one that comes with the
    /// program, or one of the system's, where none is named.
    pub font_file: Option<PathBuf>,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self { daily_at: "00:10".to_owned(), daily_formats: vec![ReportFormat::Xlsx], font_file: None }
    }
}

impl ReportSettings {
    /// When the day before is reported; none for never.
    pub fn daily_time(&self) -> Option<NaiveTime> {
        NaiveTime::parse_from_str(&self.daily_at, "%H:%M").ok()
    }
}

/// The log files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LogSettings {
    /// How much is written.
    pub level: LogLevel,
    /// A file ends at this size, in bytes, 100000 to 1000000000.
    pub max_file_bytes: u64,
    /// How many files are kept, 1 to 100; the oldest goes first.
    pub max_files: u32,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { level: LogLevel::Info, max_file_bytes: 10_000_000, max_files: 10 }
    }
}

/// How much is written to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Only what broke.
    Error,
    /// And what looks wrong.
    Warn,
    /// And what happened.
    Info,
    /// And how.
    Debug,
}

impl LogLevel {
    /// The filter of the log for this level: our own lines in full, other libraries' only from warnings on.
    pub const fn filter(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => {
                "warn,lotdesk=info,lotdesk_engine=info,lotdesk_operations=info,lotdesk_ledger=info,lotdesk_gateway=info,lotdesk_devices=info,lotdesk_sandbox=info,lotdesk_ctl=info"
            }
            LogLevel::Debug => {
                "warn,lotdesk=debug,lotdesk_engine=debug,lotdesk_operations=debug,lotdesk_ledger=debug,lotdesk_gateway=debug,lotdesk_devices=debug,lotdesk_sandbox=debug,lotdesk_ctl=debug"
            }
        }
    }
}

/// Where the key of the secrets is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SecretSettings {
    /// For a new secrets file; one that exists says by itself what opens it.
    pub key: KeyPlace,
}

/// What opens the secrets file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// A passphrase when one is given (`LOTDESK_PASSPHRASE`, `LOTDESK_PASSPHRASE_FILE`), the system's keychain else.
    #[default]
    Auto,
    /// The system's keychain.
    Keychain,
    /// A passphrase.
    Passphrase,
}
