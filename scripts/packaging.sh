#!/bin/sh
# What operators install. `check`: the unit, the alert rules, the dashboard and the package are well made, by the tools that
# will read them; it needs the debug programs (make build) and no network but to fetch promtool once. `deb`: a Debian
# package from the release programs, in $OUT or target/debian.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)

say() { printf 'packaging: %s\n' "$*"; }
fail() { printf 'packaging: %s\n' "$*" >&2; exit 1; }

# The programs of the folder $1, their completions and pages of the manual, below $2: as `make install` puts them, where
# Debian's shells look for them.
stage_programs() {
    DESTDIR="$2" PREFIX=/usr ZSH_COMPLETIONS=share/zsh/vendor-completions sh scripts/install.sh "$1" > /dev/null
}

# Everything the package holds, below $2, with the programs from $1.
stage() {
    programs=$1 into=$2
    stage_programs "$programs" "$into"
    find "$into/usr/share" -path '*/man/man[1-8]/*.[1-8]' -exec gzip -9n {} +
    put packaging/systemd/nono-scheduler.service "$into/lib/systemd/system/nono-scheduler.service"
    put packaging/systemd/nono-scheduler.env "$into/etc/default/nono-scheduler"
    put packaging/scheduler.toml "$into/etc/nono/scheduler.toml"
    put packaging/logrotate/nono-scheduler "$into/etc/logrotate.d/nono-scheduler"
    put packaging/prometheus/nono.rules.yml "$into/usr/share/nono/prometheus/nono.rules.yml"
    put packaging/grafana/nono.json "$into/usr/share/nono/grafana/nono.json"
    for document in README.md docs/*.md docs/task.schema.json; do
        put "$document" "$into/usr/share/doc/nono/$(basename "$document")"
    done
    for example in examples/tasks/* examples/workers/*; do
        put "$example" "$into/usr/share/doc/nono/${example}"
    done
    put packaging/debian/copyright "$into/usr/share/doc/nono/copyright"
    gzip -9nc CHANGELOG.md > "$into/usr/share/doc/nono/changelog.gz"
    debian_changelog | gzip -9nc > "$into/usr/share/doc/nono/changelog.Debian.gz"
}

put() { install -D -m 644 "$1" "$2"; }

maintainer() { printf '%s' "${DEB_MAINTAINER:-nono maintainers <maintainers@nono.invalid>}"; }

# Of the last commit, so that the same source gives the same package.
moment() { printf '%s' "${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}"; }

debian_changelog() {
    printf 'nono (%s-1) unstable; urgency=medium\n\n  * Release %s; changelog.gz tells what is new.\n\n -- %s  %s\n' \
        "$version" "$version" "$(maintainer)" "$(LC_ALL=C date -u -R -d "@$(moment)")"
}

# The oldest C library that has all that the programs call.
oldest_libc() {
    objdump -T "$@" | grep -o 'GLIBC_[0-9.]*' | sort -u -t_ -k2V | tail -n 1 | cut -d_ -f2
}

# The control files of what is staged below $1.
control() {
    into=$1
    mkdir -p "$into/DEBIAN"
    for file in conffiles postinst prerm postrm; do
        case $file in conffiles) mode=644 ;; *) mode=755 ;; esac
        install -m "$mode" "packaging/debian/$file" "$into/DEBIAN/$file"
    done
    (cd "$into" && find usr lib -type f | LC_ALL=C sort | xargs -d '\n' md5sum) > "$into/DEBIAN/md5sums"
    cat > "$into/DEBIAN/control" <<CONTROL
Package: nono
Version: $version-1
Architecture: $(dpkg --print-architecture)
Maintainer: $(maintainer)
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$into" | cut -f 1)
Depends: libc6 (>= $(oldest_libc "$into"/usr/bin/*)), libgcc-s1
Recommends: ca-certificates, logrotate
Suggests: zookeeper, prometheus
Section: admin
Priority: optional
Description: distributed dispatcher of timed tasks on Apache ZooKeeper
 nono sends an HTTP request to a service of yours by cron expression, interval
 or fixed times, each due time claimed once, by several schedulers at a time.
 Tasks and their state are kept in ZooKeeper; a scheduler can be killed at any
 moment, and the others go on with its tasks.
 .
 This package holds the daemon nono-scheduler with its systemd unit, the admin's
 command line nonoctl with its dashboard, alert rules for Prometheus and a
 dashboard for Grafana.
CONTROL
}

# Builds $2 from what is staged below $1; $3 is dpkg-deb's compression.
pack() {
    SOURCE_DATE_EPOCH=$(moment) dpkg-deb --root-owner-group "-Z$3" --build "$1" "$2" >/dev/null
}

deb() {
    out=${OUT:-$target/debian}
    mkdir -p "$out"
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    chmod 755 "$root"
    umask 022
    stage "$target/release" "$root"
    for program in "$root"/usr/bin/*; do
        strip --strip-unneeded "$program"
    done
    control "$root"
    find "$root" -exec touch -h -d "@$(moment)" {} +
    package="$out/nono_$version-1_$(dpkg --print-architecture).deb"
    pack "$root" "$package" xz
    if command -v lintian >/dev/null; then
        # It is no upload to Debian.
        lintian --tag-display-limit 0 --suppress-tags initial-upload-closes-no-bugs --fail-on error,warning "$package"
    fi
    say "$package ($(du -h "$package" | cut -f 1))"
}

# Queries of the dashboard as recording rules: promtool then parses them.
dashboard_as_rules() {
    printf 'groups:\n  - name: dashboard\n    rules:\n'
    sed -n 's/^ *"expr": "\(.*\)",$/\1/p' packaging/grafana/nono.json |
        sed -e 's/\\"/"/g' -e 's/\$__rate_interval/1m/g' -e 's/\$[a-z]*/x/g' -e "s/'/''/g" |
        awk '{ printf "      - record: dashboard:query:%d\n        expr: '"'%s'"'\n", NR, $0 }'
}

