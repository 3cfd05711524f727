// Filters of a list of postmortems: what is chosen, in the address and in controls. Which postmortems
// fit, table.js says; what happens when a choice changes, the page's own script does.
// @ts-check
(() => {
  "use strict";

  /**
   * @typedef {{ words: string, values: Map<string, string[]>, sort: string }} Choice
   * @typedef {(choice: Choice) => void} Changed
   */

  const { _, number } = /** @type {any} */ (window).postmortemArchive.messages;
  const SORTS = ["newest", "oldest", "longest", "severity"];
  // Not `q`: with that in the address Material opens its own search.
  const WORDS = "text";
  // How a choice is called whose value is "": what has no severity, team or the like.
  const NONE = _("none");

  /** The choice that an address states; what it does not know is left alone. @param {string} search @param {string[]} facets @returns {Choice} */
  function read(search, facets) {
    const asked = new URLSearchParams(search);
    const values = new Map();
    for (const facet of facets) {
      const chosen = [...new Set(asked.getAll(facet))];
      if (chosen.length) values.set(facet, chosen);
    }
    const sort = asked.get("sort") ?? "";
    return { words: asked.get(WORDS) ?? "", values, sort: SORTS.includes(sort) ? sort : SORTS[0] };
  }

  /** The address that states a choice. @param {Choice} choice @param {string[]} facets @param {string} address */
  function written(choice, facets, address) {
    const made = new URL(address);
    for (const name of [...facets, WORDS, "sort"]) made.searchParams.delete(name);
    for (const [facet, values] of choice.values) for (const value of values) made.searchParams.append(facet, value);
    if (choice.words.trim()) made.searchParams.set(WORDS, choice.words.trim());
    if (choice.sort !== SORTS[0]) made.searchParams.set("sort", choice.sort);
    return made.href;
  }

  /** Another choice: with a value of a facet, or without it. @param {Choice} choice @param {string} facet @param {string} value @param {boolean} chosen @returns {Choice} */
  function changed(choice, facet, value, chosen) {
    const others = (choice.values.get(facet) ?? []).filter((each) => each !== value);
    return withValues(choice, facet, chosen ? [...others, value] : others);
  }

  /** @param {Choice} choice @param {string} facet @param {string[]} chosen @returns {Choice} */
  function withValues(choice, facet, chosen) {
    const values = new Map(choice.values);
    if (chosen.length) values.set(facet, chosen);
    else values.delete(facet);
    return { ...choice, values };
  }

  /** An element with its text and children. @param {string} name @param {string} [of] its class @param {...(Node | string)} children */
  function element(name, of = "", ...children) {
    const made = document.createElement(name);
    if (of) made.className = of;
    made.append(...children);
    return made;
  }

  /** @param {string} text @param {() => void} press @param {string} of its class */
  function button(text, press, of) {
    const made = /** @type {HTMLButtonElement} */ (element("button", of, text));
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }

  /** A facet that unfolds, with a box for each of its values. */
  class Facet {
    /** @param {HTMLDetailsElement} details @param {string[]} names @param {(value: string, chosen: boolean) => void} choose */
    constructor(details, names, choose) {
      this.details = details;
      this.name = details.dataset.facet ?? "";
      this.label = details.dataset.label ?? "";
      this.names = names;
      this.choose = choose;
      /** @type {string[]} */
      this.chosen = [];
      /** @type {ArrayLike<number>} */
      this.counts = names.map(() => 0);
      this.lines = this.build();
      // A click comes before it unfolds, also that of a key.
      details.querySelector("summary")?.addEventListener("click", () => this.update());
      details.addEventListener("toggle", () => details.open && this.place());
    }

    /** Moves the values to the left where they would stand out of the page on the right. */
    place() {
      const holder = /** @type {HTMLElement} */ (this.details.querySelector(".pm-values"));
      holder.style.marginLeft = "";
      const over = holder.getBoundingClientRect().right - document.documentElement.clientWidth + 16;
      if (over > 0) holder.style.marginLeft = `-${over}px`;
    }

    /** Says how many are chosen; boxes and counts are brought up to date only where they are seen. @param {string[]} chosen @param {ArrayLike<number>} counts */
    show(chosen, counts) {
      this.chosen = chosen;
      this.counts = counts;
      const many = chosen.length ? [element("span", "pm-count", number(chosen.length))] : [];
      this.details.querySelector("summary")?.replaceChildren(this.label, " ", ...many);
      if (this.details.open) this.update();
    }

    update() {
      this.lines.forEach((line, value) => {
        const chosen = this.chosen.includes(this.names[value]);
        const count = this.counts[value];
        line.hidden = !count && !chosen;
        /** @type {HTMLInputElement} */ (line.firstElementChild).checked = chosen;
        /** @type {HTMLElement} */ (line.lastElementChild).textContent = number(count);
      });
    }

    build() {
      const lines = this.names.map((name) => {
        const box = /** @type {HTMLInputElement} */ (element("input"));
        box.type = "checkbox";
        box.addEventListener("change", () => this.choose(name, box.checked));
        return element("label", "", box, element("span", name ? "pm-value" : "pm-value pm-none", name || NONE), " ", element("span", "pm-count"));
      });
      const boxes = element("fieldset", "", element("legend", "", this.label), ...lines);
      const holder = this.details.querySelector(".pm-values");
      holder?.replaceChildren(boxes, ...holder.querySelectorAll(".pm-all"));
      return lines;
    }
  }

  /** Lets one facet be open at a time; Escape, a click elsewhere or going on closes it. @param {HTMLElement} root @param {HTMLDetailsElement[]} all */
  function fold(root, all) {
    const close = (/** @type {EventTarget | null} */ inside) => {
      for (const each of all) if (!(inside instanceof Node && each.contains(inside))) each.open = false;
    };
    root.addEventListener("keydown", (event) => {
      const open = all.find((each) => each.open);
      if (event.key !== "Escape" || !open) return;
      close(null);
      open.querySelector("summary")?.focus();
    });
    root.addEventListener("focusin", (event) => close(event.target));
    const gone = new AbortController();
    const elsewhere = (/** @type {Event} */ event) => (root.isConnected ? close(event.target) : gone.abort());
    document.addEventListener("pointerdown", elsewhere, { signal: gone.signal });
  }

  /** Shows what is chosen as buttons that take it back. @param {HTMLElement} holder @param {Choice} choice @param {Map<string, string>} labels @param {Changed} change */
  function chips(holder, choice, labels, change) {
    const made = [...choice.values].flatMap(([facet, values]) =>
      values.map((value) => {
        const text = _("{facet}: {value}", { facet: labels.get(facet) ?? facet, value: value || NONE });
        const chip = button(text, () => change(changed(choice, facet, value, false)), "pm-chip");
        chip.append(" ", Object.assign(element("span", "", "×"), { ariaHidden: "true" }));
        chip.setAttribute("aria-label", _("{filter}, remove", { filter: text }));
        return chip;
      }),
    );
    const reset = () => change({ words: "", values: new Map(), sort: SORTS[0] });
    const plain = !made.length && !choice.words.trim() && choice.sort === SORTS[0];
    holder.hidden = plain;
    holder.replaceChildren(...(plain ? [] : [...made, button(_("Reset"), reset, "pm-plain")]));
  }

  const shared = /** @type {any} */ (window);
  shared.postmortemArchive ??= {};
  shared.postmortemArchive.filters ??= Object.freeze({ NONE, Facet, read, written, changed, withValues, element, button, fold, chips });
})();
