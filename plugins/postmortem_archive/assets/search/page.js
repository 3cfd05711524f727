// @ts-check
/** The search page: what is typed and chosen becomes a question, and its answer the list below. */

import { read, sortOf, written } from "./asked.js";
import { NONE } from "./engine.js";
import { facets, labels } from "./facets.js";
import { Hits, link } from "./hits.js";
import { _ } from "./messages.js";
import { opened, today } from "./opened.js";
import { remarks, told } from "./remarks.js";

/** @typedef {import("./asked.js").Asked} Asked */
/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Engine} Engine */

const STEP = 20;
const PAUSE = 80; // milliseconds without a key until what is typed is searched

/** Makes a search page of an element; rejects if the index cannot be fetched. @param {HTMLElement} root */
export async function start(root) {
  const engine = await opened(new URL(root.dataset.index ?? "", document.baseURI).href);
  const everything = await engine.search("", { today: today(), limit: 0 });
  new SearchPage(root, engine, everything).begin();
}

class SearchPage {
  /** @param {HTMLElement} root @param {Engine} engine @param {Answer} everything */
  constructor(root, engine, everything) {
    const one = (/** @type {string} */ selector) =>
      /** @type {any} */ (root.querySelector(selector));
    this.root = root;
    this.engine = engine;
    this.filter = one(".pm-filter");
    this.field = /** @type {HTMLInputElement} */ (one("input[type=search]"));
    this.sort = /** @type {HTMLSelectElement} */ (one("select"));
    this.fold = one(".pm-fold");
    this.chosen = one(".pm-chosen");
    this.tries = one(".pm-tries");
    this.says = one(".pm-more[role=status]");
    this.answer = one(".pm-answer");
    /** @type {import("./hits.js").Known} */
    this.known = {
      scale: JSON.parse(root.dataset.scale ?? "[]"),
      pages: JSON.parse(root.dataset.pages ?? "{}"),
    };
    // The controls are those of the index, which is no module because it has to work as a file.
    this.filters = /** @type {any} */ (window).postmortemArchive.filters;
    this.labels = labels(root);
    this.facets = facets(root, everything, this.known.scale, this.filters, (name, value, on) =>
      this.go(this.filters.changed(this.now(), name, value, on)),
    );
    this.asked = read(location.href);
    this.number = 0;
  }

  begin() {
    const typed = this.field.value; // while the index was on its way
    if (typed.trim()) this.asked = { ...this.asked, words: typed };
    else this.field.value = this.asked.words;
    this.filter.dataset.live = "yes";
    const folded = this.facets.map(({ details }) => details);
    this.filters.fold(this.filter, folded);
    this.listen();
    this.listenOutside();
    const free = document.activeElement === document.body && !location.hash;
    // On a phone, the keyboard would hide half of the page.
    if (free && !matchMedia("(pointer: coarse)").matches) this.field.focus({ preventScroll: true });
    this.go(this.asked, true);
  }

