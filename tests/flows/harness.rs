//! Two processes and what they say: `lotdeskctl sandbox` as the city, `lotdeskctl run` as the engine.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lotdesk_engine::home::{Client, Home, Who};
use lotdesk_operations::api::refusal::Refusal;
use lotdesk_sandbox::city::{Arrival, Downlink, read_journal};
use serde_json::{Value, json};

pub const PASSPHRASE: &str = "flows need no secret of value";
pub const LANE_TOKEN: &str = "a-token-for-lanes-of-flows";
/// Everything that is waited for comes within this time, or the flow has failed.
pub const COMES_WITHIN: Duration = Duration::from_secs(60);

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn ctl() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotdeskctl"));
    command.env("LOTDESK_PASSPHRASE", PASSPHRASE).env_remove("LOTDESK_DATA");
    command
}

/// A client for what is asked without TLS; it does not read the system's certificates, as another one does for a second.
pub fn plain_http() -> reqwest::Client {
    let none: [reqwest::Certificate; 0] = [];
    reqwest::Client::builder().tls_certs_only(none).no_proxy().build().expect("a client")
}

/// A process that says when it is ready.
pub struct Running {
    child: Mutex<Child>,
    stdin: Option<ChildStdin>,
    pub ready: Value,
}

impl Running {
    fn start(mut command: Command, log: &Path) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).expect("a log");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().expect("lotdeskctl starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("its output reads");
        let ready = serde_json::from_str(&line).unwrap_or_else(|_| panic!("not ready: {line:?}"));
        let stdin = child.stdin.take();
        Self { child: Mutex::new(child), stdin, ready }
    }

    /// The quiet end: it is told to stop, and has stopped when this returns.
    pub fn end(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).wait();
    }

    /// The power cut: the process ends at once, no handler of its runs.
    pub fn cut(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cut();
    }
}

/// The city platform in a process of its own.
pub struct City {
    process: Running,
    pub base_url: String,
    pub tcp_address: String,
    pub ca_file: PathBuf,
    journal: PathBuf,
    http: reqwest::Client,
}

impl City {
    pub fn start(folder: &Path) -> Self {
        let mut command = ctl();
        command.args(["sandbox", "--until-stdin-closes", "--data"]).arg(folder.join("city"));
        let process = Running::start(command, &folder.join("city.log"));
        let said = &process.ready["city"];
        let text = |name: &str| said[name].as_str().expect("a text").to_owned();
        let ca_file = PathBuf::from(text("ca_file"));
        let _ = rustls::crypto::ring::default_provider().install_default();
        let authority = reqwest::Certificate::from_pem(&std::fs::read(&ca_file).expect("a certificate")).expect("PEM");
        let http = reqwest::Client::builder().tls_certs_only([authority]).no_proxy().build().expect("a client");
        Self {
            base_url: text("base_url"),
            tcp_address: text("tcp_address"),
            ca_file,
            journal: PathBuf::from(text("journal")),
            http,
            process,
        }
    }

    /// What the sandbox's process said of one of its other platforms, such as `/repair/base_url`.
    pub fn said(&self, pointer: &str) -> String {
        self.process.ready.pointer(pointer).and_then(Value::as_str).expect("a text").to_owned()
    }

    fn control(&self, path: &str) -> String {
        let origin: Vec<&str> = self.base_url.splitn(4, '/').take(3).collect();
        format!("{}/_sandbox/{path}", origin.join("/"))
    }

    /// Changes what goes wrong.
    pub async fn faults(&self, order: Value) {
        let sent = self.http.post(self.control("faults")).json(&order).send().await.expect("the city listens");
        assert!(sent.status().is_success(), "{}", sent.text().await.unwrap_or_default());
    }

    /// Lets the city ask over TCP. The answer, or why there is none.
    pub async fn ask(&self, command: u16, items: Value) -> Result<Value, String> {
        let done = self.downlink(json!({ "transport": "tcp", "code": command, "data": items })).await;
        match &done.answer {
            Some(answer) => Ok(serde_json::from_str(answer).expect("JSON")),
            None => Err(done.why.unwrap_or_default()),
        }
    }

    /// Lets the city ask as the order says (`sandbox/src/city/downlink/order.rs`).
    pub async fn downlink(&self, order: Value) -> Downlink {
        self.downlink_text(order.to_string()).await
    }

    /// The same order as text: its numbers go out as they are written, `20.00` as `20.00`.
    pub async fn downlink_text(&self, order: String) -> Downlink {
        let asking = self.http.post(self.control("downlink")).header("content-type", "application/json").body(order);
        let sent = asking.send().await.expect("the city listens");
        let (status, said) = (sent.status(), sent.text().await.expect("a text"));
        assert!(status.is_success(), "{said}");
        serde_json::from_str(&said).expect("JSON")
    }

