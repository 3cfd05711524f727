// @ts-check
/** What modules say in the language of the site; see ../messages.js. */

import "../messages.js";

/**
 * @type {{
 *   _: (text: string, values?: Record<string, string | number>) => string,
 *   ngettext: (one: string, many: string, n: number, values?: Record<string, string | number>) => string,
 *   parts: (text: string, values: Record<string, string | number | Node>) => (string | Node)[],
 *   number: (value: number) => string,
 * }}
 */
export const { _, ngettext, parts, number } = /** @type {any} */ (window).postmortemArchive.messages;
