//! A small city platform on loopback: knows 1001, 1002, 1003, takes everything else, and does to the next messages what
//! it was told to.

pub mod certificates;

use std::collections::{BTreeMap, VecDeque};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_server::tls_rustls::RustlsConfig;
use lotdesk_protocols::city::SignAlgorithm;
use lotdesk_protocols::city::envelope::Received;
use lotdesk_protocols::json::Node;

pub const USER: &str = "b38080814d9be81f014d9beb8109033a";
pub const PASSWORD: &str = "Lot-2026";
pub const KEY: &str = "12345678";
/// `Lot-2026` under `12345678` by openssl: enc -des-cbc -K 3132333435363738 -iv 3132333435363738
const ENCIPHERED: &str = "r2o1hCPqVF5FSU7oQY2JfA==";

/// What to do to the next message.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Take it and never answer.
    Silence,
    /// Take it and answer half.
    CutReply,
    /// Answer with this status and text.
    Answer(u16, &'static str),
    /// Answer with a redirection.
    Redirect,
}

/// What arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    pub path: String,
    pub authorization: Option<String>,
    /// Canonical `data`, or the form's members in order; the file is given by its content.
    pub data: String,
}

#[derive(Default)]
pub struct Inner {
    pub arrivals: Vec<Arrival>,
    pub deeds: VecDeque<Deed>,
    pub tokens: Vec<String>,
    pub tokens_given: u32,
    pub expires_in: String,
    /// Timestamp of every reply, in seconds.
    pub timestamp: i64,
    pub refuse_login: bool,
    /// 1002 meets trouble of the platform's.
    pub trouble_at_refresh: bool,
    pub forms: Vec<BTreeMap<String, String>>,
}

pub struct LittleCity {
    pub inner: Mutex<Inner>,
    pub address: SocketAddr,
}

impl LittleCity {
    fn bind() -> (Arc<Self>, TcpListener, Router) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let inner = Inner { expires_in: "7200".into(), timestamp: 1_700_000_000, ..Inner::default() };
        let city = Arc::new(Self { inner: Mutex::new(inner), address: listener.local_addr().unwrap() });
        let router = Router::new().fallback(serve).with_state(city.clone());
        (city, listener, router)
    }

    pub async fn start() -> Arc<Self> {
        let (city, listener, router) = Self::bind();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        city
    }

    pub async fn start_tls(config: rustls::ServerConfig) -> Arc<Self> {
        let (city, listener, router) = Self::bind();
        let config = RustlsConfig::from_config(Arc::new(config));
        let server = axum_server::from_tcp_rustls(listener, config).unwrap();
        tokio::spawn(server.serve(router.into_make_service()));
        city
    }

    pub fn url(&self) -> String {
        format!("http://{}/api/1.0", self.address)
    }

    pub fn next(&self, deeds: impl IntoIterator<Item = Deed>) {
        self.inner.lock().unwrap().deeds.extend(deeds);
    }

    pub fn forget_tokens(&self) {
        self.inner.lock().unwrap().tokens.clear();
    }

    /// The interface numbers of what arrived, in order.
    pub fn codes(&self) -> Vec<String> {
        let inner = self.inner.lock().unwrap();
        inner.arrivals.iter().map(|a| a.path.rsplit('/').next().unwrap().to_owned()).collect()
    }

    pub fn arrivals(&self) -> Vec<Arrival> {
        self.inner.lock().unwrap().arrivals.clone()
    }
}

async fn serve(State(city): State<Arc<LittleCity>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let (authorization, is_form) = {
        let header = |name| request.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
        (header("authorization"), header("content-type").is_some_and(|t| t.starts_with("multipart/form-data")))
    };
    let data = if is_form {
        let mut form = Multipart::from_request(request, &()).await.unwrap();
        let mut members = BTreeMap::new();
        let mut names = Vec::new();
        while let Some(field) = form.next_field().await.unwrap() {
            let name = field.name().unwrap().to_owned();
            if let Some(file_name) = field.file_name() {
                members.insert("file's name".to_owned(), file_name.to_owned());
            }
            members.insert(name.clone(), field.text().await.unwrap());
            names.push(name);
        }
        city.inner.lock().unwrap().forms.push(members);
        Node::List(names.into_iter().map(Node::Text).collect())
    } else {
        let body = axum::body::to_bytes(request.into_body(), usize::MAX).await.unwrap();
        let received = Received::parse(std::str::from_utf8(&body).unwrap()).unwrap();
        assert!(received.is_whole(SignAlgorithm::Sha1), "the signature does not fit: {body:?}");
        Node::List(received.data)
    };
    let code = path.rsplit('/').next().unwrap().to_owned();
    let arrival = Arrival { path, authorization: authorization.clone(), data: data.canonical() };
    let item = data.as_list().unwrap().first().cloned();
    let deed = {
        let mut inner = city.inner.lock().unwrap();
        inner.arrivals.push(arrival);
        match code.as_str() {
            "1002" if inner.trouble_at_refresh => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
            "1001" | "1002" => return inner.give_token(&code, &item.unwrap()),
            _ => {}
        }
        let token = authorization.as_deref().and_then(|a| a.strip_prefix("bearer "));
        if !token.is_some_and(|token| inner.tokens.iter().any(|t| t == token)) {
            return inner.reply(1, r#"[{"code":3002,"message":"访问令牌错误"}]"#);
        }
        match inner.deeds.pop_front() {
            None => return inner.reply(0, "[]"),
            Some(deed) => deed,
        }
    };
    match deed {
        Deed::Silence => std::future::pending().await,
        Deed::CutReply => {
            let half = Body::from_stream(HalfABody(0));
            ([("content-length", "100")], half).into_response()
        }
        Deed::Answer(status, text) => (StatusCode::from_u16(status).unwrap(), text).into_response(),
        Deed::Redirect => (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
    }
}

impl Inner {
    fn reply(&self, code: u8, data: &str) -> Response {
        let words = if code == 0 { "成功" } else { "失败" };
        let timestamp = self.timestamp;
        format!(r#"{{"resultCode":"{code}","resultMsg":"{words}","timestamp":{timestamp},"data":{data}}}"#)
            .into_response()
    }

    fn give_token(&mut self, code: &str, item: &Node) -> Response {
        let text = |name| item.get(name).and_then(Node::as_text);
        assert_eq!((text("userId"), text("password")), (Some(USER), Some(ENCIPHERED)));
        if self.refuse_login {
            return self.reply(1, r#"[{"code":3001,"message":"用户名或密码错误"}]"#);
        }
        if code == "1002" && !self.tokens.iter().any(|token| Some(token.as_str()) == text("accessToken")) {
            return self.reply(1, r#"[{"code":3002,"message":"访问令牌错误"}]"#);
        }
        self.tokens_given += 1;
        let token = format!("T{}", self.tokens_given);
        self.tokens = vec![token.clone()];
        let expires_in = &self.expires_in;
        self.reply(
            0,
            &format!(
                r#"[{{"scope":"default","tokenType":"bearer","expiresIn":"{expires_in}","accessToken":"{token}","refreshToken":"R"}}]"#
            ),
        )
    }
}

/// Some bytes, and then an error instead of the rest.
struct HalfABody(u8);

impl futures::Stream for HalfABody {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0 += 1;
        std::task::Poll::Ready(Some(match self.0 {
            1 => Ok(r#"{"resultCode":0,"#),
            _ => Err(std::io::Error::other("cut")),
        }))
    }
}
