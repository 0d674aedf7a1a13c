//! What can be said on the command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand};
use lotdesk_domain::table::Language;
use lotdesk_engine::config::Layers;
use lotdesk_engine::engine::{Extent, StartOptions};
use lotdesk_engine::home::{ATTACH_VARIABLE, Found, Home, Pairing};
use lotdesk_operations::api::refusal::{Code, Refusal};
use lotdesk_operations::api::report::{ReportFormat, ReportKind};

use crate::fail::Fail;

/// The Lotdesk engine without a window, and every command from a terminal.
#[derive(Debug, Parser)]
#[command(name = "lotdeskctl", version, about)]
pub struct Args {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub what: What,
}

/// Where the data is.
#[derive(Clone, Debug, clap::Args)]
pub struct Place {
    /// The data directory [default: this user's folder for application data]
    #[arg(long, global = true, env = "LOTDESK_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Asks the engine of another PC over the network: a file with the pairing line that a manager gave; the variable
    /// LOTDESK_ATTACH gives the line or such a file too, and `attach add` remembers it
    #[arg(long, global = true, value_name = "FILE")]
    pub attach: Option<PathBuf>,
    /// Sets one setting above lotdesk.toml and the environment, such as lanes.listen=127.0.0.1:8090
    #[arg(long = "set", global = true, value_name = "KEY=VALUE", value_parser = key_value)]
    pub settings: Vec<(String, String)>,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("KEY=VALUE is wanted".to_owned()),
    }
}

impl Place {
    /// The data directory.
    pub fn home(&self) -> Result<Home, Fail> {
        let dir = match &self.data {
            Some(dir) => dir.clone(),
            None => Home::default_dir().map_err(|error| Fail::home(&error))?,
        };
        Home::at(&dir).map_err(|error| Fail::home(&error))
    }

    /// What stands above `lotdesk.toml`.
    pub fn layers(&self) -> Layers {
        Layers::from_process(self.settings.clone())
    }

    /// How an engine is started here, or attached to elsewhere.
    pub fn options(&self, extent: Extent) -> Result<StartOptions, Fail> {
        let home = self.home()?;
        let options = match self.elsewhere()? {
            Some(found) => StartOptions {
                attach: Some(found.pairing.clone()),
                ..StartOptions::new(found.home(home).map_err(|error| Fail::home(&error))?)
            },
            None => StartOptions::new(home),
        };
        Ok(StartOptions { layers: self.layers(), extent, ..options })
    }

    /// The engine of another PC, where this is about one.
    pub fn elsewhere(&self) -> Result<Option<Found>, Fail> {
        let given = std::env::var_os(ATTACH_VARIABLE);
        Ok(Pairing::find(self.attach.as_deref(), given.as_deref(), &self.home()?)?)
    }

