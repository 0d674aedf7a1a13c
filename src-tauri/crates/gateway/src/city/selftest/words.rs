//! What a self-test finds, in words: what is wrong, and what to do about it.

use std::time::Duration;

use lotdesk_operations::api::selftest::{SelfTestFinding as Finding, SelfTestStepState as State};

use crate::http::CallFailure;

/// What a step found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How the step ends.
    pub state: State,
    /// For programs.
    pub finding: Finding,
    /// In Simplified Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Found {
    /// It works.
    pub fn passed(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { state: State::Passed, finding: Finding::Well, zh: zh.into(), en: en.into() }
    }

    /// It works, and something about it wants to be looked at.
    pub fn noted(finding: Finding, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { state: State::Noted, finding, zh: zh.into(), en: en.into() }
    }

    /// It does not work.
    pub fn failed(finding: Finding, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { state: State::Failed, finding, zh: zh.into(), en: en.into() }
    }

    /// It was not tried.
    pub fn not_tried(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { state: State::NotTried, finding: Finding::NotTried, zh: zh.into(), en: en.into() }
    }

    /// The same, with more said.
    #[must_use]
    pub(super) fn and(mut self, zh: &str, en: &str) -> Self {
        self.zh.push_str(zh);
        self.en.push(' ');
        self.en.push_str(en);
        self
    }
}

pub(super) fn cancelled() -> Found {
    Found {
        finding: Finding::Cancelled,
        ..Found::not_tried("未尝试：自检已被中止", "Not tried: the self-test was ended.")
    }
}

pub(super) fn not_without(zh: &str, en: &str) -> Found {
    Found::not_tried(
        format!("未尝试：没有{zh}就无法继续，请先解决上面的问题"),
        format!("Not tried: it needs {en}; mend what failed above first."),
    )
}

pub(super) fn no_tcp() -> Found {
    Found::not_tried(
        "未尝试：没有设置 tcp_address。平台要求 TCP 连接时请填写",
        "Not tried: tcp_address is not set. Set it where the platform wants the TCP connection.",
    )
}

pub(super) fn not_after_login() -> Found {
    Found::not_tried(
        "未尝试：HTTPS 登录已被平台拒绝，TCP 用的是同一账号，不再重复以免账号被锁",
        "Not tried: the platform has just refused the login over HTTPS. TCP uses the same account, and one that is tried too often may be locked.",
    )
}

