//! Basic data: 3001 to 3005 and 8001. What differs from what was told before goes up, what is no more goes up as deleted.

use lotdesk_domain::fact::Described;
use lotdesk_domain::message::Draft;
use lotdesk_domain::moment::Moment;

use super::entity::{self, Entity};

/// The drafts that bring a platform from `before` to `now`; all of it where it was told nothing yet. New and changed things
/// come in the order in which they name each other (the lot, garages, entrances, devices, spaces, the tariff), things that
/// are no more in the reverse one: nothing is deleted while something that is told still names it.
pub fn described(now: &Described, before: Option<&Described>, at: Moment) -> Vec<Draft> {
    let wanted = entity::all(now, at);
    // Both are made with the same moment, so that the moment makes no difference.
    let known = before.map(|before| entity::all(before, at)).unwrap_or_default();
    let same = |a: &Entity, b: &Entity| (a.interface(), a.own_id()) == (b.interface(), b.own_id());
    let changed = wanted.iter().filter(|entity| !known.contains(entity)).map(Entity::there);
    let gone = known.iter().rev().filter(|old| !wanted.iter().any(|new| same(new, old))).filter_map(Entity::gone);
    changed.chain(gone).collect()
}
