// @ts-check
/**
 * The known word that a mistyped one most likely meant, and what a message says of it; as the
 * Python module `model.nearest`, which leaves the comparing to difflib.
 */

import { _ } from "./messages.js";

const LONGEST = 160;
const CLOSE = 0.6;

/**
 * The part of a message that offers what would be right: the nearest, or the choice.
 * @param {string} word
 * @param {string[]} known
 * @param {number} [limit] how many known ones are listed at most
 */
export function suggestion(word, known, limit = 12) {
  const match = nearest(word, known);
  if (match !== null) return _('did you mean "{word}"?', { word: match });
  if (!known.length) return _("none of the 0 known ones is close to it");
  const words = `${known.slice(0, limit).join(", ")}${known.length > limit ? ", …" : ""}`;
  return _("known: {words}", { words });
}

/**
 * @param {string} word
 * @param {string[]} known
 * @returns {string | null}
 */
function nearest(word, known) {
  const folded = new Map(known.filter((n) => n.length <= LONGEST).map((n) => [fold(n), n]));
  const wanted = fold(word.slice(0, 80));
  const close = [...folded.keys()]
    .map((name) => ({ name, alike: ratio(name, wanted) }))
    .filter(({ alike }) => alike >= CLOSE)
    .sort((a, b) => b.alike - a.alike || (a.name < b.name ? 1 : -1));
  return close.length ? /** @type {string} */ (folded.get(close[0].name)) : null;
}

/** @param {string} text */
function fold(text) {
  return caseless(text).replace(/[^\p{L}\p{N}]/gu, "");
}

/** Near to Python's casefold: ß is ss. @param {string} text */
export function caseless(text) {
  return text.toUpperCase().toLowerCase();
}

/**
 * How alike two texts are, from 0 to 1: Ratcliff and Obershelp's measure, as difflib has it.
 * @param {string} first
 * @param {string} second
 */
function ratio(first, second) {
  const length = first.length + second.length;
  return length ? (2 * matching(first, second)) / length : 1;
}

/**
 * How many letters are in the longest common run, and in those to the left and right of it.
 * @param {string} first
 * @param {string} second
 * @returns {number}
 */
function matching(first, second) {
  let [size, atFirst, atSecond] = [0, 0, 0];
  let above = new Array(second.length + 1).fill(0);
  for (let i = 0; i < first.length; i++) {
    const row = new Array(second.length + 1).fill(0);
    for (let j = 0; j < second.length; j++) {
      if (first[i] !== second[j]) continue;
      row[j + 1] = above[j] + 1;
      if (row[j + 1] > size) [size, atFirst, atSecond] = [row[j + 1], i + 1, j + 1];
    }
    above = row;
  }
  if (!size) return 0;
  const left = matching(first.slice(0, atFirst - size), second.slice(0, atSecond - size));
  return size + left + matching(first.slice(atFirst), second.slice(atSecond));
}
