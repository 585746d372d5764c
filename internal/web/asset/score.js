// @ts-check
// Scoring packages: a slider is tied to each number, and what the numbers say
// of the pairs of packages is shown while they are written. Numbers are added
// exactly, as whole millionths.

/** Watches every form with data-score. */
export function watchScores() {
  enhanceAll();
  document.addEventListener('parley:swapped', enhanceAll);
}

/** Enhances the forms that are not enhanced yet. */
function enhanceAll() {
  for (const form of document.querySelectorAll('form[data-score]:not([data-enhanced])')) {
    if (form instanceof HTMLFormElement) enhance(form);
  }
}

/** @param {HTMLFormElement} form */
function enhance(form) {
  form.dataset['enhanced'] = 'yes';
  for (const range of form.querySelectorAll('input[data-range]')) {
    const field = document.getElementById(range.getAttribute('data-range') ?? '');
    if (range instanceof HTMLInputElement && field instanceof HTMLInputElement) tie(range, field);
  }
  form.addEventListener('input', () => {
    form.dataset['dirty'] = 'yes';
    const state = form.querySelector('[data-state]');
    if (state && state.textContent !== unsaved) state.textContent = unsaved;
    tell(form);
  });
  form.addEventListener('submit', () => delete form.dataset['dirty']);
  addEventListener('beforeunload', (event) => {
    if (form.dataset['dirty']) event.preventDefault();
  });
  tell(form);
}

const unsaved = '● Changed and not saved yet.';

/**
 * Ties a slider to the field that is sent.
 * @param {HTMLInputElement} range
 * @param {HTMLInputElement} field
 */
function tie(range, field) {
  range.hidden = false;
  const follow = () => {
    range.classList.toggle('unset', field.value.trim() === '');
    if (millionths(field.value) !== null) range.value = field.value.replace(',', '.');
  };
  range.addEventListener('input', () => {
    field.value = range.value;
    range.classList.remove('unset');
  });
  field.addEventListener('input', follow);
  follow();
}

/**
 * A number as whole millionths; null: it is none.
 * @param {string} written
 * @returns {bigint | null}
 */
function millionths(written) {
  const found = /^(\d{1,5})(?:[.,](\d{1,6}))?$/.exec(written.trim());
  return found ? BigInt(found[1] + (found[2] ?? '').padEnd(6, '0')) : null;
}

/**
 * Says what the numbers come to.
 * @param {HTMLFormElement} form
 */
function tell(form) {
  const sum = form.querySelector('[data-sum]');
  const weights = [...form.querySelectorAll('[data-weight]')].map((w) => millionths(/** @type {HTMLInputElement} */ (w).value));
  const output = sum?.querySelector('output');
  if (sum instanceof HTMLElement && output) {
    sum.hidden = weights.every((w) => w === null);
    output.textContent = decimal(weights.reduce((/** @type {bigint} */ a, w) => a + (w ?? 0n), 0n) * 100_000_000n);
  }
  for (const pair of form.querySelectorAll('[data-pair]')) {
    if (pair instanceof HTMLElement) compare(form, pair);
  }
}

/**
 * Says of a pair what the numbers say.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} pair
 */
function compare(form, pair) {
  const says = pair.querySelector('[data-says]');
  const one = worth(form, pair.dataset['first'] ?? '');
  const two = worth(form, pair.dataset['second'] ?? '');
  const answer = pair.querySelector('input[type="radio"]:checked');
  const answered = answer instanceof HTMLInputElement && answer.value !== ''; // to say it before would sway the answer
  if (!(says instanceof HTMLElement)) return;
  says.hidden = !answered || one === null || two === null;
  if (one === null || two === null) return;
  const better = one > two ? 'A is better' : one < two ? 'B is better' : 'both are as good';
  says.textContent = `By your numbers ${better}: ${decimal(one)} against ${decimal(two)}.`;
}

/**
 * What a package is worth, in 10^-14; null: a number is missing.
 * @param {HTMLFormElement} form
 * @param {string} pkg
 * @returns {bigint | null}
 */
function worth(form, pkg) {
  let sum = 0n;
  for (const pair of pkg.split(',')) {
    const [point, option] = pair.split(':');
    const weight = valueOf(form, `weight.${point}`);
    const value = valueOf(form, `value.${point}.${option}`);
    if (weight === null || value === null) return null;
    sum += weight * value;
  }
  return sum;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement ? millionths(field.value) : null;
}

/**
 * Writes a sum of 10^-14 as a decimal.
 * @param {bigint} sum
 */
function decimal(sum) {
  const digits = sum.toString().padStart(15, '0');
  return `${digits.slice(0, -14)}.${digits.slice(-14)}`.replace(/\.?0+$/, '');
}
