// @ts-check
// That a party opened a paper which was sent to it is recorded, once. To ask for a
// page writes nothing; the page says so by the form that it carries for this.

/** Sends every form with data-opening, as if its button were pressed. */
export function noteOpenings() {
  for (const form of document.querySelectorAll('form[data-opening]')) {
    if (!(form instanceof HTMLFormElement)) continue;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) body.append(name, String(value));
    void fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  }
}
