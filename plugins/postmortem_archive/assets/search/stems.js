// @ts-check
/**
 * Porter's algorithm: what is left of an English word without its endings, as in the Python
 * module `analysis.stems`. Source: M. F. Porter, "An algorithm for suffix stripping", 1980.
 */

/** For each step: endings, and what takes their place. @type {Record<string, string>} */
const SECOND = {
  ational: "ate",
  tional: "tion",
  enci: "ence",
  anci: "ance",
  izer: "ize",
  bli: "ble",
  alli: "al",
  entli: "ent",
  eli: "e",
  ousli: "ous",
  ization: "ize",
  ation: "ate",
  ator: "ate",
  alism: "al",
  iveness: "ive",
  fulness: "ful",
  ousness: "ous",
  aliti: "al",
  iviti: "ive",
  biliti: "ble",
  logi: "log",
};
/** @type {Record<string, string>} */
const THIRD = {
  icate: "ic",
  ative: "",
  alize: "al",
  iciti: "ic",
  ical: "ic",
  ful: "",
  ness: "",
};
/** @type {Record<string, string>} */
const FOURTH = {
  al: "",
  ance: "",
  ence: "",
  er: "",
  ic: "",
  able: "",
  ible: "",
  ant: "",
  ement: "",
  ment: "",
  ent: "",
  ion: "",
  ou: "",
  ism: "",
  ate: "",
  iti: "",
  ous: "",
  ive: "",
  ize: "",
};

/**
 * The stem of a word in lower case; what has no letters from a to z stays as it is.
 * @param {string} word
 */
export function stem(word) {
  if (!/^[a-z]{3,}$/i.test(word)) return word;
  let left = past(plural(word));
  if (left.endsWith("y") && shape(left.slice(0, -1)).includes("v")) left = left.slice(0, -1) + "i";
  left = without(left, SECOND, 1);
  left = without(left, THIRD, 1);
  left = without(left, FOURTH, 2);
  return tidied(left);
}

/**
 * Which letters are vowels (v) and consonants (c); y is a vowel after a consonant.
 * @param {string} word
 */
function shape(word) {
  let found = "";
  for (const letter of word) {
    const vowel = "aeiou".includes(letter) || (letter === "y" && found.endsWith("c"));
    found += vowel ? "v" : "c";
  }
  return found;
}

/** How often consonants follow vowels: Porter's m. @param {string} word */
function measure(word) {
  return (shape(word).match(/v+c+/g) ?? []).length;
}

/**
 * Whether it ends as `hop` does: consonant, vowel, a consonant other than w, x and y.
 * @param {string} word
 */
function isShort(word) {
  return shape(word).endsWith("cvc") && !"wxy".includes(word.slice(-1));
}

/** @param {string} word */
function plural(word) {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** @param {string} word */
function past(word) {
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  for (const ending of ["ed", "ing"]) {
    if (word.endsWith(ending)) {
      const left = word.slice(0, -ending.length);
      return shape(left).includes("v") ? mended(left) : word;
    }
  }
  return word;
}

/** `conflat` becomes `conflate`, `hopp` `hop`, `fil` `file`. @param {string} word */
function mended(word) {
  if (/(?:at|bl|iz)$/.test(word)) return word + "e";
  const last = word.slice(-1);
  if (word.length > 1 && last === word.slice(-2, -1) && shape(word).endsWith("c")) {
    return "lsz".includes(last) ? word : word.slice(0, -1);
  }
  return measure(word) === 1 && isShort(word) ? word + "e" : word;
}

/**
 * The word with the longest of the endings replaced, if enough of it is left.
 * @param {string} word
 * @param {Record<string, string>} endings
 * @param {number} least
 */
function without(word, endings, least) {
  for (let length = Math.min(7, word.length); length > 1; length--) {
    const ending = word.slice(-length);
    if (Object.hasOwn(endings, ending)) {
      const left = word.slice(0, -length);
      const fits = ending !== "ion" || left.endsWith("s") || left.endsWith("t");
      return fits && measure(left) >= least ? left + endings[ending] : word;
    }
  }
  return word;
}

/** @param {string} word */
function tidied(word) {
  let left = word;
  if (left.endsWith("e")) {
    const shorter = left.slice(0, -1);
    const times = measure(shorter);
    if (times > 1 || (times === 1 && !isShort(shorter))) left = shorter;
  }
  return left.endsWith("ll") && measure(left) > 1 ? left.slice(0, -1) : left;
}
