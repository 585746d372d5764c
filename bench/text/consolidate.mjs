// Lays the amendments of a workload into its text one after another, with
// node-diff3 by lines and with diff-match-patch, and prints as JSON how long it
// took and how many changes were flagged. With three files it merges them and
// prints how many conflicts there were.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.NODE_MODULES + "/");
const { diff3Merge } = require("node-diff3");
const { diff_match_patch } = require("diff-match-patch");
// By words it does not come back from a text of 200 paragraphs within minutes.
const lines = (s) => s.split("\n");

function timed(run) {
  const start = performance.now();
  const flagged = run();
  return { Milliseconds: performance.now() - start, Flagged: flagged };
}

function merge(ours, base, theirs) {
  let conflicts = 0;
  const merged = [];
  for (const part of diff3Merge(ours, base, theirs, { excludeFalseConflicts: true })) {
    if (part.conflict) conflicts++;
    for (const line of part.ok ?? part.conflict.a) merged.push(line);
  }
  return { merged, conflicts };
}

if (process.argv.length === 5) {
  const [base, ours, theirs] = process.argv.slice(2).map((f) => lines(readFileSync(f, "utf8")));
  let text;
  const result = timed(() => {
    const m = merge(ours, base, theirs);
    text = m.merged.join("\n");
    return m.conflicts;
  });
  process.stdout.write(JSON.stringify({ ...result, Text: text }));
} else {
  const { doc, ams } = JSON.parse(readFileSync(process.argv[2], "utf8"));
  const copies = ams.map((am) => doc.map((p, i) => am[i] ?? p).join("\n\n"));
  const base = doc.join("\n\n");
  const diff3 = timed(() => {
    let now = lines(base), flagged = 0;
    for (const copy of copies) {
      const m = merge(now, lines(base), lines(copy));
      now = m.merged;
      flagged += m.conflicts;
    }
    return flagged;
  });
  const dmp = timed(() => {
    const d = new diff_match_patch();
    let now = base, flagged = 0;
    for (const copy of copies) {
      const [text, applied] = d.patch_apply(d.patch_make(base, copy), now);
      now = text;
      flagged += applied.filter((ok) => !ok).length;
    }
    return flagged;
  });
  process.stdout.write(JSON.stringify({ Diff3: diff3, Patch: dmp }));
}
