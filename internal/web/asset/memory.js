// @ts-check
// This browser remembers the head of the record that it was shown last, and
// checks on the next visit that the record has only been continued. So the host
// cannot show this member another history without being found out, even where
// no witness runs.

import { say } from './page.js';

/** @typedef {{origin: string, key: string, size: number, root: string, note: string, at: string}} Head */

/** How long a check is good for, in milliseconds. */
const GOOD = 60_000;

/** Checks the record that the page belongs to, now and then. */
export function watchRecord() {
  const base = (document.body.dataset['events'] ?? '').replace(/\/events$/, '');
  if (!base || !globalThis.crypto?.subtle) return;
  showAlarm(base);
  const checked = Number(sessionStorage.getItem(`parley checked ${base}`));
  if (Date.now() - checked < GOOD) return;
  void check(base);
}

/** @param {string} base */
async function check(base) {
  const known = remembered(base);
  const query = known ? `?old=${known.size}&root=${hex(bytes(known.root))}` : '';
  const answer = await fetch(`${base}/record/addition${query}`, { credentials: 'same-origin' });
  if (!answer.ok) return;
  const done = () => sessionStorage.setItem(`parley checked ${base}`, String(Date.now())); // not before: the page may be left meanwhile
  if (answer.status === 204) return done();
  const addition = await answer.text();
  const key = answer.headers.get('Parley-Host-Key') ?? '';
  const now = await read(addition, key);
  if (!now) return; // not signed as it says: nothing that could be evidence
  const why = known ? await differs(known, now, proofOf(addition)) : '';
  if (!why) {
    localStorage.setItem(`parley head ${base}`, JSON.stringify(now));
    return done();
  }
  localStorage.setItem(`parley alarm ${base}`, JSON.stringify({ why, before: known, now }));
  done();
  showAlarm(base);
}

/**
 * @param {string} base
 * @returns {Head | undefined}
 */
function remembered(base) {
  const kept = localStorage.getItem(`parley head ${base}`);
  return kept ? JSON.parse(kept) : undefined;
}

/**
 * Says how a head contradicts the one that was remembered, or ''.
 * @param {Head} known
 * @param {Head} now
 * @param {Uint8Array[]} proof
 */
async function differs(known, now, proof) {
  if (known.key !== now.key) return 'The key of the host is another one.';
  if (now.size < known.size) return `On ${known.at} the record had ${known.size} entries, and now it has ${now.size}.`;
  if (await continues(known.size, bytes(known.root), now.size, bytes(now.root), proof)) return '';
  return `The record of ${now.size} entries does not continue that of ${known.size} entries which you were shown on ${known.at}.`;
}

/**
 * Reads the checkpoint of an addition, if the key signed it.
 * @param {string} addition
 * @param {string} key
 * @returns {Promise<Head | undefined>}
 */
async function read(addition, key) {
  const [, ...rest] = addition.split('\n\n');
  const [text, signatures] = [`${rest[0]}\n`, rest[1] ?? ''];
  const [origin = '', size = '', root = ''] = text.split('\n');
  const [name, , ...data] = key.split('+'); // base64 has pluses too
  if (name !== origin) return undefined;
  const line = signatures.split('\n').find((s) => s.startsWith(`— ${origin} `)) ?? '';
  const signature = bytes(line.slice(`— ${origin} `.length)).slice(4);
  const publicKey = await crypto.subtle.importKey('raw', bytes(data.join('+')).slice(1), 'Ed25519', false, ['verify']);
  if (!await crypto.subtle.verify('Ed25519', publicKey, signature, new TextEncoder().encode(text))) return undefined;
  return { origin, key, size: Number(size), root, note: `${text}\n${line}\n`, at: new Date().toLocaleString() };
}

/** @param {string} addition */
function proofOf(addition) {
  const head = addition.split('\n\n')[0] ?? '';
  return head.split('\n').slice(1).map(bytes);
}

/**
 * Whether a proof shows that the tree of second leaves begins with that of
 * first (RFC 9162, 2.1.4.2).
 * @param {number} first
 * @param {Uint8Array} firstRoot
 * @param {number} second
 * @param {Uint8Array} secondRoot
 * @param {Uint8Array[]} proof
 */
export async function continues(first, firstRoot, second, secondRoot, proof) {
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0;
  const path = (first & (first - 1)) === 0 ? [firstRoot, ...proof] : proof;
  if (!path[0]) return false;
  let [fn, sn] = [first - 1, second - 1];
  for (; fn & 1; fn >>= 1) sn >>= 1;
  let [fr, sr] = [path[0], path[0]];
  for (const c of path.slice(1)) {
    if (sn === 0) return false;
    if (fn & 1 || fn === sn) {
      [fr, sr] = [await node(c, fr), await node(c, sr)];
      for (; fn !== 0 && !(fn & 1); fn >>= 1) sn >>= 1;
    } else {
      sr = await node(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
async function node(left, right) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([1, ...left, ...right])));
}

/**
 * @param {Uint8Array} a
 * @param {Uint8Array} b
 */
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/** @param {Uint8Array} raw */
const hex = (raw) => [...raw].map((b) => b.toString(16).padStart(2, '0')).join('');

/**
 * Both checkpoints, for parley verify --evidence and for others to judge.
 * @param {Head} before
 * @param {Head} now
 */
export function evidence(before, now) {
  const notes = [before, now].map((h) => `checkpoint ${h.note.split('\n').length - 1}\n${h.note}`);
  return `parley evidence v1\nhost ${before.key}\n${notes.join('')}`;
}

/**
 * Shows on every page what was found, with the evidence to take away.
 * @param {string} base
 */
function showAlarm(base) {
  const kept = localStorage.getItem(`parley alarm ${base}`);
  const region = document.getElementById('alarm');
  if (!kept || !region) return;
  /** @type {{why: string, before: Head, now: Head}} */
  const { why, before, now } = JSON.parse(kept);
  const head = document.createElement('p');
  const strong = document.createElement('strong');
  strong.textContent = 'The record was rewritten. ';
  head.append(strong, why, ' Tell the other parties by another channel, and compare what their witnesses have. ');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([evidence(before, now)], { type: 'text/plain' }));
  link.download = 'evidence.txt';
  link.textContent = 'Save the evidence';
  head.append(link);
  region.replaceChildren(head);
  region.hidden = false;
  say(`The record was rewritten. ${why}`);
}
