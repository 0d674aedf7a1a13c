//! The list of all interfaces of all platforms: what exists, what it means when a reply is lost, and, honestly, which
//! of them are built.

use std::sync::LazyLock;

use lotdesk_domain::message::{OnUnknown, Platform, Rank};

/// Who calls whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// We call the platform.
    Up,
    /// The platform calls us.
    Down,
    /// Both.
    Both,
}

impl Direction {
    /// The word in the interface list.
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Both => "both",
        }
    }
}

/// The half of an exchange that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// What the caller says.
    Request,
    /// What the called one answers.
    Reply,
}

/// Why a handler could not read a message.
#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    /// The text is no JSON of this message.
    #[error("the message cannot be read: {0}")]
    Json(#[from] crate::json::JsonError),
    /// A member is missing or has the wrong form.
    #[error("the message cannot be read: {0}")]
    Form(#[from] serde_json::Error),
    /// This member is missing or has the wrong form.
    #[error("the message cannot be read: {0} is missing or has the wrong form")]
    Member(&'static str),
}

/// Reads one half of an exchange in every spelling that is accepted, and writes it in the one in which it is sent.
pub type Rewrite = fn(&str) -> Result<String, HandlerError>;

/// The code that builds and reads an interface's messages. An interface without one is not built.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    /// For the request: one item of what the platform's text calls `data`, or the empty list where it has none.
    pub request: Rewrite,
    /// For the reply: the whole of it.
    pub reply: Rewrite,
}

impl Handler {
    /// The function for one half.
    pub const fn of(&self, part: Part) -> Rewrite {
        match part {
            Part::Request => self.request,
            Part::Reply => self.reply,
        }
    }
}

/// An interface of a platform: one row of the list.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Whose.
    pub platform: Platform,
    /// Its number or name, such as `5004` or `violation/create/order`.
    pub id: &'static str,
    /// What it is for.
    pub name: &'static str,
    /// How it travels.
    pub transport: &'static str,
    /// Who calls whom.
    pub direction: Direction,
    /// Where the platform's document describes it.
    pub source: &'static str,
    /// What goes before what in the outbox. `Record` where nothing is queued: logins, queries, what the platform calls.
    pub rank: Rank,
    /// What a lost reply means. `Person`, the most cautious, where we only answer.
    pub on_unknown: OnUnknown,
    /// For one that takes many items in a request (可批量上传): the member of the reply's items that says which one each is
    /// about. It holds the message's own identifier.
    pub batch: Option<&'static str>,
    /// True when an operation waits for what the reply says, and not only for its being accepted: the reply is kept.
    pub keeps_reply: bool,
    /// The code that builds and reads it.
    pub handler: Option<Handler>,
}

impl Interface {
    /// A row that nothing is built for yet. Resent when no reply came; [`Interface::on_unknown`] says otherwise.
    pub const fn row(
        platform: Platform,
        id: &'static str,
        name: &'static str,
        transport: &'static str,
        direction: Direction,
        source: &'static str,
    ) -> Self {
        let on_unknown = match direction {
            Direction::Down => OnUnknown::Person,
            Direction::Up | Direction::Both => OnUnknown::Resend,
        };
        Self {
            platform,
            id,
            name,
            transport,
            direction,
            source,
            rank: Rank::Record,
            on_unknown,
            batch: None,
            keeps_reply: false,
            handler: None,
        }
    }

    /// The row with this rank.
    #[must_use]
    pub const fn ranked(mut self, rank: Rank) -> Self {
        self.rank = rank;
        self
    }

    /// The row with this meaning of a lost reply.
    #[must_use]
    pub const fn lost(mut self, on_unknown: OnUnknown) -> Self {
        self.on_unknown = on_unknown;
        self
    }

    /// The row of an interface that takes many items in a request.
    #[must_use]
    pub const fn batched(mut self, key: &'static str) -> Self {
        self.batch = Some(key);
        self
    }

    /// The row of an interface whose reply an operation waits for.
    #[must_use]
    pub const fn keeping_reply(mut self) -> Self {
        self.keeps_reply = true;
        self
    }

    /// The row with its code.
    #[must_use]
    pub const fn built(mut self, handler: Handler) -> Self {
        self.handler = Some(handler);
        self
    }

    /// True when there is code for it *and* a fixture that the tests run that code over.
    pub fn implemented(&self) -> bool {
        self.handler.is_some() && self.fixtures().next().is_some()
    }

    /// Names of its fixture files in `tests/fixtures/<platform>/`.
    pub fn fixtures(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        FIXTURES
            .iter()
            .filter(|(platform, id, _)| *platform == self.platform.as_str() && *id == self.id)
            .map(|(_, _, file)| *file)
    }
}

/// Platform, interface and file name of every fixture, listed by `build.rs`.
pub(crate) static FIXTURES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));

static ALL: LazyLock<Vec<Interface>> = LazyLock::new(|| {
    [
        crate::city::spec::INTERFACES.as_slice(),
        crate::charging::spec::INTERFACES.as_slice(),
        crate::etcp::spec::INTERFACES.as_slice(),
        crate::docloud::spec::INTERFACES.as_slice(),
        crate::repair::spec::INTERFACES.as_slice(),
        crate::autox3::spec::INTERFACES.as_slice(),
    ]
    .concat()
});

/// All 104 interfaces, in the order of the list.
pub fn interfaces() -> &'static [Interface] {
    &ALL
}

/// The row of one interface.
pub fn interface(platform: Platform, id: &str) -> Option<&'static Interface> {
    ALL.iter().find(|row| row.platform == platform && row.id == id)
}
