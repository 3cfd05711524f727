// @ts-check
/** The facets of the search page: which there are, and their values in a reader's order. */

import { NONE } from "./engine.js";

/** @typedef {import("./engine.js").Answer} Answer */
/** A facet with its boxes, of filters.js. @typedef {{name: string, names: string[], counts: number[], details: HTMLDetailsElement, show: (chosen: string[], counts: number[]) => void}} Facet */
/** @typedef {(facet: string, value: string, on: boolean) => void} Choose */

/** @param {HTMLElement} root */
const all = (root) =>
  /** @type {HTMLDetailsElement[]} */ ([...root.querySelectorAll("details[data-facet]")]);

/** What each facet is called, by its name. @param {HTMLElement} root @returns {Map<string, string>} */
export function labels(root) {
  return new Map(all(root).map(({ dataset }) => [dataset.facet ?? "", dataset.label ?? ""]));
}

/**
 * Facets that offer a choice; those in which all postmortems have the same are hidden.
 * @param {HTMLElement} root
 * @param {Answer} everything the answer to no question
 * @param {string[]} scale severities, the worst first
 * @param {{Facet: new (details: HTMLDetailsElement, names: string[], choose: (value: string, on: boolean) => void) => Facet}} filters
 * @param {Choose} choose
 * @returns {Facet[]}
 */
export function facets(root, everything, scale, filters, choose) {
  return all(root).flatMap((details) => {
    const name = details.dataset.facet ?? "";
    const names = ordered(name, everything.facets[name], scale);
    if (everything.lacking[name]) names.push(NONE);
    details.hidden = names.length < 2;
    return details.hidden
      ? []
      : [new filters.Facet(details, names, (value, on) => choose(name, value, on))];
  });
}

/** @param {string} facet @param {[string, number][]} counted @param {string[]} scale */
function ordered(facet, counted, scale) {
  const names = counted.map(([name]) => name);
  if (facet === "year") return names.sort((a, b) => Number(b) - Number(a));
  const rank = (/** @type {string} */ name) =>
    scale.includes(name) ? scale.indexOf(name) : scale.length;
  return facet === "severity" ? names.sort((a, b) => rank(a) - rank(b)) : names;
}
