//! `attach`: which other PC's engine this data directory attaches to.

use std::io::{IsTerminal, Read};

use lotdesk_engine::home::{AttachError, Client, Pace, Pairing, Who};
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::json;

use crate::args::{AttachWhat, Place};
use crate::fail::Fail;
use crate::output;

/// No pairing line is longer, in bytes.
const MOST_LINE_BYTES: u64 = 1024;

/// Remembers, shows or forgets.
pub async fn attach(place: &Place, what: AttachWhat) -> Result<(), Fail> {
    let home = place.home()?;
    match what {
        AttachWhat::Add => {
            let pairing: Pairing = read()?.parse()?;
            // One that is refused is not kept; one that is away may be back tomorrow.
            let answers = match Client::attach_to(&pairing, Who::CommandLine, Pace::default()).await {
                Ok(_) => true,
                Err(AttachError::Away(..)) => false,
                Err(error) => return Err(error.to_refusal().into()),
            };
            pairing.keep(&home)?;
            output::print(&json!({ "attached": pairing.place(), "answers": answers }))
        }
        AttachWhat::Show => {
            let kept = home.attach_file();
            if !kept.exists() {
                return Err(none());
            }
            let pairing = Pairing::read(&kept)?;
            output::print(&json!({ "attached": pairing.place(), "certificate_sha256": pairing.fingerprint() }))
        }
        AttachWhat::Remove => match Pairing::forget(&home)? {
            true => output::print(&json!({ "attached": null })),
            false => Err(none()),
        },
    }
}

/// One line; at a terminal it is asked for and not shown, for it holds a key.
fn read() -> Result<String, Fail> {
    let system = |error| Fail::system("stdin", &error);
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password("lotdesk://… ").map_err(system);
    }
    let mut text = String::new();
    std::io::stdin().take(MOST_LINE_BYTES).read_to_string(&mut text).map_err(system)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn none() -> Fail {
    Refusal::new(
        Code::NotFound,
        "该数据目录没有连接其他电脑：请把配对行输入 lotdeskctl attach add",
        "This data directory attaches to no other PC; give `lotdeskctl attach add` a pairing line.",
    )
    .into()
}
