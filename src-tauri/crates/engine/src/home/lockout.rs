//! Addresses that showed wrong keys have to wait, longer each time.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};

use lotdesk_domain::moment::Moment;

/// So many wrong keys in a row are a mistake; from then on they are an attack, or a PC whose key was taken back.
const FREE_TRIES: u32 = 5;
/// The first wait, in milliseconds; each wrong key after it doubles it.
const FIRST_WAIT_MS: i64 = 30_000;
/// The longest.
const LONGEST_WAIT_MS: i64 = 15 * 60_000;
/// An address that has been quiet for so long begins anew.
const FORGOTTEN_AFTER_MS: i64 = 60 * 60_000;
/// So many addresses are kept in mind; the one that has been quiet longest is forgotten for a new one.
const MOST_ADDRESSES: usize = 1024;

#[derive(Clone, Copy, Debug)]
struct Wrong {
    in_a_row: u32,
    last: Moment,
    until: Moment,
}

/// Wrong keys by address.
#[derive(Debug, Default)]
pub(super) struct Lockouts(HashMap<IpAddr, Wrong>);

impl Lockouts {
    /// How long this address still has to wait, in milliseconds.
    pub(super) fn wait_ms(&self, from: IpAddr, now: Moment) -> Option<i64> {
        self.0.get(&whose(from)).map(|wrong| wrong.until.ms_since(now)).filter(|left_ms| *left_ms > 0)
    }

    /// It showed a wrong key; gives how long it has to wait now, in milliseconds.
    pub(super) fn wrong(&mut self, from: IpAddr, now: Moment) -> i64 {
        self.0.retain(|_, wrong| now.ms_since(wrong.last) < FORGOTTEN_AFTER_MS);
        let from = whose(from);
        if self.0.len() >= MOST_ADDRESSES
            && !self.0.contains_key(&from)
            && let Some(quiet) = self.0.iter().min_by_key(|(_, wrong)| wrong.last.0).map(|(address, _)| *address)
        {
            self.0.remove(&quiet);
        }
        let wrong = self.0.entry(from).or_insert(Wrong { in_a_row: 0, last: now, until: now });
        wrong.in_a_row = wrong.in_a_row.saturating_add(1);
        wrong.last = now;
        let wait_ms = match wrong.in_a_row.checked_sub(FREE_TRIES) {
            None => 0,
            Some(doubled) => FIRST_WAIT_MS.saturating_mul(1 << doubled.min(16)).min(LONGEST_WAIT_MS),
        };
        wrong.until = now.plus_ms(wait_ms);
        wait_ms
    }

    /// It showed a right one.
    pub(super) fn right(&mut self, from: IpAddr) {
        self.0.remove(&whose(from));
    }
}

/// One customer of an IPv6 network has a whole /64 of addresses; an IPv4 address in IPv6 clothes is that address.
pub(super) fn whose(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_few_mistakes_are_free_and_then_the_wait_doubles() {
        let mut lockouts = Lockouts::default();
        let (guesser, other, mut now) = (ip("192.0.2.1"), ip("192.0.2.2"), Moment(1_000_000));
        for _ in 1..FREE_TRIES {
            assert_eq!(lockouts.wrong(guesser, now), 0);
        }
        assert_eq!(lockouts.wrong(guesser, now), 30_000);
        assert_eq!((lockouts.wait_ms(guesser, now), lockouts.wait_ms(other, now)), (Some(30_000), None));
        now = now.plus_ms(30_000);
        assert_eq!(lockouts.wait_ms(guesser, now), None);
        assert_eq!(lockouts.wrong(guesser, now), 60_000);
        for _ in 0..40 {
            lockouts.wrong(guesser, now);
        }
        assert_eq!(lockouts.wait_ms(guesser, now), Some(LONGEST_WAIT_MS), "however long it goes on");
        lockouts.right(guesser);
        assert_eq!(lockouts.wait_ms(guesser, now), None);
    }

    #[test]
    fn a_customers_network_is_one_address_and_many_addresses_cost_no_memory() {
        let mut lockouts = Lockouts::default();
        let now = Moment(0);
        for n in 0..u16::try_from(FREE_TRIES).unwrap() {
            lockouts.wrong(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 9, 9, 9, n)), now);
        }
        assert!(lockouts.wait_ms(ip("2001:db8:0:1::77"), now).is_some());
        assert!(lockouts.wait_ms(ip("2001:db8:0:2::77"), now).is_none());
        for n in 0..5000u32 {
            lockouts.wrong(IpAddr::V4((0x0A00_0000 + n).into()), now.plus_ms(i64::from(n)));
        }
        assert!(lockouts.0.len() <= MOST_ADDRESSES, "{}", lockouts.0.len());
        lockouts.wrong(ip("192.0.2.1"), now.plus_ms(FORGOTTEN_AFTER_MS * 2));
        assert_eq!(lockouts.0.len(), 1, "old ones are forgotten");
    }
}
