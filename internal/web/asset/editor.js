// @ts-check
// Proposing an amendment: what is typed is kept in this browser until it is
// sent, and shown as a redline while it is typed. The server compares; nothing
// here looks at keys.

import { settled, say } from './page.js';

/** Watches every form with data-draft. */
export function watchEditor() {
  for (const form of document.querySelectorAll('form[data-draft]')) {
    if (form instanceof HTMLFormElement) enhance(form);
  }
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  const key = `parley draft ${form.dataset['draft']}`;
  restore(form, key);
  const show = settled(250, () => void preview(form));
  form.addEventListener('input', () => {
    touched(form);
    keep(form, key);
    show();
  });
  form.addEventListener('submit', () => { delete form.dataset['dirty']; });
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
  if (!saved || form.dataset['sent']) {
    localStorage.removeItem(key);
    return;
  }
  /** @type {{base?: string, draft?: Record<string, string>}} */
  const { draft = {} } = JSON.parse(saved);
  let n = 0;
  for (const e of form.elements) {
    if (e instanceof HTMLTextAreaElement && draft[e.name] !== undefined) {
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
    const changed = [...p.querySelectorAll('textarea')].some((t) => t.value !== t.defaultValue);
    const gone = p.querySelector('input[name="delete"]');
    p.classList.toggle('touched', changed);
    p.classList.toggle('gone', gone instanceof HTMLInputElement && gone.checked);
  }
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
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (new FormData(form))), signal: asked.signal });
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