    /// Every downlink so far.
    pub async fn downlinks(&self) -> Vec<Downlink> {
        let said = self.http.get(self.control("downlinks")).send().await.expect("the city listens");
        said.json().await.expect("JSON")
    }

    /// What arrived in a wrong order or without what must come first.
    pub async fn disorder(&self) -> Vec<Value> {
        let said = self.http.get(self.control("disorder")).send().await.expect("the city listens");
        said.json().await.expect("JSON")
    }

    /// Everything that arrived, from the city's own log.
    pub fn arrivals(&self) -> Vec<Arrival> {
        read_journal(&self.journal).expect("the city's log reads")
    }

    /// How often the platform took this item of this interface to be new, and how often it came.
    pub fn counts(&self, interface: &str, id: &str) -> (usize, usize) {
        use lotdesk_sandbox::city::ItemFate;
        let (mut taken, mut came) = (0, 0);
        for arrival in self.arrivals().iter().filter(|a| a.interface == interface) {
            for (own, fate) in arrival.ids.iter().zip(&arrival.items) {
                if own == id {
                    came += 1;
                    taken += usize::from(*fate == ItemFate::Taken);
                }
            }
        }
        (taken, came)
    }
}

/// A data directory that points at a city, and the engine on it.
pub struct Lot {
    pub data: PathBuf,
    folder: PathBuf,
}

impl Lot {
    /// Sets a directory up: an edited `lotdesk.toml` and a few secrets.
    pub fn set_up(folder: &Path, city: &City) -> Self {
        let data = folder.join("data");
        std::fs::create_dir_all(&data).expect("a folder");
        std::fs::copy(root().join("assets/demo/lot.toml"), data.join("lot.toml")).expect("the lot");
        std::fs::copy(root().join("assets/tariffs/hourly.toml"), data.join("tariff.toml")).expect("the tariff");
        let toml = format!(
            "[platforms.city]\nbase_url = {:?}\nuser_id = \"lotdesk-demo\"\nca_file = {:?}\ntimeout_ms = 3000\nconnect_timeout_ms = 2000\n\n\
             [secrets]\nkey = \"passphrase\"\n",
            city.base_url,
            city.ca_file.display().to_string()
        );
        std::fs::write(data.join("lotdesk.toml"), toml).expect("the settings");
        // The account's and the lanes' secrets under a key that costs next to nothing: engines start hundreds of times here.
        std::fs::copy(root().join("tests/fixtures/secrets/flows.lotdesk"), data.join("secrets.lotdesk"))
            .expect("secrets");
        Self { data, folder: folder.to_owned() }
    }

    /// Lets the lot use the city's TCP side too.
    pub fn over_tcp(&self, city: &City) {
        let address = format!("[platforms.city]\ntcp_address = {:?}\n", city.tcp_address);
        self.edit("lotdesk.toml", |toml| toml.replacen("[platforms.city]\n", &address, 1));
    }

    /// Edits a file of the data directory.
    pub fn edit(&self, file: &str, edit: impl FnOnce(String) -> String) {
        let file = self.data.join(file);
        let text = std::fs::read_to_string(&file).expect("it reads");
        std::fs::write(file, edit(text)).expect("it writes");
    }

