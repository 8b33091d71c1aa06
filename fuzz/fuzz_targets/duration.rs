//! See `nonoctl::fuzzing::duration`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nonoctl::fuzzing::duration(bytes));
