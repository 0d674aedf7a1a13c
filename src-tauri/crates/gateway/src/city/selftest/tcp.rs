//! The TCP side: a connection of its own, 1004, 1006, 1005 (6.1.3, 6.2.4 to 6.2.6).

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use lotdesk_domain::message::Outcome;
use lotdesk_domain::moment::Clock;
use lotdesk_operations::api::selftest::SelfTestFinding as Finding;
use lotdesk_protocols::city::Dialect;
use lotdesk_protocols::city::client::{Credentials, Reply, request, tcp_login_item};
use lotdesk_protocols::city::frame::{Frame, FrameCodec, FrameDirection, FrameError};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tokio_util::codec::Framed;

use super::calls::meaning;
use super::reach::Target;
use super::words::Found;
use crate::city::profile::CityProfile;
use crate::city::tcp::refusal;

/// 6.1.3: a heartbeat's reply is waited for three times 3 s before the connection is given up.
const HEARTBEAT: Duration = Duration::from_secs(9);

struct Line<'a> {
    frames: Framed<TlsStream<TcpStream>, FrameCodec>,
    dialect: Dialect,
    clock: &'a dyn Clock,
    next_no: u32,
}

/// Connects, logs in, sends one heartbeat, logs out.
pub(super) async fn try_out(
    address: &str,
    profile: &CityProfile,
    credentials: &Credentials,
    clock: &dyn Clock,
) -> Found {
    match all(address, profile, credentials, clock).await {
        Ok(found) | Err(found) => found,
    }
}

async fn all(
    address: &str,
    profile: &CityProfile,
    credentials: &Credentials,
    clock: &dyn Clock,
) -> Result<Found, Found> {
    let stream = Target::tcp(address, profile)?.secure_stream(profile).await?;
    let mut line = Line { frames: Framed::new(stream, FrameCodec), dialect: profile.dialect(), clock, next_no: 1 };
    let item = tcp_login_item(credentials).map_err(|error| {
        Found::failed(Finding::BadSecret, format!("TCP 登录（1004）：{error}"), format!("TCP login (1004): {error}."))
    })?;
    let within = Duration::from_millis(profile.timeout_ms);
    line.call(1004, &[&item], within, ("TCP 登录（1004）", "TCP login (1004)")).await?;
    let beat = line.call(1006, &[], HEARTBEAT.min(within), ("TCP 心跳（1006）", "TCP heartbeat (1006)")).await;
    if let Err(found) = beat {
        let finding = if found.finding == Finding::TimedOut { Finding::HeartbeatLost } else { found.finding };
        return Err(Found { finding, ..found });
    }
    line.call(1005, &[], within, ("TCP 注销（1005）", "TCP logout (1005)")).await?;
    Ok(Found::passed("TCP 登录、心跳、注销均正常", "Login, heartbeat and logout over TCP work."))
}

impl Line<'_> {
    async fn call(
        &mut self,
        command: u16,
        items: &[&str],
        within: Duration,
        (zh, en): (&str, &str),
    ) -> Result<(), Found> {
        let data = request(&self.dialect, items, self.clock.now())
            .map_err(|error| Found::failed(Finding::BadSetting, format!("{zh}：{error}"), format!("{en}: {error}.")))?;
        let packet_no = self.next_no;
        self.next_no += 1;
        let cut = |why: String| {
            Found::failed(
                Finding::Cut,
                format!("{zh}：平台在应答之前断开了连接（{why}）；请核对该端口是否为 DB4403/T 313 的 TCP 接口"),
                format!(
                    "{en}: the platform ended the connection before its reply ({why}); make sure that the port is the TCP side of DB4403/T 313."
                ),
            )
        };
        self.frames.send(Frame::request(packet_no, command, data)).await.map_err(|error| cut(error.to_string()))?;
        let reply = tokio::time::timeout(within, self.reply_to(packet_no)).await.map_err(|_| {
            let seconds = within.as_secs();
            Found::failed(
                Finding::TimedOut,
                format!("{zh}：{seconds} 秒内没有应答；请平台方核对其 TCP 服务"),
                format!("{en}: no reply within {seconds} s; have the platform's operator look at its TCP side."),
            )
        })?;
        let data = match reply {
            Ok(Some(data)) => data,
            Ok(None) => return Err(cut("EOF".to_owned())),
            Err(FrameError::Malformed(bad)) => {
                return Err(Found::failed(
                    Finding::NotAFrame,
                    format!("{zh}：收到的不是 SZTC 报文（{bad}）；请核对 tcp_address 的端口"),
                    format!("{en}: what came back is no SZTC frame ({bad}); check the port in tcp_address."),
                ));
            }
            Err(error) => return Err(cut(error.to_string())),
        };
        let outcome = match Reply::parse(&String::from_utf8_lossy(&data)) {
            Ok(reply) => reply.refusal().unwrap_or(Outcome::Accepted),
            Err(error) => Outcome::Unknown { why: error.to_string() },
        };
        if outcome == Outcome::Accepted { Ok(()) } else { Err(meaning(&outcome, zh, en)) }
    }

    /// The data of the reply with this number. What the platform asks meanwhile is refused: this connection serves no
    /// requests, and the platform sends them to the engine's own.
    async fn reply_to(&mut self, packet_no: u32) -> Result<Option<bytes::Bytes>, FrameError> {
        while let Some(frame) = self.frames.next().await {
            let frame = frame?;
            match frame.direction {
                FrameDirection::Reply if frame.packet_no == packet_no => return Ok(Some(frame.data)),
                FrameDirection::Reply => {}
                FrameDirection::Request => {
                    let words = refusal("this connection is a self-test's and serves no requests", self.clock.now());
                    self.frames.send(Frame::reply(frame.packet_no, frame.command, words)).await?;
                }
            }
        }
        Ok(None)
    }
}
