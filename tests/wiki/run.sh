#!/bin/sh
# The wiki, end to end: MediaWiki and DokuWiki from Debian, then the tests marked "wiki".
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

exec "${PYTHON:-.venv/bin/python}" -m pytest -m wiki tests/test_wiki.py "$@"
