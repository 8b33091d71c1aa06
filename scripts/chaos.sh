#!/bin/sh
# All stories of faults in their long form, the random driver among them, and one table of what was done and what came of
# it. NONO_SEED makes chance choose as before. Everything must be built; NONO_BIN names the programs' folder.
set -u
cd "$(dirname "$0")/.."
tally=$(mktemp)
trap 'rm -f "$tally"' EXIT
from=$(date +%s)
NONO_TALLY="$tally" NONO_FULL=1 ${CARGO:-cargo} test --workspace --locked --test chaos --test crashes --test races -- --nocapture --test-threads=1
status=$?
printf '\n'
awk -F '\t' '
    { for (i = 1; i <= NF; i++) cell[NR, i] = $i; rows = NR; columns = NF }
    NR > 1 { for (i = 2; i <= NF; i++) sum[i] += $i }
    END {
        cell[rows + 1, 1] = "all"
        for (i = 2; i <= columns; i++) cell[rows + 1, i] = sum[i] + 0
        for (i = 1; i <= columns; i++)
            for (row = 1; row <= rows + 1; row++)
                if (length(cell[row, i]) > width[i]) width[i] = length(cell[row, i])
        for (row = 1; row <= rows + 1; row++) {
            printf "%-" width[1] "s", cell[row, 1]
            for (i = 2; i <= columns; i++) printf "  %" width[i] "s", cell[row, i]
            printf "\n"
        }
    }' "$tally"
printf '\n%s after %d s\n' "$([ "$status" = 0 ] && echo 'no violation' || echo 'FAILED')" "$(($(date +%s) - from))"
exit "$status"
