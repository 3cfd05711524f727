// @ts-check
/**
 * Search on the site: a query in, ranked hits out, by the formula of `postmortem search`.
 *
 *     const engine = await open(new URL("search/", archive))   // the folder with head.json
 *     const answer = await engine.search('pool exhausted', {
 *       today: "2026-06-01",                    // "YYYY-MM-DD"; for `since:90d`, overdue, recency
 *       chosen: { severity: ["SEV-1"] },        // facets: any of the values, all of the facets;
 *                                               // "" is chosen for what has no value
 *       sort: "relevance",                      // or "newest", "longest"
 *       limit: 10,
 *     })
 *     answer.hits        // [{ card, score, why, terms }], the best first
 *     answer.count       // how many there are
 *     answer.facets      // { severity: [["SEV-1", 12], …], …}, most frequent first
 *     answer.lacking     // { severity: 3, …}: how many of each facet have no value
 *     answer.spelling    // { conection: "connection" }: words that nothing has
 *     answer.broader     // { query, count } if the query found nothing, or null
 *     answer.message     // what is wrong with the query and what would be right, or ""
 *
 *     engine.passages(hit, page)   // page: the Document that was fetched from hit.card.address
 *                                  // [{ heading, anchor, text, marks: [[start, end], …] }]
 *
 * A query that cannot be read is no exception: there are no hits, and `message` is for the person
 * who typed it. Without a query all postmortems are found, the latest first. Facets count what the
 * query and the other facets leave: a facet's own choice does not reduce its counts.
 *
 * `open` and `search` reject with an Error only if files cannot be fetched, or `today` is no day.
 * Two searches may run at once; whoever searches as one types drops all answers but that to the
 * last question.
 */

import { Analyser } from "./analysis.js";
import { Matcher } from "./matching.js";
import { _ } from "./messages.js";
import { bestPassages } from "./passages.js";
import { dayOf, isoOf, QueryError } from "./periods.js";
import { readQuery } from "./query.js";
import { recency } from "./ranking.js";
import { respelling } from "./spelling.js";
import { Store } from "./store.js";

/** The facets, each by the name of its fact. */
export const FACETS = [
  "severity",
  "service",
  "team",
  "cause",
  "tag",
  "year",
  "status",
  "detection",
];

/** What stands for a facet's value where a postmortem has none. */
export const NONE = "";

/** @typedef {import("./store.js").Found} Found */
/** @typedef {import("./matching.js").Needle} Needle */
/** @typedef {import("./query.js").Group} Group */
/**
 * What a list shows of a postmortem. `date` is "YYYY-MM-DD" or null; `minutes` are those of each
 * measure (detect, acknowledge, mitigate, recover) that is known, else null.
 * @typedef {object} Card
 * @property {string} address
 * @property {string} title
 * @property {string | null} date
 * @property {string | null} severity
 * @property {string} status
 * @property {string} kind
 * @property {string | null} detection
 * @property {string[]} services
 * @property {string[]} teams
 * @property {string[]} causes
 * @property {string[]} tags
 * @property {boolean} repeat
 * @property {Record<string, number | null>} minutes
 */
/**
 * A term that a hit has, how much it tells, and the parts in which it was looked for, if not in
 * any.
 * @typedef {{text: string, worth: number, parts: string[]}} HitTerm
 */
/**
 * A postmortem that was found: `why` are the parts of the query that it has.
 * @typedef {{card: Card, score: number, why: string[], terms: HitTerm[]}} Hit
 */
/**
 * @typedef {object} Answer
 * @property {Hit[]} hits
 * @property {number} count
 * @property {Record<string, [string, number][]>} facets
 * @property {Record<string, number>} lacking
 * @property {Record<string, string>} spelling
 * @property {{query: string, count: number} | null} broader
 * @property {string} message
 */
/**
 * @typedef {object} Wishes
 * @property {string} today
 * @property {Record<string, string[]>} [chosen]
 * @property {"relevance" | "newest" | "longest"} [sort]
 * @property {number} [limit]
 */

/**
 * The engine of the index in a folder.
 * @param {string | URL} base its address, with a slash at the end
 */
export async function open(base) {
  return new Engine(await Store.open(new URL(base, document.baseURI)));
}

export class Engine {
  /** @param {Store} store */
  constructor(store) {
    this._store = store;
    this._analyser = new Analyser(store.head.analysis);
    const { head } = store;
    this._language = {
      ...head.query,
      parts: Object.keys(head.parts),
      speaks: (/** @type {string} */ text) => this._analyser.terms(text).length > 0,
    };
  }

  /**
   * @param {string} text
   * @param {Wishes} wishes
   * @returns {Promise<Answer>}
   */
  async search(text, { today, chosen = {}, sort = "relevance", limit = 10 }) {
    const day = dayOf(today);
    if (day === null) throw new Error(`"${today}" is no day; write it as 2026-06-01`);
    const matcher = new Matcher(this._store, this._analyser, day);
    /** @type {Group | null} */
    let query = null;
    /** @type {Found} */
    let found = new Map(this._store.table.day.map((_, one) => [one, 0]));
    try {
      if (text.trim()) {
        query = readQuery(text, day, this._language);
        await matcher.fetch(query);
        found = matcher.find(query);
      }
    } catch (problem) {
      if (problem instanceof QueryError) return nothing(problem.message);
      throw problem;
    }
    const counted = this._facets(found, chosen);
    const kept = [...found.keys()].filter((one) => this._has(one, chosen));
    const scored = new Map(kept.map((one) => [one, this._score(one, found, day)]));
    const ranked = this._ranked(kept, scored, query ? sort : sort === "longest" ? sort : "newest");
    return {
      hits: ranked.slice(0, limit).map((one) => this._hit(one, scored.get(one) ?? 0, matcher)),
      count: kept.length,
      ...counted,
      spelling: await respelling(this._store, this._analyser, matcher.unknown),
      broader: query && !found.size ? this._broader(query, matcher) : null,
      message: "",
    };
  }

