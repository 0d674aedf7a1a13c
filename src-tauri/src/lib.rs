//! The desktop shell: a window, one command door, events out. Nothing of the lot is decided here.
//!
//! Two windows on one data directory are meant: the first one's process owns the engine, or the service that
//! `lotdeskctl run` started does, and the others attach. So there is no single-instance plugin, which would end the
//! second window.
//!
//! **Closing the window never stops the lanes.** A window that owns the engine of a real lot closes, and its process
//! goes on without one; opening the console again attaches to it, and `lotdeskctl stop` ends it. A demo ends with its
//! window, and so does a window that was only attached.
//!
//! A window may belong to **another PC's engine** ([`afar`]): it attaches over the network by a pairing line, never owns a
//! lot, and keeps its own settings in a data directory of its own.
//!
//! A second window of the same process is the **driver's screen** ([`driver`]): it may hear what it is to show and nothing
//! else, by a capability of its own.

mod afar;
mod args;
mod driver;
mod keep;
#[cfg(target_os = "linux")]
mod painting;
mod papers;
mod pictures;
mod practice;
mod relay;
mod window;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use lotdesk_engine::console::Console;
use lotdesk_engine::engine::StartOptions;
use lotdesk_engine::home::{ATTACH_VARIABLE, Home, Pairing, Who};
use tauri::RunEvent;

/// Opens the window and returns when the process is to end.
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    painting::without_graphics_processor();
    let args = args::Args::parse();
    let home = match args.data.map_or_else(Home::default_dir, Ok).and_then(|dir| Home::at(&dir)) {
        Ok(home) => home,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    // Practising needs nobody else's engine.
    let elsewhere = if args.training { Ok(None) } else { elsewhere(args.attach.as_deref(), &home) };
    let (home, attach) = match elsewhere {
        Ok(Some((home, pairing))) => (home, Some(pairing)),
        Ok(None) => (home, None),
        Err(words) => {
            eprintln!("{words}");
            return ExitCode::FAILURE;
        }
    };
    let place = attach.as_ref().map(Pairing::place);
    let options = StartOptions { demo: args.demo, attach, ..StartOptions::new(home.clone()) };
    let real = practice::Real((!args.training).then(|| home.dir().to_path_buf()));
    let options = if args.training { options.for_practice() } else { Ok(options) };
    let options = match options {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let home = options.home.clone();
    let console = tauri::async_runtime::block_on(async { Console::open(options, Who::Window) });

    let built = tauri::Builder::default()
        .plugin(window::remember_place(&home))
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer(&console))
        .manage(console.clone())
        .manage(home.clone())
        .manage(driver::Kept::at(&home))
        .manage(driver::Watcher::default())
        .manage(real)
        .manage(afar::Elsewhere(place.clone()))
        .manage(afar::Savings::default())
        .invoke_handler(tauri::generate_handler![
            relay::call,
            papers::open_invoice,
            driver::window::driver_window,
            driver::window::driver_window_state,
            driver::watch::driver_watch,
            practice::start_training,
            afar::attached_to,
            afar::save_report,
            afar::save_report_cancel,
        ])
        .setup({
            let (console, home) = (console.clone(), home.clone());
            move |app| {
                window::open(app.handle(), &home, args.training, place.as_deref())?;
                // The screen beside a lane is the booth's.
                if place.is_none() {
                    driver::window::open_again(app.handle());
                }
                relay::begin(app.handle(), &console);
                keep::end_when_told(app.handle(), &console);
                Ok(())
            }
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            eprintln!("{error}");
            tauri::async_runtime::block_on(console.stop());
            return ExitCode::FAILURE;
        }
    };
    let keeper = keep::Keeper::new(console);
    let code = app.run_return(move |app, event| {
        if let RunEvent::ExitRequested { code, api, .. } = event {
            keeper.exit_requested(app, code, &api);
        }
    });
    lotdesk_engine::logs::end();
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

/// The engine of another PC that this window is for, and where the window keeps its own settings then.
fn elsewhere(named: Option<&Path>, home: &Home) -> Result<Option<(Home, Pairing)>, String> {
    let given = std::env::var_os(ATTACH_VARIABLE);
    let found = Pairing::find(named, given.as_deref(), home).map_err(|error| error.to_string())?;
    let Some(found) = found else { return Ok(None) };
    let own = found.home(home.clone()).map_err(|error| error.to_string())?;
    Ok(Some((own, found.pairing)))
}

#[cfg(test)]
mod tests {
    /// A command that no permission names is refused to every window, and no compiler says so.
    #[test]
    fn every_command_of_the_shell_is_given_to_a_window() {
        let (_, rest) = include_str!("lib.rs").split_once("generate_handler![").expect("the list of commands");
        let (list, _) = rest.split_once(']').expect("its end");
        let permissions = include_str!("../permissions/shell.toml");
        let names: Vec<&str> = list.split(',').filter_map(|path| path.trim().rsplit("::").next()).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        assert!(names.len() > 4, "{names:?}");
        for name in names {
            assert!(permissions.contains(&format!("\"{name}\"")), "{name} stands in no permission");
        }
    }
}
