#!/bin/sh
# Checks what building and testing need, one line each, and installs ZooKeeper, libfaketime, tmux, zsh and fish where Debian's packages
# can be installed. ZooKeeper's places and their order are those of nonoctl/src/dev/install.rs, libfaketime's those of
# tests/tests/chaos/clocks.rs. Nothing else is installed and nothing is downloaded by hand.
#
# `setup.sh promtool` instead sees to what scripts/packaging.sh check needs: systemd-analyze, and promtool, whose path it
# prints. Debian has promtool in the package of the Prometheus server alone, with a dozen packages for its web pages: so
# that package is unpacked in the target folder and not installed.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# $1 is a version, $2 the oldest that will do.
new_enough() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

check_rust() {
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    command -v cargo >/dev/null && command -v rustc >/dev/null ||
        fail "Rust is missing: install $wanted or newer, see https://rustup.rs"
    found=$(rustc --version | cut -d ' ' -f 2 | cut -d - -f 1)
    new_enough "$found" "$wanted" || fail "Rust $found is too old: install $wanted or newer (rustup update stable)"
    say "Rust $found ($wanted or newer is needed)"
    command -v cc >/dev/null || fail "a C compiler is missing: install Debian's package build-essential (on others: gcc and the C headers)"
    say "C compiler $(command -v cc)"
}

# Prints where ZooKeeper is; 1: nowhere, 2: not where the environment says.
find_zookeeper() {
    for home in "${NONO_ZOOKEEPER_HOME:-}" "${ZOOKEEPER_HOME:-}"; do
        [ -z "$home" ] && continue
if ! has_jar "$home"; then
            say "$home, named in the environment, holds no ZooKeeper: name the folder of a distribution, or unset the variable" >&2
            return 2
        fi
        echo "$home"
        return
    done
    for home in /usr/share/java /opt/zookeeper* /opt/apache-zookeeper* /usr/local/zookeeper* /usr/local/apache-zookeeper*; do
        if has_jar "$home"; then
            echo "$home"
            return
        fi
    done
    return 1
}

has_jar() {
    for jar in "$1"/zookeeper.jar "$1"/zookeeper-[0-9]*.jar "$1"/lib/zookeeper-[0-9]*.jar; do
        [ -f "$jar" ] && return 0
    done
    return 1
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
        echo "$JAVA_HOME/bin/java"
    elif [ -x /usr/lib/jvm/default-java/bin/java ] && ! command -v java >/dev/null; then
        echo /usr/lib/jvm/default-java/bin/java
    else
        command -v java
    fi
}

# For the stories in which a clock steps.
find_faketime() {
    for library in /usr/lib/faketime /usr/lib/*/faketime /usr/lib64/faketime /usr/lib64/*/faketime \
        /usr/local/lib/faketime /usr/local/lib/*/faketime; do
        if [ -f "$library/libfaketimeMT.so.1" ]; then
            echo "$library/libfaketimeMT.so.1"
            return
        fi
    done
    return 1
}

# What makes a command root's: nothing, or sudo.
root_by() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || return 1
    echo sudo
}

refresh_packages() {
    as_root=$(root_by) || fail 'the list of packages is missing: as root, apt-get update'
    $as_root apt-get update -q || fail "the list of packages cannot be loaded: apt-get update says why"
}

# $1 is what is missing, $2 the packages that have it, $3 what to do where there are none.
install_packages() {
    command -v apt-get >/dev/null || fail "$1 is missing: $3"
    as_root=$(root_by) || fail "$1 is missing: as root, apt-get install $2"
    say "$1 is missing: installing Debian's packages $2${as_root:+ with sudo}"
    # Names of packages, one a word.
    # shellcheck disable=SC2086
    if ! apt-cache show $2 >/dev/null 2>&1; then
        refresh_packages
    fi
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $2 >&2 ||
        fail "installing failed: run apt-get install $2 by hand, or $3"
}

install_zookeeper() {
    install_packages "$1" 'zookeeper default-jre-headless' \
        'install Java 11 or newer and unpack ZooKeeper 3.8 or newer (https://zookeeper.apache.org/releases.html), then set NONO_ZOOKEEPER_HOME to its folder'
}

# Debian's packages are loaded into the folder $1 by apt-get, which checks their signatures.
load_promtool() {
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
        fail "promtool is missing: install Prometheus (https://prometheus.io/download) and put promtool on the PATH"
    say 'promtool is missing: taking it from the package prometheus' >&2
    mkdir -p "$1/load"
    (
        cd "$1/load"
        rm -f prometheus_*.deb
        apt-get download -q prometheus >&2 || { refresh_packages >&2; apt-get download -q prometheus >&2; } ||
            fail 'the package cannot be loaded: apt-get download prometheus says why'
        dpkg-deb --fsys-tarfile prometheus_*.deb | tar -xO ./usr/bin/promtool > ../promtool.new
    )
    chmod 755 "$1/promtool.new"
    mv "$1/promtool.new" "$1/promtool"
    rm -r "$1/load"
}

packaging_tools() {
    command -v systemd-analyze >/dev/null ||
        install_packages systemd-analyze systemd 'leave scripts/packaging.sh to a machine with systemd' >&2
    tools="${CARGO_TARGET_DIR:-$PWD/target}/tools"
    if command -v promtool; then
        return
    fi
    [ -x "$tools/promtool" ] || load_promtool "$tools"
    echo "$tools/promtool"
}

if [ "${1:-}" = promtool ]; then
    packaging_tools
    exit
fi

check_rust
status=0
found=$(find_zookeeper) || status=$?
if [ "$status" = 1 ]; then
    install_zookeeper ZooKeeper
    found=$(find_zookeeper) || fail "ZooKeeper is still missing after its package was installed"
elif [ "$status" != 0 ]; then
    exit 1
fi
say "ZooKeeper in $found"
if ! found=$(find_java); then
    install_zookeeper Java
    found=$(find_java) || fail "Java is still missing after its package was installed"
fi
say "Java $found"
if ! found=$(find_faketime); then
    install_packages libfaketime faketime 'build libfaketime (https://github.com/wolfcw/libfaketime) and install it below /usr/local/lib'
    found=$(find_faketime) || fail "libfaketime is still missing after its package was installed"
fi
say "libfaketime $found"
# For the stories of the dashboard, which need a terminal.
if ! command -v tmux >/dev/null; then
    install_packages tmux tmux 'install tmux 3.2 or newer'
    command -v tmux >/dev/null || fail "tmux is still missing after its package was installed"
fi
found=$(tmux -V | cut -d ' ' -f 2)
new_enough "$(printf %s "$found" | tr -cd '0-9.')" 3.2 || fail "tmux $found is too old: install 3.2 or newer"
say "tmux $found (3.2 or newer is needed)"
# For the tests of completion, each in its shell.
for shell in zsh fish; do
    command -v "$shell" >/dev/null || install_packages "$shell" "$shell" "install $shell"
    say "$shell $(command -v "$shell")"
done
