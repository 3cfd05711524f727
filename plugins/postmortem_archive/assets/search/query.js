// @ts-check
/**
 * Reads a query into what is looked for, as the Python module `search.query` does, and with the same
 * messages: whatever is wrong with a query gets one that says what would be right.
 */

import { _ } from "./messages.js";
import { suggestion } from "./nearest.js";
import { QueryError, readLast, readPeriod, readTest } from "./periods.js";
import { tokensOf } from "./tokens.js";

/**
 * A word or, if `phrase`, several in their order, in these parts or, if there are none, in any.
 * `fuzzy` is how many letters may be others; `wild` says that * and ? stand for any; `fielded` that
 * its parts are its own, and not those of a `section:` beside it.
 * @typedef {object} Words
 * @property {"words"} is
 * @property {string} source
 * @property {string} text
 * @property {string[]} parts
 * @property {boolean} phrase
 * @property {boolean} fielded
 * @property {number} fuzzy
 * @property {boolean} wild
 */
/**
 * A value that a field must have; * and ? stand for any letters.
 * @typedef {{is: "fact", source: string, name: string, value: string}} Fact
 */
/**
 * The first and the last day on which it may have begun.
 * @typedef {{is: "days", source: string, first: number, last: number}} Days
 */
/**
 * How long a measure may be.
 * @typedef {{is: "span", source: string, measure: string, sign: string, minutes: number}} Span
 */
/** That an action of it is overdue. @typedef {{is: "overdue", source: string}} Overdue */
/** What must not be. @typedef {{is: "not", source: string, node: Node}} Not */
/**
 * Several: `all` of them, `any`, or `some`: all but mere words, of which any will do.
 * @typedef {{is: "group", source: string, how: "all" | "any" | "some", nodes: Node[]}} Group
 */
/** @typedef {Words | Fact | Days | Span | Overdue | Not | Group} Node */

/**
 * What a reader has to know of the index: the names that queries may use, as the head of the index
 * lists them, and whether a text has any term.
 * @typedef {object} Language
 * @property {string[]} parts
 * @property {Record<string, string[]>} texts where the words after a name and a colon are looked for
 * @property {string[]} names all names that may stand before a colon
 * @property {string[]} days
 * @property {string[]} measures
 * @property {string[]} is
 * @property {Record<string, string>} has
 * @property {string[]} fields names of fields that have values
 * @property {string} any stands for any value of a field
 * @property {number} longest
 * @property {number} deepest
 * @property {(text: string) => boolean} speaks
 */

/** @typedef {import("./tokens.js").Token} Token */

const FUZZY = /^([^]+)~([12]?)$/;

/**
 * What a query asks for.
 * @param {string} text
 * @param {number} today
 * @param {Language} language
 * @returns {Group}
 * @throws {QueryError} if it cannot be read
 */
export function readQuery(text, today, language) {
  const letters = [...text.replace(/\p{Surrogate}/gu, "?")];
  if (letters.length > language.longest) {
    throw new QueryError(
      _("a query has at most {most} characters, this one {n}", {
        most: String(language.longest),
        n: String(letters.length),
      }),
    );
  }
  return new Reading(tokensOf(letters, language), today, language).whole();
}

/** The tokens, and how far they have been read. */
class Reading {
  /**
   * @param {Token[]} tokens
   * @param {number} today
   * @param {Language} language
   */
  constructor(tokens, today, language) {
    this._tokens = tokens;
    this._at = 0;
    this._today = today;
    this._language = language;
  }

  whole() {
    const node = this._some(0);
    if (this._tokens.length && !node.nodes.length) {
      throw new QueryError(
        _("{words}: every text has these words; add one that says more", {
          words: node.source.slice(0, 60),
        }),
      );
    }
    if (!node.nodes.length) {
      throw new QueryError(_("nothing to look for; write words, such as: pool exhausted"));
    }
    return node;
  }

  _peek() {
    return this._at < this._tokens.length ? this._tokens[this._at].kind : "";
  }

