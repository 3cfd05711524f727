// The search box in the header: the key `/` leads to it, and its address stays right.
// @ts-check
(() => {
  "use strict";

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector(".pm-box"));
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".pm-box-link"));
  const field = form?.querySelector("input");
  if (!form || !link || !field) return;
  // A theme may put other pages below this header: their addresses are no base for these.
  form.action = form.action;
  link.href = link.href;

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
