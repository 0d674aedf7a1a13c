//! What leaves the house on paper and in files, read back by other programs' readers; one program, linked once.

mod csv;
mod pdf;
mod receipt;
mod rows;
mod whole;
mod xlsx;
