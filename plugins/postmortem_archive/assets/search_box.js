// The search box in the header: the key `/` leads to it, and on its first use the best hits appear below it.
// @ts-check
(() => {
  "use strict";

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".pm-box"));
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".pm-box-link"));
  const field = form?.querySelector("input");
  const here = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!form || !link || !field || !here) return;
  // A theme may put other pages below this header: their addresses are no base for these.
  form.action = form.action;
  link.href = link.href;
  const index = new URL(form.dataset.index ?? "", document.baseURI).href;
  const script = new URL("search/box.js", here.src).href;

  // Nothing of the search is fetched before somebody wants to search. Where it cannot be, from a
  // file say, the form still leads to the search page.
  const wake = () => {
    field.removeEventListener("focus", wake);
    import(script).then((box) => box.start(form, index)).catch(() => field.addEventListener("focus", wake));
  };
  if (location.protocol !== "file:") {
    field.addEventListener("focus", wake);
    if (document.activeElement === field) wake();
  }

  document.addEventListener("keydown", (event) => {
    const at = /** @type {Element} */ (event.target);
    if (
      event.key !== "/" ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.defaultPrevented
    )
      return;
    if (
      at.closest("input, textarea, select, [contenteditable]") ||
      document.querySelector(".pm-search")
    )
      return;
    event.preventDefault();
    if (form.offsetParent) field.focus();
    else link.click();
  });
})();
