// @ts-check
/** What is asked on the search page: words, values of facets, a sort; in the address and out of it. */

import { FACETS } from "./engine.js";

/** @typedef {"relevance" | "newest" | "longest"} Sort */
/** @typedef {{words: string, values: Map<string, string[]>, sort: Sort}} Asked */

/** @type {Sort[]} */
const SORTS = ["relevance", "newest", "longest"];
const WORDS = "q";
// Where the theme has a search of its own, that opens on `q`.
const OTHER_WORDS = "text";

/** What an address asks; what it does not know is left alone. @param {string} address @returns {Asked} */
export function read(address) {
  const said = new URL(address).searchParams;
  const values = new Map();
  for (const facet of FACETS) {
    const chosen = [...new Set(said.getAll(facet))]; // "" is what has no value
    if (chosen.length) values.set(facet, chosen);
  }
  const sort = SORTS.find((one) => one === said.get("sort"));
  return {
    words: (said.get(WORDS) ?? said.get(OTHER_WORDS) ?? "").trim(),
    values,
    sort: sort ?? "relevance",
  };
}

/** The address that asks this. @param {Asked} asked @param {string} address */
export function written(asked, address) {
  const made = new URL(address);
  for (const name of [...FACETS, WORDS, OTHER_WORDS, "sort"]) made.searchParams.delete(name);
  const theirs = document.querySelector("[data-md-component=search]");
  if (asked.words.trim()) made.searchParams.set(theirs ? OTHER_WORDS : WORDS, asked.words.trim());
  for (const [facet, values] of asked.values)
    for (const value of values) made.searchParams.append(facet, value);
  if (asked.sort !== SORTS[0]) made.searchParams.set("sort", asked.sort);
  made.hash = "";
  return made.href;
}

/**
 * By what the hits of a question are sorted: without words none fits better than another.
 * @param {Asked} asked
 * @returns {Sort}
 */
export function sortOf(asked) {
  return !asked.words.trim() && asked.sort === "relevance" ? "newest" : asked.sort;
}

/** The same words, as they were perhaps meant. @param {string} words @param {Record<string, string>} spelling */
export function respelt(words, spelling) {
  return Object.entries(spelling).reduce(
    (text, [word, meant]) => text.replaceAll(word, () => meant),
    words,
  );
}
