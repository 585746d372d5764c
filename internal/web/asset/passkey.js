// @ts-check
// Passkeys: a form with data-passkey is sent with the browser's answer to the
// question that is fetched from there. Without a field for a name it signs in.

/** Watches the forms. */
export function watchPasskeys() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset['passkey'] || form.dataset['answered']) return;
    event.preventDefault();
    void answer(form, form.dataset['passkey']);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} from
 */
async function answer(form, from) {
  const state = form.querySelector('[data-passkey-state]');
  const tell = (/** @type {string} */ words) => { if (state) state.textContent = words; };
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    tell('This browser has no passkeys here. They need HTTPS, and a browser of 2024 or later.');
    return;
  }
  try {
    const asked = await fetch(from, { method: 'POST', credentials: 'same-origin', headers: { Accept: 'application/json' } });
    const question = await asked.json();
    if (!asked.ok) throw new Error(question.detail ?? question.title);
    const adds = form.elements.namedItem('name') !== null;
    const credential = adds
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question.options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question.options) });
    if (!(credential instanceof PublicKeyCredential)) throw new Error('nothing was chosen');
    fill(form, 'ceremony', question.ceremony);
    fill(form, 'answer', JSON.stringify(credential.toJSON()));
    form.dataset['answered'] = 'yes';
    form.requestSubmit();
  } catch (error) {
    tell(`It did not work: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function fill(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = value;
}
