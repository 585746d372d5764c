// Prints, as JSON, what diff-match-patch makes of two files with its semantic
// clean-up and default time limit, and how long it took.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.NODE_MODULES + "/");
const { diff_match_patch } = require("diff-match-patch");

const [before, after] = process.argv.slice(2).map((f) => readFileSync(f, "utf8"));
const dmp = new diff_match_patch();
const start = performance.now();
const diffs = dmp.diff_main(before, after);
dmp.diff_cleanupSemantic(diffs);
const Milliseconds = performance.now() - start;
process.stdout.write(JSON.stringify({ Milliseconds, Diffs: diffs.map((d) => [d[0], d[1]]) }));
