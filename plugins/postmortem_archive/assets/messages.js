// Says what scripts say in the language of the site: a build that is not in English adds its texts
// below. Texts and their values are written as in the Python, so that both share a message file.
// @ts-check
(() => {
  "use strict";

  const shared = /** @type {any} */ (window);
  shared.postmortemArchive ??= {};
  if (shared.postmortemArchive.messages) return;

  /**
   * What another language says: texts by their English, the forms of those that depend on a number by
   * the English for one, and which form goes with a number.
   * @typedef {{ language: string, texts: Record<string, string>, several: Record<string, string[]>,
   *   form: (n: number) => number | boolean }} Catalogue
   */

  /** @type {Catalogue} */
  let said = { language: "en", texts: {}, several: {}, form: (n) => n !== 1 };
  let numbers = new Intl.NumberFormat("en");

  /** @param {Catalogue} catalogue */
  function speak(catalogue) {
    said = catalogue;
    numbers = new Intl.NumberFormat(catalogue.language);
  }

  /** A number as the language writes it: 1,240 or 1.240. @param {number} value */
  const number = (value) => numbers.format(value);

  /** @param {string} text @param {Record<string, string | number>} values */
  const filled = (text, values) =>
    text.replace(/\{(\w+)\}/g, (all, name) => {
      const value = values[name];
      return value === undefined ? all : typeof value === "number" ? number(value) : value;
    });

  /**
   * A text with its values put where `{name}` stands.
   * @param {string} text @param {Record<string, string | number>} [values]
   */
  const _ = (text, values = {}) => filled(said.texts[text] ?? text, values);

  /**
   * Such a text in the form that goes with `n`, which stands in it as `{n}`.
   * @param {string} one @param {string} many @param {number} n @param {Record<string, string | number>} [values]
   */
  function ngettext(one, many, n, values = {}) {
    const forms = said.several[one] ?? [one, many];
    const form = Math.min(Number(said.form(n)), forms.length - 1);
    return filled(forms[form], { n, ...values });
  }

  /**
   * A text of several parts, some of which are elements: `["Did you mean ", <a>, "?"]`.
   * @param {string} text @param {Record<string, string | number | Node>} values
   * @returns {(string | Node)[]}
   */
  function parts(text, values) {
    return (said.texts[text] ?? text).split(/(\{\w+\})/).map((part) => {
      const value = part.startsWith("{") ? values[part.slice(1, -1)] : part;
      return typeof value === "number" ? number(value) : value ?? part;
    });
  }

  shared.postmortemArchive.messages = Object.freeze({ speak, number, _, ngettext, parts });
})();