  /**
   * The lines of a postmortem's page that say best what was looked for, at most two, in their order.
   * @param {Hit} hit
   * @param {Document} page
   */
  passages(hit, page) {
    return bestPassages(page, hit.terms, this._analyser, this._store.head.parts);
  }

  /** @param {number} one @param {Found} found @param {number} today */
  _score(one, found, today) {
    const { table, head } = this._store;
    return (
      /** @type {number} */ (found.get(one)) * recency(table.day[one], today, head.ranking.recent)
    );
  }

  /**
   * The best first; of the same worth the latest, then by path.
   * @param {number[]} some
   * @param {Found} scored
   * @param {string} sort
   */
  _ranked(some, scored, sort) {
    const { day, minutes } = this._store.table;
    /** @type {Record<string, (one: number) => number>} */
    const worths = {
      newest: (one) => day[one],
      longest: (one) => minutes.recover[one] ?? -1,
      relevance: (one) => scored.get(one) ?? 0,
    };
    const worth = worths[sort] ?? worths.relevance;
    return some.sort((a, b) => worth(b) - worth(a) || day[b] - day[a] || a - b);
  }

  /** @param {number} one @param {number} score @param {Matcher} matcher @returns {Hit} */
  _hit(one, score, matcher) {
    const needles = matcher.needles.filter((needle) => needle.found.has(one));
    const why = needles.map((n) => (n.inPart.has(one) ? _("{words} (in part)", { words: n.source }) : n.source));
    const terms = needles.flatMap((needle) =>
      needle.terms.map((text) => ({ text, worth: matcher.worth(text), parts: needle.parts })),
    );
    return { card: this._card(one), score, why: [...new Set(why)], terms };
  }

  /** @param {number} one @returns {Card} */
  _card(one) {
    const { title, day, minutes } = this._store.table;
    const spans = Object.entries(minutes).map(([name, column]) => [name, column[one]]);
    const single = (/** @type {string} */ name) => this._values(name, one)[0] ?? null;
    return {
      address: this._store.address(one).href,
      title: title[one],
      date: day[one] ? isoOf(day[one]) : null,
      severity: single("severity"),
      status: single("status") ?? "",
      kind: single("kind") ?? "",
      detection: single("detection"),
      services: this._values("service", one),
      teams: this._values("team", one),
      causes: this._values("cause", one),
      tags: this._values("tag", one),
      repeat: this._values("is", one).includes("repeat"),
      minutes: Object.fromEntries(spans),
    };
  }

  /** @param {string} fact @param {number} one @returns {string[]} */
  _values(fact, one) {
    const { values, of } = this._store.table.facts[fact];
    return [of[one]].flat().map((number) => values[number]);
  }

  /** The values of a fact; "" alone where there is none. @param {string} fact @param {number} one */
  _valuesOrNone(fact, one) {
    const values = this._values(fact, one);
    return values.length ? values : [NONE];
  }

  /**
   * Whether a document has one of the values chosen in each facet, one facet apart.
   * @param {number} one
   * @param {Record<string, string[]>} chosen
   * @param {string} [apart]
   */
  _has(one, chosen, apart) {
    return Object.entries(chosen).every(([facet, wanted]) => {
      if (facet === apart || !wanted.length || !FACETS.includes(facet)) return true;
      return this._valuesOrNone(facet, one).some((value) => wanted.includes(value));
    });
  }

  /**
   * @param {Found} found
   * @param {Record<string, string[]>} chosen
   * @returns {Pick<Answer, "facets" | "lacking">}
   */
  _facets(found, chosen) {
    /** @type {Pick<Answer, "facets" | "lacking">} */
    const counted = { facets: {}, lacking: {} };
    for (const facet of FACETS) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const one of found.keys()) {
        if (!this._has(one, chosen, facet)) continue;
        for (const value of this._valuesOrNone(facet, one))
          counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      counted.lacking[facet] = counts.get(NONE) ?? 0;
      counts.delete(NONE);
      counted.facets[facet] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    }
    return counted;
  }

  /**
   * The query without one of its items, that with which most is found.
   * @param {Group} query
   * @param {Matcher} matcher
   */
  _broader(query, matcher) {
    let node = query;
    while (node.nodes.length === 1 && node.nodes[0].is === "group") node = node.nodes[0];
    const between = { all: " AND ", any: " OR ", some: " " }[node.how];
    let best = null;
    for (let index = 0; node.nodes.length > 1 && index < node.nodes.length; index++) {
      const nodes = node.nodes.filter((_, other) => other !== index);
      const source = nodes.map((one) => one.source).join(between);
      const count = matcher.find({ ...node, source, nodes }).size;
      if (count > (best?.count ?? 0)) best = { query: source, count };
    }
    return best;
  }
}

/** @param {string} message @returns {Answer} */
function nothing(message) {
  const facets = /** @type {Answer["facets"]} */ (
    Object.fromEntries(FACETS.map((one) => [one, []]))
  );
  return { hits: [], count: 0, facets, lacking: {}, spelling: {}, broader: null, message };
}
