// @ts-check
/** The list below the search box in the header: the best hits of what is typed, and the way to all. */

import { respelt } from "./asked.js";
import { element, link } from "./hits.js";
import { _, ngettext } from "./messages.js";
import { opened, today } from "./opened.js";
import { told } from "./remarks.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Card} Card */
/** @typedef {import("./engine.js").Engine} Engine */

const BEST = 5;
const PAUSE = 80; // milliseconds without a key until what is typed is searched
const LIST = "pm-box-list";

/**
 * Makes of a form with a field a box that shows hits; rejects if the index cannot be fetched.
 * @param {HTMLFormElement} form
 * @param {string} head the address of the index's head.json
 */
export async function start(form, head) {
  new Box(form, await opened(head)).begin();
}

/** A combobox with a list: the focus stays in the field, and arrows move what is active. */
class Box {
  /** @param {HTMLFormElement} form @param {Engine} engine */
  constructor(form, engine) {
    this.form = form;
    this.engine = engine;
    this.field = /** @type {HTMLInputElement} */ (form.querySelector("input"));
    this.list = element("div", "pm-box-list");
    this.list.id = LIST;
    this.says = element("p", "pm-hidden");
    this.says.setAttribute("role", "status");
    /** @type {HTMLAnchorElement[]} */
    this.options = [];
    this.active = -1;
    this.number = 0;
  }

  begin() {
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", _("Best hits"));
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-controls": LIST };
    for (const [name, value] of Object.entries(states)) this.field.setAttribute(name, value);
    this.form.append(this.list, this.says);
    this.close();
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), PAUSE);
    });
    this.field.addEventListener("focus", () => this.search());
    this.field.addEventListener("blur", () => this.close());
    this.field.addEventListener("keydown", (event) => this.key(event));
    // What is pressed is a link and keeps its ways, but the field keeps the focus until then.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    if (document.activeElement === this.field) void this.search();
  }

  close() {
    clearTimeout(this.timer);
    this.number++; // an answer on its way is no longer wanted
    this.show([]);
    this.says.textContent = "";
  }

  async search() {
    const number = ++this.number;
    const words = this.field.value.trim();
    if (!words) return this.close();
    try {
      const answer = await this.engine.search(words, { today: today(), limit: BEST });
      if (number === this.number) this.draw(words, answer);
    } catch {
      if (number === this.number) this.close(); // the form still works
    }
  }

  /** @param {string} words @param {Answer} answer */
  draw(words, answer) {
    const meant = respelt(words, answer.spelling);
    this.show([
      ...answer.hits.map(({ card }) => option(card)),
      ...(meant === words ? [] : [this.way(_("Did you mean {query}?", { query: meant }), meant)]),
      ...(answer.count ? [this.way(label(answer.count), words)] : []),
    ]);
    this.says.textContent = told(answer, BEST, "relevance");
  }

  /** An option that leads to the search page. @param {string} text @param {string} words */
  way(text, words) {
    const address = new URL(this.form.action);
    address.searchParams.set(this.field.name, words);
    const made = link(text, address.href);
    made.className = "pm-box-all";
    return made;
  }

  /** @param {HTMLAnchorElement[]} options */
  show(options) {
    this.options = options;
    options.forEach((each, place) => {
      Object.assign(each, { id: `${LIST}-${place}`, tabIndex: -1 });
      each.setAttribute("role", "option");
    });
    this.list.replaceChildren(...options);
    this.list.hidden = !options.length;
    this.field.setAttribute("aria-expanded", String(options.length > 0));
    this.activate(-1);
  }

  /** @param {number} place that of an option, or -1 for the field itself */
  activate(place) {
    this.active = place;
    this.options.forEach((each, other) => each.setAttribute("aria-selected", String(other === place)));
    if (place < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", this.options[place].id);
    this.options[place]?.scrollIntoView({ block: "nearest" });
  }

  /** Arrows go through the field and its options in a circle. @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && this.options.length) {
      event.preventDefault(); // the browser would empty the field
      this.close();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      const { ctrlKey, metaKey, shiftKey } = event;
      const press = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey };
      this.options[this.active].dispatchEvent(new MouseEvent("click", press));
    } else if (steps && this.options.length) {
      event.preventDefault();
      const places = this.options.length + 1;
      this.activate(((this.active + 1 + steps + places) % places) - 1);
    } else if (steps) void this.search();
  }
}

/** @param {number} count */
const label = (count) => ngettext("The hit with its passages", "All {n} hits", count);

/** A hit in short: its title, and below it day, severity and services. @param {Card} card */
function option(card) {
  const made = link("", card.address);
  const about = [card.date, card.severity, card.services.join(", ")].filter(Boolean).join(" · ");
  made.append(element("span", "pm-title", card.title), " ", element("span", "pm-about", about));
  return made;
}
