//! What can be said on the console's command line.

use std::path::PathBuf;

use clap::Parser;

/// 泊务台 Lotdesk: the operator console for parking lots.
#[derive(Debug, Parser)]
#[command(name = "lotdesk", version, about)]
pub struct Args {
    /// The data directory [default: this user's folder for application data]
    #[arg(long, env = "LOTDESK_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Attaches to the engine of another PC over the network: a file with the pairing line that a manager gave; the variable
    /// LOTDESK_ATTACH gives the line or such a file too, and `lotdeskctl attach add` remembers it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["demo", "training"])]
    pub attach: Option<PathBuf>,
    /// The demo lot, with a sandbox city platform and cars that come and go
    #[arg(long)]
    pub demo: bool,
    /// For practising, in a folder of its own within the data directory: sandbox platforms and played lanes only
    #[arg(long, conflicts_with = "demo")]
    pub training: bool,
}
