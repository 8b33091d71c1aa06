//! See `nonoctl::fuzzing::import`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nonoctl::fuzzing::import(bytes));
