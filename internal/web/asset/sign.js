// @ts-check
// Signing what a member does. The private key lives in this browser (IndexedDB,
// not to be read out) and in the file that was saved when it was made. What is
// signed is computed here from what the server says would be recorded.

import { say } from './page.js';

/**
 * @typedef {{key: CryptoKey, public: string}} Held
 * @typedef {{origin: string, member: string, after: number, kind: string, body: string}} Act
 */

/** Watches the page of the key, and signs forms with data-sign. */
export function watchSigning() {
  if (!globalThis.crypto?.subtle) return;
  document.addEventListener('submit', (event) => void submitted(event), true);
  document.addEventListener('change', (event) => void chosen(event));
  void showState();
}

/** @returns {Promise<IDBDatabase>} */
function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('parley', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('key');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} f
 * @returns {Promise<T>}
 */
async function withStore(mode, f) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const asked = f(db.transaction('key', mode).objectStore('key'));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** The negotiation that the page belongs to: its keys are kept under its path. */
const here = () => (document.body.dataset['events'] ?? '').replace(/\/events$/, '');

/** @returns {Promise<Held | undefined>} */
const held = () => withStore('readonly', (store) => store.get(here()));

/** @param {Held} key */
const hold = (key) => withStore('readwrite', (store) => store.put(key, here()));

/** @param {ArrayBuffer | Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** @param {string} text */
const bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

/**
 * The message of an act, as package record has it.
 * @param {Act} act
 */
async function message(act) {
  const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(act.body));
  return new TextEncoder().encode(['parley act v1', act.origin, act.member, act.after, act.kind, base64(sum), ''].join('\n'));
}

/**
 * @param {CryptoKey} key
 * @param {Act} act
 */
async function sign(key, act) {
  return base64(await crypto.subtle.sign('Ed25519', key, await message(act)));
}

/** Forms whose signature is in place, which the next submit sends. */
const ready = new WeakSet();

/** @param {SubmitEvent} event */
async function submitted(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || ready.has(form)) return;
  const making = form.matches('[data-make-key]');
  if (!making && !form.matches('[data-sign]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  try {
    if (making) await make(form);
    else await vouch(form, submitter, await held());
  } catch (error) {
    say(`It was not signed: ${error instanceof Error ? error.message : error}`);
    if (making) return;
  }
  ready.add(form);
  form.requestSubmit(submitter);
  ready.delete(form);
}

/**
 * Puts the signature of what the form would record into the form. When the
 * server refuses, the form goes as it is, and the page says why.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 * @param {Held | undefined} key
 */
async function vouch(form, submitter, key) {
  if (!key) return;
  const target = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? location.href;
  const answer = await fetch(target, {
    method: 'POST', headers: { 'Parley-Prepare': '1' }, credentials: 'same-origin', body: new FormData(form, submitter),
  });
  if (!answer.ok || !answer.headers.get('Content-Type')?.startsWith('application/json')) return;
  /** @type {Act} */
  const act = await answer.json();
  put(form, 'signature', await sign(key.key, act));
  put(form, 'signer', key.public);
  put(form, 'after', String(act.after));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function put(form, name, value) {
  let field = form.querySelector(`input[type=hidden][name="${name}"]`);
  if (!(field instanceof HTMLInputElement)) {
    field = document.createElement('input');
    field.setAttribute('type', 'hidden');
    field.setAttribute('name', name);
    form.append(field);
  }
  field.setAttribute('value', value);
}

/**
 * Makes a key, saves its file, and has the new key sign its registration and
 * the one before its succession.
 * @param {HTMLFormElement} form
 */
async function make(form) {
  const page = document.querySelector('[data-key-page]');
  if (!(page instanceof HTMLElement)) return;
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in pair)) return;
  const seed = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).slice(-32);
  const key = await take(seed);
  save(page.dataset['file'] ?? 'parley-key', `Parley key 1: whoever has this file can sign as ${page.dataset['member']}\n${base64(seed)}\n`);
  put(form, 'key', key.public);
  const before = await held();
  if (before && before.public === page.dataset['key']) {
    const succession = { origin: page.dataset['origin'] ?? '', member: page.dataset['member'] ?? '', after: 0, kind: 'succession', body: key.public };
    put(form, 'by', await sign(before.key, succession));
  }
  await vouch(form, null, key);
  await hold(key);
}

/**
 * Makes a key that cannot be read out again from a seed of 32 bytes.
 * @param {Uint8Array} seed
 * @returns {Promise<Held>}
 */
async function take(seed) {
  const head = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]; // PKCS #8, RFC 8410
  const pkcs8 = new Uint8Array([...head, ...seed]);
  const readable = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', readable);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  return { key, public: base64(bytesOf((x ?? '').replaceAll('-', '+').replaceAll('_', '/'))) };
}

/**
 * @param {string} name
 * @param {string} content
 */
function save(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Takes the key out of a chosen file. @param {Event} event */
async function chosen(event) {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches('[data-use-key]')) return;
  const line = (await field.files?.[0]?.text())?.split('\n')[1]?.trim() ?? '';
  try {
    const seed = bytesOf(line);
    if (seed.length !== 32) throw new Error('it holds no key');
    await hold(await take(seed));
    await showState();
  } catch {
    state('This file holds no key of Parley. A key under a passphrase is opened with parley key show.');
  }
}

/** @param {string} words */
function state(words) {
  const region = document.querySelector('[data-key-state]');
  if (region) region.textContent = words;
}

/** Says on the page of the key whether this browser holds it. */
async function showState() {
  const page = document.querySelector('[data-key-page]');
  if (!(page instanceof HTMLElement) || !page.dataset['key']) return;
  const mine = (await held())?.public === page.dataset['key'];
  state(mine ? 'This browser holds the key: what you do here is signed.' : 'This browser does not hold the key. Choose its file below to sign here.');
}
