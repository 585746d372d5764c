// @ts-check
// A redline: from change to change by keyboard or button, unchanged parts
// folded.

import { say, typing } from './page.js';

/** The class of the change that the reader stands at. */
const CURRENT = 'current';

/** Watches the keys n, j, p, k, / and ?, the jump buttons, and folds what is unchanged. */
export function watchChanges() {
  fold(document);
  document.addEventListener('parley:swapped', () => fold(document));
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    if (button.dataset['jump']) jump(Number(button.dataset['jump']));
    if (button.dataset['unfold']) unfold(button);
    if (button.dataset['open']) openDialog(button.dataset['open']);
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event)) return;
  if (event.key === '?') openDialog('keys');
  const field = document.querySelector('form[role="search"] input[type="search"]');
  if (event.key === '/' && field instanceof HTMLInputElement) {
    event.preventDefault();
    field.focus();
    field.select();
  }
  const steps = /** @type {Record<string, number>} */ ({ n: 1, j: 1, p: -1, k: -1 });
  const step = steps[event.key];
  if (step && changes().length > 0) {
    event.preventDefault();
    jump(step);
  }
}

/** @param {string} id */
function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/**
 * The changes in reading order, each the elements that show it.
 * @returns {HTMLElement[][]}
 */
function changes() {
  /** @type {Map<string, HTMLElement[]>} */
  const byNumber = new Map();
  for (const e of document.querySelectorAll('main .redline [data-change]')) {
    if (!(e instanceof HTMLElement) || e.closest('[hidden]')) continue;
    const number = (e.closest('.redline')?.id ?? '') + e.dataset['change'];
    byNumber.set(number, [...(byNumber.get(number) ?? []), e]);
  }
  return [...byNumber.values()];
}

/**
 * Goes to the next change or the one before, round the ends.
 * @param {number} step
 */
function jump(step) {
  const all = changes();
  if (all.length === 0) return;
  const here = all.findIndex((group) => group.some((e) => e.classList.contains(CURRENT)));
  const to = here < 0 ? (step > 0 ? 0 : all.length - 1) : (here + step + all.length) % all.length;
  all[here]?.forEach((e) => e.classList.remove(CURRENT));
  const group = all[to] ?? [];
  group.forEach((e) => e.classList.add(CURRENT));
  group[0]?.scrollIntoView({ block: 'center' });
  const counter = document.querySelector('[data-counter]');
  if (counter) counter.textContent = `${to + 1} of ${all.length}`;
  say(`Change ${to + 1} of ${all.length}: ${group.map((e) => e.textContent).join(' ')}`);
}

/**
 * Puts a button in place of each run of unchanged provisions.
 * @param {Document} page
 */
function fold(page) {
  for (const same of page.querySelectorAll('.redline .same[data-fold]')) {
    if (!(same instanceof HTMLElement) || same.dataset['folded']) continue;
    same.dataset['folded'] = 'yes';
    same.hidden = true;
    const n = Number(same.dataset['fold']);
    const button = page.createElement('button');
    button.type = 'button';
    button.className = 'plain small';
    button.dataset['unfold'] = 'yes';
    button.textContent = `Show ${n} unchanged provision${n === 1 ? '' : 's'}`;
    same.before(same.matches('tbody') ? rowOf(page, button) : lineOf(page, button));
  }
}

/**
 * @param {Document} page
 * @param {HTMLElement} button
 */
function lineOf(page, button) {
  const line = page.createElement('p');
  line.className = 'fold';
  line.append(button);
  return line;
}

/**
 * @param {Document} page
 * @param {HTMLElement} button
 */
function rowOf(page, button) {
  const body = page.createElement('tbody');
  body.className = 'fold';
  const cell = body.insertRow().insertCell();
  cell.colSpan = 2;
  cell.append(button);
  return body;
}

/** @param {HTMLElement} button */
function unfold(button) {
  const line = button.closest('.fold');
  const same = line?.nextElementSibling;
  if (!(same instanceof HTMLElement)) return;
  same.hidden = false;
  line?.remove();
  same.tabIndex = -1;
  same.focus({ preventScroll: true });
}
