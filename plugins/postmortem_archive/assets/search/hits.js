// @ts-check
/** Draws what was found: each postmortem with its passages, fetched from its page once it is seen. */

import { _, parts } from "./messages.js";

/** @typedef {import("./engine.js").Engine} Engine */
/** @typedef {import("./engine.js").Hit} Hit */
/** @typedef {import("./engine.js").Card} Card */
/** @typedef {import("./passages.js").Passage} Passage */

/**
 * What the page knows besides the index: severities, the worst first, and by facet the address of
 * the page of each value.
 * @typedef {{scale: string[], pages: Record<string, Record<string, string>>}} Known
 */

// How long one has to stop typing before pages are fetched for passages.
const REST = 200;
/** @type {Map<string, Promise<Document | null>>} */
const pages = new Map();
/** Addresses of pages that have come. @type {Set<string>} */
const here = new Set();
const KEPT = 60;

/** A list of hits that grows; `stop` it before another takes its place. */
export class Hits {
  /** @param {Engine} engine @param {Known} known */
  constructor(engine, known) {
    this.engine = engine;
    this.known = known;
    this.element = element("ol", "pm-rows pm-hits");
    /** @type {Map<Element, Hit>} */
    this.waiting = new Map();
    this.seen = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          if (isIntersecting) void this.tell(target);
      },
      { rootMargin: "200px" },
    );
  }

  get length() {
    return this.element.children.length;
  }

  /** @param {Hit[]} hits those that are shown already, and more */
  show(hits) {
    const lines = hits.slice(this.length).map((hit) => {
      const line = item(hit, this.known);
      if (hit.terms.length) this.waiting.set(line, hit);
      return line;
    });
    this.element.append(...lines);
    const later = lines.filter((line) => {
      const hit = this.waiting.get(line);
      if (hit && here.has(hit.card.address)) this.seen.observe(line);
      return hit && !here.has(hit.card.address);
    });
    this.timer = setTimeout(() => later.forEach((line) => this.seen.observe(line)), REST);
    return lines[0];
  }

  stop() {
    clearTimeout(this.timer);
    this.seen.disconnect();
  }

  /** Adds to a hit what its page says; without it the hit stands as well. @param {Element} line */
  async tell(line) {
    this.seen.unobserve(line);
    const hit = this.waiting.get(line);
    this.waiting.delete(line);
    const page = hit && (await pageOf(hit.card.address));
    const holder = line.querySelector(".pm-passages");
    if (!holder) return;
    const found = page ? this.engine.passages(hit, page) : [];
    holder.replaceChildren(...found.map((one) => passage(one, hit?.card.address ?? "")));
    holder.classList.remove("pm-awaited");
  }
}

/** @param {string} address @returns {Promise<Document | null>} */
function pageOf(address) {
  const known = pages.get(address);
  if (known) return known;
  const coming = fetch(address)
    .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
    .then((html) => (here.add(address), new DOMParser().parseFromString(html, "text/html")))
    .catch(() => (pages.delete(address), null));
  pages.set(address, coming);
  if (pages.size > KEPT) {
    const [oldest] = pages.keys();
    pages.delete(oldest);
    here.delete(oldest);
  }
  return coming;
}

/** A row as in parts.html, with room for passages. @param {Hit} hit @param {Known} known */
function item({ card, why, terms }, known) {
  const title = element("h2", "pm-title", link(card.title, card.address));
  if (card.kind !== "incident") title.append(" ", element("span", "pm-mark", card.kind));
  if (card.status !== "final") title.append(" ", element("span", "pm-mark", card.status));
  if (card.repeat) title.append(" ", element("span", "pm-mark", _("repeat")));
  const took = element("span", "pm-span", span(card.minutes.recover));
  took.title =
    card.minutes.recover === null ? _("Time to recover: not known") : _("Time to recover");
  const line = element(
    "li",
    "",
    element("span", "pm-day", card.date ?? "–"),
    title,
    took,
    about(card, known),
  );
  if (terms.length) line.append(element("div", "pm-passages pm-awaited"));
  if (why.length) {
    const words = document.createDocumentFragment();
    words.append(...why.flatMap((one, place) => [place ? ", " : "", element("q", "", one)]));
    line.append(element("p", "pm-why", ...parts("Has {words}", { words })));
  }
  return line;
}

/** @param {Card} card @param {Known} known */
function about(card, { scale, pages }) {
  const told = element("span", "pm-about");
  if (card.severity) {
    const badge = named(card.severity, pages.severity);
    badge.className = `pm-severity pm-rank-${scale.indexOf(card.severity) + 1}`;
    told.append(badge, " ");
  }
  const parts = [listed(card.services, pages.service), listed(card.tags, pages.tag)];
  told.append(...parts.filter((some) => some.length).flatMap((some, place) => (place ? [" · ", ...some] : some)));
  return told;
}

/** Names with commas between them. @param {string[]} names @param {Record<string, string>} addresses */
function listed(names, addresses) {
  return names.flatMap((name, place) => {
    const made = named(name, addresses);
    return place ? [", ", made] : [made];
  });
}

/** A name, as a link where it has a page. @param {string} name @param {Record<string, string>} [addresses] */
function named(name, addresses = {}) {
  return Object.hasOwn(addresses, name) ? link(name, addresses[name]) : element("span", "", name);
}

/** @param {Passage} found @param {string} address */
function passage({ heading, anchor, text, marks }, address) {
  const told = element(
    "p",
    "",
    link(heading || _("Beginning"), anchor ? `${address}#${encodeURIComponent(anchor)}` : address),
    " ",
  );
  let end = 0;
  for (const [from, to] of marks) {
    if (from < end) continue;
    told.append(text.slice(end, from), element("mark", "", text.slice(from, to)));
    end = to;
  }
  told.append(text.slice(end));
  return told;
}

/** A duration as on the pages: 47 min, 1 h 33 min, 1 d 4 h. @param {number | null} exact minutes */
export function span(exact) {
  if (exact === null) return "–";
  if (exact < 1) return exact ? "< 1 min" : "0 min";
  const minutes = Math.floor(exact + 0.5);
  return minutes < 1440
    ? two(minutes, 60, "h", "min")
    : two(Math.floor(exact / 60 + 0.5), 24, "d", "h");
}

/** @param {number} count @param {number} inLarger @param {string} larger @param {string} smaller */
function two(count, inLarger, larger, smaller) {
  const [large, small] = [Math.floor(count / inLarger), count % inLarger];
  return [large ? `${large} ${larger}` : "", small ? `${small} ${smaller}` : ""]
    .filter(Boolean)
    .join(" ");
}

/** An element with its text and children. @param {string} name @param {string} [of] its class @param {...(Node | string)} children */
export function element(name, of = "", ...children) {
  const made = document.createElement(name);
  if (of) made.className = of;
  made.append(...children);
  return made;
}

/** @param {string} text @param {string} address */
export function link(text, address) {
  return Object.assign(document.createElement("a"), { href: address, textContent: text });
}
