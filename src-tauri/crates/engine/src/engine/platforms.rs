//! The platforms put together: who is there, how facts are said to them, and the parts that are begun anew when their
//! settings change.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lotdesk_domain::fact::FactMapper;
use lotdesk_domain::message::Platform;
use lotdesk_domain::moment::Clock;
use lotdesk_gateway::charging::{ChargingProfile, ChargingSecrets};
use lotdesk_gateway::docloud::DocloudProfile;
use lotdesk_ledger::Ledger;
use lotdesk_operations::Desk;
use lotdesk_protocols::etcp::map::EtcpMapper;
use lotdesk_protocols::repair::map::RepairMapper;
use tokio_util::sync::CancellationToken;

use super::attach::AttachPart;
use super::callback::Reach;
use super::charging;
use super::charging_part::{ChargingNow, ChargingPart, WhilePresent};
use super::city::{self, CityAccess, CityMapping, CityPart, Sandbox};
use super::docloud::{self, DocloudPart};
use super::doors::{Autox3Door, CityDoor, DocloudDoor, EtcpDoor};
use super::downlinks::Downlinks;
use super::etcp::{self, EtcpPart};
use super::keeper::{Keeper, Part};
use super::payment::{ChannelAccess, PaymentPart};
use super::selftest::SelfTests;
use super::shop::{self, Autox3Part, RepairPart, ShopAccess};
use super::upkeep::Maintenance;
use crate::config::{Config, Effective, Layers};
use crate::home::{Home, NetworkDoor};
use crate::pictures::PictureStore;
use crate::secrets::{Secret, SecretStore};

/// Whether a platform is set up just now.
#[derive(Clone, Debug)]
pub(super) struct Presence(Arc<AtomicBool>);

impl Presence {
    fn new(present: bool) -> Self {
        Self(Arc::new(AtomicBool::new(present)))
    }

    pub(super) fn is_there(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    pub(super) fn set(&self, present: bool) {
        self.0.store(present, Ordering::SeqCst);
    }
}

/// How facts are said to the platforms; there before the desk is.
pub(super) struct Mapping {
    city: Presence,
    city_mapping: Arc<CityMapping>,
    charging: Presence,
    docloud: Presence,
    etcp: Presence,
    repair: Presence,
    autox3: Presence,
}

impl Mapping {
    /// By these settings, until others are in force.
    pub(super) fn of(settings: &Config, clock: &Arc<dyn Clock>) -> Self {
        let city = Presence::new(city::address(settings).is_some());
        let city_mapping = Arc::new(CityMapping::new(city.clone(), settings, clock));
        let charging = Presence::new(charging::is_set_up(settings));
        Self {
            city,
            city_mapping,
            charging,
            docloud: Presence::new(docloud::is_set_up(settings)),
            etcp: Presence::new(etcp::is_set_up(settings)),
            repair: Presence::new(shop::archive_is_set_up(settings)),
            autox3: Presence::new(shop::orders_are_taken(settings)),
        }
    }

    /// One mapper a platform; those whose platform is not there say nothing. Settled repairs are said whether the archive is
    /// there or not: nothing may keep one of them back.
    pub(super) fn mappers(&self) -> Vec<Arc<dyn FactMapper>> {
        vec![
            self.city_mapping.clone(),
            Arc::new(WhilePresent(self.charging.clone())),
            Arc::new(EtcpMapper),
            Arc::new(RepairMapper),
        ]
    }

    /// Who is there.
    pub(super) fn presences(&self) -> Vec<(Platform, Presence)> {
        vec![
            (Platform::City, self.city.clone()),
            (Platform::Charging, self.charging.clone()),
            (Platform::Docloud, self.docloud.clone()),
            (Platform::Etcp, self.etcp.clone()),
            (Platform::Repair, self.repair.clone()),
            (Platform::Autox3, self.autox3.clone()),
        ]
    }
}

/// What the platforms are put together from.
pub(super) struct Around<'a> {
    pub(super) home: &'a Home,
    pub(super) layers: Layers,
    pub(super) effective: &'a Effective,
    pub(super) secrets: &'a Arc<SecretStore>,
    pub(super) desk: &'a Desk,
    pub(super) ledger: &'a Ledger,
    pub(super) pictures: &'a Arc<PictureStore>,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) mapping: Mapping,
    pub(super) city_sandbox: Option<Sandbox>,
    pub(super) charging_sandbox: Option<(ChargingProfile, ChargingSecrets)>,
    pub(super) everything: bool,
    pub(super) reach: Option<Reach>,
    pub(super) city_door: CityDoor,
    pub(super) charging_now: ChargingNow,
    pub(super) shop: ShopAccess,
    pub(super) channel: Option<ChannelAccess>,
    pub(super) autox3_door: Autox3Door,
    pub(super) attach_door: Arc<NetworkDoor>,
    pub(super) docloud_sandbox: Option<(DocloudProfile, Secret)>,
    pub(super) docloud_door: DocloudDoor,
    pub(super) etcp: Option<etcp::Played>,
    pub(super) etcp_door: EtcpDoor,
    pub(super) stop: &'a CancellationToken,
}

