#!/bin/sh
# Builds the broken variants of the engine one after another and has each tell random stories until one catches it.
# Prints a table: the variant, the seed that caught it, what broke. Fails if one is not caught.
#   scripts/mutants.sh [VARIANT ...]     all, or these (without "mutant-")
#   NONO_SEEDS=3000                      how many stories each may tell at most
set -u
cd "$(dirname "$0")/.."
most=${NONO_SEEDS:-3000}
if [ $# = 0 ]; then
    # shellcheck disable=SC2046
    set -- $(sed -n 's/^mutant-\([a-z-]*\) = \[\]$/\1/p' nono-core/Cargo.toml)
fi
[ $# -gt 0 ] || { echo 'mutants: no variant is declared in nono-core/Cargo.toml' >&2; exit 1; }
log=$(mktemp) && trap 'rm -f "$log"' EXIT
missed=0
printf '%-30s %8s  %s\n' 'left out (mutant-…)' 'seed' 'what broke'
for variant in "$@"; do
    build="cargo test -p nono-core --no-default-features --features mutant-$variant --test simulation --locked"
    if ! $build --no-run >"$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
    if NONO_SEEDS=$most RUST_BACKTRACE=0 $build -- random_stories_keep_every_promise >"$log" 2>&1; then
        printf '%-30s %8s  %s\n' "$variant" '-' "NOT CAUGHT by $most stories"
        missed=$((missed + 1))
        continue
    fi
    seed=$(sed -n 's/.*NONO_SEED=\([0-9]*\) .*/\1/p' "$log" | head -n 1)
    if [ -z "$seed" ]; then
        cat "$log" >&2
        exit 1
    fi
    broke=$(grep -m 1 -A 1 'panicked at' "$log" | tail -n 1 | cut -c 1-110)
    printf '%-30s %8s  %s\n' "$variant" "$seed" "$broke"
done
if [ "$missed" -gt 0 ]; then
    echo "mutants: $missed of $# were not caught" >&2
    exit 1
fi
echo "mutants: all $# were caught"
