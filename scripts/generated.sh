#!/bin/sh
# Files that are made by nonoctl and kept here for packagers and editors. `write` makes them; `check` says whether they
# are up to date, and fails if not.
set -eu
cd "$(dirname "$0")/.."
program="${CARGO_TARGET_DIR:-target}/debug/nonoctl"
fresh=$(mktemp -d)
trap 'rm -r "$fresh"' EXIT
mkdir "$fresh/completions" "$fresh/docs"
"$program" completion bash > "$fresh/completions/nonoctl.bash"
"$program" completion zsh > "$fresh/completions/_nonoctl"
"$program" completion fish > "$fresh/completions/nonoctl.fish"
"$program" completion powershell > "$fresh/completions/_nonoctl.ps1"
"$program" completion elvish > "$fresh/completions/nonoctl.elv"
"$program" schema > "$fresh/docs/task.schema.json"
case "${1:-}" in
    write)
        mkdir -p completions docs
        cp "$fresh"/completions/* completions/
        cp "$fresh"/docs/* docs/ ;;
    check)
        for folder in completions docs; do
            for file in "$fresh/$folder"/*; do
                kept="$folder/$(basename "$file")"
                if ! diff -u "$kept" "$file" >&2; then
                    echo "$kept is not up to date: make generate" >&2
                    exit 1
                fi
            done
        done ;;
    *) echo "usage: $0 write|check" >&2; exit 2 ;;
esac
