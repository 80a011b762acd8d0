#!/bin/sh
# Tries Milvus beyond milvus-lite 3, which `make test` does: the contract over its C++ core
# (milvus-lite 2.5), and a real server, 2.3.5, the newest that comes in a wheel. That one has no
# sparse vectors, so Dalil must say so, in one line.
#
# usage: sh tests/load/milvus.sh [URI]     with the address of a newer server: the contract over it
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-$PWD/.venv/bin/python}
work=$PWD/build/milvus
mkdir -p "$work"

environment() { # NAME PACKAGE...: an environment that lies over .venv, with other versions
    name=$1
    shift
    [ -x "$work/$name/bin/python" ] || {
        "$python" -m venv "$work/$name"
        site=$("$work/$name/bin/python" -c 'import site; print(site.getsitepackages()[0])')
        "$python" -c 'import site; print(f"import site; site.addsitedir({site.getsitepackages()[0]!r})")' \
            >"$site/under.pth"
        "$work/$name/bin/python" -m pip install -q --disable-pip-version-check "$@"
    }
}

if [ $# -gt 0 ]; then
    DALIL_STORE=milvus DALIL_STORE_URI=$1 "$python" -m ui.cli doctor --store
    exit
fi

environment core 'milvus-lite==2.5.1' 'pymilvus>=3.0.2,<3.1' 'setuptools<80'
"$work/core/bin/python" -m pytest -q tests/test_engines.py

environment server 'milvus==2.3.5'
# It listens on all interfaces: so it runs where there is none but loopback, and all of it ends there.
unshare --net --pid --fork --kill-child sh -eu -c '
    ip link set lo up
    rm -rf "$1/data"
    "$1/server/bin/milvus-server" --data "$1/data" >"$1/server.log" 2>&1 &
    for _ in $(seq 60); do
        "$2" -c "import socket; socket.create_connection((\"127.0.0.1\", 19530))" 2>/dev/null && break
        sleep 1
    done
    sleep 3
    if said=$(DALIL_STORE=milvus DALIL_STORE_URI=http://127.0.0.1:19530 \
        "$2" -m ui.cli doctor --store); then
        echo "a server without sparse vectors passed"; exit 1
    fi
    echo "$said" | head -n 1
    echo "$said" | grep -q "is Milvus v2.3.5.*, which has no sparse vectors"
' sh "$work" "$python"
echo "as it should"
