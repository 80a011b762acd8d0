#!/bin/sh
# Fuzz the API by its own schema: fuzz.sh [SECONDS]. Any status of 500 or more but 503 fails.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-600}
python=${PYTHON:-.venv/bin/python}
tool="${XDG_CACHE_HOME:-$HOME/.cache}/dalil/schemathesis"
if [ ! -x "$tool/bin/st" ]; then
	python3 -m venv "$tool"
	"$tool/bin/pip" install -q "schemathesis>=4,<5"
fi
folder=$(mktemp -d)
"$python" -m tests.toy_process "$folder/answers.sqlite" port=0 per_minute=1000000 burst=1000000 \
	2>"$folder/log" &
server=$!
trap 'kill $server; rm -rf "$folder"' EXIT
until url=$(grep -o 'http://127[^"]*' "$folder/log"); do sleep 0.2; done
cd "$folder" # where schemathesis leaves its notes
timeout --signal INT "$seconds" "$tool/bin/st" run "$url/openapi.json" --max-examples 100000 \
	--checks not_a_server_error --workers 2 || status=$?
# 124: the time was up, with nothing found
[ "${status:-0}" = 0 ] || [ "${status:-0}" = 124 ]
