// @ts-check
/** Finds the documents that a query asks for, each with its score; as the Python `search.matching`. */

import { common, sum, unscored } from "./found.js";
import { _ } from "./messages.js";
import { caseless, suggestion } from "./nearest.js";
import { QueryError } from "./periods.js";
import { inThisForm, scores, worth } from "./ranking.js";
import { within } from "./spelling.js";
import { fits } from "./wildcards.js";

/** @typedef {import("./query.js").Node} Node */
/** @typedef {import("./query.js").Words} Words */
/** @typedef {import("./query.js").Fact} Fact */
/** @typedef {import("./store.js").Found} Found */
/**
 * What a hit was found by: a query's words, the terms that stand for them, who has them, and who has
 * only some of the pieces.
 * @typedef {{source: string, terms: string[], parts: string[], found: Set<number>, inPart: Set<number>}} Needle
 */
/**
 * What has been fetched for some words; `wanted` are the terms, each with its form.
 * @typedef {object} Fetched
 * @property {Map<string, string>} wanted
 * @property {Map<string, Found>} weights
 * @property {Map<string, Found>} alike
 * @property {Map<string, Map<number, number[]>>} places
 */

/** @type {Record<string, (a: number, b: number) => boolean>} */
const TESTS = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

/** One search of one index on one day: first `fetch`, then `find`. */
export class Matcher {
  /**
   * @param {import("./store.js").Store} store
   * @param {import("./analysis.js").Analyser} analyser
   * @param {number} today
   */
  constructor(store, analyser, today) {
    this._store = store;
    this._analyser = analyser;
    this._today = today;
    /** @type {Map<Words, Fetched>} */
    this._fetched = new Map();
    /** How many documents have a term. @type {Map<string, number>} */
    this._having = new Map();
    this._parts = Object.keys(store.head.parts);
    this._everything = Array.from({ length: store.head.documents }, (_, one) => one);
    /** @type {Needle[]} */
    this.needles = [];
    /** @type {Words[]} */
    this.unknown = [];
  }

  /** Brings all that a query needs, at once. @param {Node} node @returns {Promise<void>} */
  async fetch(node) {
    if (node.is === "group") await Promise.all(node.nodes.map((one) => this.fetch(one)));
    else if (node.is === "not") await this.fetch(node.node);
    else if (node.is === "words") this._fetched.set(node, await this._fetch(node));
  }

  /** @param {Words} node @returns {Promise<Fetched>} */
  async _fetch(node) {
    const wanted = await this._terms(node);
    const terms = [...wanted.keys()];
    const pieces = this._inOrderToo(node) ? finest(this._analyser, node.text) : [];
    const placed = [...(node.parts.length ? terms : []), ...pieces.map(([term]) => term)];
    const formed = node.parts.length ? [] : terms.filter((term) => wanted.get(term) !== term);
    const [weights, alike, places] = await Promise.all([
      together(terms, (term) => this._store.weights(term)),
      together(formed, (term) =>
        this._store.formWeights(term, /** @type {string} */ (wanted.get(term))),
      ),
      together(placed, (term) => this._store.places(term)),
    ]);
    for (const [term, found] of weights) this._having.set(term, found.size);
    return { wanted, weights, alike, places };
  }

  /**
   * The documents that a query asks for, with the score of what they match.
   * @param {Node} node
   * @returns {Found}
   */
  find(node) {
    if (node.is === "words") return this._words(node, false);
    if (node.is === "group") {
      if (node.how === "some") return this._some(node.nodes);
      const found = node.nodes.map((one) => this._strictly(one));
      return node.how === "any" ? sum(found) : common(found);
    }
    if (node.is === "not") {
      const aside = this._aside(node.node);
      return unscored(this._everything.filter((one) => !aside.has(one)));
    }
    return unscored(this._fitting(node));
  }

  /** How much a term tells that a query has looked for. @param {string} term */
  worth(term) {
    return worth(this._store, this._having.get(term) ?? 0, this._store.common.has(term));
  }

  /** What is found, without counting among what hits were found by. @param {Node} node */
  _aside(node) {
    const [needles, unknown] = [[...this.needles], [...this.unknown]];
    const found = this._strictly(node);
    [this.needles, this.unknown] = [needles, unknown];
    return found;
  }

