// @ts-check
/** What the search page says of an answer: how many, what is wrong, and where else to look. */

import { respelt } from "./asked.js";
import { element } from "./hits.js";

/** @typedef {import("./asked.js").Asked} Asked */
/** @typedef {import("./engine.js").Answer} Answer */

const figures = new Intl.NumberFormat("en");
/** A number as on the pages: 10,000. @param {number} value */
export const figure = (value) => figures.format(value);

/** How many, in a sentence that is read out. @param {Answer} answer @param {number} shown @param {Asked["sort"]} sort */
export function told({ count, message }, shown, sort) {
  if (message) return "This query cannot be read yet.";
  if (!count) return "No postmortem fits.";
  const all = `${figure(count)} ${count === 1 ? "postmortem" : "postmortems"}`;
  const first = { relevance: "the best", newest: "the newest", longest: "the longest" }[sort];
  return count > shown ? `${all}, ${first} ${figure(shown)} shown` : all;
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
    made.push(hint("Did you mean ", way(meant, { ...asked, words: meant }), "?"));
  if (without)
    made.push(
      hint("Found ", way(`without filters: ${figure(without)}`, { ...asked, values: new Map() })),
    );
  if (broader && !count) {
    const link = way(broader.query, { ...asked, words: broader.query, values: new Map() });
    made.push(hint("Found by ", link, `: ${figure(broader.count)}`));
  }
  if (!count && !made.length)
    made.push(hint("Other words may find it: what the alert, the error or the people said."));
  return made;
}

/** @param {...(Node | string)} told */
const hint = (...told) => element("p", "pm-hint", ...told);
