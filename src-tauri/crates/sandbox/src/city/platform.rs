//! The platform's one lock: sessions, state, faults, journal. A request is decided, logged and takes effect under it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lotdesk_domain::moment::Moment;
use lotdesk_protocols::cipher::des_cbc_decrypt;
use lotdesk_protocols::json::Node;
use tokio::sync::watch;

use super::a2::{self, Refusal};
use super::faults::{FaultOrder, Script};
use super::journal::{Arrival, ItemFate, Journal};
use super::state::{Incoming, State};
use super::tables::Interface;
use super::tcp::{Order, TcpSide};
use super::{CityConfig, JournalError, check};

/// How many arrivals are kept in memory.
pub const ARRIVALS_KEPT: usize = 50_000;

/// Everything that changes.
pub struct Core {
    pub state: State,
    pub arrivals: VecDeque<Arrival>,
    pub script: Script,
    pub skew_s: i64,
    tokens: BTreeMap<String, Moment>,
    journal: Option<Journal>,
    next_no: u64,
}

/// The platform.
pub struct Platform {
    pub config: CityConfig,
    core: Mutex<Core>,
    /// How many requests have arrived.
    pub arrived: watch::Sender<u64>,
    /// The TCP side.
    pub tcp: TcpSide,
    /// Changes when withheld replies are to go out.
    pub released: watch::Sender<u64>,
}

