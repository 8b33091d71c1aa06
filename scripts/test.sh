#!/bin/sh
# All tests, several programs of them at a time: most wait for schedulers and ZooKeeper, not for a processor. Stories that
# measure how late something is come last and alone. Prints a line for each program, and all that one said if it failed.
#   scripts/test.sh            everything; NONO_LANES=3 at a time
#   scripts/test.sh one NAME   one of them: units, docs, or the name of a file below tests/
set -u
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}
alone='lateness edits under_load herd scale hostile balance churn top_budgets'

one() {
    case $1 in
        units) what='--lib --bins' ;;
        docs) what='--doc' ;;
        *) what="--test $1" ;;
    esac
    began=$(date +%s)
    log=$(mktemp)
    # shellcheck disable=SC2086
    if $cargo test --workspace --locked $what >"$log" 2>&1; then
        passed=$(awk '/^test result: ok/ { sum += $4 } END { print sum + 0 }' "$log")
        printf '%-24s %4d passed %5d s\n' "$1" "$passed" $(($(date +%s) - began))
        rm -f "$log"
    else
        cat "$log"
        printf '%-24s FAILED\n' "$1"
        rm -f "$log"
        return 1
    fi
}

if [ "${1:-}" = one ]; then
    one "$2"
    exit
fi

list=$(mktemp) && trap 'rm -f "$list"' EXIT
$cargo test --workspace --locked --no-run 2>"$list" || { cat "$list" >&2; exit 1; }
# "Executable tests/edits.rs (…)", "Executable tests/chaos/main.rs (…)"
names=$(sed -n 's/^ *Executable tests\/\([a-z_]*\)\(\/main\)\{0,1\}\.rs .*/\1/p' "$list" | sort -u)
[ -n "$names" ] || { echo 'no test programs were found' >&2; cat "$list" >&2; exit 1; }
together=
for name in $names; do
    case " $alone " in *" $name "*) ;; *) together="$together $name" ;; esac
done
status=0
# shellcheck disable=SC2086
printf '%s\n' units docs $together | xargs -P "${NONO_LANES:-3}" -n 1 sh scripts/test.sh one || status=1
for name in $alone; do
    case " $(echo $names) " in *" $name "*) one "$name" || status=1 ;; esac
done
exit $status
