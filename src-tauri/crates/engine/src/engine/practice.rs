//! What people practise on: a copy of the real lot as it is set up. Areas, lanes, spaces, garages, the tariff in force and the
//! leases come over; everything by which somebody could be known or something reached does not. Identifiers, numbers of
//! devices, plates and whatever names a company or a telephone are made up, and operators, records, money, pictures and
//! settings are not looked at. The real ledger is read and stays as it is.

use std::path::Path;

use lotdesk_domain::id::{Guid, GuidSource};
use lotdesk_domain::lease::Lease;
use lotdesk_domain::lot::{Equipment, Lot};
use lotdesk_domain::moment::{Clock, Moment};
use lotdesk_domain::plate::Plate;
use lotdesk_ledger::SetUp;
use lotdesk_ledger::tables::tariffs::StoredTariff;
use lotdesk_operations::{SystemClock, SystemGuids};
use serde::{Deserialize, Serialize};

use super::error::StartError;
use crate::config::{self, ConfigError, LotSettings, TariffSettings};
use crate::home::Home;
use crate::store::write_atomically;

/// The leases that people practise with, beside the lot's file.
const LEASES: &str = "leases.toml";
/// Behind the lot's name, so that nobody takes one for the other.
const SUFFIX: &str = "（练习）";
/// A lot's name is not longer than this (table 3).
const NAME_MOST: usize = 255;

#[derive(Default, Serialize, Deserialize)]
struct Leases {
    leases: Vec<Lease>,
}

/// Puts the copy into a place to practise that was never used; nothing where there is no real lot yet, or none that can be
/// read: then people practise on the demo's.
pub(super) fn copy_of_the_real_lot(practice: &Home) -> Result<(), StartError> {
    let Some(real) = practice.dir().parent().map(Home::at).transpose()? else { return Ok(()) };
    if !real.ledger_file().exists() || real.file(Path::new("demo")).exists() {
        return Ok(());
    }
    // While this is held no engine starts there; where one runs, it is read beside it.
    let at_rest = real.try_own()?;
    let read = SetUp::read(&real.ledger_file(), at_rest.is_some());
    drop(at_rest);
    let set_up = match read {
        Ok(Some(set_up)) => set_up,
        Ok(None) => return Ok(()),
        Err(error) => {
            tracing::warn!(%error, "the real lot cannot be read; people practise on the demo's");
            return Ok(());
        }
    };
    let Some(lot) = lot(&set_up.lot) else { return Ok(()) };
    put(practice, &LotSettings::default().file, &text(&lot)?)?;
    if let Some(tariff) = in_force(&set_up.tariffs, SystemClock.now()) {
        put(practice, &TariffSettings::default().file, &tariff.toml)?;
    }
    let leases = set_up.leases.iter().enumerate().filter_map(|(no, lease)| made_up(no, lease, &lot)).collect();
    put(practice, Path::new(LEASES), &text(&Leases { leases })?)
}

/// The leases to begin with: the copy's, or the demo's.
pub(super) fn leases(home: &Home) -> Result<Vec<Lease>, StartError> {
    let part = |why: String| StartError::Part { part: "demo", why };
    match std::fs::read_to_string(home.file(Path::new(LEASES))) {
        Ok(text) => Ok(toml::from_str::<Leases>(&text).map_err(|bad| part(bad.to_string()))?.leases),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            lotdesk_sandbox::demo::leases().map_err(|bad| part(bad.to_string()))
        }
        Err(cause) => Err(ConfigError::File { path: home.file(Path::new(LEASES)), cause }.into()),
    }
}

fn put(home: &Home, name: &Path, text: &str) -> Result<(), StartError> {
    let path = home.file(name);
    write_atomically(&path, text.as_bytes()).map_err(|cause| ConfigError::File { path, cause }.into())
}

fn text(what: &impl Serialize) -> Result<String, StartError> {
    let part = |why: String| StartError::Part { part: "training", why };
    let table = toml::Table::try_from(what).map_err(|bad| part(bad.to_string()))?;
    toml::to_string(&table).map_err(|bad| part(bad.to_string()))
}

/// The tariff that applies now; else the first that will.
fn in_force(tariffs: &[StoredTariff], now: Moment) -> Option<&StoredTariff> {
    let standing = || tariffs.iter().filter(|tariff| tariff.withdrawn_seq.is_none());
    standing()
        .filter(|tariff| tariff.from <= now)
        .max_by_key(|tariff| (tariff.from, tariff.seq))
        .or_else(|| standing().next())
}

/// The lot as it may be practised on; none where what is stored is none that can be read.
fn lot(stored: &str) -> Option<Lot> {
    let real: Lot = serde_json::from_str(stored).map_err(|error| tracing::warn!(%error, "the real lot's text")).ok()?;
    let lot = without_what_is_real(real, &lotdesk_sandbox::demo::lot().ok()?);
    let problems = config::check_lot(&lot);
    if problems.is_empty() {
        return Some(lot);
    }
    tracing::warn!(?problems, "the real lot breaks rules of a lot's file; people practise on the demo's");
    None
}

