// @ts-check
/**
 * Fetches the index as it is asked for, each file once, and takes it apart. What the files are stands
 * in docs/explanation/how-the-site-searches.md. Documents are numbers, in the order of their paths.
 */

import { isoOf } from "./periods.js";

/**
 * @typedef {object} Head
 * @property {number} documents
 * @property {number} average
 * @property {{k1: number, b: number, other_form: number, common: number, recent: number}} ranking
 * @property {{stop: string[], longest: number}} analysis
 * @property {string[]} common the common words among the terms
 * @property {Record<string, {weight: number, headings: string[]}>} parts
 * @property {Omit<import("./query.js").Language, "parts" | "speaks"> & {facts: Record<string, string>}} query
 * @property {{terms: number, spelling: number}} limits
 * @property {{name: string, digest: string}} table
 * @property {Record<Kind, Record<string, string>>} shards
 */
/** @typedef {"terms" | "places" | "words"} Kind */
/** @typedef {{values: string[], of: (number | number[])[]}} Column */
/**
 * @typedef {object} Table
 * @property {string} ends
 * @property {(string | number)[]} address
 * @property {string[]} title
 * @property {number[]} day
 * @property {(number | null)[]} due
 * @property {number[]} length
 * @property {Record<string, (number | null)[]>} minutes
 * @property {Record<string, Column>} facts
 */
/** Numbers of documents, and of each the score or weight. @typedef {Map<number, number>} Found */

const PLAIN = /^[a-z0-9]$/;

export class Store {
  /**
   * @param {URL} base the folder of the index
   * @param {Head} head
   * @param {Table} table
   */
  constructor(base, head, table) {
    this.base = base;
    this.head = head;
    this.table = { ...table, day: [...summed(table.day)] };
    this.common = new Set(head.common);
    this.table.due = table.due.map((due, one) => (due === null ? null : due + this.table.day[one]));
    /** @type {Map<string, Promise<any>>} */
    this._files = new Map();
  }

  /** @param {URL} base */
  static async open(base) {
    // The head is asked for anew each time; its digests tell which other files have changed.
    const head = /** @type {Head} */ (await fetched(new URL("head.json", base), "no-cache"));
    const table = await fetched(new URL(`${head.table.name}?v=${head.table.digest}`, base));
    return new Store(base, head, table);
  }

  /** Where a document's page is. @param {number} one */
  address(one) {
    const { address, title, day, ends } = this.table;
    const known = address[one];
    if (typeof known === "string") return new URL(known, this.base);
    const date = isoOf(day[one]);
    const slug = title[one]
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    return new URL(`../${date.slice(0, 4)}/${date}-${slug.slice(0, known)}${ends}`, this.base);
  }

  /**
   * The documents that have a term, each with the term's weight in it.
   * @param {string} term
   * @returns {Promise<Found>}
   */
  async weights(term) {
    const entry = own(await this._shard("terms", term), term);
    return entry ? row(entry) : new Map();
  }

  /**
   * The documents that have a term in one form, which is not the term itself, each with its weight.
   * @param {string} term
   * @param {string} form
   * @returns {Promise<Found>}
   */
  async formWeights(term, form) {
    const entry = own(await this._shard("terms", term), term);
    const found = entry && own(entry[2] ?? {}, form);
    return found ? row(found === 1 ? entry : found) : new Map();
  }

  /**
   * A term as most of what has it writes it: `pools`, where that is more frequent than `pool`.
   * @param {string} term
   */
  async written(term) {
    const [, weights, forms] = own(await this._shard("terms", term), term) ?? [[], [], {}];
    const all = total(weights);
    const counts = Object.entries(forms ?? {}).map(
      ([form, found]) =>
        /** @type {[string, number]} */ ([form, found === 1 ? all : total(found[1])]),
    );
    counts.push([term, all - total(counts.map(([, count]) => count))]);
    return counts.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0][0];
  }

  /**
   * The documents that have a term, each with the term's positions in it.
   * @param {string} term
   * @returns {Promise<Map<number, number[]>>}
   */
  async places(term) {
    const [weights, shard] = await Promise.all([this.weights(term), this._shard("places", term)]);
    const entry = /** @type {number[][]} */ (own(shard, term) ?? []);
    return new Map([...weights.keys()].map((one, index) => [one, [...summed(entry[index])]]));
  }

  /**
   * All terms that begin with a prefix, each with how many documents have it, in order.
   * @param {string} prefix
   * @returns {Promise<[string, number][]>}
   */
  async beginning(prefix) {
    const listed = Object.keys(this.head.shards.words);
    const wanted = listed.filter((one) => one.startsWith(prefix) || prefix.startsWith(one));
    const some = await Promise.all(wanted.map((one) => this._file("words", one)));
    const found = /** @type {[string, number][]} */ (some.flat());
    return found.filter(([term]) => term.startsWith(prefix)).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  }

  /**
   * The shard in which a term stands if any document has it: that of the longest prefix.
   * @param {Kind} kind
   * @param {string} term
   */
  async _shard(kind, term) {
    const listed = this.head.shards[kind];
    for (let length = term.length + 1; length >= 0; length--) {
      const prefix = `${term} `.slice(0, length);
      if (Object.hasOwn(listed, prefix)) return this._file(kind, prefix);
    }
    return {};
  }

  /**
   * @param {Kind} kind
   * @param {string} prefix
   */
  _file(kind, prefix) {
    const name = fileName(kind, prefix);
    const url = new URL(`${name}?v=${this.head.shards[kind][prefix]}`, this.base);
    const known = this._files.get(name);
    if (known) return known;
    const file = fetched(url);
    this._files.set(name, file);
    file.catch(() => this._files.delete(name)); // so that the next search asks again
    return file;
  }
}

/**
 * @param {URL} url
 * @param {RequestCache} [cache]
 * @returns {Promise<any>}
 */
async function fetched(url, cache = "default") {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${url.pathname} cannot be fetched (${response.status})`);
  return response.json();
}

/**
 * Such as `terms-po.json`; what is no plain letter or digit stands as its number.
 * @param {string} kind
 * @param {string} prefix
 */
function fileName(kind, prefix) {
  const letters = [...prefix].map((letter) =>
    PLAIN.test(letter) ? letter : `_${/** @type {number} */ (letter.codePointAt(0)).toString(16)}_`,
  );
  return prefix ? `${kind}-${letters.join("")}.json` : `${kind}.json`;
}

/**
 * @param {Record<string, any>} shard
 * @param {string} term
 */
function own(shard, term) {
  return Object.hasOwn(shard, term) ? shard[term] : null;
}

/** Documents and their weights. @param {[number[], number[]]} written @returns {Found} */
function row([steps, weights]) {
  return new Map([...summed(steps)].map((one, index) => [one, weights[index]]));
}

/** @param {number[]} some */
function total(some) {
  return some.reduce((sum, one) => sum + one, 0);
}

/** From differences to numbers. @param {number[]} steps */
function* summed(steps) {
  let sum = 0;
  for (const step of steps) yield (sum += step);
}
