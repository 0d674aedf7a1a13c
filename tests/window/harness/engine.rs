//! The engine without a window, which windows attach to: it says where it listens, so that a story can make its
//! sandbox platform misbehave and send cars to its lanes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use lotdesk_engine::home::{Client, Home, Who};
use serde_json::{Value, json};

use super::Trouble;

/// The platform knows where to ask once the lot has logged in.
const ASKED_WITHIN: Duration = Duration::from_secs(30);

/// A running `lotdeskctl run`; it ends with this value.
pub struct Engine {
    child: Child,
    ready: Value,
    folder: tempfile::TempDir,
}

impl Engine {
    /// The demo lot in a folder of its own, without cars but those that the story sends.
    pub async fn quiet() -> Result<Self, Trouble> {
        Self::with(&["--no-traffic"]).await
    }

    /// The demo lot with its own traffic; the story's cars come between.
    pub async fn living() -> Result<Self, Trouble> {
        Self::with(&[]).await
    }

    /// The quiet lot with the door for other PCs open, on a free port.
    pub async fn with_a_door() -> Result<Self, Trouble> {
        Self::with(&["--no-traffic", "--set", "attach.listen=127.0.0.1:0"]).await
    }

    async fn with(more: &[&str]) -> Result<Self, Trouble> {
        // Somebody else in this process may have chosen the provider already; that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::Builder::new().prefix("lotdesk-engine-").tempdir()?;
        let log = std::fs::File::create(folder.path().join("engine.log"))?;
        // A measurement brings a program of its own, built with optimisation.
        let program = std::env::var_os("LOTDESK_CTL").unwrap_or_else(|| env!("CARGO_BIN_EXE_lotdeskctl").into());
        let mut child = Command::new(program)
            .args(["run", "--demo", "--until-stdin-closes", "--data"])
            .arg(folder.path().join("data"))
            .args(more)
            // The door's certificate is kept among the secrets, and there is no keychain here.
            .env("LOTDESK_PASSPHRASE", "stories need no secret of value")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let stdout = child.stdout.take();
        let mut engine = Self { child, ready: Value::Null, folder };
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            stdout.map(|stdout| BufReader::new(stdout).read_line(&mut line)).transpose().map(|_| line)
        });
        let line = line.await.map_err(|error| Trouble::Start(format!("lotdeskctl: {error}")))??;
        engine.ready = serde_json::from_str(&line).map_err(|_| {
            let log = std::fs::read_to_string(engine.folder.path().join("engine.log")).unwrap_or_default();
            Trouble::Start(format!("lotdeskctl run is not ready; it said `{line}` and\n{log}"))
        })?;
        Ok(engine)
    }

    /// A power cut: the process ends at once.
    pub fn goes_away(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What the ready line says there, such as `/callback/base_url`.
    pub fn said(&self, pointer: &str) -> Result<String, Trouble> {
        let said = self.ready.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        said.ok_or_else(|| Trouble::Start(format!("the ready line has no {pointer}: {}", self.ready)))
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A car comes in by this entry, so long ago; its camera kept that and tells it now. Gives what became of the read.
    pub async fn comes_in(&self, lane: &str, plate: &str, ago: Duration) -> Result<String, Trouble> {
        self.push(lane, plate, Some(ago), None).await
    }

    /// A car stands at this exit. Gives what became of the read.
    pub async fn stands_at(&self, lane: &str, plate: &str) -> Result<String, Trouble> {
        self.push(lane, plate, None, None).await
    }

    /// A car stands at this lane and its camera takes a picture, a JPEG. Gives what became of the read.
    pub async fn is_seen(&self, lane: &str, plate: &str, picture: &[u8]) -> Result<String, Trouble> {
        self.push(lane, plate, None, Some(picture)).await
    }

    /// A car without a legible plate stands at this lane. Gives what became of the read.
    pub async fn stands_blank(&self, lane: &str) -> Result<String, Trouble> {
        let said = self.post(lane, "reads", &json!({ "confidence": 12, "vehicle": null })).await?;
        let fate = said["fate"].as_str().map(str::to_owned);
        fate.ok_or_else(|| Trouble::Start(format!("the lane listener says {said}")))
    }

    /// A lane's own sensors or its gate say something, such as `fault`; it happens to the played lane.
    pub async fn signals(&self, lane: &str, what: &str) -> Result<(), Trouble> {
        self.post(lane, "signals", &json!({ "what": what })).await.map(|_| ())
    }

    /// A push to the lane listener; the demo's lane tokens are public.
    async fn post(&self, lane: &str, what: &str, body: &Value) -> Result<Value, Trouble> {
        let listener = self.ready["lanes"].as_str().unwrap_or_default();
        let bad = |error: reqwest::Error| Trouble::Start(format!("the lane listener at {listener}: {error}"));
        let sent = plain_http()
            .map_err(bad)?
            .post(format!("{listener}/lanes/{lane}/{what}"))
            .bearer_auth(format!("demo-token-of-{lane}"))
            .json(body)
            .send()
            .await
            .map_err(bad)?;
        sent.error_for_status().map_err(bad)?.json().await.map_err(bad)
    }

    /// A camera's push in our own format.
    async fn push(
        &self,
        lane: &str,
        plate: &str,
        ago: Option<Duration>,
        picture: Option<&[u8]>,
    ) -> Result<String, Trouble> {
        let mut read = json!({ "confidence": 96, "vehicle": { "plateNo": plate, "plateColor": "蓝色" } });
        if let Some(ago) = ago {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            read["buffered"] = json!(true);
            read["taken_at"] = json!(u64::try_from(now.saturating_sub(ago).as_millis()).unwrap_or_default());
        }
        if let Some(picture) = picture {
            read["picture"] = json!(base64::engine::general_purpose::STANDARD.encode(picture));
        }
        let said = self.post(lane, "reads", &read).await?;
        let fate = said["fate"].as_str().map(str::to_owned);
        fate.ok_or_else(|| Trouble::Start(format!("the lane listener says {said}")))
    }

    /// The engine's door, with the manager of the demo signed in: what no window and no camera would say.
    pub async fn door(&self) -> Result<Door, Trouble> {
        let bad = |what: &str, error: &dyn std::fmt::Display| Trouble::Start(format!("{what}: {error}"));
        let home = Home::at(&self.data()).map_err(|error| bad("the data folder", &error))?;
        let client = Client::attach(&home, Who::CommandLine).await.map_err(|error| bad("the door", &error))?;
        let mut door = Door { client, token: None };
        let people = door.call("operator.first_start", json!({})).await?;
        let name = people["names"][0]["name"].as_str().unwrap_or_default().to_owned();
        let signed = door.call("operator.sign_in", json!({ "name": name, "pin": people["demo_pin"] })).await?;
        door.token = signed["token"].as_str().map(str::to_owned);
        Ok(door)
    }

    /// From now on the sandbox city takes in every message and answers none.
    pub async fn withhold_replies(&self) -> Result<(), Trouble> {
        self.faults(&json!({ "add": [{ "fault": { "kind": "withhold" } }] })).await
    }

    /// The sandbox city answers again.
    pub async fn answer_again(&self) -> Result<(), Trouble> {
        self.faults(&json!({ "clear": true })).await
    }

    async fn faults(&self, order: &Value) -> Result<(), Trouble> {
        self.order_city("faults", order).await.map(|_| ())
    }

    /// The sandbox city asks something of the lot by an interface such as 6001, and the lot does it. Tried again until it
    /// knows where to ask: that is told at the login.
    pub async fn city_asks(&self, code: &str, item: Value) -> Result<Value, Trouble> {
        let order = json!({ "transport": "https", "code": code, "data": [item] });
        let began = std::time::Instant::now();
        let said = loop {
            let done: Value = serde_json::from_str(&self.order_city("downlink", &order).await?)?;
            if let Some(answer) = done["answer"].as_str() {
                break serde_json::from_str::<Value>(answer)?;
            }
            if began.elapsed() > ASKED_WITHIN {
                return Err(Trouble::Start(format!("the lot does not answer {code}: {done}")));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        if said["resultCode"] == 0 {
            Ok(said)
        } else {
            Err(Trouble::Wrong(format!("the lot answers {code} with {said}")))
        }
    }

    async fn order_city(&self, path: &str, order: &Value) -> Result<String, Trouble> {
        let base = self.ready["sandbox_city"].as_str().unwrap_or_default();
        let origin: String = base.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let bad =
            |error: reqwest::Error| Trouble::Start(format!("the sandbox city takes no order at {origin}: {error}"));
        let sent = client(&self.data().join("sandbox").join("city-ca.pem"))?
            .post(format!("{origin}/_sandbox/{path}"))
            .json(order)
            .send()
            .await;
        sent.and_then(reqwest::Response::error_for_status).map_err(bad)?.text().await.map_err(bad)
    }
}

/// The engine's door.
pub struct Door {
    client: Client,
    token: Option<String>,
}

impl Door {
    /// A command, as the window would give it.
    pub async fn call(&self, name: &str, request: Value) -> Result<Value, Trouble> {
        let done = self.client.call(self.token.clone(), name, request).await;
        done.map_err(|refusal| Trouble::Start(format!("{name}: {refusal:?}")))
    }
}

/// For the doors that speak plain HTTP on this machine: no certificates are read for them.
pub fn plain_http() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().no_proxy().tls_certs_only([]).build()
}

fn client(authority: &Path) -> Result<reqwest::Client, Trouble> {
    let bad = |error: reqwest::Error| Trouble::Start(format!("{}: {error}", authority.display()));
    let certificate = reqwest::Certificate::from_pem(&std::fs::read(authority)?).map_err(bad)?;
    reqwest::Client::builder().tls_certs_only([certificate]).no_proxy().build().map_err(bad)
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
