#!/bin/sh
# Make a DokuWiki in a folder of its own, as docs/wiki.md says, and serve it.
#   dokuwiki.sh FOLDER PORT DALIL_ADDRESS
# Nothing outside FOLDER is written.
set -eu
folder=$1 port=$2 dalil=$3

mkdir -p "$folder/site" "$folder/data"
cp -rL /usr/share/dokuwiki/. "$folder/site/"
rm -rf "$folder/site/lib/plugins"
cp -rL /var/lib/dokuwiki/lib/plugins "$folder/site/lib/plugins"
mkdir -p "$folder/site/conf"
cp -L /etc/dokuwiki/*.conf /etc/dokuwiki/*.php "$folder/site/conf/"
for name in attic cache index locks log media media_attic media_meta meta pages tmp; do
	mkdir -p "$folder/data/$name"
done
cat >"$folder/site/conf/local.php" <<SETTINGS
<?php
\$conf['title'] = 'Newsroom';
\$conf['useacl'] = 0;
\$conf['savedir'] = '$folder/data';
SETTINGS
cat >"$folder/site/inc/preload.php" <<SETTINGS
<?php
define('DOKU_CONF', '$folder/site/conf/');
SETTINGS

printf 'dalil  %s/chat/?question={URL}\n' "$dalil" >"$folder/site/conf/interwiki.local.conf"
sed "s|https://dalil.example|$dalil|" "$(dirname "$0")/userscript.js" >"$folder/site/conf/userscript.js"
cat >"$folder/data/pages/start.txt" <<'PAGE'
====== Archive ======

[[dalil>How many CSTO troops were deployed?]]
PAGE
exec php -q -d display_errors=0 -d error_log="$folder/php.log" -S "127.0.0.1:$port" -t "$folder/site"
