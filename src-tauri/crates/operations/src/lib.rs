//! Everything an operator, a lane or a platform can ask for: the typed command list and its handlers.

pub mod api;