  /** All that is needed, and of the mere words as many as can be. @param {Node[]} nodes */
  _some(nodes) {
    const needed = nodes.filter((one) => !isWish(one)).map((one) => this._strictly(one));
    const wishes = nodes.filter(isWish).map((one) => this.find(one));
    if (wishes.length) needed.push(sum(wishes));
    return common(needed);
  }

  /** What has a word as it is typed, not just a part of it. @param {Node} node */
  _strictly(node) {
    return node.is === "words" ? this._words(node, true) : this.find(node);
  }

  /** @param {Words} node @param {boolean} strict @returns {Found} */
  _words(node, strict) {
    const terms = [...this._of(node).wanted.keys()];
    const scored = terms.map((term) => this._scored(term, node));
    const whole = this._inOrderToo(node) ? this._inOrder(node) : null;
    if (whole) scored.push(scores(new Map([...whole].map((one) => [one, 1])), this._store));
    let found = sum(scored);
    if (whole && (node.phrase || strict)) {
      found = new Map([...found].filter(([one]) => whole.has(one)));
    }
    const have = new Set(found.keys());
    const inPart = new Set(whole ? [...have].filter((one) => !whole.has(one)) : []);
    this.needles.push({ source: node.source, terms, parts: node.parts, found: have, inPart });
    if (!found.size) this.unknown.push(node);
    return found;
  }

  /** @param {string} term @param {Words} node */
  _scored(term, node) {
    const { weights, alike, places } = this._of(node);
    let found = /** @type {Found} */ (weights.get(term));
    if (node.parts.length) {
      const weighed = [...(places.get(term) ?? [])].map(
        ([one, at]) => /** @type {const} */ ([one, this._weight(at, node.parts)]),
      );
      found = new Map(weighed.filter(([, weight]) => weight));
    } else if (alike.has(term)) {
      found = inThisForm(found, /** @type {Found} */ (alike.get(term)), this._store);
    }
    return scores(found, this._store, this._store.common.has(term));
  }

  /** @param {number[]} at @param {string[]} parts */
  _weight(at, parts) {
    let total = 0;
    for (const place of at) {
      const part = this._partAt(place);
      if (parts.includes(part)) total += this._store.head.parts[part].weight;
    }
    return total;
  }

  /**
   * A place is its number in its part, times the number of parts, plus the part's.
   * @param {number} place
   */
  _partAt(place) {
    return this._parts[place % this._parts.length];
  }

  /**
   * Whether their pieces are looked for in their order, besides each by itself.
   * @param {Words} node
   */
  _inOrderToo(node) {
    const several = finest(this._analyser, node.text).length > 1;
    return node.phrase || (several && !node.wild && !node.fuzzy);
  }

  /**
   * The documents in which the terms stand as in the query, at the same distances.
   * @param {Words} node
   */
  _inOrder(node) {
    const { places } = this._of(node);
    const pieces = finest(this._analyser, node.text).map(([term, offset]) => {
      return { offset, found: /** @type {Map<number, number[]>} */ (places.get(term)) };
    });
    if (!pieces.length) return /** @type {Set<number>} */ (new Set());
    const everywhere = [...pieces[0].found.keys()].filter((one) =>
      pieces.every(({ found }) => found.has(one)),
    );
    return new Set(everywhere.filter((one) => this._stands(one, pieces, node.parts)));
  }

  /**
   * @param {number} one
   * @param {{offset: number, found: Map<number, number[]>}[]} pieces
   * @param {string[]} parts
   */
  _stands(one, pieces, parts) {
    const [first, ...others] = pieces.map(({ offset, found }) => ({
      offset,
      at: found.get(one) ?? [],
    }));
    const following = others.map(({ offset, at }) => ({ offset, at: new Set(at) }));
    return first.at.some(
      (start) =>
        (!parts.length || parts.includes(this._partAt(start))) &&
        following.every(({ offset, at }) => at.has(start + offset * this._parts.length)),
    );
  }

  /** @param {Words} node */
  _of(node) {
    return /** @type {Fetched} */ (this._fetched.get(node));
  }

