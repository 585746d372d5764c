#!/usr/bin/env bash
# Compares our consolidation with git merge-file, node-diff3 and
# diff-match-patch.
# usage: bench/text/consolidate.sh [folder of workloads] [folder of merges]
set -euo pipefail
cd "$(dirname "$0")/../.."

workloads=${1:-../shared/data/consolidate}
merges=${2:-../shared/data/merges}
missing=0
need() {
	command -v "$1" >/dev/null && return
	echo "$1 is missing: install it with: $2" >&2
	missing=1
}
need git "apt-get install git"
need node "apt-get install nodejs"
need npm "apt-get install npm"
[ "$missing" = 0 ] || exit 1

export NODE_MODULES="${XDG_CACHE_HOME:-$HOME/.cache}/parley-bench-merge"
if [ ! -d "$NODE_MODULES/node_modules/node-diff3" ]; then
	mkdir -p "$NODE_MODULES"
	npm install --silent --no-audit --no-fund --prefix "$NODE_MODULES" diff-match-patch@1.0.5 node-diff3@3.2.1
fi

go run ./bench/text/consolidate "$workloads" "$merges" bench/text/consolidate.mjs
