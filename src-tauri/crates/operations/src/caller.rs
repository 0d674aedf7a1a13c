//! Who asks.

use lotdesk_domain::id::Guid;
use lotdesk_domain::message::Platform;
use lotdesk_domain::operator::Permission;
use lotdesk_ledger::Actor;
use lotdesk_ledger::tables::operators::Operator;

use crate::api::refusal::{Code, Refusal};
use crate::attach::KnownPc;

/// Who asks, as the door it came through tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A window, with the token of its sign-in.
    Window(Option<String>),
    /// The command line, with the token of its sign-in.
    CommandLine(Option<String>),
    /// A window or the command line of a PC that is attached over the network.
    Remote(Remote),
    /// A lane, by its token.
    Lane(Guid),
    /// A platform, verified.
    Platform(Platform),
    /// The engine itself: set-up, demo, schedules.
    Engine,
}

/// A window or the command line of a PC that the door let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The PC.
    pub pc: KnownPc,
    /// True for a window.
    pub window: bool,
    /// The token of its sign-in.
    pub token: Option<String>,
}

impl Caller {
    /// The token of a sign-in that it shows.
    pub(crate) fn token(&self) -> Option<&str> {
        match self {
            Caller::Window(token) | Caller::CommandLine(token) => token.as_deref(),
            Caller::Remote(remote) => remote.token.as_deref(),
            Caller::Lane(_) | Caller::Platform(_) | Caller::Engine => None,
        }
    }

    /// The PC, where it is another one: a sign-in there is good there alone.
    pub(crate) fn pc(&self) -> Option<Guid> {
        match self {
            Caller::Remote(remote) => Some(remote.pc.id),
            _ => None,
        }
    }
}

/// A caller whose token has been looked up.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub caller: Caller,
    pub operator: Option<Operator>,
    pub lane_code: Option<String>,
}

impl Who {
    /// The one place where permissions are checked.
    pub(crate) fn must_hold(&self, permission: Permission) -> Result<(), Refusal> {
        let holds = match (&self.caller, &self.operator) {
            (Caller::Engine, _) => true,
            // Neither is a person: what is open to whoever stands at a window, such as signing in or creating the first
            // manager, is not open to them.
            (Caller::Lane(_), _) => permission == Permission::ReportRead,
            (Caller::Platform(_), _) => false,
            (Caller::Window(_) | Caller::CommandLine(_) | Caller::Remote(_), Some(operator)) => {
                operator.role.may(permission)
            }
            (Caller::Window(_) | Caller::CommandLine(_) | Caller::Remote(_), None) => {
                if permission != Permission::Open {
                    return Err(Refusal::new(Code::NotSignedIn, "请先登录", "Sign in first."));
                }
                true
            }
        };
        if holds {
            return Ok(());
        }
        Err(Refusal::new(
            Code::NotPermitted,
            "当前岗位无此权限，请由有权限的人员登录后操作",
            "Your role does not hold this permission; somebody who holds it must sign in.",
        ))
    }

    /// A lane speaks for itself only, whatever lane its message names.
    pub(crate) fn must_speak_for(&self, lane_id: Guid) -> Result<(), Refusal> {
        match self.caller {
            Caller::Lane(id) if id != lane_id => Err(Refusal::new(
                Code::NotPermitted,
                "该令牌不属于这条车道",
                "A lane's token does not speak for another lane.",
            )
            .at("lane_id")),
            _ => Ok(()),
        }
    }

    pub(crate) fn actor(&self) -> Actor {
        let origin = match &self.caller {
            Caller::Window(_) => "window".to_owned(),
            Caller::CommandLine(_) => "ctl".to_owned(),
            Caller::Remote(remote) => format!("{}@{}", if remote.window { "window" } else { "ctl" }, remote.pc.name),
            Caller::Lane(id) => match &self.lane_code {
                Some(code) => format!("lane:{code}"),
                None => format!("lane:{id}"),
            },
            Caller::Platform(platform) => format!("platform:{}", platform.as_str()),
            Caller::Engine => "engine".to_owned(),
        };
        Actor { origin, operator: self.operator.as_ref().map(|o| o.id) }
    }
}
