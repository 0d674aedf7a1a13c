//! Lanes and cameras: traits, real drivers, simulated ones.