  listen() {
    this.fold.addEventListener("click", () => {
      this.fold.setAttribute("aria-expanded", String(this.filter.classList.toggle("pm-unfolded")));
    });
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.typed(), PAUSE);
    });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.sort.addEventListener("change", () => {
      this.go({ ...this.now(), sort: /** @type {Asked["sort"]} */ (this.sort.value) });
    });
    const examples = /** @type {NodeListOf<HTMLAnchorElement>} */ (
      this.tries.querySelectorAll("a")
    );
    for (const each of examples) {
      /** @type {Asked} */
      const asked = { words: each.dataset.query ?? "", values: new Map(), sort: "relevance" };
      this.leads(Object.assign(each, { href: written(asked, location.href) }), asked);
    }
  }

  /** A theme may put another page in the place of this one: then nothing is heard any more. */
  listenOutside() {
    const gone = new AbortController();
    /** @param {EventTarget} target @param {string} name @param {(event: any) => void} heed */
    const on = (target, name, heed) => {
      const heard = (/** @type {Event} */ event) => {
        if (this.root.isConnected) heed(event);
        else gone.abort();
      };
      target.addEventListener(name, heard, { signal: gone.signal });
    };
    on(window, "popstate", () => this.back());
    // The theme's own search opens on this key; where there is none, it leads to the field.
    const theirs = document.querySelector("[data-md-component=search]");
    if (!theirs) on(document, "keydown", (event) => this.slash(event));
  }

  /** What is asked, with what was typed a moment ago. @returns {Asked} */
  now() {
    return { ...this.asked, words: this.field.value };
  }

  typed() {
    if (!this.root.isConnected || this.field.value === this.asked.words) return;
    this.go(this.now(), true);
  }

  /** @param {Asked} next @param {boolean} [typing] */
  go(next, typing = false) {
    clearTimeout(this.timer);
    this.asked = next;
    const address = written(next, location.href);
    try {
      // A reader who goes back wants the question before this one, not the word one letter shorter.
      if (address !== location.href)
        history[typing ? "replaceState" : "pushState"](history.state, "", address);
    } catch {} // some browsers refuse many in a short time; the next one says it all
    void this.show();
  }

  back() {
    this.asked = read(location.href);
    this.field.value = this.asked.words;
    void this.show();
  }

  /** @param {number} [limit] */
  ask(limit = STEP) {
    const { words, values } = this.asked;
    return this.engine.search(words, {
      today: today(),
      chosen: Object.fromEntries(values),
      sort: sortOf(this.asked),
      limit,
    });
  }

  async show() {
    const number = ++this.number;
    const { words, values } = this.asked;
    try {
      const answer = await this.ask();
      const empty = !answer.count && !answer.message && values.size > 0;
      const without = empty
        ? (await this.engine.search(words, { today: today(), limit: 0 })).count
        : 0;
      if (number === this.number && this.root.isConnected) this.draw(answer, without);
    } catch {
      if (number === this.number)
        this.says.textContent = _("A part of the index did not load. Is there a network? Each further letter tries again.");
    }
  }

  /** @param {Answer} answer @param {number} without how many there are without the filters */
  draw(answer, without) {
    const held =
      this.chosen.contains(document.activeElement) || this.answer.contains(document.activeElement);
    const { words, values } = this.asked;
    if (this.field.value.trim() !== words.trim() && document.activeElement !== this.field)
      this.field.value = words;
    this.sort.value = sortOf(this.asked);
    this.sort.options[0].disabled = !words.trim();
    for (const facet of this.facets) {
      const counts = new Map(answer.facets[facet.name]).set(NONE, answer.lacking[facet.name]);
      const counted = facet.names.map((/** @type {string} */ name) => counts.get(name) ?? 0);
      // A query that cannot be read, because it is half typed, counts nothing.
      facet.show(values.get(facet.name) ?? [], answer.message ? facet.counts : counted);
    }
    const many = [...values.values()].reduce((sum, some) => sum + some.length, 0);
    this.fold.textContent = many ? _("Filter ({n})", { n: many }) : _("Filter");
    const choose = (/** @type {Asked} */ next) => this.go({ ...this.now(), values: next.values });
    this.filters.chips(this.chosen, { words: "", values, sort: "newest" }, this.labels, choose);
    this.tries.hidden = Boolean(words.trim() || many);
    this.hits?.stop();
    this.says.textContent = told(answer, STEP, sortOf(this.asked));
    this.answer.replaceChildren(
      ...remarks(answer, this.asked, without, (text, asked) => this.way(text, asked)),
      ...(answer.hits.length ? this.list(answer) : []),
    );
    // What had the focus may be gone: then it is where the next key is most likely meant.
    if (held && document.activeElement === document.body)
      (this.chosen.querySelector("button") ?? this.field).focus();
  }

  /** @param {Answer} answer */
  list({ hits, count }) {
    const list = new Hits(this.engine, this.known);
    this.hits = list;
    list.show(hits);
    const more = this.filters.button(
      "",
      async () => {
        const number = this.number;
        const further = await this.ask(list.length + STEP).catch(() => null);
        if (!further || number !== this.number) return;
        list.show(further.hits)?.querySelector("a")?.focus();
        this.says.textContent = told(further, list.length, sortOf(this.asked));
        label();
      },
      "pm-step",
    );
    const label = () => {
      more.textContent = _("Show {n} more", { n: Math.min(STEP, count - list.length) });
      more.hidden = list.length >= count;
    };
    label();
    return [list.element, more];
  }

  /** A link to another question. @param {string} text @param {Asked} asked */
  way(text, asked) {
    return this.leads(link(text, written(asked, location.href)), asked);
  }

  /** @param {HTMLAnchorElement} way @param {Asked} asked */
  leads(way, asked) {
    way.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // in a tab of its own
      event.preventDefault();
      event.stopPropagation(); // nor should a theme load the page anew
      this.field.value = asked.words;
      this.go(asked);
      this.field.focus();
    });
    return way;
  }

  /** Enter searches at once; arrows lead from the field through the hits. @param {KeyboardEvent} event */
  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { activeElement } = document;
    if (event.key === "Enter" && activeElement === this.field) this.typed();
    const stops = [
      this.field,
      .../** @type {NodeListOf<HTMLElement>} */ (this.answer.querySelectorAll(".pm-title a")),
    ];
    const at = stops.findIndex((one) => one === activeElement);
    if (!steps || at < 0 || !stops[at + steps]) return;
    event.preventDefault();
    stops[at + steps].focus();
  }

  /** @param {KeyboardEvent} event */
  slash(event) {
    const at = /** @type {HTMLElement} */ (event.target);
    if (
      event.key !== "/" ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      at.closest("input, textarea, select, [contenteditable]")
    )
      return;
    event.preventDefault();
    this.field.focus();
    this.field.select();
  }
}
