//! PCs that attach over the network: `attach.admit`, `attach.list`, `attach.revoke`, and what the door asks.
//!
//! A PC is known by a key of 256 random bits, of which the ledger has the SHA-256 alone: a long random key needs no
//! stretching. The key goes to the PC in one pairing line, with the fingerprint of the door's certificate; whoever works at
//! that PC signs in by name and PIN all the same.

use lotdesk_domain::id::Guid;
use lotdesk_ledger::event::{PcAdmitted, PcRevoked};
use sha2::{Digest, Sha256};

use crate::api::attach::{AdmitPc, AdmittedPc, AttachDoor, AttachedPcs, PcRow, RevokePc};
use crate::api::refusal::{Code, Refusal};
use crate::api::{Done, Nothing};
use crate::caller::{Caller, Who};
use crate::desk::Desk;
use crate::story::Names;

/// A PC that the door let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPc {
    /// Identifier.
    pub id: Guid,
    /// What people call it.
    pub name: String,
}

/// `attach.admit`.
pub(crate) async fn admit(desk: &Desk, who: Who, request: AdmitPc) -> Result<AdmittedPc, Refusal> {
    if is_from_afar(&who) {
        return Err(Refusal::new(
            Code::NotPossibleNow,
            "请在岗亭的电脑上准入新的电脑；远程连接的窗口只能查看和撤销",
            "Admit PCs at the booth's own PC; a window attached over the network can look and revoke.",
        ));
    }
    let name = request.name.trim().to_owned();
    if !(1..=30).contains(&name.chars().count()) || name.chars().any(|c| c.is_control() || c == '@') {
        return Err(Refusal::field(
            "name",
            "电脑名称须为 1 至 30 个字，不含 @",
            "A PC's name has 1 to 30 characters and no @.",
        ));
    }
    let door = desk.inner.surroundings.attach_door().ok_or_else(closed)?;
    let host = match request.host.map(|host| host.trim().to_owned()).filter(|host| !host.is_empty()) {
        Some(host) => host_name(host)?,
        None => door.host.clone(),
    };
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Refusal::internal)?;
    let key = hex::encode(bytes);
    let hash = key_hash(&key);
    let line = pairing_line(&host, &door, &key);
    let named = name.clone();
    let pc_id = desk
        .act(&who, move |act| {
            if act.tx.pcs()?.iter().any(|pc| pc.revoked_at.is_none() && pc.name == named) {
                return Err(Refusal::new(
                    Code::NameTaken,
                    "已有同名的电脑，请换一个名称，或先撤销那一台",
                    "A PC of this name may attach already; choose another name or revoke that one.",
                )
                .at("name"));
            }
            let id = act.ids.next_guid();
            act.record(PcAdmitted { id, name: named }, None, None)?;
            act.tx.keep_pc_key(id, &hash)?;
            Ok(id)
        })
        .await?;
    Ok(AdmittedPc { pc_id, name, line })
}

/// `attach.list`.
pub(crate) async fn list(desk: &Desk, who: Who, _request: Nothing) -> Result<AttachedPcs, Refusal> {
    let open = desk.inner.surroundings.attached();
    let pcs = desk
        .look(move |tx| {
            let names = Names::read(tx)?;
            let rows = tx.pcs()?.into_iter().map(|pc| PcRow {
                open: u32::try_from(open.iter().filter(|id| **id == pc.id).count()).unwrap_or(u32::MAX),
                pc_id: pc.id,
                name: pc.name,
                admitted_at: pc.admitted_at,
                admitted_by: names.of(pc.admitted_by),
                revoked_at: pc.revoked_at,
                revoked_by: names.of(pc.revoked_by),
                seen_at: pc.seen_at,
                seen_from: pc.seen_from,
            });
            Ok(rows.collect())
        })
        .await?;
    Ok(AttachedPcs { door: desk.inner.surroundings.attach_door(), may_admit: !is_from_afar(&who), pcs })
}

/// `attach.revoke`: whatever the PC has open ends at once, and its sign-ins with it.
pub(crate) async fn revoke(desk: &Desk, who: Who, request: RevokePc) -> Result<Done, Refusal> {
    let id = request.pc_id;
    desk.act(&who, move |act| {
        let pc = act.tx.pc(id)?.ok_or_else(no_such_pc)?;
        if pc.revoked_at.is_none() {
            act.record(PcRevoked { id, name: pc.name }, None, None)?;
        }
        Ok(())
    })
    .await?;
    desk.end_sessions_of(id);
    desk.inner.surroundings.pc_revoked(id);
    Ok(Done {})
}

impl Desk {
    /// The PC that has this key and may attach; noted as seen.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn pc_comes(&self, key: &str, from: &str) -> Result<Option<KnownPc>, Refusal> {
        let hash = key_hash(key);
        let known = self.look(move |tx| Ok(tx.pc_of_key(&hash)?.filter(|pc| pc.revoked_at.is_none()))).await?;
        let Some(pc) = known else { return Ok(None) };
        let (id, from) = (pc.id, from.to_owned());
        self.act(&self.who(&Caller::Engine), move |act| {
            let now = act.now;
            Ok(act.tx.pc_seen(id, now, &from)?)
        })
        .await?;
        Ok(Some(KnownPc { id, name: pc.name }))
    }

    /// Whether a PC that was let in may still be here.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn pc_may_stay(&self, id: Guid) -> Result<bool, Refusal> {
        self.look(move |tx| Ok(tx.pc(id)?.is_some_and(|pc| pc.revoked_at.is_none()))).await
    }
}

/// What the ledger keeps of a key.
fn key_hash(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

fn pairing_line(host: &str, door: &AttachDoor, key: &str) -> String {
    let port = door.address.rsplit(':').next().unwrap_or_default();
    // An address of IPv6 has colons of its own.
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    format!("lotdesk://{host}:{port}/#{}.{key}", door.sha256)
}

/// A name or address as it stands in a pairing line, without the brackets of IPv6.
fn host_name(host: String) -> Result<String, Refusal> {
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let is_name = bare.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    if bare.len() <= 253 && (is_name || bare.parse::<std::net::Ipv6Addr>().is_ok()) {
        return Ok(bare);
    }
    Err(Refusal::field(
        "host",
        "须为本机的名称或 IP 地址，不含端口，例如 192.168.1.20",
        "This machine's name or IP address is wanted, without a port, such as 192.168.1.20.",
    ))
}

fn is_from_afar(who: &Who) -> bool {
    matches!(who.caller, Caller::Remote(_))
}

fn closed() -> Refusal {
    Refusal::new(
        Code::NotPossibleNow,
        "未开放远程连接：请先在 lotdesk.toml 的 [attach] 中设置 listen，例如 listen = \"0.0.0.0:5290\"",
        "The door for other PCs is closed: set listen in [attach] of lotdesk.toml first, such as \"0.0.0.0:5290\".",
    )
}

fn no_such_pc() -> Refusal {
    Refusal::new(Code::NotFound, "没有这台电脑", "There is no such PC.").at("pc_id")
}