/// Its plan and rules; every identity is the demo's or a new one.
fn without_what_is_real(mut lot: Lot, demo: &Lot) -> Lot {
    let room = NAME_MOST - SUFFIX.chars().count();
    lot.name = lot.name.chars().take(room).chain(SUFFIX.chars()).collect();
    lot.park_code.clone_from(&demo.park_code);
    lot.district_code.clone_from(&demo.district_code);
    lot.road.clone_from(&demo.road);
    lot.operator_code.clone_from(&demo.operator_code);
    lot.owner.clone_from(&demo.owner);
    lot.public_info.clone_from(&demo.public_info);
    lot.position = demo.position;
    lot.permit = lot.permit.and(demo.permit.clone());
    let mut devices = Devices(0);
    for lane in &mut lot.lanes {
        lane.id = new_id();
        lane.equipment.iter_mut().for_each(|device| devices.make_up(device));
    }
    for space in &mut lot.spaces {
        space.detector.iter_mut().for_each(|device| devices.make_up(device));
    }
    for (no, garage) in lot.garages.iter_mut().enumerate() {
        let code = format!("{}{:02}", demo.park_code, no + 1);
        for space in lot.spaces.iter_mut().filter(|space| space.garage.as_ref() == Some(&garage.code)) {
            // Not a number that another of the real garages has: those are longer or end otherwise.
            space.garage = Some(format!("\u{1}{code}"));
        }
        garage.code = code;
        garage.id = new_id();
        garage.operator.clone_from(&demo.owner);
        garage.owner.clone_from(&demo.owner);
        garage.maintainer = None;
        garage.manufacturer = None;
        garage.passes.iter_mut().for_each(|pass| pass.id = new_id());
        for device in &mut garage.equipment {
            device.id = new_id();
            device.code = devices.next_code();
        }
    }
    for space in &mut lot.spaces {
        if let Some(code) = space.garage.as_deref().and_then(|code| code.strip_prefix('\u{1}')).map(str::to_owned) {
            space.garage = Some(code);
        }
    }
    lot
}

fn new_id() -> Guid {
    SystemGuids.next_guid()
}

/// Counts devices: the numbers on their plates are made up.
struct Devices(u32);

impl Devices {
    fn next_code(&mut self) -> String {
        self.0 += 1;
        format!("TRAINING-{}", self.0)
    }

    fn make_up(&mut self, device: &mut Equipment) {
        device.id = new_id();
        device.code = self.next_code();
        device.name = device.code.clone();
    }
}

/// A lease with its spaces, its days and its prices, for plates that nobody has. None where it is older than its spaces.
fn made_up(no: usize, lease: &Lease, lot: &Lot) -> Option<Lease> {
    let known = |space_no: &String| lot.space(space_no).is_some();
    if lease.fixed && !lease.space_nos.iter().all(known) {
        return None;
    }
    let plates = (0..lease.plates.len()).map(|at| plate(no * 50 + at)).collect::<Option<Vec<_>>>()?;
    Some(Lease { id: new_id(), plates, changed_at: Moment(0), ..lease.clone() })
}

/// `粤Z` and five digits, counted up: a series that is given to nobody but vehicles from Hong Kong and Macao, which end
/// otherwise.
fn plate(no: usize) -> Option<Plate> {
    Plate::parse(&format!("粤Z{:05}", no + 1)).ok()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn the_plan_is_the_real_ones_and_every_identity_is_not() {
        let demo = lotdesk_sandbox::demo::lot().unwrap();
        let mut real = demo.clone();
        real.name = "滨河花园".into();
        real.park_code = "44030500200202000020".into();
        real.owner = "滨河物业有限公司".into();
        real.public_info = "电话 0755-82345678".into();
        real.lanes[0].equipment[0].code = "CAM-192-168".into();
        let old_garage = real.garages[0].code.clone();
        real.garages[0].code = "4403050020020200002007".into();
        real.garages[0].maintainer = Some("张工 13800138000".into());
        for space in real.spaces.iter_mut().filter(|space| space.garage.as_ref() == Some(&old_garage)) {
            space.garage = Some("4403050020020200002007".into());
        }
        let copy = lot(&serde_json::to_string(&real).unwrap()).expect("it keeps a lot's rules");
        assert_eq!(copy.name, "滨河花园（练习）");
        assert_eq!((copy.areas.clone(), copy.spaces.len()), (real.areas.clone(), real.spaces.len()));
        let lanes = |lot: &Lot| lot.lanes.iter().map(|l| (l.code.clone(), l.name.clone(), l.kind)).collect::<Vec<_>>();
        assert_eq!(lanes(&copy), lanes(&real));
        let said = text(&copy).unwrap();
        for secret in ["44030500200202000020", "滨河物业", "82345678", "CAM-192-168", "13800138000", "张工"] {
            assert!(!said.contains(secret), "{secret} was copied");
        }
        for id in real.lanes.iter().flat_map(|lane| lane.equipment.iter().map(|e| e.id).chain([lane.id])) {
            assert!(!said.contains(&id.to_string()), "{id} was copied");
        }
        let again: Lot = toml::from_str(&said).unwrap();
        assert_eq!(again, copy, "its file reads back");
    }

    #[test]
    fn leases_keep_their_terms_and_lose_their_plates() {
        let lot = lotdesk_sandbox::demo::lot().unwrap();
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let real = Lease {
            plates: vec![Plate::parse("粤B88888").unwrap(), Plate::parse("粤B66666").unwrap()],
            spaces: 1,
            first_day: day("2026-01-01"),
            last_day: day("2026-12-31"),
            ..lotdesk_sandbox::demo::leases().unwrap().remove(0)
        };
        let copy = made_up(3, &real, &lot).unwrap();
        assert_eq!((copy.spaces, copy.first_day, copy.last_day), (1, real.first_day, real.last_day));
        assert_eq!((copy.prices.clone(), copy.plates.len()), (real.prices.clone(), 2));
        assert!(copy.plates.iter().all(|plate| !real.plates.contains(plate)) && copy.id != real.id);
        assert_ne!(copy.plates, made_up(4, &real, &lot).unwrap().plates, "every lease has its own");
    }
}