# Says what $@ says only if it fails.
quietly() {
    if ! said=$("$@" 2>&1); then
        printf '%s\n' "$said" >&2
        return 1
    fi
}

check() {
    promtool=$(sh scripts/setup.sh promtool)
    root=$(mktemp -d)
    trap 'rm -rf "$root"' EXIT
    chmod 755 "$root"
    umask 022
    quietly "$promtool" check rules packaging/prometheus/nono.rules.yml || fail 'the alert rules are not well made'
    (cd packaging/prometheus && quietly "$promtool" test rules nono.test.yml) || fail 'alerts do not follow from the series'
    dashboard_as_rules > "$root/dashboard.yml"
    [ "$(grep -c 'record:' "$root/dashboard.yml")" = "$(grep -c '"expr":' packaging/grafana/nono.json)" ] ||
        fail 'packaging/grafana/nono.json: each "expr" stands on a line of its own'
    quietly "$promtool" check rules "$root/dashboard.yml" || fail 'packaging/grafana/nono.json has a query that cannot be read'
    say 'alert rules and the queries of the dashboard: well made'

    command -v dpkg-deb >/dev/null || fail 'dpkg-deb is missing: install the package dpkg'
    for script in packaging/debian/p*; do sh -n "$script"; done
    stage "$target/debug" "$root/tree"
    control "$root/tree"
    pack "$root/tree" "$root/nono.deb" none
    mkdir "$root/unpacked"
    dpkg-deb -x "$root/nono.deb" "$root/unpacked"
    say 'the package can be built and unpacked'
    check_reading "$root/unpacked/usr/share"
    check_settings "$root/unpacked/etc/nono/scheduler.toml" "$root/scheduler.toml"
    check_unit "$root/unpacked"
}

