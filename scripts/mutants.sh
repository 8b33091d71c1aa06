#!/bin/sh
# Builds the simulation once with all broken variants of the engine in it, and has each tell stories until one catches it:
# some random ones, then the told ones, then random ones up to a limit; as many variants at a time as there are processors.
# First the engine as it is must pass, or a caught variant would show nothing. Prints a table: the variant, the seed or the
# story that caught it, what broke. Fails if one is not caught.
#   scripts/mutants.sh [VARIANT ...]     all, or these
#   NONO_SEEDS=4000                      how many random stories each may tell at most
#   scripts/mutants.sh one VARIANT       one of them, by the program that NONO_SIMULATION names
set -u
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}
most=${NONO_SEEDS:-4000}
few=300
random=random::random_stories_keep_every_promise
log=$(mktemp) && trap 'rm -f "$log"' EXIT

# A program of tests says with 101 that some failed; any other end is no verdict.
caught() {
    stories=$1
    shift
    NONO_SEEDS=$stories NONO_JOBS=1 RUST_BACKTRACE=0 "$NONO_SIMULATION" --test-threads=1 "$@" >"$log" 2>&1
    case $? in
        0) return 1 ;;
        101) return 0 ;;
        *) gave_up ;;
    esac
}

gave_up() {
    cat "$log" >&2
    exit 1
}

seed() {
    sed -n 's/.*NONO_SEED=\([0-9]*\) .*/seed \1/p' "$log" | head -n 1
}

one() {
    export NONO_MUTANT="$1"
    if caught "$few" --exact "$random"; then
        by=$(seed)
    elif caught "$few" --skip random::; then
        by=$(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log" | head -n 1)
    elif caught "$most" --exact "$random"; then
        by=$(seed)
    else
        printf '%-24s NOT CAUGHT by the told stories and %d random ones\n' "$1" "$most"
        return 1
    fi
    [ -n "$by" ] || gave_up
    broke=$(grep -m 1 -A 1 'panicked at' "$log" | tail -n 1 | cut -c 1-90)
    printf '%-24s %-28s %s\n' "$1" "$(printf %s "$by" | cut -c 1-28)" "$broke"
}

if [ "${1:-}" = one ]; then
    one "$2"
    exit
fi

if [ $# = 0 ]; then
    # shellcheck disable=SC2046
    set -- $(sed -n 's/^    [A-Z_]* = "\([a-z-]*\)";$/\1/p' nono-core/src/engine/mutant.rs)
fi
[ $# -gt 0 ] || { echo 'mutants: no variant is declared in nono-core/src/engine/mutant.rs' >&2; exit 1; }

unset NONO_MUTANT NONO_SEED NONO_FROM NONO_TRACE
features='--no-default-features --features mutants'
# shellcheck disable=SC2086
$cargo test --release -p nono-core $features --test simulation --locked --no-run 2>"$log" || gave_up
# "Executable tests/simulation/main.rs (target/release/deps/simulation-…)"
NONO_SIMULATION=$(sed -n 's/^ *Executable tests\/simulation\/main\.rs (\(.*\))$/\1/p' "$log")
[ -x "$NONO_SIMULATION" ] || gave_up
export NONO_SIMULATION

for variant in "$@"; do
    NONO_MUTANT=$variant RUST_BACKTRACE=0 "$NONO_SIMULATION" --exact variant::the_variant_that_is_asked_for_is_known \
        >"$log" 2>&1 || gave_up
done
if ! { "$NONO_SIMULATION" --skip random:: && NONO_SEEDS=$few "$NONO_SIMULATION" --exact "$random"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo 'mutants: the engine as it is fails already' >&2
    exit 1
fi

printf '%-24s %-28s %s\n' 'left out' 'caught by' 'what broke'
if ! printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 sh scripts/mutants.sh one; then
    echo "mutants: not all of $# were caught" >&2
    exit 1
fi
echo "mutants: all $# were caught"
