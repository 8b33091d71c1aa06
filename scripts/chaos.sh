#!/bin/sh
# All stories of faults in their long form, the random driver among them, and one table of what was done and what came of
# it. NONO_SEED makes chance choose as before; SEEDS="1 2 3" does all of it once for each of these, adds up, and then also
# fails if too little was done to tell. Everything must be built; NONO_BIN names the programs' folder.
set -u
cd "$(dirname "$0")/.."
tally=$(mktemp)
trap 'rm -f "$tally"' EXIT
from=$(date +%s)
status=0
for seed in ${SEEDS:-${NONO_SEED:-random}}; do
    [ "$seed" = random ] || export NONO_SEED="$seed"
    NONO_TALLY="$tally" NONO_FULL=1 ${CARGO:-cargo} test --workspace --locked --no-fail-fast \
        --test chaos --test crashes --test races -- --nocapture --test-threads=1 || status=$?
done
printf '\n'
awk -F '\t' -v seeds="$(echo ${SEEDS:-1} | wc -w)" '
    $1 == "story" && NR > 1 { next }
    { rows++; for (i = 1; i <= NF; i++) cell[rows, i] = $i; columns = NF }
    rows > 1 { for (i = 2; i <= NF; i++) sum[i] += $i }
    END {
        cell[rows + 1, 1] = "all"
        for (i = 2; i <= columns; i++) { cell[rows + 1, i] = sum[i] + 0; of[cell[1, i]] = sum[i] + 0 }
        for (i = 1; i <= columns; i++)
            for (row = 1; row <= rows + 1; row++)
                if (length(cell[row, i]) > width[i]) width[i] = length(cell[row, i])
        for (row = 1; row <= rows + 1; row++) {
            printf "%-" width[1] "s", cell[row, 1]
            for (i = 2; i <= columns; i++) printf "  %" width[i] "s", cell[row, i]
            printf "\n"
        }
        if (of["lost"] + of["doubled"] + of["breaches"] > 0) { print "\nsomething was lost or doubled, or a rule broken"; exit 1 }
        if (seeds >= 3 && (of["kill-9"] < 60 || of["pauses"] < 30 || of["zk-leaders"] < 20 || of["answers"] < 1000)) {
            print "\ntoo few faults to tell: 60 kill-9, 30 pauses, 20 zk-leaders and 1000 answers are the least"
            exit 1
        }
    }' "$tally" || status=1
printf '\n%s after %d s\n' "$([ "$status" = 0 ] && echo 'no violation' || echo 'FAILED')" "$(($(date +%s) - from))"
exit "$status"
