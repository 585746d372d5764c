// @ts-check
// What others do becomes visible at once. The server says only that something
// happened (the number of the last entry); the page is then fetched again as
// this member may see it. One tab holds the stream and tells the others.

import { fetchPage, say } from './page.js';

/** Follows the negotiation that the page belongs to. */
export function followLive() {
  const url = document.body.dataset['events'];
  if (!url) return;
  const channel = new BroadcastChannel(`parley${url}`);
  channel.addEventListener('message', (event) => arrived(Number(event.data)));
  const hold = () => listen(url, (seq) => {
    channel.postMessage(seq);
    arrived(seq);
  });
  if (navigator.locks) {
    void navigator.locks.request(`parley${url}`, hold);
  } else {
    void hold();
  }
}

/**
 * Opens the stream and keeps it for as long as the page lives.
 * @param {string} url
 * @param {(seq: number) => void} tell
 * @returns {Promise<void>}
 */
function listen(url, tell) {
  return new Promise(() => {
    const stream = new EventSource(url);
    stream.addEventListener('entry', (event) => tell(Number(event.lastEventId)));
  });
}

let busy = false;
let latest = 0;

/**
 * Brings the page up to date with entry seq.
 * @param {number} seq
 */
async function arrived(seq) {
  latest = Math.max(latest, seq);
  if (busy) return;
  busy = true;
  try {
    while (latest > shown()) {
      if (engaged()) {
        notify();
        return;
      }
      await swap();
    }
  } catch (error) {
    notify();
  } finally {
    busy = false;
  }
}

/** The number of the entry that the page was drawn at. */
function shown() {
  return Number(document.getElementById('main')?.dataset['seq'] ?? Infinity);
}

/** Whether words or the cursor would be lost by a swap. */
function engaged() {
  const main = document.getElementById('main');
  if (!main) return true;
  if (main.querySelector('[data-dirty], dialog[open], form[data-keep]')) return true;
  const at = document.activeElement;
  return at instanceof HTMLElement && main.contains(at) && at !== main && (!at.id || at.matches('input, textarea, select'));
}

/** Puts the live regions of the page, fetched again, in place of those shown. */
async function swap() {
  const page = await fetchPage(location.href);
  if (engaged()) {
    notify();
    return;
  }
  const focus = document.activeElement?.id;
  const anchor = topmost();
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = page.getElementById(region.id);
    if (!next) continue;
    region.replaceWith(document.adoptNode(next));
  }
  document.title = page.title;
  if (anchor) {
    const now = document.getElementById(anchor.id)?.getBoundingClientRect().top;
    if (now !== undefined) scrollBy({ top: now - anchor.top, behavior: 'instant' });
  }
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  document.dispatchEvent(new Event('parley:swapped'));
  say('The page was brought up to date.');
}

/** The first element with an id that is in view, to keep the place by. */
function topmost() {
  for (const e of document.querySelectorAll('#main [id]')) {
    const { top } = e.getBoundingClientRect();
    if (top >= 0 && top < innerHeight) return { id: e.id, top };
  }
  return null;
}

/** Says that the page is out of date, where it cannot be swapped. */
function notify() {
  const notice = document.getElementById('stale');
  if (!notice || !notice.hidden) return;
  notice.hidden = false;
  say('Something changed meanwhile. Your words are kept; load the page again when you are ready.');
}
