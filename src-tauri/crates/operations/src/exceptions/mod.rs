//! What is not as the lanes say: cars that nobody read, plates that are inside twice, cars without a plate, cars that are in
//! the books and not in the lot. Each is led to an end by a person, with a reason, and the platforms hear of it (5004, 5005,
//! 5006).

mod doubles;
mod passages;
mod tickets;
mod unseen;
mod walk;

pub(crate) use doubles::{end_double, inside_car};
pub(crate) use passages::{list as list_passages, settle as settle_passage};
pub(crate) use tickets::{by_ticket, issue as issue_ticket};
pub(crate) use walk::{close as close_unseen, compare as compare_walk, enter as enter_seen};
