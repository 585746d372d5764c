// @ts-check
// Fetching another page, or this one again, and taking regions out of it.

/**
 * Fetches a page of this server. Throws when it cannot be had.
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<Document>}
 */
export async function fetchPage(url, init) {
  const answer = await fetch(url, { credentials: 'same-origin', ...init });
  const body = await answer.text();
  const page = new DOMParser().parseFromString(body, 'text/html');
  if (!answer.ok) {
    throw new Error(page.querySelector('main h1')?.textContent ?? answer.statusText);
  }
  return page;
}

/**
 * Says something to screen readers, politely.
 * @param {string} words
 */
export function say(words) {
  const region = document.getElementById('status');
  if (region) region.textContent = words;
}

/**
 * Reports whether keys that are typed belong to a field or a dialog.
 * @param {Event} event
 */
export function typing(event) {
  const at = event.target;
  return at instanceof HTMLElement && (at.isContentEditable || at.closest('input, textarea, select, dialog') !== null);
}

/**
 * Calls f once it has not been called for some milliseconds.
 * @template {unknown[]} A
 * @param {number} ms
 * @param {(...args: A) => void} f
 * @returns {(...args: A) => void}
 */
export function settled(ms, f) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => f(...args), ms);
  };
}
