// @ts-check
// Light, dark or as the system has it, without loading the page again.

/** Lets the buttons of the theme form act at once. */
export function watchTheme() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches('form.theme')) return;
    const button = /** @type {SubmitEvent} */ (event).submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    document.documentElement.dataset['theme'] = button.value;
    for (const other of form.querySelectorAll('button')) {
      other.setAttribute('aria-pressed', String(other === button));
    }
    const body = new URLSearchParams({ theme: button.value, back: location.pathname });
    void fetch(form.action, { method: 'POST', body, redirect: 'manual' });
  });
}
