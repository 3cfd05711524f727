// Starts the search page: shows what can be typed into, and loads what answers.
// @ts-check
(() => {
  "use strict";

  const root = /** @type {HTMLElement | null} */ (document.querySelector(".pm-search"));
  const here = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!root || !here || root.dataset.started) return;
  root.dataset.started = "yes"; // a theme may run this again

  const show = (/** @type {string} */ selector, shown = true) => {
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector)))
      each.hidden = !shown;
  };
  if (location.protocol === "file:") return show(".pm-unable[data-why=file]"); // no modules, and no fetching
  show(".pm-filter, .pm-asking");
  import(new URL("search/page.js", here.src).href)
    .then((page) => page.start(root))
    .catch(() => {
      show(".pm-filter, .pm-asking", false);
      show(".pm-unable[data-why=load]");
    });
})();