    /// Refuses what is done at the PC that the engine runs on.
    pub fn here_only(&self, what: &str) -> Result<(), Fail> {
        match self.elsewhere()? {
            None => Ok(()),
            Some(found) => {
                let place = found.pairing.place();
                Err(Refusal::new(
                    Code::NotPossibleNow,
                    format!("{what} 只能在引擎所在的电脑（{place}）上运行，不能远程执行"),
                    format!(
                        "`{what}` is for the PC that the engine runs on ({place}); it does not work over the network."
                    ),
                )
                .at("attach")
                .into())
            }
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Runs the engine until Ctrl-C; prints one JSON line with its addresses when it is ready
    Run(Run),
    /// Asks the owner of the data directory to end
    Stop,
    /// Runs one operator command and prints its reply
    Call(Call),
    /// Lists the interfaces of all platforms: built or not, used or not
    Interfaces(Form),
    /// Writes a report into a file and prints where it is
    Export(Export),
    /// Checks the ledger: journal chain, double entry, tables equal to a rebuild
    Verify,
    /// Makes the ledger's tables anew from the journal
    Rebuild,
    /// Runs the simulated platforms alone; prints one JSON line with its addresses when it is ready
    Sandbox(Sandbox),
    /// Prints the configuration in force
    Config(ConfigForm),
    /// Tries a platform out, step by step, and says what is wrong and what to do about it
    #[command(subcommand)]
    Selftest(SelfTestWhat),
    /// Another PC's engine, to which windows and commands on this data directory attach
    #[command(subcommand)]
    Attach(AttachWhat),
    /// Passwords, keys and tokens
    #[command(subcommand)]
    Secret(SecretWhat),
}

/// `run`.
#[derive(Debug, clap::Args)]
pub struct Run {
    /// The demo lot, with a sandbox city platform and cars that come and go
    #[arg(long)]
    pub demo: bool,
    /// For practising, in a folder of its own within the data directory: sandbox platforms and played lanes only
    #[arg(long, conflicts_with = "demo")]
    pub training: bool,
    /// On the demo lot: no cars by themselves
    #[arg(long)]
    pub no_traffic: bool,
    /// Ends when standard input closes, that is with the process that started this one
    #[arg(long)]
    pub until_stdin_closes: bool,
}

/// `call`.
#[derive(Debug, clap::Args)]
pub struct Call {
    /// The command, such as board.snapshot
    #[arg(required_unless_present = "list")]
    pub name: Option<String>,
    /// The request as JSON; - reads it from standard input
    #[arg(value_name = "JSON")]
    pub request: Option<String>,
    /// Signs in with this name first; the PIN comes from LOTDESK_PIN or is asked for
    #[arg(long = "as", value_name = "NAME")]
    pub operator: Option<String>,
    /// Lists every command with what it is for, its permission and the schemas of request and reply
    #[arg(long, conflicts_with_all = ["name", "request", "operator"])]
    pub list: bool,
}

/// `export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// What: daily, monthly, lanes, operators, pay_types, payments, stays, shifts, reconciliation, arrears, releases, occupancy
    #[arg(value_parser = word::<ReportKind>)]
    pub kind: ReportKind,
    /// The first day, as YYYY-MM-DD
    #[arg(long)]
    pub from: NaiveDate,
    /// The last day [default: the first]
    #[arg(long)]
    pub to: Option<NaiveDate>,
    /// As what: xlsx, csv, pdf
    #[arg(long, default_value = "xlsx", value_parser = word::<ReportFormat>)]
    pub format: ReportFormat,
    /// In which language: zh, en
    #[arg(long, default_value = "zh", value_parser = word::<Language>)]
    pub language: Language,
    /// Signs in with this name first, as the engine of another PC wants; the PIN comes from LOTDESK_PIN or is asked for
    #[arg(long = "as", value_name = "NAME")]
    pub operator: Option<String>,
    /// Copies the file there: a folder, or a file's name [default: it stays in the data directory]
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// A word of one of the contract's lists.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
}

/// `interfaces`.
#[derive(Debug, clap::Args)]
pub struct Form {
    /// As JSON even on a terminal
    #[arg(long)]
    pub json: bool,
}

/// `sandbox`.
#[derive(Debug, clap::Args)]
pub struct Sandbox {
    /// Port on the loopback; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// Plain HTTP instead of HTTPS
    #[arg(long)]
    pub http: bool,
    /// How long an access token lasts, in seconds
    #[arg(long, default_value_t = 7200, value_parser = clap::value_parser!(u32).range(1..))]
    pub token_life_s: u32,
    /// Ends when standard input closes
    #[arg(long)]
    pub until_stdin_closes: bool,
}

/// `config`.
#[derive(Debug, clap::Args)]
pub struct ConfigForm {
    /// Prints the JSON schema of all settings
    #[arg(long, conflicts_with = "sources")]
    pub schema: bool,
    /// Prints every setting with its value and where that came from
    #[arg(long)]
    pub sources: bool,
}

/// `selftest`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum SelfTestWhat {
    /// The city platform: address, TLS, login, signature, clock, refresh, a harmless report, TCP, the way back, logout
    City {
        /// Prints the whole report as one JSON line at the end
        #[arg(long)]
        json: bool,
        /// How long to wait for the platform to ask something of us, in seconds; 0 does not wait
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(0..=300))]
        wait_s: u32,
    },
}

/// `attach`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum AttachWhat {
    /// Reads a pairing line from standard input, tries it, and remembers it in the data directory
    Add,
    /// Says which engine is remembered; its key is not shown
    Show,
    /// Forgets it
    Remove,
}

/// `secret`.
#[derive(Debug, Subcommand)]
pub enum SecretWhat {
    /// Reads a secret from standard input and keeps it, such as city.password or lane.in-1.token
    Set {
        /// The secret's name
        name: String,
    },
    /// Lists the names of the secrets that are set
    List,
    /// Forgets a secret
    Remove {
        /// The secret's name
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn data_and_set_go_anywhere() {
        let args = Args::try_parse_from(["lotdeskctl", "run", "--data", "d", "--set", "logs.max_files=2"]).unwrap();
        assert_eq!(args.place.data, Some(PathBuf::from("d")));
        assert_eq!(args.place.settings, [("logs.max_files".to_owned(), "2".to_owned())]);
        assert!(Args::try_parse_from(["lotdeskctl", "--data", "d", "verify"]).is_ok());
        let args = Args::try_parse_from(["lotdeskctl", "call", "x", "--attach", "booth.txt"]).unwrap();
        assert_eq!(args.place.attach, Some(PathBuf::from("booth.txt")));
        for wrong in [
            &["lotdeskctl"][..],
            &["lotdeskctl", "call"],
            &["lotdeskctl", "call", "--list", "x"],
            &["lotdeskctl", "run", "--set", "novalue"],
            &["lotdeskctl", "config", "--schema", "--sources"],
            &["lotdeskctl", "fly"],
        ] {
            assert!(Args::try_parse_from(wrong).is_err(), "{wrong:?}");
        }
    }
}
