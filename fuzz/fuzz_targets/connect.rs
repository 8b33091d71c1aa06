//! See `nonoctl::fuzzing::connect`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nonoctl::fuzzing::connect(bytes));