  _next() {
    return this._tokens[this._at++];
  }

  /** @param {number} depth @returns {Group} */
  _some(depth) {
    if (depth > this._language.deepest) {
      throw new QueryError(
        `more than ${this._language.deepest} brackets within one another; leave some out`,
      );
    }
    const nodes = [];
    while (!["", ")"].includes(this._peek())) nodes.push(this._any(depth));
    return this._withinSection(nodes);
  }

  /** @param {number} depth @returns {Node} */
  _any(depth) {
    const nodes = [this._all(depth, "")];
    while (this._peek() === "OR") {
      this._next();
      nodes.push(this._all(depth, "OR"));
    }
    return this._group("any", " OR ", nodes);
  }

  /** @param {number} depth @param {string} after @returns {Node} */
  _all(depth, after) {
    const nodes = [this._one(depth, after)];
    while (this._peek() === "AND") {
      this._next();
      nodes.push(this._one(depth, "AND"));
    }
    return this._group("all", " AND ", nodes);
  }

  /** @param {number} depth @param {string} after @returns {Node} */
  _one(depth, after) {
    const kind = this._peek();
    if (["", ")", "AND", "OR"].includes(kind)) {
      const [sign, it] = [kind || after || "AND", _("it")];
      throw new QueryError(
        kind === "AND" || kind === "OR"
          ? _("there is nothing before {sign}; write pool {sign} leak, or, to look for the word itself, in lower case", { sign })
          : _("there is nothing after {what}; write pool {sign} leak, or, to look for the word itself, in lower case", { what: after || it, sign }),
      );
    }
    const token = this._next();
    if (token.kind === "NOT") return this._not(depth);
    return token.kind === "(" ? this._bracket(depth) : itemNode(token, this._today, this._language);
  }

  /** @param {number} depth @returns {Not} */
  _not(depth) {
    const deepest = this._language.deepest;
    if (depth > deepest) throw new QueryError(_("more than {n} times NOT; leave some out", { n: deepest }));
    const node = this._one(depth + 1, "NOT");
    return { is: "not", source: `NOT ${node.source}`, node };
  }

  /** @param {number} depth @returns {Group} */
  _bracket(depth) {
    const inner = this._some(depth + 1);
    if (this._peek() !== ")") {
      throw new QueryError(_("a bracket is never closed; add ) or leave ( out"));
    }
    this._next();
    if (!inner.source) throw new QueryError(_("there is nothing between ( and ); leave them out"));
    return { ...inner, source: `(${inner.source})` };
  }

  /**
   * @param {"any" | "all"} how
   * @param {string} between
   * @param {Node[]} nodes
   * @returns {Node}
   */
  _group(how, between, nodes) {
    if (nodes.length === 1) return nodes[0];
    const kept = nodes.filter((node) => !this._saysNothing(node));
    return {
      is: "group",
      source: nodes.map((node) => node.source).join(between),
      how,
      nodes: kept,
    };
  }

  /** Whether it consists of stop words and signs. @param {Node} node */
  _saysNothing(node) {
    if (node.is === "words") return !node.wild && !this._language.speaks(node.text);
    return node.is === "group" && !node.nodes.length;
  }

  /** `section:timeline` holds for all words beside it. @param {Node[]} nodes @returns {Group} */
  _withinSection(nodes) {
    const source = nodes.map((node) => node.source).join(" ");
    const sections = /** @type {Fact[]} */ (nodes.filter(isSection));
    const parts = sections.map((node) => node.value);
    const others = nodes.filter((node) => !isSection(node));
    if (parts.length && !others.length) {
      throw new QueryError(
        _("{query}: what is to be found there? write section:{section} timeout", {
          query: source,
          section: parts[0],
        }),
      );
    }
    const kept = others.filter((node) => !this._saysNothing(node));
    return { is: "group", source, how: "some", nodes: kept.map((node) => inParts(node, parts)) };
  }
}

/** @param {Node} node */
function isSection(node) {
  return node.is === "fact" && node.name === "section";
}

