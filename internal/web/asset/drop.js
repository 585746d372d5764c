// @ts-check
// Dropping a file on the import form is the same as choosing it.

/** Watches every element with data-drop. */
export function watchDrop() {
  enhanceAll();
  document.addEventListener('parley:swapped', enhanceAll);
}

/** Enhances the elements that are not enhanced yet. */
function enhanceAll() {
  for (const box of document.querySelectorAll('[data-drop]:not([data-enhanced])')) {
    if (box instanceof HTMLElement) enhance(box);
  }
}

/** @param {HTMLElement} box */
function enhance(box) {
  const input = box.querySelector('input[type="file"]');
  if (!(input instanceof HTMLInputElement)) return;
  box.dataset['enhanced'] = 'yes';
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
