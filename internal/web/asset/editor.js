// @ts-check
// Proposing an amendment: what is typed is kept in this browser until it is
// sent, and shown as a redline while it is typed. The server compares; nothing
// here looks at keys.

import { settled, say } from './page.js';

/** Watches every form with data-draft. */
export function watchEditor() {
  forget();
  enhanceAll();
  document.addEventListener('parley:swapped', enhanceAll);
}

/** Enhances the forms that are not enhanced yet. */
function enhanceAll() {
  for (const form of document.querySelectorAll('form[data-draft]:not([data-enhanced])')) {
    if (form instanceof HTMLFormElement) enhance(form);
  }
}

/** Under this name a tab remembers which draft it sent last. */
const SENT = 'parley sent';

/** Drops the draft that this tab sent, once the server says that it took it. */
function forget() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  if (document.querySelector('[data-taken]')) localStorage.removeItem(sent);
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  const key = `parley draft ${form.dataset['draft']}`;
  form.dataset['enhanced'] = 'yes';
  restore(form, key);
  const show = settled(250, () => void preview(form));
  form.addEventListener('input', () => {
    touched(form);
    keep(form, key);
    show();
  });
  form.addEventListener('submit', () => {
    delete form.dataset['dirty'];
    sessionStorage.setItem(SENT, key);
  });
  addEventListener('beforeunload', (event) => {
    if (form.dataset['dirty'] && !stored(key)) event.preventDefault();
  });
}

/** @param {string} key */
function stored(key) {
  return localStorage.getItem(key) !== null;
}

/**
 * Keeps all fields of the form that differ from what the server sent.
 * @param {HTMLFormElement} form
 * @param {string} key
 */
function keep(form, key) {
  /** @type {Record<string, string>} */
  const draft = {};
  for (const e of form.elements) {
    if (e instanceof HTMLTextAreaElement && e.value !== e.defaultValue) draft[e.name] = e.value;
    if (e instanceof HTMLInputElement && e.type === 'text' && e.value !== e.defaultValue) draft[e.name] = e.value;
    if (e instanceof HTMLInputElement && e.type === 'checkbox' && e.checked !== e.defaultChecked) draft[`${e.name}=${e.value}`] = String(e.checked);
  }
  form.dataset['dirty'] = 'yes';
  try {
    localStorage.setItem(key, JSON.stringify({ base: form.dataset['base'], draft }));
  } catch (error) {
    say('This browser cannot keep your words; send them before you leave the page.');
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 */
function restore(form, key) {
  const saved = localStorage.getItem(key);
  if (!saved) return;
  /** @type {{base?: string, draft?: Record<string, string>}} */
  const { draft = {} } = JSON.parse(saved);
  let n = 0;
  for (const e of form.elements) {
    const words = e instanceof HTMLTextAreaElement || (e instanceof HTMLInputElement && e.type === 'text');
    if (words && draft[e.name] !== undefined) {
      e.value = draft[e.name] ?? '';
      n++;
    }
    if (e instanceof HTMLInputElement && e.type === 'checkbox') {
      const was = draft[`${e.name}=${e.value}`];
      if (was !== undefined) {
        e.checked = was === 'true';
        n++;
      }
    }
  }
  if (n === 0) return;
  form.dataset['dirty'] = 'yes';
  touched(form);
  const notice = form.querySelector('[data-restored]');
  if (notice instanceof HTMLElement) {
    notice.hidden = false;
    notice.querySelector('button')?.addEventListener('click', () => {
      localStorage.removeItem(key);
      delete form.dataset['dirty'];
      form.reset();
      notice.hidden = true;
      touched(form);
      void preview(form);
    });
  }
  void preview(form);
}

/**
 * Marks the provisions whose words are others now.
 * @param {HTMLFormElement} form
 */
function touched(form) {
  for (const p of form.querySelectorAll('[data-provision]')) {
    const changed = [...p.querySelectorAll('textarea')].some((t) => t.value !== (t.dataset['base'] ?? t.defaultValue));
    const gone = p.querySelector('input[name="delete"]');
    p.classList.toggle('touched', changed);
    p.classList.toggle('gone', gone instanceof HTMLInputElement && gone.checked);
  }
}

/**
 * What in the form is not as the base has it; the server knows the rest.
 * @param {HTMLFormElement} form
 */
function changed(form) {
  const out = new URLSearchParams();
  for (const e of form.elements) {
    if (e instanceof HTMLTextAreaElement && e.value !== (e.dataset['base'] ?? e.defaultValue)) out.append(e.name, e.value);
    if (!(e instanceof HTMLInputElement) || !e.name) continue;
    if (e.type === 'hidden' || (e.type === 'text' && e.value) || (e.name === 'delete' && e.checked)) out.append(e.name, e.value);
  }
  return out;
}

/** @type {AbortController | undefined} */
let asked;

/**
 * Has the server compare what stands in the form with its base.
 * @param {HTMLFormElement} form
 */
async function preview(form) {
  const url = form.dataset['preview'];
  if (!url) return;
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(url, { method: 'POST', body: changed(form), signal: asked.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const live of form.querySelectorAll('[data-live-redline]')) {
      const id = live instanceof HTMLElement ? live.dataset['liveRedline'] : '';
      const next = page.querySelector(`[data-live-redline="${CSS.escape(id ?? '')}"]`);
      live.replaceChildren(...(next ? next.childNodes : []));
    }
    const summary = form.querySelector('[data-summary]');
    const next = page.querySelector('[data-summary]');
    if (summary && next && summary.textContent !== next.textContent) summary.replaceChildren(...next.childNodes);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) {
      say('The server cannot be reached. Your words are kept in this browser.');
    }
  }
}