/**
 * @param {Node} node
 * @param {string[]} parts
 * @returns {Node}
 */
function inParts(node, parts) {
  if (!parts.length) return node;
  if (node.is === "words") return node.parts.length ? node : { ...node, parts };
  if (node.is === "not") return { ...node, node: inParts(node.node, parts) };
  if (node.is === "group") return { ...node, nodes: node.nodes.map((one) => inParts(one, parts)) };
  return node;
}

/**
 * @param {Token} token
 * @param {number} today
 * @param {Language} language
 * @returns {Node}
 */
function itemNode(token, today, language) {
  const [name, value] = [token.name.toLowerCase(), token.text.trim()];
  const shown = token.quoted ? `"${token.text}"` : token.text;
  const source = name ? `${token.name}:${shown}` : shown;
  if (!name) {
    const period = token.quoted ? readLast(value, today) : null;
    if (period) return { is: "days", source, first: period[0], last: period[1] };
    return words(source, value, token.quoted, language);
  }
  if (!language.names.includes(name)) {
    throw new QueryError(
      _('"{field}" is no field to search (to look for the text itself, put it in quotes: "{query}"); {suggestion}', {
        field: token.name,
        query: source,
        suggestion: suggestion(token.name, language.names, 30),
      }),
    );
  }
  if (!value) {
    throw new QueryError(_("{field}: lacks what to look for; write it right after the colon", { field: name }));
  }
  if (Object.hasOwn(language.texts, name)) {
    return words(source, value, token.quoted, language, language.texts[name]);
  }
  if (language.days.includes(name)) {
    const [first, last] = readPeriod(name, value, today);
    return { is: "days", source, first, last };
  }
  if (language.measures.includes(name)) {
    const [sign, minutes] = readTest(name, value);
    return { is: "span", source, measure: name, sign, minutes };
  }
  return fact(source, name, value, language);
}

/**
 * @param {string} source
 * @param {string} name
 * @param {string} value
 * @param {Language} language
 * @returns {Node}
 */
function fact(source, name, value, language) {
  const lower = value.toLowerCase();
  if (name === "section") {
    if (!language.parts.includes(lower)) {
      throw new QueryError(
        _('section: "{value}" is none; {suggestion}', {
          value,
          suggestion: suggestion(value, language.parts),
        }),
      );
    }
    return { is: "fact", source, name, value: lower };
  }
  if (name === "is" || name === "has") {
    const meant = Object.hasOwn(language.has, lower) ? language.has[lower] : lower;
    if (name === "has" && language.fields.includes(meant))
      return { is: "fact", source, name: meant, value: language.any };
    if (!language.is.includes(meant)) {
      const known = [...language.is, ...Object.keys(language.has)];
      throw new QueryError(
        _('{field}: "{value}" is nothing known; {suggestion}', {
          field: name,
          value,
          suggestion: suggestion(value, known),
        }),
      );
    }
    if (meant === "overdue") return { is: "overdue", source };
    return { is: "fact", source, name: "is", value: meant };
  }
  return { is: "fact", source, name, value };
}

/**
 * @param {string} source
 * @param {string} value
 * @param {boolean} quoted
 * @param {Language} language
 * @param {string[]} [parts]
 * @returns {Words}
 */
function words(source, value, quoted, language, parts = []) {
  const plain = {
    is: /** @type {const} */ ("words"),
    source,
    text: value,
    parts,
    phrase: quoted,
    fielded: parts.length > 0,
    fuzzy: 0,
    wild: false,
  };
  if (quoted) return plain;
  const fuzzy = FUZZY.exec(value);
  if (fuzzy && language.speaks(fuzzy[1])) {
    return { ...plain, text: fuzzy[1], fuzzy: Number(fuzzy[2] || 1) };
  }
  const wild = value.includes("*") || value.replace(/\?+$/, "").includes("?");
  const letters = value.match(/[\p{L}\p{N}]/gu) ?? [];
  return { ...plain, wild: wild && letters.length > 1 };
}
