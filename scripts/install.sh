#!/bin/sh
# Installs what was built: the programs from the folder that is named, completions and manual pages as nonoctl prints them.
# PREFIX (/usr/local) is where it will be used, DESTDIR (nothing) what packagers put in front of it, ZSH_COMPLETIONS the folder
# below PREFIX that zsh looks into (share/zsh/site-functions; Debian's looks into another below /usr).
set -eu
cd "$(dirname "$0")/.."
from=${1:?usage: $0 FOLDER, such as target/release}
root="${DESTDIR:-}${PREFIX:-/usr/local}"
for program in nonoctl nono-scheduler; do
    [ -x "$from/$program" ] || { echo "install: there is no $from/$program: make build first" >&2; exit 1; }
done
zsh="$root/${ZSH_COMPLETIONS:-share/zsh/site-functions}"
install -d "$root/bin" "$root/share/bash-completion/completions" "$zsh" \
    "$root/share/fish/vendor_completions.d" "$root/share/man/man1" "$root/share/man/man8"
install -m 755 "$from/nonoctl" "$from/nono-scheduler" "$root/bin"
"$from/nonoctl" completion bash > "$root/share/bash-completion/completions/nonoctl"
"$from/nonoctl" completion zsh > "$zsh/_nonoctl"
"$from/nonoctl" completion fish > "$root/share/fish/vendor_completions.d/nonoctl.fish"
"$from/nonoctl" man "$root/share/man/man1" > /dev/null
"$from/nono-scheduler" --man > "$root/share/man/man8/nono-scheduler.8"
echo "installed nonoctl and nono-scheduler, completions and manual pages below $root"
