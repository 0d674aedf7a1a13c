//! Requests to the city platform and what its answers mean. No sockets: the caller carries the texts.

mod answer;
mod login;

pub use answer::{Answer, Reply, ReplyError, outcome};
pub use login::{Credentials, Token, login_item, logout_item, read_token, refresh_item};

pub use super::envelope::request;
