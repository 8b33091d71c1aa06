#!/bin/sh
# Builds the broken variants of the engine one after another, and has each tell stories until one catches it: some random
# ones, then the told ones, then random ones up to a limit. Prints a table: the variant, the seed or the story that caught
# it, what broke. Fails if one is not caught.
#   scripts/mutants.sh [VARIANT ...]     all, or these (without "mutant-")
#   NONO_SEEDS=4000                      how many random stories each may tell at most
set -u
cd "$(dirname "$0")/.."
most=${NONO_SEEDS:-4000}
if [ $# = 0 ]; then
    # shellcheck disable=SC2046
    set -- $(sed -n 's/^mutant-\([a-z-]*\) = \[\]$/\1/p' nono-core/Cargo.toml)
fi
[ $# -gt 0 ] || { echo 'mutants: no variant is declared in nono-core/Cargo.toml' >&2; exit 1; }
log=$(mktemp) && trap 'rm -f "$log"' EXIT
missed=0
printf '%-24s %-28s %s\n' 'left out (mutant-...)' 'caught by' 'what broke'

caught() {
    ! NONO_SEEDS=$few RUST_BACKTRACE=0 $build -- "$@" >"$log" 2>&1
}

for variant in "$@"; do
    few=300
    build="cargo test -p nono-core --no-default-features --features mutant-$variant --test simulation --locked"
    if ! $build --no-run >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
    if caught --exact random::random_stories_keep_every_promise; then
        by=$(sed -n 's/.*NONO_SEED=\([0-9]*\) .*/seed \1/p' "$log" | head -n 1)
    elif caught --skip random:: ; then
        by=$(sed -n 's/^test \(.*\) \.\.\. FAILED$/\1/p' "$log" | head -n 1)
    elif few=$most caught --exact random::random_stories_keep_every_promise; then
        by=$(sed -n 's/.*NONO_SEED=\([0-9]*\) .*/seed \1/p' "$log" | head -n 1)
    else
        printf '%-24s NOT CAUGHT by the told stories and %d random ones\n' "$variant" "$most"
        missed=$((missed + 1))
        continue
    fi
    if [ -z "$by" ]; then
        cat "$log" >&2
        exit 1
    fi
    broke=$(grep -m 1 -A 1 'panicked at' "$log" | tail -n 1 | cut -c 1-90)
    printf '%-24s %-28s %s\n' "$variant" "$(printf %s "$by" | cut -c 1-28)" "$broke"
done
if [ "$missed" -gt 0 ]; then
    echo "mutants: $missed of $# were not caught" >&2
    exit 1
fi
echo "mutants: all $# were caught"
