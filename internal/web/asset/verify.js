// @ts-check
// Verifying a bundle in this browser, with the same code as parley verify: the
// member's own from this server, or any from a file, which leaves the browser
// no more than the other does.

import { say } from './page.js';

/**
 * @typedef {{line?: number, entry?: number, problem: string}} Problem
 * @typedef {{ok: boolean, failed?: string, problems?: Problem[], notes?: Problem[], origin: string, hostKey: string,
 *   entries: number, sealed: number, erased: number, signed: number, need: number,
 *   received: {size: number}, confirmed: {size: number}, witnesses?: {party: string, size: number}[]}} Report
 */

/** Watches the page of the record. */
export function watchVerify() {
  document.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target.closest('[data-verify]') : null;
    if (at instanceof HTMLElement) void verifyOwn(at.dataset['verify'] ?? '');
  });
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.matches('[data-verify-file]') && field.files?.[0]) void verifyFile(field.files[0]);
  });
}

/** @param {string} url */
async function verifyOwn(url) {
  const answer = await fetch(url, { credentials: 'same-origin' });
  await verify(await answer.arrayBuffer(), 'Your bundle');
}

/** @param {File} file */
async function verifyFile(file) {
  await verify(await file.arrayBuffer(), file.name);
}

/** @type {Worker | undefined} */
let worker;

/**
 * @param {ArrayBuffer} bundle
 * @param {string} name
 */
async function verify(bundle, name) {
  show('Verifying …', []);
  worker ??= new Worker(new URL('verify_worker.js', import.meta.url), { type: 'module' });
  const started = performance.now();
  const report = await ask(worker, bundle);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (report.failed) {
    show('The verifier could not be run in this browser. Use parley verify.', [report.failed]);
    return;
  }
  show(`${name}: ${report.ok ? 'verified' : 'NOT verified'}, in ${seconds} seconds.`, lines(report), report.ok);
}

/**
 * @param {Worker} to
 * @param {ArrayBuffer} bundle
 * @returns {Promise<Report>}
 */
function ask(to, bundle) {
  return new Promise((resolve, reject) => {
    to.onmessage = (event) => resolve(event.data);
    to.onerror = (event) => reject(new Error(event.message));
    to.postMessage(bundle, [bundle]);
  });
}

/**
 * What a person wants to know of a report.
 * @param {Report} r
 */
function lines(r) {
  const out = (r.problems ?? []).map((p) => `Wrong: ${place(p)}${p.problem}`);
  out.push(...(r.notes ?? []).map((p) => `Note: ${place(p)}${p.problem}`));
  out.push(`${r.entries} entries: ${r.entries - r.sealed - r.erased} shown, ${r.sealed} sealed, ${r.erased} erased; ${r.signed} signed by their authors.`);
  out.push(`Received up to entry ${r.received.size}, confirmed up to entry ${r.confirmed.size}: ${r.need} of ${r.witnesses?.length ?? 0} witnesses are needed.`);
  out.push(`Log ${r.origin}, key of the host ${r.hostKey}`);
  return out;
}

/** @param {Problem} p */
function place(p) {
  if (p.entry) return `entry ${p.entry} (line ${p.line}): `;
  return p.line ? `line ${p.line}: ` : '';
}

/**
 * @param {string} title
 * @param {string[]} says
 * @param {boolean} [ok]
 */
function show(title, says, ok = true) {
  const region = document.querySelector('[data-verdict]');
  if (!(region instanceof HTMLElement)) return;
  region.hidden = false;
  region.classList.toggle('bad', !ok);
  const list = document.createElement('ul');
  for (const line of says) {
    const item = document.createElement('li');
    item.textContent = line;
    list.append(item);
  }
  const head = document.createElement('p');
  head.textContent = title;
  region.replaceChildren(head, list);
  say(`${title} ${says[0] ?? ''}`);
}