  /**
   * What is looked for, each with its form; where any form will do, with itself.
   * @param {Words} node
   */
  async _terms(node) {
    const most = this._store.head.limits.terms;
    const found = this._analyser.terms(node.text);
    if (node.fuzzy) {
      const near = await Promise.all(
        found.map((one) => within(this._store, one.text, node.fuzzy, 1)),
      );
      const some = near.flat().map(([term]) => term);
      return themselves([...found.map((one) => one.text), ...some.slice(0, most)]);
    }
    if (node.wild) return themselves((await this._like(node.text.toLowerCase())).slice(0, most));
    const kept = found.filter((one) => node.phrase || tellsAlone(one));
    return new Map(kept.map((one) => [one.text, one.form]));
  }

  /**
   * The terms that a pattern with * and ? fits, and the stem of what stands before a *.
   * @param {string} pattern
   */
  async _like(pattern) {
    const start = pattern.split(/[*?]/, 1)[0];
    const before =
      pattern.endsWith("*") && start === pattern.slice(0, -1) ? this._analyser.terms(start) : [];
    const stems = before.filter((one) => one.kind === "word").map((one) => one.text);
    const fitting = (await this._store.beginning(start)).filter(([term]) => fits(pattern, term));
    return [...stems, ...fitting.map(([term]) => term)];
  }

  /** @param {Exclude<Node, Words | import("./query.js").Group | import("./query.js").Not>} node */
  _fitting(node) {
    const { day, due, minutes } = this._store.table;
    if (node.is === "fact") return this._withFact(node);
    if (node.is === "days") {
      return this._everything.filter(
        (one) => day[one] && node.first <= day[one] && day[one] <= node.last,
      );
    }
    if (node.is === "span") {
      const [test, column] = [TESTS[node.sign], minutes[node.measure]];
      return this._everything.filter(
        (one) => column[one] !== null && test(/** @type {number} */ (column[one]), node.minutes),
      );
    }
    return this._everything.filter(
      (one) => due[one] !== null && /** @type {number} */ (due[one]) < this._today,
    );
  }

  /** @param {Fact} node */
  _withFact(node) {
    const names = this._store.head.query.facts;
    const column =
      this._store.table.facts[Object.hasOwn(names, node.name) ? names[node.name] : node.name];
    const pattern = caseless(node.value);
    const chosen = new Set(
      column.values.flatMap((value, index) => (fits(pattern, caseless(value)) ? [index] : [])),
    );
    const { any } = this._store.head.query;
    if (!chosen.size && node.name !== "is" && node.value !== any) {
      const short = node.value.slice(0, 60);
      throw new QueryError(
        _('{field}: no postmortem has "{value}"; {suggestion}', {
          field: node.name,
          value: short,
          suggestion: suggestion(node.value, column.values),
        }),
      );
    }
    return this._everything.filter((one) =>
      [column.of[one]].flat().some((value) => chosen.has(value)),
    );
  }
}

/**
 * Whether it is one of the words of which any will do; a field is always needed.
 * @param {Node} node
 * @returns {boolean}
 */
function isWish(node) {
  if (node.is === "words") return !node.fielded;
  return node.is === "group" && node.how !== "all" && node.nodes.some(isWish);
}

/**
 * Whether a term finds something without those around it: not the 2 of `web-2`.
 * @param {import("./analysis.js").Term} term
 */
function tellsAlone(term) {
  return term.kind !== "part" || ([...term.text].length > 2 && !/^\p{Nd}+$/u.test(term.text));
}

/**
 * The terms of a phrase without wholes of which the parts are there, with their distances.
 * @param {import("./analysis.js").Analyser} analyser
 * @param {string} text
 * @returns {[string, number][]}
 */
function finest(analyser, text) {
  const found = analyser.terms(text);
  const parted = new Set(found.filter((one) => one.kind === "part").map((one) => one.position));
  const kept = found.filter((one) => one.kind !== "exact" || !parted.has(one.position));
  return kept.map((one) => [one.text, one.position - kept[0].position]);
}

/** Each with itself. @param {string[]} some @returns {Map<string, string>} */
function themselves(some) {
  return new Map(some.map((one) => [one, one]));
}

/**
 * What is fetched of each, all at once.
 * @template Value
 * @param {string[]} some
 * @param {(one: string) => Promise<Value>} fetch
 * @returns {Promise<Map<string, Value>>}
 */
async function together(some, fetch) {
  return new Map(
    await Promise.all(some.map(async (one) => /** @type {const} */ ([one, await fetch(one)]))),
  );
}
