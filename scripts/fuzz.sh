#!/bin/sh
# Fuzzes what nonoctl is told: SECONDS_IN_ALL (600) shared among the targets of fuzz/. With cargo-fuzz and a nightly compiler
# libFuzzer goes by coverage; without, says what is missing and drives the same targets by random changes of good inputs.
set -eu
cd "$(dirname "$0")/.."
seconds=${SECONDS_IN_ALL:-600}
cargo=${CARGO:-cargo}
targets='manifest cron filter connect duration import'

missing=
$cargo +nightly --version >/dev/null 2>&1 || missing="a nightly compiler (rustup toolchain install nightly)"
$cargo fuzz --version >/dev/null 2>&1 || missing="${missing:+$missing and }cargo-fuzz (cargo install cargo-fuzz)"
command -v c++ >/dev/null 2>&1 || missing="${missing:+$missing and }a C++ compiler (g++)"

if [ -n "$missing" ]; then
    echo "fuzz: without coverage, since this is missing: $missing" >&2
    echo "fuzz: random changes of good inputs for $seconds s" >&2
    NONO_FUZZ_SECONDS="$seconds" exec $cargo test --package nonoctl --lib --locked fuzzing -- --nocapture
fi

each=$((seconds / 6))
[ "$each" -gt 0 ] || each=1
for target in $targets; do
    echo "fuzz: $target for $each s" >&2
    (cd fuzz && $cargo +nightly fuzz run "$target" --fuzz-dir . -- -max_total_time="$each" -max_len=16384 -timeout=10)
done
