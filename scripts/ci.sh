#!/bin/sh
# All that must hold before a change is merged, the quick checks first. Stops at the first step that fails; prints what
# each took. One target folder and one set of features for all steps, so that nothing is built twice.
set -u
cd "$(dirname "$0")/.."
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

step 'setup' make setup
step 'format' cargo fmt --all --check
step 'clippy' cargo clippy --workspace --all-targets --locked -- -D warnings
step 'nono-core without ZooKeeper' cargo clippy -p nono-core --no-default-features --locked -- -D warnings
step 'documentation' documentation
step 'build' make build
step 'completions and schema' sh scripts/generated.sh check
step 'test' make test

printf '\n%s' "$summary"
printf '%-34s %5d s\n' 'all' "$(($(date +%s) - began))"
