//! The desk: the one door through which everybody asks, and where everybody hears what changed.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use lotdesk_domain::deduction::PaymentRules;
use lotdesk_domain::fact::FactMapper;
use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::lot::Lot;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::parking::PlateRead;
use lotdesk_domain::tariff::TariffHistory;
use lotdesk_ledger::Ledger;
use lotdesk_ledger::tables::operators::Operator;
use serde_json::Value;
use tokio::sync::{broadcast, mpsc};

use crate::api::board::LinkState;
use crate::api::lane::{GateState, LaneReport, ReadReply, ReadRequest};
use crate::api::notice::Notice;
use crate::api::refusal::{Code, Refusal};
use crate::api::service::DeviceReport;
use crate::api::street::{BayReply, BayReportRequest};
use crate::api::{Done, Nothing};
use crate::caller::{Caller, Who};
use crate::commands::commands;
use crate::docloud::{Docloud, NoDocloud};
use crate::effects::Effect;
use crate::etcp::{EtcpCalls, NoEtcp};
use crate::paper_source::{FetchPapers, NoPapers};
use crate::payments::channel::{NoChannel, PaymentChannel};
use crate::picture_source::{FetchPictures, NoPictures};
use crate::platform_queries::{NoPlatform, PlatformQueries};
use crate::surroundings::Surroundings;
use crate::tariffs;

mod running;

/// What a desk is made of.
pub struct DeskParts {
    /// The ledger.
    pub ledger: Ledger,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Identifiers.
    pub ids: Arc<dyn GuidSource>,
    /// One per platform that wants to know what happens.
    pub mappers: Vec<Arc<dyn FactMapper>>,
    /// The house around.
    pub surroundings: Arc<dyn Surroundings>,
    /// Where effects go, after the commit.
    pub effects: mpsc::UnboundedSender<Effect>,
}

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub ledger: Ledger,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn GuidSource>,
    pub mappers: Arc<[Arc<dyn FactMapper>]>,
    pub surroundings: Arc<dyn Surroundings>,
    pub queries: RwLock<Arc<dyn PlatformQueries>>,
    pub pictures: RwLock<Arc<dyn FetchPictures>>,
    pub papers: RwLock<Arc<dyn FetchPapers>>,
    pub docloud: RwLock<Arc<dyn Docloud>>,
    pub etcp: RwLock<Arc<dyn EtcpCalls>>,
    pub channel: RwLock<Arc<dyn PaymentChannel>>,
    pub payments: crate::payments::UnderWay,
    pub effects: mpsc::UnboundedSender<Effect>,
    pub lot: RwLock<Arc<Lot>>,
    pub tariffs: RwLock<Arc<TariffHistory>>,
    /// Held while a setting goes into the ledger and then into use.
    pub setting: tokio::sync::Mutex<()>,
    pub sessions: Mutex<HashMap<String, Session>>,
    pub gates: Mutex<HashMap<Guid, GateState>>,
    /// Gates that were opened by hand while the ledger took nothing.
    pub unwritten: crate::lanes::Unwritten,
    /// How far garages' commands have come, by command.
    pub garages: Mutex<HashMap<Guid, crate::garages::Progress>>,
    pub links: Mutex<BTreeMap<Platform, Link>>,
    pub reports: crate::reports::Jobs,
    pub fleet_imports: crate::fleets::Imports,
    /// Before which of the open violation orders the next look at docloud begins.
    pub followed_before: std::sync::atomic::AtomicI64,
    pub paper_fetches: crate::billing::Fetches,
    pub notice_no: AtomicU64,
    pub notices: broadcast::Sender<Arc<Notice>>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Who.
    pub operator: Operator,
    /// At which other PC; none at this one.
    pub pc: Option<Guid>,
}

/// How a platform's link stands, as the gateway told it.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub state: LinkState,
    pub since: Moment,
    pub error: Option<String>,
}

