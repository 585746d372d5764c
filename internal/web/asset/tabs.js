// @ts-check
// On a narrow screen the tabs scroll; the one that is open comes into sight.

/** Scrolls the open tab into sight, and nothing else. */
export function showOpenTab() {
  const open = document.querySelector('nav.tabs [aria-current]');
  const tabs = open?.parentElement;
  if (!(open instanceof HTMLElement) || !tabs || tabs.scrollWidth <= tabs.clientWidth) return;
  tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
}
