//! Simulators of the platforms and a lot with traffic: demo, training, tests.
