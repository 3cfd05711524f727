// @ts-check
/** Takes a query apart into brackets, operators and what is looked for, as `search.query` does. */

import { _ } from "./messages.js";
import { QueryError } from "./periods.js";

/** @typedef {import("./query.js").Language} Language */
/**
 * A bracket, an operator or something to look for.
 * @typedef {{kind: string, text: string, name: string, quoted: boolean}} Token
 */

const FIELD = /^([A-Za-z]{2,20}):([^]*)$/;
// As Python's str.isspace has it.
const SPACE = /^[^\S\ufeff]$|^[\x1c-\x1f\x85]$/;
const LETTER = /^\p{L}$/u;

/**
 * The tokens of a query.
 * @param {string[]} text letter by letter
 * @param {Language} language
 */
export function tokensOf(text, language) {
  /** @type {Token[]} */
  const found = [];
  let [at, depth] = [0, 0];
  while (at < text.length) {
    const letter = text[at];
    if (SPACE.test(letter)) {
      at++;
    } else if (letter === "(" || (letter === ")" && depth)) {
      found.push(sign(letter));
      depth += letter === "(" ? 1 : -1;
      at++;
    } else if (letter === "-" && negates(text[at + 1])) {
      found.push(sign("NOT"));
      at++;
    } else {
      const [token, end] = item(text, at, depth, language);
      found.push(token);
      at = end;
    }
  }
  return found;
}

/** @param {string} kind @returns {Token} */
function sign(kind) {
  return { kind, text: kind, name: "", quoted: false };
}

/**
 * Whether a hyphen before this letter is a NOT: `-staging`, and not `--force` or `-1`.
 * @param {string | undefined} following
 */
function negates(following) {
  return (
    following !== undefined && (LETTER.test(following) || following === '"' || following === "(")
  );
}

/**
 * The item that begins here, and where it ends.
 * @param {string[]} text
 * @param {number} start
 * @param {number} depth
 * @param {Language} language
 * @returns {[Token, number]}
 */
function item(text, start, depth, language) {
  if (text[start] === '"') {
    const [value, end] = quoted(text, start);
    return [{ kind: "item", text: value, name: "", quoted: true }, end];
  }
  let end = start;
  while (end < text.length && !SPACE.test(text[end]) && text[end] !== '"') end++;
  let word = text.slice(start, end).join("");
  if (text[end] === '"' && /^\p{L}+:$/u.test(word)) {
    const [value, after] = quoted(text, end);
    return [{ kind: "item", text: value, name: word.slice(0, -1), quoted: true }, after];
  }
  for (
    let open = depth;
    open && word.endsWith(")") && count(word, ")") > count(word, "(");
    open--
  ) {
    word = word.slice(0, -1);
    end--;
  }
  if (word === "AND" || word === "OR" || word === "NOT") return [sign(word), end];
  const field = FIELD.exec(word);
  const [name, value] =
    field && isField(field[1], field[2], language) ? [field[1], field[2]] : ["", word];
  return [{ kind: "item", text: value, name, quoted: false }, end];
}

/**
 * @param {string} text
 * @param {string} letter
 */
function count(text, letter) {
  return text.split(letter).length - 1;
}

/**
 * @param {string[]} text
 * @param {number} start
 * @returns {[string, number]}
 */
function quoted(text, start) {
  const end = text.indexOf('"', start + 1);
  if (end < 0) {
    throw new QueryError(
      _('the quotation mark before "{words}" is never closed; write a phrase as "connection pool", or leave the mark out', {
        words: text.slice(start + 1, start + 31).join(""),
      }),
    );
  }
  return [text.slice(start + 1, end).join(""), end + 1];
}

/**
 * Whether it is a field and its value, and not an address, a port or the like.
 * @param {string} name
 * @param {string} value
 * @param {Language} language
 */
function isField(name, value, language) {
  return language.names.includes(name.toLowerCase()) || !/^(?:$|[:/\\]|\p{Nd})/u.test(value);
}
