#!/bin/sh
# Write the reports of this folder anew: make.sh DATA. Takes about an hour on two cores.
set -eu
data=$1
out=eval/reports
work=build/report
mkdir -p "$work"
"$PYTHON" -m eval.reader.data --data "$data" --out "$work"
"$PYTHON" -m eval --html "$out/answers.html" --json "$work/answers.json" >"$out/answers.txt"
"$PYTHON" -m eval ablate >"$out/ablation.txt"
"$PYTHON" -m eval.reader.evaluate --data "$data" --html "$out/reader.html" --json "$work/reader.json"
"$PYTHON" -m eval peers --json "$work/peers" >"$out/peers-gold.txt"
for asked in ar en; do
	for text in ar en; do
		"$PYTHON" -m eval peers --squad "$work/xquad.$asked.json" \
			--passages "$work/xquad.$text.json" --json "$work/$asked-$text" \
			>"$out/peers-xquad-$asked-$text.txt"
	done
done
