// @ts-check
// Dropping a file on the import form is the same as choosing it.

/** Watches every element with data-drop. */
export function watchDrop() {
  for (const box of document.querySelectorAll('[data-drop]')) {
    if (box instanceof HTMLElement) enhance(box);
  }
}

/** @param {HTMLElement} box */
function enhance(box) {
  const input = box.querySelector('input[type="file"]');
  if (!(input instanceof HTMLInputElement)) return;
  for (const kind of ['dragenter', 'dragover']) {
    box.addEventListener(kind, (event) => {
      event.preventDefault();
      box.classList.add('over');
    });
  }
  for (const kind of ['dragleave', 'drop']) {
    box.addEventListener(kind, () => box.classList.remove('over'));
  }
  box.addEventListener('drop', (event) => {
    event.preventDefault();
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (!files || files.length === 0) return;
    input.files = files;
    input.form?.requestSubmit();
  });
}
