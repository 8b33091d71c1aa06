//! See `nonoctl::fuzzing::filter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nonoctl::fuzzing::filter(bytes));
