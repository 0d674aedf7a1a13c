//! Lists that change slowly: what was told lately is told again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Answers by their question.
pub(super) struct Cache<K, V> {
    keep: Duration,
    kept: Mutex<HashMap<K, (V, Instant)>>,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// Keeps answers so long.
    pub fn new(keep: Duration) -> Self {
        Self { keep, kept: Mutex::default() }
    }

    /// What was told lately.
    pub fn get(&self, key: &K) -> Option<V> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(_, at)| at.elapsed() < self.keep).map(|(value, _)| value.clone())
    }

    /// Keeps an answer.
    pub fn put(&self, key: K, value: V) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(key, (value, Instant::now()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_old_is_asked_for_anew() {
        let cache = Cache::new(Duration::from_secs(60));
        assert_eq!(cache.get(&1), None);
        cache.put(1, "a");
        tokio::time::advance(Duration::from_secs(59)).await;
        assert_eq!(cache.get(&1), Some("a"));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(cache.get(&1), None);
    }
}
