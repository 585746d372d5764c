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
    stream.addEventListener('whisper', () => tell(offRecord));
  });
}

/** Stands for what is off the record, which has no number. */
const offRecord = -1;

let busy = false;
let latest = 0;
let whispered = false;

/**
 * Brings the page up to date with entry seq.
 * @param {number} seq
 */
async function arrived(seq) {
  latest = Math.max(latest, seq);
  if (seq === offRecord) whispered = document.querySelector('[data-whispers]') !== null;
  if (busy) return;
  busy = true;
  try {
    while (latest > shown() || whispered) {
      if (engaged()) {
        notify();
        return;
      }
      whispered = false;
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
  const page = await fetchPage(location.href, { headers: kept() });
  if (engaged()) {
    notify();
    return;
  }
  const focus = document.activeElement?.id;
  const anchor = topmost();
  for (const region of document.querySelectorAll('[data-live]')) {
    const next = page.getElementById(region.id);
    if (next) patch(region, document.adoptNode(next));
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

/**
 * Says which revision's words are here, so that they are not sent again: a
 * revision never changes, only what is pending on it.
 * @returns {Record<string, string>}
 */
function kept() {
  const revision = document.getElementById('text')?.dataset['revision'];
  return revision ? { 'Parley-Kept': revision } : {};
}

/**
 * Makes old equal to next and touches only what differs: a long text is laid
 * out again in an instant, and what did not change keeps its place.
 * @param {Element} old
 * @param {Element} next
 */
function patch(old, next) {
  if (next.hasAttribute('data-kept')) {
    mark(old, next);
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const was = [...old.childNodes];
  const is = [...next.childNodes];
  /** @type {ChildNode | null} */
  let after = null; // what stands behind all that differs
  while (was.length && is.length && was[0]?.isEqualNode(is[0] ?? null)) {
    was.shift();
    is.shift();
  }
  while (was.length && is.length && was.at(-1)?.isEqualNode(is.at(-1) ?? null)) {
    after = was.pop() ?? null;
    is.pop();
  }
  if (was.length === is.length && was.every((node, i) => alike(node, is[i]))) {
    was.forEach((node, i) => change(node, is[i]));
    return;
  }
  for (const node of was) node.remove();
  for (const node of is) old.insertBefore(node, after);
}

/**
 * Marks what is pending on a text whose words were not sent again.
 * @param {Element} text
 * @param {Element} marks
 */
function mark(text, marks) {
  const next = new Map([...marks.children].map((tail) => [tail.id, tail]));
  for (const tail of text.querySelectorAll('.tail')) {
    const now = next.get(tail.id);
    if (now) patch(tail, now);
    else tail.remove();
    next.delete(tail.id);
  }
  for (const [id, tail] of next) {
    const provision = document.getElementById(id.replace('tail-', 'p-'));
    (provision?.querySelector('.words') ?? provision)?.append(tail);
  }
}

/**
 * Whether b is what a has become.
 * @param {ChildNode} a
 * @param {ChildNode} [b]
 */
function alike(a, b) {
  if (!b || a.nodeName !== b.nodeName) return false;
  return !(a instanceof Element && b instanceof Element) || a.id === b.id;
}

/**
 * @param {ChildNode} old
 * @param {ChildNode} [next]
 */
function change(old, next) {
  if (!next || old.isEqualNode(next)) return;
  if (old instanceof Element && next instanceof Element) patch(old, next);
  else old.replaceWith(next);
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
