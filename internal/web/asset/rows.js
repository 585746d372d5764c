// @ts-check
// “Another source” adds a row to the form here; without this file the server does, and
// shows the form again.

import { say } from './page.js';

/** Watches every button that asks for another row. */
export function watchRows() {
  document.addEventListener('click', (event) => {
    const button = event.target;
    if (!(button instanceof HTMLButtonElement) || button.name !== 'more' || !button.form) return;
    const rows = button.form.querySelectorAll(`[data-row="${button.value}"]`);
    const last = rows[rows.length - 1];
    if (!(last instanceof HTMLElement)) return;
    event.preventDefault();
    const row = blank(last, rows.length + 1);
    last.after(row);
    const legend = row.querySelector('legend');
    if (legend) legend.textContent = (legend.textContent ?? '').replace(/\d+/, String(rows.length + 1));
    const first = row.querySelector('input');
    if (first) first.focus();
    say(legend?.textContent ?? '');
  });
}

/**
 * Returns a copy of a row with nothing written in it, whose fields have ids of their own.
 * @param {HTMLElement} row
 * @param {number} n
 * @returns {HTMLElement}
 */
function blank(row, n) {
  const copy = /** @type {HTMLElement} */ (row.cloneNode(true));
  for (const field of copy.querySelectorAll('input, select, textarea')) {
    field.id = field.id.replace(/\d+$/, String(n));
    if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
    else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.value = '';
  }
  for (const label of copy.querySelectorAll('label')) label.htmlFor = label.htmlFor.replace(/\d+$/, String(n));
  for (const box of copy.querySelectorAll('details')) box.open = false;
  return copy;
}
