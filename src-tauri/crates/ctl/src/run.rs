//! `run` and `stop`: the owner that stays.

use std::io::Read;
use std::time::Duration;

use lotdesk_engine::engine::{Engine, Extent};
use lotdesk_engine::home::{AttachError, Client, Home, Ownership, Who};
use lotdesk_operations::api::refusal::{Code, Refusal};
use tokio::time::Instant;

use crate::args::{Place, Run};
use crate::fail::Fail;
use crate::output;

/// A terminal's command that holds the directory ends within this time.
const OTHERS_END_WITHIN: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Owns the data directory until told to end.
pub async fn run(place: &Place, run: Run) -> Result<(), Fail> {
    if !run.training {
        place.here_only("run")?;
    }
    let mut options = place.options(Extent::Everything)?;
    options.demo = run.demo;
    if run.training {
        options = options.for_practice().map_err(|error| Fail::home(&error))?;
    }
    options.traffic = !run.no_traffic;
    // From here on a signal is heard, also while the engine starts.
    let told = until_told(run.until_stdin_closes);
    tokio::pin!(told);
    let own = own(&options.home).await?;
    let engine = tokio::select! {
        started = Engine::start(&options, own) => started?,
        told = &mut told => return told,
    };
    output::print_line(engine.ready())?;
    let told = tokio::select! {
        told = &mut told => told,
        () = engine.asked_to_end() => Ok(()),
    };
    engine.stop().await;
    told
}

async fn own(home: &Home) -> Result<Ownership, Fail> {
    let give_up = Instant::now() + OTHERS_END_WITHIN;
    loop {
        if let Some(own) = home.try_own().map_err(|error| Fail::home(&error))? {
            return Ok(own);
        }
        match Client::attach(home, Who::CommandLine).await {
            Err(AttachError::Nobody(_)) if Instant::now() < give_up => tokio::time::sleep(LOOK_AGAIN).await,
            _ => {
                let dir = home.dir().display();
                return Err(Refusal::new(
                    Code::Unavailable,
                    format!("数据目录 {dir} 已由另一个程序占用；call 和窗口会连接到它"),
                    format!("Another process owns the data directory {dir}; `call` and windows attach to it."),
                )
                .at("data")
                .into());
            }
        }
    }
}

/// Asks the owner to end, and waits until the data directory is free.
pub async fn stop(place: &Place) -> Result<(), Fail> {
    place.here_only("stop")?;
    let home = place.home()?;
    let client = match Client::attach(&home, Who::CommandLine).await {
        Ok(client) => client,
        Err(error) => {
            let free = home.try_own().map_err(|error| Fail::home(&error))?;
            return match free {
                Some(_) => {
                    Err(Refusal::new(Code::NotFound, "没有程序占用该数据目录", "Nobody owns the data directory.")
                        .into())
                }
                None => Err(error.to_refusal().into()),
            };
        }
    };
    client.end().await;
    client.gone().await;
    while home.try_own().map_err(|error| Fail::home(&error))?.is_none() {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(())
}

/// Until Ctrl-C, the system's wish to end the process, or, when asked for, the end of standard input.
pub async fn until_told(until_stdin_closes: bool) -> Result<(), Fail> {
    let stdin = async {
        if !until_stdin_closes {
            return std::future::pending().await;
        }
        let _ = tokio::task::spawn_blocking(|| {
            let mut sink = [0; 256];
            let mut stdin = std::io::stdin().lock();
            while matches!(stdin.read(&mut sink), Ok(count) if count > 0) {}
        })
        .await;
    };
    tokio::select! {
        heard = signals() => heard.map_err(|error| Fail::system("signal", &error)),
        () = stdin => Ok(()),
    }
}

#[cfg(unix)]
async fn signals() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        heard = tokio::signal::ctrl_c() => heard,
        _ = end.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

#[cfg(windows)]
async fn signals() -> std::io::Result<()> {
    use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_shutdown};
    let (mut pause, mut close, mut shutdown) = (ctrl_break()?, ctrl_close()?, ctrl_shutdown()?);
    tokio::select! {
        heard = tokio::signal::ctrl_c() => heard,
        _ = pause.recv() => Ok(()),
        _ = close.recv() => Ok(()),
        _ = shutdown.recv() => Ok(()),
    }
}
