// @ts-check
/** What the search page says of an answer: how many, what is wrong, and where else to look. */

import { respelt } from "./asked.js";
import { element } from "./hits.js";
import { _, ngettext, parts } from "./messages.js";

/** @typedef {import("./asked.js").Asked} Asked */
/** @typedef {import("./engine.js").Answer} Answer */

/** How many, in a sentence that is read out. @param {Answer} answer @param {number} shown @param {Asked["sort"]} sort */
export function told({ count, message }, shown, sort) {
  if (message) return _("This query cannot be read yet.");
  if (!count) return _("No postmortem fits.");
  const postmortems = ngettext("{n} postmortem", "{n} postmortems", count);
  if (count <= shown) return postmortems;
  if (sort === "newest") return _("{postmortems}, the newest {shown} shown", { postmortems, shown });
  return sort === "longest"
    ? _("{postmortems}, the longest {shown} shown", { postmortems, shown })
    : _("{postmortems}, the best {shown} shown", { postmortems, shown });
}

/**
 * The engine's message, or ways to questions that find more.
 * @param {Answer} answer
 * @param {Asked} asked
 * @param {number} without how many there are without the filters, if there are none with them
 * @param {(text: string, asked: Asked) => Node} way makes a link to another question
 */
export function remarks({ message, spelling, broader, count }, asked, without, way) {
  if (message) return [element("p", "pm-wrong", `${message[0].toUpperCase()}${message.slice(1)}.`)];
  const made = [];
  const meant = respelt(asked.words, spelling);
  if (meant !== asked.words)
    made.push(hint(...parts("Did you mean {query}?", { query: way(meant, { ...asked, words: meant }) })));
  if (without) {
    const text = _("without filters: {n}", { n: without });
    const link = way(text, { ...asked, values: new Map() });
    made.push(hint(...parts("Found {without_filters}", { without_filters: link })));
  }
  if (broader && !count) {
    const link = way(broader.query, { ...asked, words: broader.query, values: new Map() });
    made.push(hint(...parts("Found by {query}: {n}", { query: link, n: broader.count })));
  }
  if (!count && !made.length)
    made.push(hint(_("Other words may find it: what the alert, the error or the people said.")));
  return made;
}

/** @param {...(Node | string)} told */
const hint = (...told) => element("p", "pm-hint", ...told);