impl Desk {
    /// Opens the desk on a ledger and begins to tell what changes. Needs a tokio runtime.
    ///
    /// # Errors
    /// When what the ledger holds of lot and tariff does not read back.
    pub async fn open(parts: DeskParts) -> Result<Self, Refusal> {
        let DeskParts { ledger, clock, ids, mappers, surroundings, effects } = parts;
        let (lot, set) = ledger.read(|tx| Ok((tx.lot()?, tx.tariffs()?))).await?;
        let lot = match lot {
            Some(text) => serde_json::from_str(&text).map_err(Refusal::internal)?,
            None => nothing_set_up(),
        };
        let tariffs = tariffs::history(&set)?;
        let (notices, _) = broadcast::channel(1024);
        let desk = Self {
            inner: Arc::new(Inner {
                ledger,
                clock,
                ids,
                mappers: mappers.into(),
                surroundings,
                queries: RwLock::new(Arc::new(NoPlatform)),
                pictures: RwLock::new(Arc::new(NoPictures)),
                papers: RwLock::new(Arc::new(NoPapers)),
                docloud: RwLock::new(Arc::new(NoDocloud)),
                etcp: RwLock::new(Arc::new(NoEtcp)),
                channel: RwLock::new(Arc::new(NoChannel)),
                payments: crate::payments::UnderWay::default(),
                effects,
                lot: RwLock::new(Arc::new(lot)),
                tariffs: RwLock::new(Arc::new(tariffs)),
                setting: tokio::sync::Mutex::default(),
                sessions: Mutex::default(),
                gates: Mutex::default(),
                unwritten: crate::lanes::Unwritten::default(),
                garages: Mutex::default(),
                links: Mutex::default(),
                reports: crate::reports::Jobs::default(),
                fleet_imports: crate::fleets::Imports::default(),
                followed_before: i64::MAX.into(),
                paper_fetches: crate::billing::Fetches::default(),
                notice_no: AtomicU64::new(0),
                notices,
            }),
        };
        crate::notices::begin(&desk);
        crate::deductions::begin(&desk);
        crate::replies::begin(&desk);
        Ok(desk)
    }

    /// Runs a command for a caller. A caller that goes away meanwhile does not stop it.
    ///
    /// # Errors
    /// The command's refusals; an unknown name; a missing permission.
    pub async fn call(&self, caller: &Caller, name: &str, request: Value) -> Result<Value, Refusal> {
        let Some(command) = commands().iter().find(|c| c.name == name) else {
            return Err(Refusal::new(
                Code::UnknownCommand,
                format!("没有名为 {name} 的命令"),
                format!("No command is called {name}."),
            ));
        };
        let who = self.who(caller);
        who.must_hold(command.permission)?;
        let request = if request.is_null() { Value::Object(serde_json::Map::new()) } else { request };
        (command.run)(self, who, request).await
    }

