//! The engine without a window, which windows attach to: it says where it listens, so that a story can make its
//! sandbox platform misbehave and send cars to its lanes.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::Trouble;

/// A running `lotdeskctl run`; it ends with this value.
pub struct Engine {
    child: Child,
    ready: Value,
    folder: tempfile::TempDir,
}

impl Engine {
    /// The demo lot with traffic, in a folder of its own.
    pub async fn demo() -> Result<Self, Trouble> {
        let folder = tempfile::Builder::new().prefix("lotdesk-engine-").tempdir()?;
        let log = std::fs::File::create(folder.path().join("engine.log"))?;
        let mut child = Command::new(env!("CARGO_BIN_EXE_lotdeskctl"))
            .args(["run", "--demo", "--data"])
            .arg(folder.path().join("data"))
            .stdin(Stdio::null())
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

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
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
        let base = self.ready["sandbox_city"].as_str().unwrap_or_default();
        let origin: String = base.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let sent = client(&self.data().join("sandbox").join("city-ca.pem"))?
            .post(format!("{origin}/_sandbox/faults"))
            .json(order)
            .send()
            .await;
        sent.and_then(reqwest::Response::error_for_status)
            .map(|_| ())
            .map_err(|error| Trouble::Start(format!("the sandbox city takes no order at {origin}: {error}")))
    }
}

fn client(authority: &Path) -> Result<reqwest::Client, Trouble> {
    // Somebody else in this process may have chosen the provider already; that is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
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
