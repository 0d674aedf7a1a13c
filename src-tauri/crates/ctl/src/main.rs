//! lotdeskctl: the engine without a window, and every command from a terminal.
//!
//! Exit codes: 0; 1 refused, with the reason as JSON on standard error; 2 wrong usage.

mod args;
mod attach;
mod call;
mod config;
mod export;
mod fail;
mod output;
mod run;
mod sandbox;
mod secret;
mod selftest;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, What};
use fail::Fail;

fn main() -> ExitCode {
    // Wrong usage ends here, with code 2.
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Fail::system("runtime", &error).report(),
    };
    let done = runtime.block_on(dispatch(args));
    // Reading standard input may still block a thread; nothing waits for it.
    runtime.shutdown_background();
    lotdesk_engine::logs::end();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => fail.report(),
    }
}

async fn dispatch(args: Args) -> Result<(), Fail> {
    let place = args.place;
    match args.what {
        What::Run(run) => run::run(&place, run).await,
        What::Stop => run::stop(&place).await,
        What::Call(call) => call::call(&place, call).await,
        What::Interfaces(form) => call::interfaces(&place, form.json).await,
        What::Export(what) => export::export(&place, what).await,
        What::Verify => call::verify(&place).await,
        What::Rebuild => call::rebuild(&place).await,
        What::Sandbox(options) => sandbox::run(&place, options).await,
        What::Config(form) => config::config(&place, &form),
        What::Selftest(what) => selftest::selftest(&place, what).await,
        What::Attach(what) => attach::attach(&place, what).await,
        What::Secret(what) => secret::secret(&place, what),
    }
}
