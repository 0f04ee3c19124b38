#!/usr/bin/env bash
# Makes sure of what the tests need from the system: PostgreSQL's server programs, with which they start a server of
# their own, Chromium, or another browser of its family that CHROMIUM names, and a font for PDFs.
# With --audit also WebKit's driver and a screen that nobody sees, which only the audit needs.
# Says nothing when all is there; installs what is missing for root on Debian and Ubuntu; else tells what to install.
set -euo pipefail
for_audit=false
if [[ ${1:-} == --audit ]]; then for_audit=true; fi

has_postgresql() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_chromium() {
    local name
    for name in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

has_serif() {
    # A font as wide as Times New Roman with the letters of Vietnamese; Liberation Serif has them since its version 2.
    [[ -n $(find /usr/share/fonts /usr/local/share/fonts \( -name Tinos-Regular.ttf -o -name Times_New_Roman.ttf \
        -o -path '*liberation2/LiberationSerif-Regular.ttf' \) -print -quit 2>/dev/null) ]]
}

missing() {
    if ! has_postgresql; then echo postgresql; fi
    # Its Vietnamese texts, and a font that has all Vietnamese letters, belong to it.
    if ! has_chromium; then printf '%s\n' chromium chromium-l10n fonts-noto-core; fi
    if ! has_serif; then echo fonts-croscore; fi
    if $for_audit; then
        if ! command -v WebKitWebDriver >/dev/null; then echo webkit2gtk-driver; fi
        if ! command -v Xvfb >/dev/null; then echo xvfb; fi
    fi
}

install_packages() {
    # The package need not make and start a database that nobody asked for.
    local settings=/etc/postgresql-common/createcluster.d
    mkdir -p "$settings"
    trap "rm -f '$settings/tung-nha.conf'" EXIT
    echo "create_main_cluster = false" >"$settings/tung-nha.conf"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"
}

mapfile -t packages < <(missing)
if [[ ${#packages[@]} -eq 0 ]]; then
    exit 0
fi
if [[ $EUID -eq 0 ]] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${packages[*]} …"
    output=$(install_packages "${packages[@]}" </dev/null 2>&1) || echo "$output" >&2
    mapfile -t packages < <(missing)
fi
if [[ ${#packages[@]} -gt 0 ]]; then
    echo "The tests need more of the system: apt-get install ${packages[*]}" \
        "(or put PostgreSQL's programs on PATH, or name a Chromium in CHROMIUM)." >&2
    exit 1
fi
