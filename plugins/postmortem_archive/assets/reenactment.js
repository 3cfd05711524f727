// Reads from a postmortem's page what an exercise tells of it: its rows one by one, and its end.
// All of it is text: nothing of that page is put into another. pages/exercise.py says what fits.
// @ts-check
(() => {
  "use strict";

  /**
   * A row: how far into the incident, the time as it is written if that stands apart, what happened.
   * @typedef {{ elapsed: string, clock: string, text: string }} Row
   * @typedef {{ text: string, address: string }} Link
   * What pages/exercise.py wrote into the page.
   * @typedef {{ rows: [string, string][], reached: [number, boolean, string][], opening: number, began: string,
   *   detection: string, summary: string, causes: string[], undone: string[] }} Said
   * @typedef {Omit<Said, "rows" | "summary" | "causes"> & { rows: Row[], summary: string[], causes: string[],
   *   sections: Link[], related: Link[] }} Told
   */

  const HEADING = "h1, h2, h3, h4, h5, h6";

  /** The words of an element without what the site has put beside them. @param {Element} element */
  function words(element) {
    const copy = /** @type {Element} */ (element.cloneNode(true));
    for (const ours of copy.querySelectorAll(".pm-note, .headerlink")) ours.remove();
    return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
  }

  /** What stands below a heading: up to the next one, or to the next that is not below it. @param {Element} heading @param {boolean} whole */
  function below(heading, whole) {
    const found = [];
    for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.matches(".pm-customers")) break; // a section of its own
      if (next.matches(HEADING) && !(whole && next.tagName > heading.tagName)) break;
      found.push(next);
    }
    return found;
  }

  /** The words of an element, an entry for each paragraph, item and row. @param {Element} element @returns {string[]} */
  function paragraphs(element) {
    if (element.matches("table")) return [...element.querySelectorAll("tr")].map((row) => cells(row).join(" · "));
    const parts = element.matches("ul, ol, blockquote, div, details") ? [...element.children] : [];
    const found = parts.length ? parts.flatMap(paragraphs) : [words(element)];
    return found.filter(Boolean);
  }

  /** @param {Element} row @param {Element} [without] */
  const cells = (row, without) => [...row.children].filter((cell) => cell !== without).map(words).filter(Boolean);

  /** @param {Element | null} at @param {string} elapsed @returns {Row} */
  function row(at, elapsed) {
    if (!at) return { elapsed, clock: "", text: "" };
    if (at.matches("tr")) {
      const timed = at.querySelector(".pm-note")?.closest("td") ?? undefined;
      return { elapsed, clock: timed ? words(timed) : "", text: cells(at, timed).join(" · ") };
    }
    const told = at.matches(HEADING) ? [words(at), ...below(at, false).flatMap(paragraphs)] : [words(at)];
    return { elapsed, clock: "", text: told.join("\n") };
  }

  /** What a page tells, or nothing if it does not fit. @param {Document} page @param {string} address @returns {Told | null} */
  function read(page, address) {
    const body = /** @type {HTMLElement | null} */ (page.querySelector(".pm-body[data-exercise]"));
    if (!body) return null;
    /** @type {Said} */
    const said = JSON.parse(body.dataset.exercise ?? "");
    const section = (/** @type {string} */ anchor) => {
      const heading = anchor ? page.getElementById(anchor) : null;
      return heading ? below(heading, true).flatMap(paragraphs) : [];
    };
    const link = (/** @type {Element} */ from) => ({
      text: words(from),
      address: new URL(from.getAttribute("href") ?? "", address).href,
    });
    const others = [...page.querySelectorAll(".pm-verdicts > li > a[href]")].map(link);
    return {
      ...said,
      rows: said.rows.map(([anchor, elapsed]) => row(page.getElementById(anchor), elapsed)),
      summary: section(said.summary),
      causes: said.causes.flatMap(section),
      sections: [...body.querySelectorAll("h2[id]")].map((heading) => ({ text: words(heading), address: `${address}#${heading.id}` })),
      related: [...new Map(others.map((other) => [other.address, other])).values()],
    };
  }

  /** Fetches a page and reads it. @param {string} address */
  async function load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status}: ${address}`);
    return read(new DOMParser().parseFromString(await answer.text(), "text/html"), address);
  }

  const shared = /** @type {any} */ (window);
  shared.postmortemArchive ??= {};
  shared.postmortemArchive.reenactment ??= Object.freeze({ load });
})();