pub(super) fn downlink(heard: Option<(String, &'static str)>, within: Duration) -> Found {
    match heard {
        Some((interface, transport)) => Found::passed(
            format!("收到平台经 {transport} 下发的 {interface}，下行通道可用"),
            format!("The platform asked {interface} of us over {transport}: the way back works."),
        ),
        None => {
            let seconds = within.as_secs();
            Found::noted(
                Finding::NothingAsked,
                format!("{seconds} 秒内平台没有下发任何请求。这不一定是故障：请平台方下发一次 6005 查询，再做一次自检"),
                format!(
                    "The platform asked nothing within {seconds} s. That need not be a fault: have its operator send a 6005 query, and run the self-test again."
                ),
            )
        }
    }
}

/// A call or connection that failed before there was an answer. `what` names it: `login (1001)`.
pub(super) fn call_failed(failure: &CallFailure, zh: &str, en: &str) -> Found {
    let (finding, why_zh, why_en) = explain(failure);
    Found::failed(finding, format!("{zh}：{why_zh}"), format!("{en}: {why_en}"))
}

fn explain(failure: &CallFailure) -> (Finding, String, String) {
    let both = |finding, zh: &str, en: &str| (finding, zh.to_owned(), en.to_owned());
    match failure {
        CallFailure::CertificateNotTrusted => both(
            Finding::CertificateNotTrusted,
            "平台证书的签发机构不受信任；向平台方索取其 CA 证书，放入数据目录并在 ca_file 中填写文件名",
            "nobody we trust signed the platform's certificate; get its authority's certificate from the platform's operator and name the file in ca_file.",
        ),
        CallFailure::CertificateNameWrong => both(
            Finding::CertificateNameWrong,
            "平台证书属于另一个域名；请按证书上的域名填写地址",
            "the platform's certificate is for another host name; write the address with the name on the certificate.",
        ),
        CallFailure::CertificateExpired => both(
            Finding::CertificateExpired,
            "平台证书不在有效期内；先核对本机日期和时间，若无误请联系平台方更换证书",
            "the platform's certificate is not valid at this time; check this computer's date first, and if it is right ask the platform's operator for a new certificate.",
        ),
        CallFailure::Tls(why) | CallFailure::Cut(why) if wants_client_certificate(why) => (
            Finding::ClientCertificate,
            format!(
                "平台要求我方出示客户端证书，或不接受现有的一张（{why}）；请在 client_cert_file 和 client_key_file 中填写平台签发的证书"
            ),
            format!(
                "the platform wants a certificate of ours, or another one ({why}); name the one that it issued in client_cert_file and client_key_file."
            ),
        ),
        CallFailure::Tls(why) => (
            Finding::TlsFailed,
            format!("无法建立 TLS 连接（{why}）；请确认该端口提供 https / TLS"),
            format!("no TLS ({why}); make sure that this port speaks TLS."),
        ),
        CallFailure::ConnectionRefused => both(
            Finding::ConnectionRefused,
            "连接被拒绝，该地址和端口上没有服务；请核对端口，并确认平台已开放给本机",
            "the connection was refused: nothing listens there; check the port, and that the platform lets this machine in.",
        ),
        CallFailure::HostNotFound => both(
            Finding::HostNotFound,
            "找不到该主机名；请核对拼写，检查本机的网络和 DNS",
            "the host name is not known; check its spelling, and this machine's network and DNS.",
        ),
        CallFailure::ConnectTimedOut(ms) => (
            Finding::TimedOut,
            format!("{ms} 毫秒内未能连接；多为防火墙丢弃了连接，请核对端口和专网线路"),
            format!("no connection within {ms} ms; mostly a firewall that drops it: check the port and the line."),
        ),
        CallFailure::TimedOut(ms) => (
            Finding::TimedOut,
            format!("已连接，但 {ms} 毫秒内没有完整应答；请稍后再试，持续如此请联系平台方"),
            format!(
                "connected, but no complete reply within {ms} ms; try again later, and ask the platform's operator when it stays so."
            ),
        ),
        CallFailure::NoConnection(why) => (
            Finding::NoConnection,
            format!("无法连接（{why}）；请检查网络"),
            format!("no connection ({why}); check the network."),
        ),
        CallFailure::NotARequest(why) => {
            (Finding::BadSetting, format!("请求无法生成：{why}"), format!("the request cannot be built: {why}."))
        }
        CallFailure::Cut(why) => (
            Finding::Cut,
            format!("平台在应答之前断开了连接（{why}）；若对端是负载均衡或网关，请平台方查看其日志"),
            format!(
                "the connection was cut before the reply ({why}); the platform's operator should look into the log of its gateway."
            ),
        ),
        CallFailure::ReplyTooLong(bytes) => (
            Finding::NotAnAnswer,
            format!("应答超过 {bytes} 字节，不是平台的应答；请核对地址"),
            format!("the reply is longer than {bytes} bytes and no answer of the platform; check the address."),
        ),
    }
}

/// What a server that wants a certificate says when it gets none, or another one.
fn wants_client_certificate(why: &str) -> bool {
    let why = why.to_ascii_lowercase();
    why.contains("alert")
        && [
            "certificaterequired",
            "certificate required",
            "badcertificate",
            "unknownca",
            "certificateunknown",
            "accessdenied",
        ]
        .iter()
        .any(|alert| why.contains(alert))
}
