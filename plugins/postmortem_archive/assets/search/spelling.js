// @ts-check
/** Words of the archive that a word which it does not have was perhaps meant to be. */

/** @typedef {import("./store.js").Store} Store */

/**
 * All terms that differ from one by so many letters at most, after so many that agree; each with how
 * many documents have it, in order. Without any that must agree, those that begin with another letter
 * than this term or its second one are not looked for: their words are in files of their own.
 * @param {Store} store
 * @param {string} term
 * @param {number} most
 * @param {number} agreeing 0 or 1
 */
export async function within(store, term, most, agreeing) {
  const letters = [...term];
  const starts = new Set(agreeing ? letters.slice(0, 1) : letters.slice(0, 2));
  const known = await Promise.all([...starts].map((letter) => store.beginning(letter)));
  const rest = letters.slice(agreeing);
  const near = known
    .flat()
    .filter(([one]) => distance(rest, [...one].slice(agreeing), most) <= most);
  return near.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/**
 * For each word that nothing has, the most frequent one near it, as it is mostly written.
 * @param {Store} store
 * @param {import("./analysis.js").Analyser} analyser
 * @param {import("./query.js").Words[]} unknown
 * @returns {Promise<Record<string, string>>}
 */
export async function respelling(store, analyser, unknown) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const node of unknown) {
    for (const term of analyser.terms(node.text)) {
      if (
        [...term.text].length < store.head.limits.spelling ||
        (await store.weights(term.text)).size
      )
        continue;
      let near = await within(store, term.text, 1, 0);
      if (!near.length) near = await within(store, term.text, 2, 1);
      const [best] = [...near].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      if (best) found[node.text.slice(term.start, term.end)] = await store.written(best[0]);
    }
  }
  return found;
}

/**
 * How many letters have to be put in, taken out or replaced (Levenshtein); more than `most` is not
 * counted on.
 * @param {string[]} first
 * @param {string[]} second
 * @param {number} most
 */
function distance(first, second, most) {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let above = second.map((_, index) => index + 1);
  above.unshift(0);
  for (let i = 0; i < first.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < second.length; j++) {
      const replaced = above[j] + (first[i] === second[j] ? 0 : 1);
      row.push(Math.min(replaced, above[j + 1] + 1, row[j] + 1));
    }
    if (Math.min(...row) > most) return most + 1;
    above = row;
  }
  return above[second.length];
}
