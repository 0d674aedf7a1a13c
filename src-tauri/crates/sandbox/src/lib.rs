//! Simulators of the platforms and a lot with traffic: demo, training, tests.

pub mod city;
pub mod demo;
pub mod picture;
