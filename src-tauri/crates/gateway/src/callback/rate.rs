//! How much one address may ask: requests over time, and connections at once.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

/// So many addresses are kept in mind; those that have been quiet are forgotten first.
const MOST_ADDRESSES: usize = 4_096;

type Keyed = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, MonotonicClock, NoOpMiddleware<std::time::Instant>>;

/// Requests over time, by address.
pub(super) struct RequestRate {
    limiter: Keyed,
    clock: MonotonicClock,
    most_addresses: usize,
}

impl RequestRate {
    pub(super) fn new(per_minute: u32, burst: u32) -> Self {
        let count = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(count(per_minute)).allow_burst(count(burst));
        let limiter = RateLimiter::new(quota, HashMapStateStore::default(), MonotonicClock);
        Self { limiter, clock: MonotonicClock, most_addresses: MOST_ADDRESSES }
    }

    /// Takes one request of this address.
    ///
    /// # Errors
    /// With how long to wait, when it has had its share.
    pub(super) fn take(&self, address: IpAddr) -> Result<(), Duration> {
        if self.limiter.len() >= self.most_addresses {
            self.limiter.retain_recent();
            if self.limiter.len() >= self.most_addresses {
                // Thousands of addresses are asking at this moment: none of them can be told from an attack.
                return Err(Duration::from_secs(60));
            }
        }
        self.limiter.check_key(&whose(address)).map_err(|no| no.wait_time_from(self.clock.now()))
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

/// Connections that are open, in all and by address.
pub(super) struct Connections {
    most: usize,
    most_of_one: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

impl Connections {
    pub(super) fn new(most: u32, most_of_one: u32) -> Arc<Self> {
        Arc::new(Self { most: most as usize, most_of_one: most_of_one as usize, open: Mutex::default() })
    }

    /// Lets one more in, until what is returned is dropped; none when there are too many.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Seat> {
        let address = whose(address);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let of_one = open.get(&address).copied().unwrap_or(0);
        if of_one >= self.most_of_one || open.values().sum::<usize>() >= self.most {
            return None;
        }
        open.insert(address, of_one + 1);
        Some(Seat { connections: self.clone(), address })
    }

    pub(super) fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

/// A connection's place.
pub(super) struct Seat {
    connections: Arc<Connections>,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
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
    fn each_address_has_its_own_share_of_requests() {
        let rate = RequestRate::new(1, 3);
        let (loud, quiet) = (ip("192.0.2.1"), ip("192.0.2.2"));
        assert!((0..3).all(|_| rate.take(loud).is_ok()));
        let wait = rate.take(loud).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(60));
        assert!(rate.take(ip("::ffff:192.0.2.1")).is_err(), "the same address in other clothes");
        assert!(rate.take(quiet).is_ok());
        assert!((0..3).all(|n| rate.take(ip(&format!("2001:db8::{n}"))).is_ok()));
        assert!(rate.take(ip("2001:db8::9")).is_err(), "one network, many addresses");
        assert!(rate.take(ip("2001:db8:0:1::9")).is_ok());
    }

    #[test]
    fn the_memory_of_addresses_is_bounded() {
        let mut rate = RequestRate::new(1, 1);
        rate.most_addresses = 2;
        assert!(rate.take(ip("192.0.2.1")).is_ok() && rate.take(ip("192.0.2.2")).is_ok());
        assert!(rate.take(ip("192.0.2.3")).is_err());
        assert_eq!(rate.limiter.len(), 2);
    }

    #[test]
    fn seats_are_given_back() {
        let connections = Connections::new(3, 2);
        let (a, b) = (ip("192.0.2.1"), ip("192.0.2.2"));
        let first = connections.enter(a).unwrap();
        let _second = connections.enter(a).unwrap();
        assert!(connections.enter(a).is_none(), "two of one address");
        let third = connections.enter(b).unwrap();
        assert!(connections.enter(b).is_none(), "three in all");
        drop(first);
        assert!(connections.enter(a).is_some());
        drop(third);
        assert_eq!(connections.count(), 1);
    }
}
