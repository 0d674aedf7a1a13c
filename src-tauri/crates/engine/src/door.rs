//! The one way to the engine, whether it runs in this process or in another.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use lotdesk_operations::api::notice::Notice;
use lotdesk_operations::api::refusal::Refusal;
use serde_json::Value;
use tokio::sync::broadcast;

use crate::engine::{Engine, StartError, StartOptions};
use crate::home::{Answers, AttachError, Client, HomeError, Pace, Who};

/// An owner that has just taken the lock opens its ledger and starts its listeners before it answers.
const OWNER_STARTS_WITHIN: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The engine, here or elsewhere.
#[derive(Clone)]
pub enum Door {
    /// This process owns the data directory.
    Owner(Arc<Engine>),
    /// Another one does.
    Attached(Client),
}

/// Why there is no door.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// This process took the directory, and its engine does not start.
    #[error(transparent)]
    Start(#[from] Box<StartError>),
    /// Another process has the directory and does not let us in.
    #[error(transparent)]
    Attach(#[from] AttachError),
}

impl OpenError {
    /// As a refusal.
    pub fn to_refusal(&self) -> Refusal {
        match self {
            OpenError::Home(error) => crate::engine::home_refusal(error),
            OpenError::Start(error) => error.to_refusal(),
            OpenError::Attach(error) => error.to_refusal(),
        }
    }
}

impl Door {
    /// Attaches to the owner elsewhere that the options name, and never becomes one then. Else it
    /// becomes the owner when nobody is, and attaches when somebody is. A holder of the lock that does not answer is given time: it
    /// may be starting, or be a terminal's command that ends soon.
    ///
    /// # Errors
    /// When neither is possible.
    pub async fn open(options: &StartOptions, who: Who) -> Result<Self, OpenError> {
        if let Some(pairing) = &options.attach {
            return Ok(Door::Attached(Client::attach_to(pairing, who, Pace::default()).await?));
        }
        let give_up = tokio::time::Instant::now() + OWNER_STARTS_WITHIN;
        loop {
            if let Some(own) = options.home.try_own()? {
                return Ok(Door::Owner(Engine::start(options, own).await.map_err(Box::new)?));
            }
            match Client::attach(&options.home, who).await {
                Ok(client) => return Ok(Door::Attached(client)),
                Err(AttachError::Nobody(_)) if tokio::time::Instant::now() < give_up => {
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Runs a command with the token of a sign-in.
    ///
    /// # Errors
    /// The command's refusal, or that the owner went away.
    pub async fn call(&self, who: Who, token: Option<String>, name: &str, request: Value) -> Result<Value, Refusal> {
        match self {
            Door::Owner(engine) => engine.answer(who, token, name, request).await,
            Door::Attached(client) => client.call(token, name, request).await,
        }
    }

    /// What is told after each commit, from now on.
    pub async fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        match self {
            Door::Owner(engine) => engine.notices(),
            Door::Attached(client) => {
                let notices = client.notices();
                client.subscribe().await;
                notices
            }
        }
    }
}

impl Answers for Engine {
    fn call<'a>(
        &'a self,
        who: Who,
        token: Option<String>,
        name: &'a str,
        request: Value,
    ) -> Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>> {
        Box::pin(self.answer(who, token, name, request))
    }

    fn notices(&self) -> broadcast::Receiver<Arc<Notice>> {
        Engine::notices(self)
    }

    fn demo(&self) -> bool {
        Engine::demo(self)
    }

    fn end(&self) {
        self.ask_to_end();
    }
}
