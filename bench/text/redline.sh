#!/usr/bin/env bash
# Compares our redlines with those of git, wdiff and diff-match-patch.
# usage: bench/text/redline.sh [folder of pairs]
set -euo pipefail
cd "$(dirname "$0")/../.."

pairs=${1:-../shared/data/pairs}
missing=0
need() {
	command -v "$1" >/dev/null && return
	echo "$1 is missing: install it with: $2" >&2
	missing=1
}
need git "apt-get install git"
need wdiff "apt-get install wdiff"
need node "apt-get install nodejs"
need npm "apt-get install npm"
[ "$missing" = 0 ] || exit 1

export NODE_MODULES="${XDG_CACHE_HOME:-$HOME/.cache}/parley-bench"
if [ ! -d "$NODE_MODULES/node_modules/diff-match-patch" ]; then
	mkdir -p "$NODE_MODULES"
	npm install --silent --no-audit --no-fund --prefix "$NODE_MODULES" diff-match-patch@1.0.5
fi

go run ./bench/text/redline "$pairs" bench/text/redline.mjs
