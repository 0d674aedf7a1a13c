//! From commit to the painted change: measured by the window itself, under the demo's traffic.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::harness::{Start, Trouble, tell};
use crate::stories::{painted, sign_in};

/// The p99 must stay under this.
const TARGET_MS: f64 = 200.0;
/// How many painted changes are enough for a p99.
const ENOUGH: u64 = 300;
/// How long it may take until there are so many.
const LONGEST: Duration = Duration::from_secs(180);
/// How long the idle loop sleeps each time.
const NAP: Duration = Duration::from_millis(5);

/// `cargo xtask bench ui`
#[tokio::test]
#[ignore = "a measurement: cargo xtask bench ui"]
async fn commit_to_paint() {
    tell("bench-ui", Start::demo(), |window| async move {
        sign_in(&window).await?;
        let idle = Idle::start();
        let began = Instant::now();
        while painted(&window).await? < ENOUGH && began.elapsed() < LONGEST {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let idle_ms = idle.stop();
        let count = painted(&window).await?;
        let p99 = window.see("board-root").await?.attr("data-paint-p99-ms").await?.unwrap_or_default();
        let p99: f64 = p99.parse().map_err(|_| Trouble::Wrong(format!("`{p99}` is no time")))?;
        println!("bench ui: painted changes          {count:>8} in {} s", began.elapsed().as_secs());
        println!("bench ui: commit to paint, p99     {p99:>8.1} ms   (target: under {TARGET_MS} ms)");
        println!("bench ui: idle loop's delay, p99   {idle_ms:>8.2} ms   (a {} ms nap, same run)", NAP.as_millis());
        println!("bench ui: ratio                    {:>8.1}", p99 / idle_ms.max(0.01));
        if count < 50 {
            return Err(Trouble::Wrong(format!("only {count} changes were painted: too few for a p99")));
        }
        if p99 >= TARGET_MS {
            return Err(Trouble::Wrong(format!("p99 is {p99} ms, over the target of {TARGET_MS} ms")));
        }
        Ok(())
    })
    .await;
}

/// A thread that naps and notes how late it wakes: how busy the machine is, in the same run.
struct Idle {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<Vec<f64>>,
}

impl Idle {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut late_ms = Vec::new();
            while !seen.load(Ordering::Relaxed) {
                let began = Instant::now();
                std::thread::sleep(NAP);
                late_ms.push(began.elapsed().saturating_sub(NAP).as_secs_f64() * 1000.0);
            }
            late_ms
        });
        Self { stop, thread }
    }

    /// The 99th percentile of the delays, in milliseconds.
    fn stop(self) -> f64 {
        self.stop.store(true, Ordering::Relaxed);
        let mut late_ms = self.thread.join().unwrap_or_default();
        late_ms.sort_by(f64::total_cmp);
        late_ms.get(late_ms.len().saturating_sub(1) * 99 / 100).copied().unwrap_or(0.0)
    }
}
