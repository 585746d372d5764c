// @ts-check
// Reviewing what an article suggests with one key each. The keys act on the
// proposal that has the focus and on no other, and the sentence that it stands
// in is shown in the article beside it.

import { say, typing } from './page.js';

/** Watches the page on which an article is reviewed. */
export function watchReview() {
  if (!document.querySelector('[data-review]')) return;
  document.addEventListener('keydown', onKey);
  document.addEventListener('focusin', (event) => {
    const at = proposalOf(event.target);
    if (at) point(at);
  });
  const at = document.getElementById(location.hash.slice(1)) ?? document.querySelector('[data-proposal]:not(.decided)');
  if (at instanceof HTMLElement) at.focus({ preventScroll: location.hash === '' });
}

/**
 * The proposal that an element is in.
 * @param {EventTarget | null} at
 * @returns {HTMLElement | null}
 */
function proposalOf(at) {
  return at instanceof Element ? at.closest('[data-proposal]') : null;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = proposalOf(event.target);
  if (!at) return;
  switch (event.key) {
    case 'j':
    case 'k':
      step(at, event.key === 'j' ? 1 : -1);
      break;
    case 'c':
      correct(at);
      break;
    case 'a':
    case 'r':
      at.querySelector(`button[data-key="${event.key}"]`)?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      break;
    default:
      return;
  }
  event.preventDefault();
}

/**
 * Goes to the next proposal that is left to decide, or to the one before.
 * @param {HTMLElement} at
 * @param {1 | -1} by
 */
function step(at, by) {
  const all = [...document.querySelectorAll('[data-proposal]')];
  for (let i = all.indexOf(at) + by; i >= 0 && i < all.length; i += by) {
    const other = all[i];
    if (other instanceof HTMLElement && !other.classList.contains('decided')) {
      other.focus();
      return;
    }
  }
  say(by > 0 ? 'That was the last one.' : 'That was the first one.');
}

/**
 * Opens the fields of a proposal and goes to the first, once the key is up: so
 * that its letter is typed nowhere.
 * @param {HTMLElement} at
 */
function correct(at) {
  const details = at.querySelector('details[data-key="c"]');
  if (!(details instanceof HTMLDetailsElement)) return;
  details.open = true;
  const field = details.querySelector('input:not([type="hidden"]), textarea');
  if (field instanceof HTMLElement) document.addEventListener('keyup', () => field.focus(), { once: true });
}

/**
 * Shows where a proposal stands in the article.
 * @param {HTMLElement} at
 */
function point(at) {
  for (const old of document.querySelectorAll('.suggests.current')) old.classList.remove('current');
  const sentence = document.getElementById(at.dataset['sentence'] ?? '');
  const article = sentence?.closest('.review-article');
  if (!sentence || !article) return;
  sentence.classList.add('current');
  if (article.scrollHeight > article.clientHeight) {
    article.scrollTop += sentence.getBoundingClientRect().top - article.getBoundingClientRect().top - article.clientHeight / 3;
  }
}
