// @ts-check
/** Puts together what several parts of a query have found. */

/** @typedef {import("./store.js").Found} Found */

/** @param {Found[]} some @returns {Found} */
export function sum(some) {
  const total = new Map();
  for (const found of some) {
    for (const [one, score] of found) total.set(one, (total.get(one) ?? 0) + score);
  }
  return total;
}

/**
 * What all of them have: the smallest first, as in Python, so that sums agree.
 * @param {Found[]} some
 * @returns {Found}
 */
export function common(some) {
  const [first, ...others] = [...some].sort((a, b) => a.size - b.size);
  const found = new Map();
  for (const [one, score] of first) {
    if (others.every((other) => other.has(one))) {
      const rest = others.reduce(
        (total, other) => total + /** @type {number} */ (other.get(one)),
        0,
      );
      found.set(one, score + rest);
    }
  }
  return found;
}

/** @param {number[]} some @returns {Found} */
export function unscored(some) {
  return new Map(some.map((one) => [one, 0]));
}
