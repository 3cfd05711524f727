// @ts-check
/** How much a match counts; the formula and its constants are those of the Python `search.ranking`. */

/** @typedef {import("./store.js").Found} Found */

/**
 * How much a term tells that so many of the documents have.
 * @param {number} documents
 * @param {number} having
 */
export function idf(documents, having) {
  return Math.log(1 + (documents - having + 0.5) / (having + 0.5));
}

/**
 * The score of one term in each document that has it. The steps are in Python's order, so that
 * sums come out the same to the last bit.
 * @param {Found} weights
 * @param {import("./store.js").Store} store
 * @returns {Found}
 */
export function scores(weights, { head, table }) {
  const { k1, b } = head.ranking;
  const rarity = idf(head.documents, weights.size) * (k1 + 1);
  const [flat, slope] = [k1 * (1 - b), (k1 * b) / (head.average || 1)];
  const found = new Map();
  for (const [one, weight] of weights) {
    found.set(one, (rarity * weight) / (weight + flat + slope * table.length[one]));
  }
  return found;
}

/**
 * What the score is multiplied by for being recent; a day of 0 is unknown.
 * @param {number} day
 * @param {number} today
 * @param {number} recent
 */
export function recency(day, today, recent) {
  return day ? 1 + recent / (1 + Math.max(0, today - day) / 365.25) : 1;
}