    /// A camera's read, from the lane itself: the same as `lane.read`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn lane_read(&self, read: PlateRead) -> Result<ReadReply, Refusal> {
        let who = self.who(&Caller::Lane(read.lane_id));
        crate::lanes::read(self, who, ReadRequest { read }).await
    }

    /// What a lane's sensors say: the same as `lane.report`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn lane_report(&self, report: LaneReport) -> Result<Done, Refusal> {
        let who = self.who(&Caller::Lane(report.lane_id));
        crate::lanes::report(self, who, report).await
    }

    /// What the detector of a bay along a street says: the same as `lot.bay_report`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn bay_report(&self, report: BayReportRequest) -> Result<BayReply, Refusal> {
        crate::street::report(self, self.who(&Caller::Engine), report).await
    }

    /// Ends the stays on the street whose bay has been free for long enough. To be called every few seconds; gives how many
    /// ended.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn settle_bays(&self) -> Result<u32, Refusal> {
        crate::street::settle_bays(self).await
    }

    /// Looks for gates that should have opened for cars that were let through, and have not; and writes down what was opened
    /// by hand while nothing could be written. To be called every second or two; gives how many have not.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn watch_gates(&self) -> Result<u32, Refusal> {
        crate::lanes::watch_gates(self).await
    }

    /// Says of planned tariffs whose moment has come that they took effect. To be called every few seconds; gives how many.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn take_over_tariffs(&self) -> Result<u32, Refusal> {
        tariffs::take_over(self).await
    }

    /// A lane's device came or went: the same as `lane.device`.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn lane_device(&self, report: DeviceReport) -> Result<Done, Refusal> {
        let who = self.who(&Caller::Lane(report.lane_id));
        crate::lane_service::device(self, who, report).await
    }

    /// What changes from now on, after each commit.
    pub fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.inner.notices.subscribe()
    }

    /// The gateway tells how a platform's link stands.
    pub fn link_changed(&self, platform: Platform, state: LinkState, error: Option<String>) {
        let now = self.inner.clock.now();
        {
            let mut links = self.inner.links.lock().unwrap_or_else(PoisonError::into_inner);
            let since = links.get(&platform).filter(|link| link.state == state).map_or(now, |link| link.since);
            links.insert(platform, Link { state, since, error });
        }
        crate::notices::link_changed(self, platform);
    }

    /// Whom to ask what only the city platform knows, from now on.
    pub fn ask_by(&self, queries: Arc<dyn PlatformQueries>) {
        *self.inner.queries.write().unwrap_or_else(PoisonError::into_inner) = queries;
    }

    /// Whoever can ask the city platform. Never within [`Desk::act`]: nobody waits for a platform with the ledger open.
    pub(crate) fn queries(&self) -> Arc<dyn PlatformQueries> {
        self.inner.queries.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who fetches pictures of service orders, from now on.
    pub fn fetch_by(&self, pictures: Arc<dyn FetchPictures>) {
        *self.inner.pictures.write().unwrap_or_else(PoisonError::into_inner) = pictures;
    }

    /// Who fetches invoices' PDFs, from now on.
    pub fn papers_by(&self, papers: Arc<dyn FetchPapers>) {
        *self.inner.papers.write().unwrap_or_else(PoisonError::into_inner) = papers;
    }

    /// Whoever fetches invoices' PDFs. Never within [`Desk::act`].
    pub(crate) fn papers(&self) -> Arc<dyn FetchPapers> {
        self.inner.papers.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who takes money by pay codes, from now on.
    pub fn pay_by(&self, channel: Arc<dyn PaymentChannel>) {
        *self.inner.channel.write().unwrap_or_else(PoisonError::into_inner) = channel;
    }

    /// Whoever takes money by pay codes. Never within [`Desk::act`].
    pub(crate) fn channel(&self) -> Arc<dyn PaymentChannel> {
        self.inner.channel.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn picture_source(&self) -> Arc<dyn FetchPictures> {
        self.inner.pictures.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whom to ask for violations and inspections, from now on.
    pub fn docloud_by(&self, docloud: Arc<dyn Docloud>) {
        *self.inner.docloud.write().unwrap_or_else(PoisonError::into_inner) = docloud;
    }

    /// Whoever can ask docloud. Never within [`Desk::act`].
    pub(crate) fn docloud(&self) -> Arc<dyn Docloud> {
        self.inner.docloud.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who calls ETCP, from now on.
    pub fn etcp_by(&self, calls: Arc<dyn EtcpCalls>) {
        *self.inner.etcp.write().unwrap_or_else(PoisonError::into_inner) = calls;
    }

    /// Whoever can call ETCP. Never within [`Desk::act`].
    pub(crate) fn etcp(&self) -> Arc<dyn EtcpCalls> {
        self.inner.etcp.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The lot as it is set up.
    pub fn lot(&self) -> Arc<Lot> {
        self.inner.lot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tariffs as they take over from each other; none before the set-up.
    pub(crate) fn tariffs(&self) -> Arc<TariffHistory> {
        self.inner.tariffs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn now(&self) -> Moment {
        self.inner.clock.now()
    }

    pub(crate) fn who(&self, caller: &Caller) -> Who {
        let operator = caller.token().and_then(|token| {
            let sessions = self.inner.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            let session = sessions.get(token).filter(|session| session.pc == caller.pc())?;
            Some(session.operator.clone())
        });
        let lane_code = match caller {
            Caller::Lane(id) => self.lot().lane(*id).map(|lane| lane.code.clone()),
            _ => None,
        };
        Who { caller: caller.clone(), operator, lane_code }
    }
}

impl Desk {
    /// Ends the sign-ins of a PC that is attached over the network.
    pub(crate) fn end_sessions_of(&self, pc: Guid) {
        let mut sessions = self.inner.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, session| session.pc != Some(pc));
    }
}

/// The lot before its set-up: nothing is here yet.
fn nothing_set_up() -> Lot {
    Lot {
        park_code: String::new(),
        name: String::new(),
        kind: lotdesk_domain::lot::LotKind::Outdoor,
        district_code: String::new(),
        road: String::new(),
        operator_code: String::new(),
        owner: String::new(),
        service_type: 8,
        public_info: String::new(),
        areas: Vec::new(),
        lanes: Vec::new(),
        spaces: Vec::new(),
        garages: Vec::new(),
        permit: None,
        free_exit_minutes: 15,
        same_read_seconds: 10,
        payment: PaymentRules::default(),
        position: None,
        booking: lotdesk_domain::reservation::BookingRules::default(),
        guidance: lotdesk_domain::neighbour::Guidance::default(),
    }
}

/// A request without fields, for handlers that are called from inside.
pub(crate) const NOTHING: Nothing = Nothing {};
