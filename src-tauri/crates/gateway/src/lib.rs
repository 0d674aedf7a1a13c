//! Sockets: HTTP clients, listeners, and the outbox dispatcher.
