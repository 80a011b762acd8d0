#!/bin/sh
# Serve the wiki of setup.sh: serve.sh FOLDER PORT
set -eu
export MW_CONFIG_FILE="$1/LocalSettings.php" PHP_CLI_SERVER_WORKERS=3
exec php -q -d error_log="$1/php.log" -d display_errors=0 -S "127.0.0.1:$2" -t /usr/share/mediawiki