# What shells complete and `man` shows, below $1: for each program and each command of nonoctl, well made, and in folders
# that Debian's shells look into.
check_reading() {
    for file in bash-completion/completions/nonoctl zsh/vendor-completions/_nonoctl fish/vendor_completions.d/nonoctl.fish \
        man/man1/nonoctl.1.gz man/man1/nonoctl-task-add.1.gz man/man8/nono-scheduler.8.gz; do
        [ -s "$1/$file" ] || fail "the package has no usr/share/$file"
    done
    if command -v zsh >/dev/null; then
        zsh -fc 'print -l $fpath' | grep -qx /usr/share/zsh/vendor-completions || fail "zsh does not look for completions there"
    fi
    pages=0
    for page in "$1"/man/man[18]/*.gz; do
        pages=$((pages + 1))
        zcat "$page" | grep -q "^\.TH $(basename "$page" | sed 's/\.[18]\.gz$//') [18] " || fail "$page has no title"
        ! command -v groff >/dev/null || said=$(zcat "$page" | groff -Kutf8 -man -Tutf8 -ww -z 2>&1) || fail "$page: $said"
        [ -z "${said:-}" ] || fail "$page: $said"
    done
    say "$pages pages of the manual and the completions of three shells: well made"
}

# The example is a file that the daemon takes, as it is and with everything in it said: only the address is missing then.
check_settings() {
    sed -e 's/^#\([a-z][a-z-]* = \)/\1/' -e 's/^listen = .*/listen = "nowhere.invalid:0"/' -e '/^run-log/d' "$1" > "$2"
    if said=$(env -i "$target/debug/nono-scheduler" --config "$1" 2>&1); then
        fail "$1 is taken without a ZooKeeper"
    fi
    case $said in *'--connect is missing'*) ;; *) fail "$1: $said" ;; esac
    if said=$(env -i "$target/debug/nono-scheduler" --config "$2" 2>&1); then
        fail 'the daemon listens on nowhere.invalid'
    fi
    case $said in *'cannot listen on nowhere.invalid:0'*) ;; *) fail "packaging/scheduler.toml: $said" ;; esac
    say 'the settings: the daemon takes each'
}

# systemd-analyze wants the programs and units that the unit names; below a folder of its own it knows no others.
check_unit() {
    command -v systemd-analyze >/dev/null || fail 'systemd-analyze is missing: sh scripts/setup.sh promtool installs it'
    unit=lib/systemd/system/nono-scheduler.service
    mkdir -p "$1/bin"
    cp /bin/kill "$1/bin/kill" 2>/dev/null || cp /bin/true "$1/bin/kill"
    for other in sysinit.target basic.target shutdown.target network-online.target time-sync.target multi-user.target \
        system.slice; do
        printf '[Unit]\nDescription=%s\n' "$other" > "$1/lib/systemd/system/$other"
    done
    said=$(systemd-analyze verify --man=no --root="$1" "$1/$unit" 2>&1) || fail "the unit: $said"
    [ -z "$said" ] || fail "the unit: $said"
    quietly systemd-analyze security --no-pager --offline=yes --threshold=20 --root="$1" nono-scheduler.service ||
        fail 'the unit leaves its process more than it needs: systemd-analyze security'
    drain=$(sed -n 's/^#drain-timeout = "\([0-9]*\)s"/\1/p' packaging/scheduler.toml)
    stop=$(sed -n 's/^TimeoutStopSec=\([0-9]*\)s/\1/p' packaging/systemd/nono-scheduler.service)
    [ "$stop" -ge $((drain + 20)) ] || fail "TimeoutStopSec=${stop}s is less than 20 s more than the drain timeout ${drain}s"
    say 'the unit: systemd takes it, and its exposure is low'
}

case "${1:-}" in
    check) check ;;
    deb) deb ;;
    *) echo "usage: $0 check|deb" >&2; exit 2 ;;
esac
