#!/bin/sh
# `make demo`: on a terminal it stays until Ctrl-C, without one it ends by itself. It fails if a run was lost or doubled.
set -eu
cd "$(dirname "$0")/.."
program="${CARGO_TARGET_DIR:-target}/debug/nonoctl"
if [ -t 1 ] && [ -t 0 ]; then
    exec "$program" dev --kill-one
fi
exec "$program" dev --kill-one --duration 60s
