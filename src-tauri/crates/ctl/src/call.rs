//! `call`, `interfaces`, `verify`, `rebuild`: one question to the engine, wherever it runs.

use std::io::{IsTerminal, Read};

use lotdesk_engine::door::Door;
use lotdesk_engine::engine::Extent;
use lotdesk_engine::home::Who;
use lotdesk_operations::api::refusal::{Code, Refusal};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Call, Place};
use crate::fail::Fail;
use crate::output;

/// The longest request that is read from standard input, in bytes.
const MOST_REQUEST_BYTES: u64 = 4 * 1024 * 1024;

/// A command as `call --list` shows it.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    about: &'static str,
    permission: lotdesk_domain::operator::Permission,
    request: schemars::Schema,
    reply: schemars::Schema,
}

/// Runs one command, or lists all of them.
pub async fn call(place: &Place, call: Call) -> Result<(), Fail> {
    let Some(name) = call.name else { return list() };
    let request = request(call.request.as_deref())?;
    // Asked for before the engine is: nobody else waits for the directory while a person types.
    let sign_in = call.operator.as_deref().map(|operator| pin(operator, call.request.as_deref())).transpose()?;
    let reply = with_door(place, async |door| {
        let token = signed_in(door, sign_in).await?;
        let reply = door.call(Who::CommandLine, token.clone(), &name, request).await;
        signed_out(door, token).await;
        reply
    })
    .await?;
    output::print(&reply)
}

fn list() -> Result<(), Fail> {
    let commands: Vec<Listed> = lotdesk_operations::commands()
        .iter()
        .map(|command| Listed {
            name: command.name,
            about: command.about,
            permission: command.permission,
            request: (command.request_schema)(),
            reply: (command.reply_schema)(),
        })
        .collect();
    output::print(&commands)
}

fn request(given: Option<&str>) -> Result<Value, Fail> {
    let text = match given {
        None => return Ok(json!({})),
        Some("-") => {
            let mut bytes = Vec::new();
            let mut stdin = std::io::stdin().take(MOST_REQUEST_BYTES + 1);
            stdin.read_to_end(&mut bytes).map_err(|error| Fail::system("stdin", &error))?;
            request_text(bytes)?
        }
        Some(text) => text.to_owned(),
    };
    serde_json::from_str(&text).map_err(|error| {
        Refusal::new(
            Code::BadRequest,
            format!("请求不是有效的 JSON：{error}"),
            format!("The request is no valid JSON: {error}."),
        )
        .into()
    })
}

/// What came from standard input, as text: a file of another kind or size is the asker's mistake, not the system's.
fn request_text(bytes: Vec<u8>) -> Result<String, Fail> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_REQUEST_BYTES {
        return Err(Refusal::new(
            Code::BadRequest,
            format!("请求超过 {MOST_REQUEST_BYTES} 字节"),
            format!("The request is longer than {MOST_REQUEST_BYTES} bytes."),
        )
        .into());
    }
    String::from_utf8(bytes)
        .map_err(|_| Refusal::new(Code::BadRequest, "请求不是 UTF-8 文本", "The request is no UTF-8 text.").into())
}

/// Signs in, where somebody is named; the token.
pub async fn signed_in(door: &Door, sign_in: Option<Value>) -> Result<Option<String>, Refusal> {
    let Some(sign_in) = sign_in else { return Ok(None) };
    let signed_in = door.call(Who::CommandLine, None, "operator.sign_in", sign_in).await?;
    Ok(signed_in["token"].as_str().map(str::to_owned))
}

/// Ends that. A sign-in that cannot be ended ends with the engine.
pub async fn signed_out(door: &Door, token: Option<String>) {
    if token.is_some() {
        let _ = door.call(Who::CommandLine, token, "operator.sign_out", json!({})).await;
    }
}

/// The request of the sign-in.
pub fn pin(operator: &str, request: Option<&str>) -> Result<Value, Fail> {
    let pin = match std::env::var("LOTDESK_PIN") {
        Ok(pin) => pin,
        Err(_) if std::io::stdin().is_terminal() && request != Some("-") => {
            rpassword::prompt_password(format!("PIN ({operator}): ")).map_err(|error| Fail::system("PIN", &error))?
        }
        Err(_) => {
            return Err(Refusal::new(
                Code::NotSignedIn,
                "没有终端可输入 PIN：请设置环境变量 LOTDESK_PIN",
                "There is no terminal to ask for the PIN: set LOTDESK_PIN.",
            )
            .into());
        }
    };
    Ok(json!({ "name": operator, "pin": pin }))
}

/// Opens the door, asks, and closes it again.
async fn with_door<T>(place: &Place, ask: impl AsyncFnOnce(&Door) -> Result<T, Refusal>) -> Result<T, Fail> {
    let door = Door::open(&place.options(Extent::CommandsOnly)?, Who::CommandLine).await?;
    let answer = ask(&door).await;
    if let Door::Owner(engine) = door {
        engine.stop().await;
    }
    Ok(answer?)
}

async fn engine_command(place: &Place, name: &str) -> Result<Value, Fail> {
    place.here_only(name.trim_start_matches("engine."))?;
    with_door(place, async |door| door.call(Who::CommandLine, None, name, json!({})).await).await
}

/// Lists the interfaces.
pub async fn interfaces(place: &Place, as_json: bool) -> Result<(), Fail> {
    let list = engine_command(place, "engine.interfaces").await?;
    let rows = &list["rows"];
    if as_json || !std::io::stdout().is_terminal() {
        return output::print(rows);
    }
    for row in rows.as_array().into_iter().flatten() {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let implemented = if row["implemented"] == Value::Bool(true) { "implemented" } else { "-" };
        let exercised = if row["exercised"].is_null() { "-" } else { "exercised" };
        let (platform, id, direction, name) = (text("platform"), text("id"), text("direction"), text("name"));
        output::write(&format!("{platform:9} {direction:5} {implemented:12} {exercised:10} {id:32} {name}"))?;
    }
    Ok(())
}

/// Checks the ledger; what does not hold is a refusal.
pub async fn verify(place: &Place) -> Result<(), Fail> {
    let verdict = engine_command(place, "engine.verify").await?;
    output::print(&verdict)?;
    match verdict["differences"].as_array().map(Vec::len) {
        Some(0) => Ok(()),
        count => {
            let count = count.unwrap_or_default();
            Err(Refusal::new(
                Code::Internal,
                format!("账本校验发现 {count} 处不一致，请保留数据目录并联系技术支持"),
                format!("The ledger does not hold in {count} places; keep the data directory and ask for support."),
            )
            .at("differences")
            .into())
        }
    }
}

/// Makes the tables anew.
pub async fn rebuild(place: &Place) -> Result<(), Fail> {
    output::print(&engine_command(place, "engine.rebuild").await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(fail: &Fail) -> Value {
        serde_json::to_value(fail).unwrap()["code"].clone()
    }

    #[test]
    fn a_request_that_is_no_text_or_too_long_is_a_bad_request() {
        assert_eq!(request_text("{\"name\":\"值班员\"}".into()).unwrap(), "{\"name\":\"值班员\"}");
        assert_eq!(code(&request_text(vec![b'"', 0xff, b'"']).unwrap_err()), "bad_request");
        let most = usize::try_from(MOST_REQUEST_BYTES).unwrap();
        assert!(request_text(vec![b' '; most]).is_ok());
        assert_eq!(code(&request_text(vec![b' '; most + 1]).unwrap_err()), "bad_request");
    }
}