/// Puts them together; nothing begins before [`Keeper::begin`].
pub(super) fn maintenance(around: Around<'_>) -> Maintenance {
    let Around { home, layers, effective, secrets, desk, ledger, pictures, clock, mapping, .. } = around;
    let access = Arc::new(CityAccess { home: home.clone(), secrets: secrets.clone(), sandbox: around.city_sandbox });
    let (downlinks, now) = (Downlinks::default(), around.charging_now);
    let charging = ChargingPart {
        home: home.clone(),
        secrets: secrets.clone(),
        sandbox: around.charging_sandbox,
        presence: mapping.charging,
        now: now.clone(),
        desk: desk.clone(),
        ledger: ledger.clone(),
        clock: clock.clone(),
    };
    let repair = RepairPart {
        home: home.clone(),
        secrets: secrets.clone(),
        sandbox: around.shop.repair,
        presence: mapping.repair,
        desk: desk.clone(),
        ledger: ledger.clone(),
        clock: clock.clone(),
    };
    let payment =
        PaymentPart { home: home.clone(), secrets: secrets.clone(), sandbox: around.channel, desk: desk.clone() };
    let attach = AttachPart {
        secrets: secrets.clone(),
        door: around.attach_door,
        desk: desk.clone(),
        demo: effective.config.demo,
    };
    let autox3 = Autox3Part {
        secrets: secrets.clone(),
        sandbox: around.shop.autox3,
        presence: mapping.autox3,
        door: around.autox3_door,
        desk: desk.clone(),
        ledger: ledger.clone(),
        clock: clock.clone(),
        refusals: around.reach.as_ref().map(|reach| reach.refusals.clone()),
    };
    let docloud = DocloudPart {
        home: home.clone(),
        secrets: secrets.clone(),
        sandbox: around.docloud_sandbox,
        presence: mapping.docloud,
        door: around.docloud_door,
        desk: desk.clone(),
        ledger: ledger.clone(),
        clock: clock.clone(),
        refusals: around.reach.as_ref().map(|reach| reach.refusals.clone()),
    };
    let etcp = EtcpPart {
        home: home.clone(),
        secrets: secrets.clone(),
        sandbox: around.etcp,
        presence: mapping.etcp,
        door: around.etcp_door,
        desk: desk.clone(),
        ledger: ledger.clone(),
        clock: clock.clone(),
        refusals: around.reach.as_ref().map(|reach| reach.refusals.clone()),
    };
    let city = CityPart {
        access: access.clone(),
        presence: mapping.city,
        mapping: mapping.city_mapping,
        charging: now,
        desk: desk.clone(),
        ledger: ledger.clone(),
        pictures: pictures.clone(),
        clock: clock.clone(),
        downlinks: downlinks.clone(),
        reach: around.reach,
        door: around.city_door,
    };
    // The city platform's numbers travel by the charging link, so that one is there first.
    let parts: Vec<Box<dyn Part>> = vec![
        Box::new(charging),
        Box::new(city),
        Box::new(docloud),
        Box::new(etcp),
        Box::new(repair),
        Box::new(autox3),
        Box::new(payment),
        Box::new(attach),
    ];
    let keeper = Arc::new(Keeper::new(home, layers.clone(), effective, secrets.clone(), clock.clone(), parts));
    let tests = SelfTests {
        home: home.clone(),
        layers,
        access,
        desk: desk.clone(),
        clock: clock.clone(),
        downlinks,
        everything: around.everything,
        stop: around.stop.clone(),
        last: Arc::default(),
    };
    Maintenance { keeper, tests }
}
