//! Why an engine does not start, said so that a person can mend it.

use std::path::PathBuf;

use lotdesk_ledger::LedgerError;
use lotdesk_operations::api::refusal::{Code, Refusal};

use crate::config::{ConfigError, Problem};
use crate::home::HomeError;
use crate::secrets::SecretError;

/// Why an engine does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data directory cannot be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The configuration breaks rules.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A secret cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A demo was asked for on a real lot's data, or the reverse.
    #[error("{}", mixed(*.asked_demo))]
    Mixed {
        /// True when the demo was asked for.
        asked_demo: bool,
    },
    /// Practising was asked for on other data, or the reverse.
    #[error("{}", practice(*.asked))]
    Practice {
        /// True when practising was asked for.
        asked: bool,
    },
    /// A first command of the set-up was refused.
    #[error("{0}")]
    SetUp(Refusal),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// The setting that names it.
        setting: &'static str,
        /// Which.
        address: String,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A part could not be built; the text names the setting.
    #[error("{part}: {why}")]
    Part {
        /// Which.
        part: &'static str,
        /// Why.
        why: String,
    },
    /// The log cannot be written.
    #[error("{path}: {cause}", path = path.display())]
    Log {
        /// Where.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
}

const fn mixed(asked_demo: bool) -> &'static str {
    if asked_demo {
        "this data directory holds a real lot; name an empty one for the demo with --data"
    } else {
        "this data directory is a demo's; name another one for a real lot with --data"
    }
}

const fn practice(asked: bool) -> &'static str {
    if asked {
        "this data directory is no place to practise; name the lot's own with --data"
    } else {
        "people practise in this data directory; start it with --training from the lot's own"
    }
}

impl StartError {
    /// As a refusal. What broke inside names no field; what a person can mend does.
    pub fn to_refusal(&self) -> Refusal {
        let en = self.to_string();
        match self {
            StartError::Home(error) => home_refusal(error),
            StartError::Config(error) => error.to_refusal(),
            StartError::Secret(error) => error.to_refusal(),
            StartError::SetUp(refusal) => refusal.clone(),
            StartError::Ledger(error) => ledger_refusal(error),
            StartError::Mixed { asked_demo: true } => {
                Refusal::new(Code::BadField, "该数据目录属于真实停车场，请用 --data 为演示指定一个空目录", en)
                    .at("demo")
            }
            StartError::Mixed { asked_demo: false } => {
                Refusal::new(Code::BadField, "该数据目录属于演示，请用 --data 为真实停车场指定其他目录", en).at("demo")
            }
            StartError::Practice { asked: true } => {
                Refusal::new(Code::BadField, "该数据目录不是练习用的，请用 --data 指定停车场的数据目录", en)
                    .at("training")
            }
            StartError::Practice { asked: false } => {
                Refusal::new(Code::BadField, "该数据目录用于练习，请在停车场的数据目录上加 --training 启动", en)
                    .at("training")
            }
            StartError::Listen { setting, address, .. } => {
                Refusal::new(Code::BadField, format!("无法监听 {address}：端口被占用或没有权限"), en).at(*setting)
            }
            StartError::Part { part, why } => {
                Refusal::new(Code::BadField, format!("{part}：{why}"), en.clone()).at(*part)
            }
            StartError::Log { path, .. } => {
                Refusal::new(Code::BadField, format!("无法写入日志目录 {}", path.display()), en).at("logs")
            }
        }
    }

    /// One broken rule of a part's settings.
    pub(crate) fn problem(problem: Problem) -> Self {
        StartError::Config(ConfigError::Bad(vec![problem]))
    }
}

/// A data directory that cannot be used, as a refusal.
pub(crate) fn home_refusal(error: &HomeError) -> Refusal {
    let zh = match error {
        HomeError::Io { path, .. } => format!("无法使用数据目录 {}", path.display()),
        HomeError::NoDefault => "系统没有默认的数据目录，请用 --data 指定".to_owned(),
    };
    Refusal::new(Code::BadField, zh, error.to_string()).at("data")
}

/// A ledger that cannot be used, as a refusal.
pub(crate) fn ledger_refusal(error: &LedgerError) -> Refusal {
    let zh = match error {
        LedgerError::Newer { .. } => "账本由更新版本的程序写入，本版本不会改动它；请安装新版本".to_owned(),
        LedgerError::OldSqlite(version) => format!("SQLite {version} 有已知缺陷，需要 3.51.3 或更新版本"),
        _ => format!("账本无法使用，请保留整个数据目录并联系技术支持：{error}"),
    };
    let en = match error {
        LedgerError::Newer { .. } | LedgerError::OldSqlite(_) => error.to_string(),
        _ => format!("the ledger cannot be used; keep the whole data directory and ask for support: {error}"),
    };
    Refusal::new(Code::Unavailable, zh, en).at("ledger")
}
