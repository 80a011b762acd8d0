#!/bin/sh
# Make a wiki on SQLite in a folder of its own, with the extension and its pages.
#   setup.sh FOLDER WIKI_ADDRESS DALIL_ADDRESS
# Nothing outside FOLDER is written. Serve it with serve.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1 wiki=$2 dalil=$3
code=/usr/share/mediawiki
password=a-password-for-tests-only

mkdir -p "$folder/db" "$folder/images" "$folder/cache"
export MW_CONFIG_FILE="$folder/LocalSettings.php"
php "$code/maintenance/install.php" --dbtype sqlite --dbpath "$folder/db" --dbname newswiki \
	--server "$wiki" --scriptpath "" --lang en --pass "$password" --confpath "$folder" \
	"Newsroom Wiki" Admin >"$folder/install.log"

cat >>"$MW_CONFIG_FILE" <<SETTINGS
wfLoadExtension( 'DalilAsk', '$here/../../ui/mediawiki/DalilAsk/extension.json' );
\$wgDefaultSkin = 'vector';
\$wgDalilServer = '$dalil';
\$wgCacheDirectory = '$folder/cache';
\$wgMainCacheType = CACHE_DB;
\$wgPageLanguageUseDB = true;
// With ?policy=1 the wiki sends a Content-Security-Policy of its own; MediaWiki's counts every
// port of its own host name as itself, so Dalil goes by another name there.
if ( ( \$_GET['policy'] ?? '' ) === '1' ) {
	\$wgCSPHeader = true;
	\$wgParserCacheType = CACHE_NONE;
	\$wgDalilServer = str_replace( '127.0.0.1', 'localhost', '$dalil' );
}
SETTINGS

page() {
	php "$code/maintenance/edit.php" --user Admin --summary "test" "$1" >/dev/null
}
page "Chat" <<'PAGE'
<dalil question="How many CSTO troops were deployed?"/>
PAGE
page "Chat/ar" <<'PAGE'
<dalil lang="ar" question="كم عدد قوات منظمة معاهدة الأمن الجماعي؟" height="700"/>
PAGE
page "Widget" <<'PAGE'
<dalil mode="widget" question="How many CSTO troops were deployed?"/>
PAGE
page "Widget/ar" <<'PAGE'
<dalil mode="widget" lang="ar" question="كم عدد قوات منظمة معاهدة الأمن الجماعي؟"/>
PAGE
page "Attack" <<'PAGE'
<dalil mode="widget" question="&quot;&gt;&lt;img src=x onerror=window.hacked=1&gt;"/>
<dalil question="'&gt;&lt;script&gt;window.hacked=1&lt;/script&gt;"/>
<dalil question="'><script>window.hacked=1</script>"/>
<dalil server="https://evil.example"/>
<dalil onload="window.hacked=1"/>
<dalil height="99999px;position:fixed"/>
<dalil lang="en&quot; onfocus=&quot;window.hacked=1"/>
<dalil from="2022-13-45"/>
PAGE
page "Site" <<'PAGE'
<div id="ask-here">Loading…</div>
PAGE
page "MediaWiki:Common.js" <<PAGE
if ( document.getElementById( 'ask-here' ) ) {
	mw.loader.getScript( '$dalil/static/dalil-ask.js' ).then( function () {
		var ask = document.createElement( 'dalil-ask' );
		ask.setAttribute( 'lang', mw.config.get( 'wgPageContentLanguage' ) );
		document.getElementById( 'ask-here' ).replaceChildren( ask );
	} );
}
PAGE
php "$code/maintenance/createAndPromote.php" Reader "$password" >/dev/null
php "$code/maintenance/createAndPromote.php" --sysop Amina "$password" >/dev/null
