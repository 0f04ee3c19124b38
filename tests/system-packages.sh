#!/usr/bin/env bash
# Makes sure of what the tests need from the system: git, PostgreSQL's server programs, with which they start a server
# of their own, PgBouncer, Chromium, or another browser of its family that CHROMIUM names, and what drives it, and the
# proxies of deploy/.
# With --audit also WebKit's driver and a screen that nobody sees, which only the audit needs.
# Says nothing when all is there; installs what is missing for root on Debian and Ubuntu; else tells what to install.
set -euo pipefail
for_audit=false
if [[ ${1:-} == --audit ]]; then for_audit=true; fi
# Where the system's own programs stand, which not everybody has on the path.
PATH=$PATH:/usr/sbin

# Tells whether one of some programs is there.
has() {
    local name
    for name; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

# Debian's Chromium comes in parts: the browser, its texts, and its engine alone, which most tests use.
missing_of_chromium() {
    local parts=/usr/lib/chromium
    if [[ -n ${CHROMIUM:-} ]]; then
        if ! has "$CHROMIUM"; then echo chromium; fi
        return
    fi
    if ! has chromium chromium-browser google-chrome; then
        echo chromium
    elif [[ ! -d $parts ]]; then
        return
    fi
    if [[ ! -e $parts/locales/vi.pak ]]; then echo chromium-l10n; fi
    if ! has chromium-headless-shell; then echo chromium-headless-shell; fi
}

missing() {
    if ! has git; then echo git; fi
    if ! has initdb && ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then echo postgresql; fi
    missing_of_chromium
    # Playwright drives the browser by a Node of its own, which needs this library.
    if [[ $(ldconfig -p) != *libatomic.so.1* ]]; then echo libatomic1; fi
    if ! has caddy; then echo caddy; fi
    if ! has nginx; then echo nginx-light; fi
    if ! has pgbouncer; then echo pgbouncer; fi
    if $for_audit; then
        if ! has WebKitWebDriver; then echo webkit2gtk-driver; fi
        if ! has Xvfb; then echo xvfb; fi
    fi
}

# Installs packages, but starts none of the services that come with them: nobody asked for a database or a proxy that runs.
install_packages() {
    local cluster=/etc/postgresql-common/createcluster.d/tung-nha.conf policy=/usr/sbin/policy-rc.d
    local made=("$cluster") package
    if [[ ! -e $policy ]]; then made+=("$policy"); fi
    trap "rm -f ${made[*]@Q}" EXIT
    mkdir -p "${cluster%/*}"
    echo "create_main_cluster = false" >"$cluster"
    if [[ ! -e $policy ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" || return
    for package in caddy nginx pgbouncer; do
        # Nor does a proxy that was not there start with the machine.
        if [[ " $* " == *" $package"* ]] && has systemctl; then systemctl disable --quiet "$package"; fi
    done
}

# No name has a space, so the list is split into words where it is used.
packages=$(missing)
if [[ -z $packages ]]; then
    exit 0
fi
if [[ $EUID -eq 0 ]] && has apt-get; then
    echo "Installing for the tests:" $packages "…"
    output=$(install_packages $packages </dev/null 2>&1) || echo "$output" >&2
    packages=$(missing)
fi
if [[ -n $packages ]]; then
    echo "The tests need more of the system: apt-get install" $packages \
        "(or put PostgreSQL's programs on PATH, or name a Chromium in CHROMIUM)." >&2
    exit 1
fi
