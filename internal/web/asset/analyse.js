// @ts-check
// Analysing a scenario from files in this browser, with the same code as parley frontier
// and parley solve. Nothing is sent.

import { say } from './page.js';

/**
 * @typedef {{issue: string, option: string}} Choice
 * @typedef {{utilities: string[], package: Choice[]}} Point
 * @typedef {{failed?: string, repairs?: string[], name: string, packages: string, zone: string, empty: boolean,
 *   parties: string[], size: number, off?: string, frontier: Point[], solutions: {rule: string, points: Point[] | null}[]}} Analysis
 */

/** @type {Record<string, string>} */
const ruleNames = { nash: 'Nash', ks: 'Kalai–Smorodinsky', egalitarian: 'Egalitarian', leximin: 'Leximin', welfare: 'Welfare' };

/** @type {Worker | undefined} */
let worker;

/** Watches the page of files of one's own. */
export function watchAnalysis() {
  document.addEventListener('click', (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.matches('[data-analyse-file]')) field.value = ''; // so that a file that was mended can be chosen again
  });
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.matches('[data-analyse-file]') && field.files?.length) void analyse([...field.files]);
  });
}

/** @param {File[]} chosen */
async function analyse(chosen) {
  show(paragraph('Analysing …'));
  const files = await Promise.all(chosen.map((f) => f.arrayBuffer()));
  worker ??= new Worker(new URL('analyse_worker.js', import.meta.url), { type: 'module' });
  const answer = await ask(worker, { names: chosen.map((f) => f.name), files });
  if (answer.failed) {
    show(paragraph(answer.failed, 'message bad'));
    say(answer.failed);
    return;
  }
  const zone = zoneOf(answer);
  show(
    heading(answer.name),
    ...(answer.repairs ?? []).map((r) => paragraph(`Read with a repair: ${r}`, 'soft')),
    paragraph(zone, answer.empty ? 'message warn' : 'message'),
    solutions(answer),
    frontier(answer),
  );
  say(zone);
}

/**
 * @param {Worker} to
 * @param {{names: string[], files: ArrayBuffer[]}} what
 * @returns {Promise<Analysis>}
 */
function ask(to, what) {
  return new Promise((resolve, reject) => {
    to.onmessage = (event) => resolve(event.data);
    to.onerror = (event) => reject(new Error(event.message));
    to.postMessage(what, what.files);
  });
}

/** @param {Analysis} a */
function zoneOf(a) {
  if (a.empty) return 'There is no package that everybody prefers to no deal.';
  const many = a.zone ? `${a.zone} of ${a.packages} packages` : 'There are packages that';
  return a.zone ? `Everybody prefers ${many} to no deal.` : `${many} everybody prefers to no deal, too many to count here.`;
}

/** @param {Analysis} a */
function solutions(a) {
  const rows = a.solutions.flatMap((s) => (s.points ?? []).map((p) => ({ name: ruleNames[s.rule] ?? s.rule, point: p })));
  return table('What the rules choose', ['Rule', ...a.parties, 'Package'], rows.map((r) => [r.name, ...r.point.utilities, packageOf(r.point)]));
}

/** @param {Analysis} a */
function frontier(a) {
  let caption = a.size === 1 ? 'One package, or packages worth the same, that no other beats' : `${a.size} points that no package beats`;
  if (a.off) caption += `, but for a share of ${a.off} of each party's range`;
  if (a.frontier.length < a.size) caption += `: the first ${a.frontier.length}`;
  return table(caption, [...a.parties, 'Package'], a.frontier.map((p) => [...p.utilities, packageOf(p)]));
}

/** @param {Point} p */
function packageOf(p) {
  return p.package.map((c) => `${c.issue}: ${c.option}`).join('; ');
}

/**
 * @param {string} name
 * @param {string[]} heads
 * @param {string[][]} rows
 */
function table(name, heads, rows) {
  const region = document.createElement('div');
  region.className = 'scroll';
  region.tabIndex = 0;
  region.setAttribute('role', 'region');
  region.setAttribute('aria-label', name);
  const out = document.createElement('table');
  out.className = 'ledger';
  out.createCaption().textContent = name;
  const head = out.createTHead().insertRow();
  for (const h of heads) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.dir = 'auto';
    cell.textContent = h;
    head.append(cell);
  }
  const body = out.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const words of row) {
      const cell = line.insertCell();
      cell.dir = 'auto';
      cell.textContent = words;
    }
  }
  region.append(out);
  return region;
}

/**
 * @param {string} words
 * @param {string} [kind]
 */
function paragraph(words, kind = '') {
  const p = document.createElement('p');
  if (kind) p.className = kind;
  p.textContent = words;
  return p;
}

/** @param {string} words */
function heading(words) {
  const h = document.createElement('h2');
  h.dir = 'auto';
  h.textContent = words;
  return h;
}

/** @param {Element[]} what */
function show(...what) {
  const region = document.querySelector('[data-analysis]');
  if (!(region instanceof HTMLElement)) return;
  region.hidden = false;
  region.className = 'stack';
  region.replaceChildren(...what);
}
