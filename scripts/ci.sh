#!/bin/sh
# All that must hold before a change is merged, the quick checks first. Stops at the first step that fails; prints what
# each took. One target folder and one set of features for all steps, so that nothing is built twice.
set -u
cd "$(dirname "$0")/.."
# Nothing is built a second time here: what would make that quick only takes time and gigabytes.
export CARGO_INCREMENTAL=0
summary=
began=$(date +%s)

step() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    from=$(date +%s)
    if "$@"; then
        took=$(($(date +%s) - from))
        summary="$summary$(printf '%-34s %5d s' "$name" "$took")
"
    else
        printf '\n%s' "$summary"
        printf '%-34s FAILED after %d s\n' "$name" "$(($(date +%s) - from))"
        exit 1
    fi
}

documentation() {
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items --locked
}

# The feature itself is looked at, and that it is refused where debug assertions are off, as in a release.
failpoints() {
    cargo clippy --workspace --features nono-scheduler/failpoints --all-targets --locked -- -D warnings || return 1
    off='profile.dev.package.nono-scheduler.debug-assertions=false'
    if said=$(cargo check --workspace --features nono-scheduler/failpoints --bin nono-scheduler-failpoints --examples \
        --config "$off" --locked 2>&1); then
        echo 'nono-scheduler can be built with failpoints and without debug assertions' >&2
        return 1
    fi
    case $said in *'no release may have it'*) ;; *) printf '%s\n' "$said" >&2; return 1 ;; esac
}

step 'setup' make setup
step 'format' cargo fmt --all --check
step 'clippy' cargo clippy --workspace --all-targets --locked -- -D warnings
step 'failpoints' failpoints
step 'nono-core without ZooKeeper' cargo clippy -p nono-core --no-default-features --locked -- -D warnings
step 'broken variants' cargo clippy -p nono-core --no-default-features --features mutants --locked -- -D warnings
step 'documentation' documentation
step 'build' make build
step 'completions and schema' sh scripts/generated.sh check
step 'packaging' sh scripts/packaging.sh check
step 'test' make test
step 'benchmark' make bench-check

printf '\n%s' "$summary"
printf '%-34s %5d s\n' 'all' "$(($(date +%s) - began))"
