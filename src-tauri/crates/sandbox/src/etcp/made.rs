//! Cars that come and go by themselves in its lots, for the demo.

use std::sync::Arc;
use std::time::Duration;

use rand::RngExt;
use tokio_util::sync::CancellationToken;

use super::Etcp;
use super::lots::OWN_LOTS;
use super::money::Parked;
use super::push::What;

/// So many stand there when it begins.
const AT_FIRST: usize = 14;
/// A car comes or goes about this often, in seconds.
const BETWEEN_S: std::ops::Range<u64> = 15..45;
/// More do not stand there at once.
const MOST: usize = 40;

pub(super) async fn traffic(etcp: Arc<Etcp>, callback_url: String, stop: CancellationToken) {
    let mut wait_s = 2;
    let mut first = true;
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait_s)) => {}
            () = stop.cancelled() => return,
        }
        let count = if std::mem::take(&mut first) { AT_FIRST } else { 1 };
        for _ in 0..count {
            let (what, car) = step(&etcp, count > 1);
            let body = etcp.push_text(what, &car, etcp.now());
            tokio::select! {
                pushed = etcp.send(&callback_url, what, body) => {
                    if !pushed.taken {
                        tracing::warn!(answer = ?pushed.answer, "the merchant does not take a push");
                    }
                }
                () = stop.cancelled() => return,
            }
        }
        wait_s = etcp.state().rng.random_range(BETWEEN_S);
    }
}

/// The next thing that happens; only entries, and some hours ago, while the lots fill.
fn step(etcp: &Etcp, filling: bool) -> (What, Parked) {
    let now = etcp.now();
    let (plate, lot, minutes, space, leaves) = {
        let mut state = etcp.state();
        let mut inside: Vec<String> =
            state.cars.iter().filter(|car| car.left_at.is_none()).map(|car| car.syn_id.clone()).collect();
        let rng = &mut state.rng;
        let leaves = (!filling && !inside.is_empty() && (inside.len() >= MOST || rng.random_range(0..2) == 0))
            .then(|| inside.swap_remove(rng.random_range(0..inside.len())));
        let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
        let letter = char::from(letters[rng.random_range(0..letters.len())]);
        let plate = format!("粤B{:03}{letter}{}", rng.random_range(100..1000), rng.random_range(0..10));
        let minutes = if filling { rng.random_range(5..300) } else { 0 };
        let space = if rng.random_range(0..5) == 0 { format!("U{}", rng.random_range(1..60)) } else { String::new() };
        (plate, rng.random_range(0..OWN_LOTS.len()), minutes, space, leaves)
    };
    if let Some(car) = leaves.and_then(|syn_id| etcp.leave(&syn_id, now)) {
        return (What::Exit, car);
    }
    (What::Entry, etcp.enter(&plate, lot, now.plus_minutes(-minutes), space))
}
