//! `secret`: set from standard input, listed by name only.

use std::io::{IsTerminal, Read};

use lotdesk_engine::engine::secrets_of;
use lotdesk_engine::secrets::{Secret, SecretName};
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde_json::json;

use crate::args::{Place, SecretWhat};
use crate::fail::Fail;
use crate::output;

/// No secret of ours is longer, in bytes.
const MOST_SECRET_BYTES: u64 = 4096;

/// Sets, lists or removes.
pub fn secret(place: &Place, what: SecretWhat) -> Result<(), Fail> {
    let store = secrets_of(&place.home()?, &place.layers())?;
    match what {
        SecretWhat::Set { name } => {
            let name = parse(&name)?;
            store.set(name.clone(), read(&name)?)?;
            output::print(&json!({ "set": name.as_str() }))
        }
        SecretWhat::List => {
            let names = store.names()?;
            output::print(&names.iter().map(SecretName::as_str).collect::<Vec<_>>())
        }
        SecretWhat::Remove { name } => {
            let name = parse(&name)?;
            if store.remove(&name)? {
                return output::print(&json!({ "removed": name.as_str() }));
            }
            Err(Refusal::new(Code::NotFound, format!("没有设置 {name}"), format!("{name} is not set."))
                .at("name")
                .into())
        }
    }
}

fn parse(name: &str) -> Result<SecretName, Fail> {
    name.parse()
        .map_err(|error| Refusal::field("name", format!("没有这样的密钥名：{name}"), format!("{error}.")).into())
}

/// One line; at a terminal it is asked for and not shown.
fn read(name: &SecretName) -> Result<Secret, Fail> {
    let text = if std::io::stdin().is_terminal() {
        rpassword::prompt_password(format!("{name}: ")).map_err(|error| Fail::system("stdin", &error))?
    } else {
        let mut text = String::new();
        let mut stdin = std::io::stdin().take(MOST_SECRET_BYTES + 1);
        stdin.read_to_string(&mut text).map_err(|error| Fail::system("stdin", &error))?;
        text
    };
    let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    if line.is_empty() || line.contains(['\n', '\r', '\0']) || line.len() as u64 > MOST_SECRET_BYTES {
        return Err(Refusal::field(
            "secret",
            "密钥必须是一行，1 到 4096 个字节",
            "A secret is one line of 1 to 4096 bytes.",
        )
        .into());
    }
    Ok(Secret::new(line.to_owned()))
}