/// Members of a reply's object.
type Members = Vec<(&'static str, Node)>;

/// The reply to one item.
#[derive(Debug)]
pub struct ItemReply {
    /// Members of the reply's object.
    pub members: Members,
    /// What became of the item.
    pub fate: ItemFate,
}

impl Platform {
    /// Sets the platform up, with what its journal holds.
    pub fn new(config: CityConfig) -> Result<Self, JournalError> {
        let mut core = Core {
            state: State::default(),
            arrivals: VecDeque::new(),
            script: Script::default(),
            skew_s: 0,
            tokens: BTreeMap::new(),
            journal: None,
            next_no: 1,
        };
        if let Some(path) = &config.journal {
            let (journal, before) = Journal::open(path)?;
            core.journal = Some(journal);
            for arrival in before {
                core.take_up(arrival);
            }
        }
        let count = core.next_no - 1;
        Ok(Self {
            config,
            core: Mutex::new(core),
            arrived: watch::Sender::new(count),
            tcp: TcpSide::default(),
            released: watch::Sender::new(0),
        })
    }

    /// What changes, locked.
    pub fn core(&self) -> MutexGuard<'_, Core> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The platform's own clock.
    pub fn now(&self) -> Moment {
        let skew_s = self.core().skew_s;
        self.config.clock.now().plus_ms(skew_s * 1000)
    }

    /// Changes what goes wrong.
    pub fn order_faults(&self, order: FaultOrder) {
        let mut core = self.core();
        if order.clear {
            core.script.clear();
            core.skew_s = 0;
        }
        if order.expire_tokens {
            core.tokens.clear();
        }
        if let Some(skew_s) = order.clock_skew_s {
            core.skew_s = skew_s;
        }
        core.script.add(order.add);
        drop(core);
        if order.clear || order.tcp_withhold_heartbeats.is_some() {
            let withhold = order.tcp_withhold_heartbeats.unwrap_or(false);
            self.tcp.withhold_heartbeats.store(withhold, Ordering::Relaxed);
        }
        if order.tcp_garbage {
            self.tcp.order_all(|| Order::Garbage);
        }
        if order.tcp_cut {
            self.tcp.order_all(|| Order::Cut);
        }
        if order.clear || order.release {
            self.released.send_modify(|n| *n += 1);
        }
    }

    /// Refuses a token that is unknown or has run out.
    pub fn check_token(&self, token: Option<&str>) -> Result<(), Refusal> {
        let now = self.now();
        let token = token.ok_or_else(|| Refusal::new(a2::BAD_TOKEN, "Authorization: bearer <token> is wanted"))?;
        match self.core().tokens.get(token) {
            Some(until) if *until > now => Ok(()),
            Some(_) => Err(Refusal::new(a2::BAD_TOKEN, "the access token has run out")),
            None => Err(Refusal::new(a2::BAD_TOKEN, "the access token is unknown")),
        }
    }

    /// Checks every item, lets those that pass take effect, and logs the arrival before anybody is answered.
    pub fn take(
        &self,
        interface: &'static Interface,
        items: &[Node],
        body: String,
    ) -> Result<Vec<ItemReply>, JournalError> {
        let now = self.now();
        let at_ms = now.0;
        let mut core = self.core();
        let mut replies = Vec::with_capacity(items.len());
        let mut ids = Vec::with_capacity(items.len());
        let mut fates = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let id = own_id(interface, item);
            let reply = match self.one(&mut core, interface, item, &id, i, now) {
                Ok((mut members, fate)) => {
                    if !interface.echo.is_empty() {
                        members.insert(0, (interface.echo, Node::Text(own_id_as_sent(interface, item))));
                    }
                    ItemReply { members, fate }
                }
                Err(refusal) => refused(interface, &own_id_as_sent(interface, item), &refusal),
            };
            ids.push(id);
            fates.push(reply.fate.clone());
            if interface.code == "1401" && reply.fate.accepted() {
                // One question, a line of the answer for each order.
                let lines = core.state.money.bill(item).into_iter();
                replies.extend(lines.map(|members| ItemReply { members, fate: ItemFate::Taken }));
            }
            replies.push(reply);
        }
        let items = fates;
        core.log(Arrival { no: 0, at_ms, interface: interface.code.into(), ids, items, remark: None, body })?;
        drop(core);
        self.announce();
        Ok(replies)
    }

    fn one(
        &self,
        core: &mut Core,
        interface: &'static Interface,
        item: &Node,
        id: &str,
        index: usize,
        now: Moment,
    ) -> Result<(Members, ItemFate), Refusal> {
        if let Some(first) = check::item(interface.item, item, &format!("data[{index}]")).into_iter().next() {
            return Err(first);
        }
        match interface.code {
            "1001" => {
                self.check_password(item)?;
                let mut members = vec![("scope", Node::Text("default".into()))];
                members.extend(self.issue(core, now));
                return Ok((members, ItemFate::Taken));
            }
            "1002" => {
                self.check_password(item)?;
                let old = item.get("accessToken").and_then(Node::as_text).unwrap_or_default();
                if core.tokens.remove(old).is_none() {
                    return Err(Refusal::new(a2::BAD_TOKEN, "accessToken is unknown"));
                }
                let mut members = vec![("id", Node::Text(self.config.guids.next_guid().to_string()))];
                members.extend(self.issue(core, now));
                return Ok((members, ItemFate::Taken));
            }
            "1003" => {
                let token = item.get("accessToken").and_then(Node::as_text).unwrap_or_default();
                return match core.tokens.remove(token) {
                    Some(_) => Ok((Vec::new(), ItemFate::Taken)),
                    None => Err(Refusal::new(a2::BAD_TOKEN, "accessToken is unknown")),
                };
            }
            "5010" => return Ok((core.state.money.deduction(item), ItemFate::Taken)),
            "1401" => return Ok((Vec::new(), ItemFate::Taken)),
            "6009" => {
                let field = |name| item.get(name).and_then(Node::as_text).unwrap_or_default();
                let lease = core.state.leases.of(field("parkCode"), field("plateNo"));
                let lease = lease.ok_or_else(|| Refusal::new(a2::NO_LEASE, format!("plateNo {}", field("plateNo"))))?;
                return Ok((vec![("lease", lease.clone())], ItemFate::Taken));
            }
            "3001" if !self.config.park_codes.is_empty() && !self.config.park_codes.iter().any(|p| p == id) => {
                return Err(Refusal::new(a2::NO_LOT, format!("the city has given out no lot number {id}")));
            }
            _ => {}
        }
        let incoming = Incoming { interface: interface.code, id, item, at_ms: now.0 };
        core.state.admit(incoming)?;
        let first = core.state.apply(incoming);
        let repeats_count =
            matches!(interface.code.as_bytes(), [b'2', ..] | b"5004" | b"5005" | b"5006" | b"5007" | b"5008" | b"5009");
        // Table 70 gives the lot back beside the entrance.
        let members = match (interface.code, item.get("parkCode")) {
            ("5011", Some(park_code)) => vec![("parkCode", park_code.clone())],
            _ => Vec::new(),
        };
        Ok((members, if first || !repeats_count { ItemFate::Taken } else { ItemFate::Repeated }))
    }

    /// Holds userId and password of a login against the account (tables 34, 36 and 40).
    pub fn check_password(&self, item: &Node) -> Result<(), Refusal> {
        let field = |name| item.get(name).and_then(Node::as_text).unwrap_or_default();
        let key = self.config.des_key.as_bytes();
        let iv = self.config.des_iv.as_deref().map_or(key, str::as_bytes);
        match des_cbc_decrypt(key, iv, field("password")) {
            Ok(password) if password == self.config.password && field("userId") == self.config.account => Ok(()),
            Ok(_) => Err(Refusal::new(a2::BAD_LOGIN, "userId or password")),
            Err(why) => Err(Refusal::new(a2::BAD_LOGIN, why.to_string())),
        }
    }

    fn issue(&self, core: &mut Core, now: Moment) -> [(&'static str, Node); 4] {
        let token = self.config.guids.next_guid().to_string().to_lowercase();
        let life_s = self.config.token_life_s;
        core.tokens.retain(|_, until| *until > now);
        core.tokens.insert(token.clone(), now.plus_ms(i64::from(life_s) * 1000));
        [
            ("tokenType", Node::Text("bearer".into())),
            ("expiresIn", Node::Number(life_s.to_string())),
            ("accessToken", Node::Text(token)),
            ("refreshToken", Node::Text(self.config.guids.next_guid().to_string().to_lowercase())),
        ]
    }

    /// Logs a request that took no effect as a whole.
    pub fn note(
        &self,
        interface: &Interface,
        items: &[Node],
        body: String,
        remark: String,
    ) -> Result<(), JournalError> {
        let at_ms = self.now().0;
        let ids = items.iter().map(|item| own_id(interface, item)).collect();
        let arrival = Arrival {
            no: 0,
            at_ms,
            interface: interface.code.into(),
            ids,
            items: Vec::new(),
            remark: Some(remark),
            body,
        };
        self.core().log(arrival)?;
        self.announce();
        Ok(())
    }

    /// Logs a login or logout over TCP. Heartbeats are counted only.
    pub fn log_tcp(
        &self,
        code: &str,
        ids: Vec<String>,
        items: Vec<ItemFate>,
        remark: Option<String>,
        body: String,
    ) -> Result<(), JournalError> {
        let at_ms = self.now().0;
        self.core().log(Arrival { no: 0, at_ms, interface: code.to_owned(), ids, items, remark, body })?;
        self.announce();
        Ok(())
    }

    pub(super) fn announce(&self) {
        let count = self.core().next_no - 1;
        self.arrived.send_replace(count);
    }
}

impl Core {
    pub(super) fn log(&mut self, mut arrival: Arrival) -> Result<(), JournalError> {
        arrival.no = self.next_no;
        if let Some(journal) = &mut self.journal {
            journal.append(&arrival)?;
        }
        self.keep(arrival);
        Ok(())
    }

    fn keep(&mut self, arrival: Arrival) {
        self.next_no = arrival.no + 1;
        if self.arrivals.len() == ARRIVALS_KEPT {
            self.arrivals.pop_front();
        }
        self.arrivals.push_back(arrival);
    }

    /// Takes up an arrival of an earlier run: what was accepted then has its effect again.
    fn take_up(&mut self, arrival: Arrival) {
        if arrival.items.iter().any(ItemFate::accepted)
            && let Ok(body) = Node::parse(&arrival.body)
        {
            let picture = [body.clone()];
            let items = if arrival.interface == "2001" {
                &picture[..]
            } else {
                body.get("data").and_then(Node::as_list).unwrap_or(&[])
            };
            for ((item, id), fate) in items.iter().zip(&arrival.ids).zip(&arrival.items) {
                // Logins and queries leave nothing behind.
                if fate.accepted() && !arrival.interface.starts_with('1') && arrival.interface != "6009" {
                    self.state.apply(Incoming { interface: &arrival.interface, id, item, at_ms: arrival.at_ms });
                }
            }
        }
        self.keep(arrival);
    }
}

fn own_id_as_sent(interface: &Interface, item: &Node) -> String {
    let mut node = Some(item);
    for step in interface.own_id {
        node = node.and_then(|n| n.get(step));
    }
    node.filter(|_| !interface.own_id.is_empty()).and_then(Node::text_or_number).unwrap_or_default().to_owned()
}

fn own_id(interface: &Interface, item: &Node) -> String {
    match interface.code {
        "2001" => ["destPath", "fileName"].map(|f| item.get(f).and_then(Node::as_text).unwrap_or_default()).concat(),
        "1001" | "1002" | "1003" => own_id_as_sent(interface, item),
        _ => own_id_as_sent(interface, item).to_uppercase(),
    }
}

/// The reply to a refused item: its identifier, the code, the words (255 characters at most).
pub fn refused(interface: &Interface, id: &str, refusal: &Refusal) -> ItemReply {
    let mut members = Vec::new();
    if !interface.echo.is_empty() && !id.is_empty() {
        members.push((interface.echo, Node::Text(id.to_owned())));
    }
    // Table 43 has the code of 2001 as a string; every other table has an Int.
    let code = refusal.code.to_string();
    members.push(("code", if interface.code == "2001" { Node::Text(code) } else { Node::Number(code) }));
    members.push(("message", Node::Text(refusal.words.chars().take(255).collect())));
    ItemReply { members, fate: ItemFate::Refused(refusal.code) }
}

/// A platform that many connections share.
pub type Shared = Arc<Platform>;
