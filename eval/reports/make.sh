#!/bin/sh
# Write the reports of this folder anew: make.sh DATA. Takes about half an hour on two cores.
set -eu
data=$1
out=eval/reports
work=build/report
mkdir -p "$work"
"$PYTHON" -m eval.reader.data --data "$data" --out "$work"
"$PYTHON" -m eval --gold eval/gold/*.jsonl --archive seeds \
	--html "$out/gold.html" --json "$work/gold.json" >"$out/gold.txt"
"$PYTHON" -m eval.reader.evaluate --data "$data" --html "$out/reader.html" --json "$work/reader.json"
"$PYTHON" -m eval peers --json "$work/peers" >"$out/peers-gold.txt"
for asked in ar en; do
	for text in ar en; do
		"$PYTHON" -m eval peers --squad "$work/xquad.$asked.json" \
			--passages "$work/xquad.$text.json" --json "$work/$asked-$text" \
			>"$out/peers-xquad-$asked-$text.txt"
	done
done
