#!/usr/bin/env bash
# Makes sure that PostgreSQL's server programs are there: the tests start a server of their own with them.
# Says nothing when they are; installs them for root on Debian and Ubuntu; else tells what to install.
set -euo pipefail

has_postgresql() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

install_postgresql() {
    # The package need not make and start a database that nobody asked for.
    local settings=/etc/postgresql-common/createcluster.d
    mkdir -p "$settings"
    trap "rm -f '$settings/tung-nha.conf'" EXIT
    echo "create_main_cluster = false" >"$settings/tung-nha.conf"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql
}

if has_postgresql; then
    exit 0
fi
if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing PostgreSQL's server programs for the tests …"
    output=$(install_postgresql </dev/null 2>&1) || echo "$output" >&2
fi
if ! has_postgresql; then
    echo "The tests need PostgreSQL's server programs: apt-get install postgresql (or put their folder on PATH)." >&2
    exit 1
fi
