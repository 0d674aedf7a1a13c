//! The real window under Xvfb, driven by keys and clicks through WebDriver. No script runs in it but axe's.

pub mod axe;
pub mod driver;
pub mod engine;
pub mod ids;
pub mod platforms;
pub mod screens;
pub mod window;

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use tokio::time::timeout;

pub use fantoccini::key::Key;
pub use window::{Start, Window};

/// A chapter of a longer story: its name stands before what goes wrong in it, and how long it took is told where that is
/// asked for (`LOTDESK_CHAPTERS`).
pub async fn chapter(name: &str, part: impl Future<Output = Told>) -> Told {
    let began = std::time::Instant::now();
    part.await.map_err(|trouble| Trouble::Wrong(format!("{name}: {trouble}")))?;
    if std::env::var_os("LOTDESK_CHAPTERS").is_some() {
        println!("  {name}: {:.1} s", began.elapsed().as_secs_f64());
    }
    Ok(())
}

/// What ends a story.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A program of the harness cannot be started.
    #[error("{0}")]
    Start(String),
    /// The window did not show in time what it should.
    #[error("after {seconds} s still not: {wanted}. Last seen: {seen}")]
    Late {
        /// What was waited for.
        wanted: String,
        /// How long.
        seconds: u64,
        /// What there was instead.
        seen: String,
    },
    /// The window shows what it must not.
    #[error("{0}")]
    Wrong(String),
    /// WebDriver says no.
    #[error("WebDriver: {0}")]
    Driver(#[from] fantoccini::error::CmdError),
    /// A file or a process.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A document is not what it should be.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// How a story ends.
pub type Told = Result<(), Trouble>;

/// A driver that is stuck never answers, and nothing else ends the wait for it.
const LONGEST_STORY: Duration = Duration::from_secs(480);
/// The same for the picture of a failure, and for closing.
const LONGEST_WORD: Duration = Duration::from_secs(20);

/// Opens a window, tells the story, closes the window. A story that fails leaves a picture and the console's last words.
pub async fn tell<F>(story: &'static str, start: Start, tale: impl FnOnce(Window) -> F)
where
    F: Future<Output = Told>,
{
    let window = match Window::open(story, start).await {
        Ok(window) => window,
        Err(trouble) => panic!("{story}: {trouble}"),
    };
    let ending = timeout(LONGEST_STORY, AssertUnwindSafe(tale(window.clone())).catch_unwind()).await;
    let trouble = match ending {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(trouble))) => Some(trouble.to_string()),
        Ok(Err(panic)) => Some(words_of(&*panic)),
        Err(_) => Some(format!("the window or its driver no longer answers; given up after {LONGEST_STORY:?}")),
    };
    let evidence = match trouble {
        Some(_) => timeout(LONGEST_WORD, window.evidence()).await.unwrap_or_default(),
        None => String::new(),
    };
    let _ = timeout(LONGEST_WORD, window.close()).await;
    if let Some(trouble) = trouble {
        panic!("{story}: {trouble}\n{evidence}");
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_else(|| "panicked".into())
}
