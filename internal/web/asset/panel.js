// @ts-check
// The panel beside a text: a link with data-panel shows its target there
// instead of leaving the page.

import { fetchPage, say, typing } from './page.js';

/** Lets links with data-panel fill the panel. */
export function watchPanel() {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest('a[data-panel]') : null;
    if (!(link instanceof HTMLAnchorElement) || !document.getElementById('panel')) return;
    event.preventDefault();
    history.pushState(null, '', link.href);
    void fill(link.href);
  });
  document.addEventListener('click', onBracket);
  document.addEventListener('change', (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.form?.matches('[data-foresee]')) void foresee(box.form);
  });
  document.addEventListener('change', (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && select.dataset['go'] !== undefined) select.form?.requestSubmit();
  });
  document.addEventListener('keydown', (event) => {
    if (typing(event) || (event.key !== '[' && event.key !== ']')) return;
    step(event.key === ']' ? 1 : -1);
  });
  addEventListener('popstate', () => location.reload());
}

/**
 * A click on a bracket is a click on its provision in the outline, which is
 * what the keyboard reaches.
 * @param {Event} event
 */
function onBracket(event) {
  const bracket = event.target instanceof Element ? event.target.closest('.bracketed .bracket') : null;
  const provision = bracket?.closest('[data-id]');
  if (!(provision instanceof HTMLElement) || String(getSelection()) !== '') return;
  document.getElementById(`o-${provision.dataset['id']}`)?.click();
}

/**
 * Goes to the next provision that has amendments, or the one before.
 * @param {number} by
 */
function step(by) {
  const links = [...document.querySelectorAll('.outline a[data-panel]')].filter((a) => a.querySelector('.state'));
  const here = links.findIndex((a) => a.hasAttribute('aria-current'));
  const to = links[here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by];
  if (!(to instanceof HTMLAnchorElement)) return;
  to.focus();
  to.click();
}

/** @param {string} url */
async function fill(url) {
  const panel = document.getElementById('panel');
  if (!panel) return;
  panel.setAttribute('aria-busy', 'true');
  try {
    const asked = new URL(url);
    asked.searchParams.set('part', 'panel');
    const page = await fetchPage(asked.href);
    const content = page.getElementById('panel');
    if (content) panel.replaceChildren(...content.childNodes);
    select(asked.hash);
    document.dispatchEvent(new Event('parley:swapped'));
    reveal(panel);
  } catch (error) {
    location.assign(url);
  } finally {
    panel.removeAttribute('aria-busy');
  }
}

/**
 * Shows which provision the panel is about, in the text and in the outline.
 * @param {string} hash
 */
function select(hash) {
  document.querySelectorAll('.provision.selected').forEach((e) => e.classList.remove('selected'));
  document.querySelectorAll('.outline [aria-current]').forEach((e) => e.removeAttribute('aria-current'));
  const id = decodeURIComponent(hash.slice(1));
  const provision = id && document.getElementById(id);
  if (!provision) return;
  provision.classList.add('selected');
  document.querySelector(`.outline a[href$="${CSS.escape(hash)}"]`)?.setAttribute('aria-current', 'true');
  if (!inView(provision)) provision.scrollIntoView({ block: 'center' });
}

/** @param {Element} e */
function inView(e) {
  const box = e.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

/**
 * Where the panel stands below the text, as on a phone, goes to it.
 * @param {HTMLElement} panel
 */
function reveal(panel) {
  const title = panel.querySelector('h2');
  say(`Beside the text: ${title?.textContent ?? ''}`);
  if (!inView(panel) && title) {
    title.tabIndex = -1;
    title.focus();
    title.scrollIntoView({ block: 'start' });
  }
}

/**
 * Shows what would follow if the chosen changes were adopted.
 * @param {HTMLFormElement} form
 */
async function foresee(form) {
  const chosen = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (name === 'change') chosen.append('change', String(value));
  }
  const shown = form.querySelector('[data-consequences]');
  const url = form.dataset['foresee'];
  if (!shown || !url) return;
  try {
    const page = await fetchPage(`${url}?${chosen}`);
    const next = page.querySelector('[data-consequences]');
    if (next) shown.replaceChildren(...next.childNodes);
  } catch (error) {
    shown.textContent = 'What would follow could not be worked out. Load the page again.';
  }
}
