//! See `nonoctl::fuzzing::cron`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nonoctl::fuzzing::cron(bytes));
