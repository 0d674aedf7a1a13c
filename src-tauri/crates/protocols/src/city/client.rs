//! Requests to the city platform and what its answers mean. No sockets: the caller carries the texts.
//!
//! To send a message of the outbox: [`request`] around its body, `POST` to [`super::Dialect::url`] with
//! [`super::Dialect::authorization`], then [`Answer::read`]. 2001 alone goes as the form that [`picture_form`] makes.

mod answer;
mod invoice;
mod login;
pub mod personal;
mod picture;
pub mod query;

pub use answer::{Answer, Reply, ReplyError, outcome, says_it_has};
pub use invoice::{read_invoice, read_stock, stock_item};
pub use login::{Credentials, LoginError, Token, login_item, logout_item, read_token, refresh_item, tcp_login_item};
pub use picture::{FILE_FIELD, PictureForm, picture_form};

pub use super::envelope::request;
