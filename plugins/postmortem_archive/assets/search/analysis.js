// @ts-check
/**
 * Turns text into the terms that it is found by: the same as the Python package `analysis`, by the
 * four rules that stand there. The words are handed in; nothing is written down twice.
 */

import { stem } from "./stems.js";

/**
 * A term: its text, its position in pieces, whether it is a `word` by itself, an `exact` whole or a
 * `part` of one, where the token that it is taken from stands (in UTF-16 units), and its form: the
 * term before it was stemmed.
 * @typedef {{text: string, position: number, kind: "word" | "exact" | "part", start: number, end: number, form: string}} Term
 */

const TOKEN = /[\p{L}\p{N}_]+(?:[-./:@=<>#\\]{1,2}[\p{L}\p{N}_]+)*/gu;
const PIECE = /[0-9]+|[A-Z]{1,80}s?(?![a-z])|[A-Z]?[a-z]+/g;
const FOREIGN_PIECE = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
const MARKS = /\p{Mn}+/gu;

/** Finds terms, by the words that are none and by how long a term may be. */
export class Analyser {
  /** @param {{stop: string[], longest: number}} settings */
  constructor({ stop, longest }) {
    this._stop = new Set(stop);
    this._longest = longest;
  }

  /**
   * The terms of a text in order; a whole comes before its parts, at its first one's position.
   * @param {string} text
   * @returns {Term[]}
   */
  terms(text) {
    /** @type {Term[]} */
    const found = [];
    let position = 0;
    for (const match of text.matchAll(TOKEN)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const { count, parts } = this._takenApart(match[0]);
      for (const [term, form, offset, kind] of parts) {
        found.push({ text: term, position: position + offset, kind, start, end, form });
      }
      position += count;
    }
    return found;
  }

  /**
   * How many positions a token takes, and its terms, each with its form, offset and kind.
   * @param {string} token
   * @returns {{count: number, parts: [string, string, number, Term["kind"]][]}}
   */
  _takenApart(token) {
    const plain = isAscii(token) ? token : token.normalize("NFD").replace(MARKS, "");
    /** @type {string[]} */
    const pieces = plain.match(isAscii(plain) ? PIECE : FOREIGN_PIECE) ?? [];
    const whole = plain.replace(/^_+|_+$/g, "").toLowerCase();
    if (pieces.length < 2 && (!pieces.length || pieces[0].toLowerCase() === whole)) {
      const kind = /^\p{L}+$/u.test(whole) ? "word" : "exact";
      return {
        count: pieces.length,
        parts: this._term(whole).map((text) => [text, whole, 0, kind]),
      };
    }
    /** @type {[string, string, number, Term["kind"]][]} */
    const parts = this._term(whole).map((text) => [text, whole, 0, "exact"]);
    pieces.forEach((piece, offset) => {
      const form = piece.toLowerCase();
      for (const text of this._term(form)) parts.push([text, form, offset, "part"]);
    });
    return { count: pieces.length, parts };
  }

  /**
   * The term that a token or a piece is, if it is one.
   * @param {string} text
   */
  _term(text) {
    const length = isAscii(text) ? text.length : [...text].length;
    if (!length || length > this._longest || this._stop.has(text)) return [];
    return [length > 3 ? stem(text) : text];
  }
}

/** @param {string} text */
function isAscii(text) {
  return /^[\x00-\x7f]*$/.test(text);
}