    /// Sets a secret as a person does, by standard input.
    pub fn secret(&self, name: &str, value: &str) {
        let mut command = ctl();
        command.args(["secret", "set", name, "--data"]).arg(&self.data);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("lotdeskctl starts");
        child.stdin.take().expect("piped").write_all(value.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts the engine and attaches to it.
    pub async fn start(&self) -> Engine {
        let mut command = ctl();
        command.args(["run", "--until-stdin-closes", "--data"]).arg(&self.data);
        let log = self.folder.join("engine.log");
        let process = tokio::task::spawn_blocking(move || Running::start(command, &log)).await.expect("it starts");
        let home = Home::at(&self.data).expect("the directory");
        let client = Client::attach(&home, Who::CommandLine).await.expect("the engine lets us in");
        let lanes = process.ready["lanes"].as_str().expect("an address").to_owned();
        let http = plain_http();
        Engine { process, client, token: None, lanes, http }
    }

    /// Runs `lotdeskctl` on a directory within this one.
    pub fn ctl_at(&self, within: &str, arguments: &[&str]) -> Output {
        ctl().args(arguments).arg("--data").arg(self.data.join(within)).output().expect("lotdeskctl runs")
    }

    /// Runs `lotdeskctl` on this directory.
    pub fn ctl(&self, arguments: &[&str]) -> Output {
        ctl().args(arguments).arg("--data").arg(&self.data).output().expect("lotdeskctl runs")
    }

    /// `lotdeskctl verify` finds nothing.
    pub fn verify(&self) {
        let said = self.ctl(&["verify"]);
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let verdict: Value = serde_json::from_slice(&said.stdout).expect("JSON");
        assert_eq!(verdict["differences"], json!([]), "{verdict}");
    }
}

/// Starts the engine for practising beside a lot, with these variables in its environment, and attaches to it.
pub async fn practice(lot: &Lot, environment: &[(String, String)]) -> Engine {
    let mut command = ctl();
    command.args(["run", "--training", "--no-traffic", "--until-stdin-closes", "--data"]).arg(&lot.data);
    command.envs(environment.iter().cloned());
    let log = lot.folder.join("practice.log");
    let process = tokio::task::spawn_blocking(move || Running::start(command, &log)).await.expect("it starts");
    let home = Home::at(&lot.data.join("training")).expect("the directory");
    let client = Client::attach(&home, Who::CommandLine).await.expect("the engine lets us in");
    let lanes = process.ready["lanes"].as_str().expect("an address").to_owned();
    let http = plain_http();
    Engine { process, client, token: None, lanes, http }
}

/// A running engine with somebody signed in.
pub struct Engine {
    pub process: Running,
    pub client: Client,
    pub token: Option<String>,
    pub lanes: String,
    pub http: reqwest::Client,
}

impl Engine {
    /// Creates the manager on the first start, signs in on later ones.
    pub async fn sign_in(&mut self) {
        let who = json!({ "name": "经理", "pin": "2580" });
        let first = self.call("operator.first_start", json!({})).await.expect("it answers");
        let name = if first["needs_manager"] == true { "operator.create_first_manager" } else { "operator.sign_in" };
        let signed = self.call(name, who).await.expect("the manager signs in");
        self.token = Some(signed["token"].as_str().expect("a token").to_owned());
    }

    pub async fn call(&self, name: &str, request: Value) -> Result<Value, Refusal> {
        self.client.call(self.token.clone(), name, request).await
    }

    /// A camera's push of this plate on this lane.
    pub async fn push(&self, lane: &str, read_id: &str, plate: &str) -> Result<Value, reqwest::Error> {
        push(&self.http, &self.lanes, lane, read_id, plate, None).await
    }

    /// The same, taken so long ago.
    pub async fn push_old(&self, lane: &str, read_id: &str, plate: &str, ago: Duration) -> Value {
        push(&self.http, &self.lanes, lane, read_id, plate, Some(ago)).await.expect("the engine answers")
    }

    /// A camera's push on the demo lot, whose lanes' tokens are public.
    pub async fn push_demo(&self, lane: &str, read_id: &str, plate: &str, ago: Option<Duration>) -> Value {
        let token = format!("demo-token-of-{lane}");
        push_as(&self.http, &self.lanes, (lane, &token), read_id, plate, ago).await.expect("the engine answers")
    }

    /// Waits until nothing waits for the city.
    pub async fn drained(&self) {
        let mut left = Value::Null;
        let deadline = Instant::now() + COMES_WITHIN;
        while Instant::now() < deadline {
            left = self.call("outbox.list", json!({ "open_only": true })).await.expect("it answers");
            if left["rows"] == json!([]) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the outbox does not drain: {left}");
    }

    /// How many messages wait for the city.
    pub async fn waiting(&self) -> u64 {
        let board = self.call("board.snapshot", json!({})).await.expect("it answers");
        board["links"][0]["waiting"].as_u64().expect("a number")
    }
}

pub async fn push(
    http: &reqwest::Client,
    lanes: &str,
    lane: &str,
    read_id: &str,
    plate: &str,
    ago: Option<Duration>,
) -> Result<Value, reqwest::Error> {
    push_as(http, lanes, (lane, LANE_TOKEN), read_id, plate, ago).await
}

async fn push_as(
    http: &reqwest::Client,
    lanes: &str,
    (lane, token): (&str, &str),
    read_id: &str,
    plate: &str,
    ago: Option<Duration>,
) -> Result<Value, reqwest::Error> {
    let mut body = json!({
        "read_id": read_id, "confidence": 96, "vehicle": { "plateNo": plate, "plateColor": "蓝色" }, "picture": PICTURE,
    });
    if let Some(ago) = ago {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
        body["buffered"] = json!(true);
        body["taken_at"] = json!(u64::try_from((now - ago).as_millis()).expect("fits"));
    }
    let mut first = None;
    loop {
        let answer = http.post(format!("{lanes}/lanes/{lane}/reads")).bearer_auth(token).json(&body).send().await?;
        let status = answer.status();
        let said: Value = answer.json().await?;
        // Decided, and wanted once more: the disk is slow and the picture not on it yet.
        let again = status == reqwest::StatusCode::SERVICE_UNAVAILABLE && said["field"] == "picture";
        assert!(status.is_success() || again, "{status}: {said}");
        let said = first.get_or_insert(said);
        if !again {
            return Ok(said.take());
        }
    }
}

/// The smallest JPEG that says it is one: the engine stores pictures as they come.
const PICTURE: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=";

/// 32 hexadecimal digits from a number.
pub fn id(kind: u8, n: u64) -> String {
    format!("{kind:02X}{n:030X}")
}
