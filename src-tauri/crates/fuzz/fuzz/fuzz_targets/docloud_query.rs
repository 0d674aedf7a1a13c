#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| lotdesk_fuzz::docloud::query(data));
