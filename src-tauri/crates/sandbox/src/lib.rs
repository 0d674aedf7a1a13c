//! Simulators of the platforms and a lot with traffic: demo, training, tests.

pub mod demo;
pub mod picture;
