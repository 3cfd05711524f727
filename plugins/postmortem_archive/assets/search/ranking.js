// @ts-check
/** How much a match counts; the formula and its constants are those of the Python `search.ranking`. */

/** @typedef {import("./store.js").Found} Found */

/** @typedef {import("./store.js").Store} Store */

/**
 * How much a term counts that so many documents have: its idf, or a share of it if it is common.
 * @param {Store} store
 * @param {number} having
 * @param {boolean} common
 */
export function worth({ head }, having, common) {
  const idf = Math.log(1 + (head.documents - having + 0.5) / (having + 0.5));
  return idf * (common ? head.ranking.common : 1);
}

/**
 * The weights of a term if `alike` are those of its occurrences in the query's form.
 * @param {Found} weights
 * @param {Found} alike
 * @param {Store} store
 * @returns {Found}
 */
export function inThisForm(weights, alike, { head }) {
  const [most, rest] = [head.ranking.other_form, 1 - head.ranking.other_form];
  const both = [...weights].map(
    ([one, weight]) => /** @type {const} */ ([one, most * weight + rest * (alike.get(one) ?? 0)]),
  );
  return new Map(both);
}

/**
 * The score of one term in each document that has it. The steps are in Python's order, so that
 * sums come out the same to the last bit.
 * @param {Found} weights
 * @param {Store} store
 * @param {boolean} [common]
 * @returns {Found}
 */
export function scores(weights, store, common = false) {
  const { head, table } = store;
  const { k1, b } = head.ranking;
  const rarity = worth(store, weights.size, common) * (k1 + 1);
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
