#!/bin/sh
# The wiki, end to end: MediaWiki and DokuWiki from Debian, axe-core from npm, then the tests marked "wiki".
# Says plainly when it is skipped, and ends with 0 then; screenshots stay in DALIL_SHOTS
# (build/screenshots/wiki).
set -eu
cd "$(dirname "$0")/../.."
DALIL_SHOTS=${DALIL_SHOTS:-$PWD/build/screenshots/wiki}
export DALIL_SHOTS

skip() {
	echo "SKIPPED: the wiki was not tested: $1"
	exit 0
}

packages="mediawiki dokuwiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-curl chromium fonts-noto-core"
if ! dpkg -s $packages >/dev/null 2>&1; then
	[ "$(id -u)" = 0 ] || skip "installing $packages needs root"
	apt-get update -qq >/dev/null 2>&1 || skip "apt's repositories cannot be reached"
	DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $packages \
		>/dev/null 2>&1 || skip "apt-get cannot install $packages"
fi

axe="${XDG_CACHE_HOME:-$HOME/.cache}/dalil/axe-core-4.11"
if [ ! -f "$axe/axe.min.js" ]; then
	command -v npm >/dev/null || skip "axe-core needs npm"
	fetched=$(mktemp -d)
	(cd "$fetched" && npm pack --silent axe-core@4.11 >/dev/null 2>&1 && tar xzf axe-core-*.tgz) ||
		skip "npm cannot fetch axe-core"
	mkdir -p "$axe"
	cp "$fetched/package/axe.min.js" "$axe/"
	rm -rf "$fetched"
fi

export DALIL_AXE="$axe/axe.min.js"
exec "${PYTHON:-.venv/bin/python}" -m pytest -m wiki tests/test_wiki.py "$@"
