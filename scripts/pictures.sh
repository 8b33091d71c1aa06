#!/bin/sh
# Makes the pictures of docs/pictures anew: the dashboard itself, on a made-up cluster, in a terminal of its own.
# Needs tmux, and what `make build` makes. NONO_BIN names the folder of the programs.
set -eu
cd "$(dirname "$0")/.."
bin=${NONO_BIN:-${CARGO_TARGET_DIR:-target}/debug}
socket="nono-pictures-$$"
tmux() { command tmux -L "$socket" -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null || true' EXIT
mkdir -p docs/pictures
# The server of these terminals lives as long as it has one.
tmux new-session -d -s keep sleep 600

# picture NAME COLUMNS ROWS TEXT KEY...   presses the keys one by one, waits for the text, and takes the picture. In place
# of a key =TEXT waits for a text, too.
picture() {
    name=$1 columns=$2 rows=$3 text=$4
    shift 4
    tmux new-session -d -s "$name" -x "$columns" -y "$rows" -e LANG=C.UTF-8 -e TZ=UTC -e TERM=xterm-256color \
        "$bin/nonoctl top --mock"
    await "$name" 'Needs attention'
    for key in "$@"; do
        case $key in
            =*) await "$name" "${key#=}" ;;
            *) tmux send-keys -t "$name" "$key" ;;
        esac
    done
    await "$name" "$text"
    tmux capture-pane -t "$name" -e -p | "$bin/examples/picture" >"docs/pictures/$name.svg"
    tmux kill-session -t "$name"
    echo "docs/pictures/$name.svg"
}

await() {
    tries=0
    until tmux capture-pane -t "$1" -p | grep -q "$2"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ]; then
            echo "$1 never showed $2" >&2
            tmux capture-pane -t "$1" -p >&2
            exit 1
        fi
        sleep 0.1
    done
}

picture overview 120 35 'busiest'
picture tasks 120 35 'p50' 2 j
picture task 120 35 'Enter opens one' 2 Enter
picture schedulers 120 35 '┌ sched-c3' 3 '=> sched-a1' j j
picture runs 120 35 'following.*kept' 4
picture upcoming 120 35 'largest' 5
picture cluster 120 35 'servers' 6
picture pause 80 24 'Same as' 2 '=✗ failing' P
picture pause-all 80 24 'Same as' 6 '=servers' P
# The same where there is little room.
picture overview-80x24 80 24 'next [0-9]*m ' 1
picture tasks-80x24 80 24 'p50' 2 j
picture task-80x24 80 24 'Enter opens one' 2 Enter
picture schedulers-80x24 80 24 '┌ sched-c3' 3 '=> sched-a1' j j
picture runs-80x24 80 24 'following.*kept' 4
picture upcoming-80x24 80 24 'largest' 5
picture cluster-80x24 80 24 'servers' 6
picture keys-80x24 80 24 'more below' 2 '?'
