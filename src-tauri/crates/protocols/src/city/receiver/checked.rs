//! What is asked, held against its request table: an identifier that is too long would not come back whole.

use lotdesk_domain::ask::{AskCode, AskRefusal};
use serde::Serialize;

use crate::city::check::{self, Violation};
use crate::json::to_canonical;

/// Refuses an item that breaks its table. What stands under one of the `open` members is taken as it comes: it is not
/// kept, or the standard's own examples break it.
///
/// # Errors
/// The first violation, with its code of table A.2.
pub(super) fn keeps_to_its_table<T: Serialize>(id: &str, item: &T, open: &[&str]) -> Result<(), AskRefusal> {
    let text = to_canonical(item).map_err(|error| AskRefusal::new(AskCode::Other, error.to_string()))?;
    let found = check::check(id, &text).map_err(|error| AskRefusal::new(AskCode::Other, error.to_string()))?;
    let closed = |violation: &&Violation| !open.iter().any(|member| violation.path.starts_with(member));
    found.iter().find(closed).map_or(Ok(()), |violation| Err(refusal(violation)))
}

fn refusal(violation: &Violation) -> AskRefusal {
    let code = match violation.code() {
        1004 => AskCode::TooLong,
        1005 => AskCode::WrongType,
        1007 => AskCode::OutOfRange,
        _ => AskCode::Other,
    };
    AskRefusal::new(code, violation.zh())
}
