// The table of all postmortems: reads it, and says which rows fit a choice, in what order, with counts.
// It knows nothing of the page. pages/table.py writes the table and says what its columns are.
// @ts-check
(() => {
  "use strict";

  /**
   * @typedef {"newest" | "oldest" | "longest" | "severity"} Sort
   * What somebody looks for: words that must all occur, and by facet the values of which one must; ""
   * is meant by those that have none.
   * @typedef {{ words: string, values: Map<string, string[]>, sort: Sort }} Choice
   * The columns as they are written; `[facet]` has a number, null or a list of numbers for each row.
   * @typedef {{ names: Record<string, string[]>, pages: Record<string, string[]>, ranks: number[],
   *   meanings: string[], ending: string, addresses: (string | number)[], titles: string[],
   *   days: (string | null)[], minutes: (number | null)[], stated: number[], [facet: string]: any }} Columns
   * `rows` fit. `counts` has, by facet, how many rows each value would leave if nothing else were chosen
   * in that facet, and last how many that have none; `without`, how many there would be without one facet, or without the "words".
   * @typedef {{ rows: number[], counts: Record<string, Uint32Array>, without: Record<string, number> }} Found
   */

  /** Small letters without the marks above and below them. @param {string} text */
  const folded = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

  class Table {
    /** @param {Columns} columns @param {string} address where the table stands */
    constructor(columns, address) {
      this.columns = columns;
      this.size = columns.titles.length;
      this.facets = Object.keys(columns.names);
      this.stated = new Set(columns.stated);
      this.folder = new URL(".", address).href;
      /** @type {Map<Sort, number[]>} */
      this.orders = new Map();
      /** @type {string[] | null} */
      this.texts = null;
    }

    /** The numbers of a row's values in `names`. @param {string} facet @param {number} row @returns {number[]} */
    values(facet, row) {
      const value = this.columns[facet][row];
      return value === null ? [] : typeof value === "number" ? [value] : value;
    }

    /** The same; where there are none, the number after the last. @param {string} facet @param {number} row */
    valuesOrNone(facet, row) {
      const values = this.values(facet, row);
      return values.length ? values : [this.columns.names[facet].length];
    }

    /** How many rows have no value of a facet. @param {string} facet */
    lacking(facet) {
      return this.columns.titles.filter((_, row) => !this.values(facet, row).length).length;
    }

    /** Where the page of a row stands. @param {number} row */
    address(row) {
      const { addresses, titles, days, ending } = this.columns;
      const address = addresses[row];
      if (typeof address === "string") return this.folder + address;
      const words = titles[row].toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      const day = days[row] ?? "";
      const slug = address ? words.slice(0, address) : words;
      return `${this.folder}${day.slice(0, 4)}/${day}-${slug}${ending}`;
    }

    /** The page of a value, if it has one. @param {string} facet @param {number} value */
    page(facet, value) {
      const address = this.columns.pages[facet]?.[value];
      return address ? this.folder + address : "";
    }

    /** All rows in an order; of equals, and of those that lack what is sorted by, the newest first. @param {Sort} sort */
    ordered(sort) {
      const known = this.orders.get(sort);
      if (known) return known;
      const { days, minutes, ranks } = this.columns;
      const newest = Array.from(days, (_, place) => days.length - 1 - place);
      const worst = (/** @type {number} */ row) => ranks[this.values("severity", row)[0]] || Infinity;
      /** @type {Record<Sort, () => number[]>} */
      const makers = {
        newest: () => newest,
        oldest: () => [...newest].reverse().sort((a, b) => Number(!days[a]) - Number(!days[b])),
        longest: () => newest.sort((a, b) => (minutes[b] ?? -1) - (minutes[a] ?? -1)),
        severity: () => newest.sort((a, b) => (worst(a) === worst(b) ? 0 : worst(a) - worst(b))),
      };
      const order = makers[sort]();
      this.orders.set(sort, order);
      return order;
    }

    /** What the words of a choice are looked for in, by row: made when it is first needed. */
    searched() {
      if (this.texts) return this.texts;
      const facets = ["severity", "service", "team", "cause", "tag", "kind"];
      const names = facets.map((facet) => this.columns.names[facet].map(folded));
      this.texts = this.columns.titles.map((title, row) => {
        const told = facets.map((facet, place) => this.values(facet, row).map((value) => names[place][value]).join(" "));
        return [folded(title), this.columns.days[row] ?? "", ...told].join(" ");
      });
      return this.texts;
    }

    /** Which rows fit: every word, and of each facet with a chosen value one of those. @param {Choice} choice @returns {Found} */
    choose(choice) {
      const { names } = this.columns;
      const words = folded(choice.words).split(/\s+/).filter(Boolean);
      const texts = words.length ? this.searched() : [];
      const wanted = [...choice.values].map(([facet, values]) => ({
        facet,
        values: new Set(values.map((value) => (value ? names[facet].indexOf(value) : names[facet].length))),
      }));
      /** @type {Found} */
      const found = { rows: [], counts: {}, without: {} };
      for (const facet of this.facets) found.counts[facet] = new Uint32Array(names[facet].length + 1);
      for (const row of this.ordered(choice.sort)) {
        const missed = wanted
          .filter(({ facet, values }) => !this.valuesOrNone(facet, row).some((value) => values.has(value)))
          .map(({ facet }) => facet);
        if (missed.length < 2 && !words.every((word) => texts[row].includes(word))) missed.push("words");
        if (missed.length === 0) found.rows.push(row);
        if (missed.length === 1) found.without[missed[0]] = (found.without[missed[0]] ?? 0) + 1;
        // A facet's own choice does not reduce its counts: one sees what another value would give.
        const counted = missed.length === 0 ? this.facets : missed.length === 1 ? missed : [];
        for (const facet of counted) if (facet !== "words") for (const value of this.valuesOrNone(facet, row)) found.counts[facet][value] += 1;
      }
      return found;
    }
  }

  /** A duration as on the pages: 47 min, 1 h 33 min, 1 d 4 h. Halves are rounded upwards. @param {number | null} exact */
  function span(exact) {
    if (exact === null) return "–";
    if (exact < 1) return exact ? "< 1 min" : "0 min";
    const minutes = Math.floor(exact + 0.5);
    return minutes < 1440 ? two(minutes, 60, "h", "min") : two(Math.floor(exact / 60 + 0.5), 24, "d", "h");
  }

  /** @param {number} count @param {number} inLarger @param {string} larger @param {string} smaller */
  function two(count, inLarger, larger, smaller) {
    const large = Math.floor(count / inLarger);
    const small = count % inLarger;
    return [large ? `${large} ${larger}` : "", small ? `${small} ${smaller}` : ""].filter(Boolean).join(" ");
  }

  /** @type {Map<string, Promise<Table>>} */
  const loaded = new Map();

  /** The table at an address, loaded once. A script hands it over, since a page opened as a file may not fetch. @param {string} address */
  function load(address) {
    const known = loaded.get(address);
    if (known) return known;
    const coming = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.addEventListener("postmortems", (event) => {
        resolve(new Table(/** @type {CustomEvent<Columns>} */ (event).detail, address));
      });
      script.addEventListener("load", () => script.remove());
      script.addEventListener("error", () => {
        loaded.delete(address);
        reject(new Error(`not loaded: ${address}`));
      });
      script.src = address;
      document.head.append(script);
    });
    loaded.set(address, coming);
    return coming;
  }

  // The one name that the archive's scripts share. They run again where a theme changes pages without
  // loading them; then what was loaded stays.
  const shared = /** @type {any} */ (window);
  shared.postmortemArchive ??= {};
  shared.postmortemArchive.table ??= Object.freeze({ load, span, folded });
})();
