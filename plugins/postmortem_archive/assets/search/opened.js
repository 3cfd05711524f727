// @ts-check
/** The engines that are open: the search page and the box in the header share them. */

import { open } from "./engine.js";

/** @typedef {import("./engine.js").Engine} Engine */

/** @type {Map<string, Promise<Engine>>} */
const engines = new Map();

/** The engine of an index, opened once; after a failure the next call tries again. @param {string} head the address of its head.json */
export function opened(head) {
  const known = engines.get(head);
  if (known) return known;
  const coming = open(new URL(".", head));
  engines.set(head, coming);
  coming.catch(() => engines.delete(head));
  return coming;
}

/** The reader's day, as 2026-06-01. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}
