// @ts-check
/**
 * The passages of a postmortem that say best what was looked for, from the page itself, with the
 * heading that they stand under and the words marked.
 */

/**
 * A line, the heading above it, that heading's id, and where in the line the found words stand.
 * @typedef {{heading: string, anchor: string, text: string, marks: [number, number][]}} Passage
 */
/** @typedef {import("./engine.js").HitTerm} HitTerm */
/** @typedef {{heading: string, anchor: string, part: string, text: string}} Line */

const MOST = 2;
const LONGEST = 220;
const BEFORE = 40;
const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, tr, pre, dt, dd, figcaption";
// What stands in a block and is read by itself, or not at all.
const APART = "p, ul, ol, table, pre, dl, blockquote, .headerlink, script, style, svg";

/**
 * At most two passages, in the order of the page: those whose terms are worth most.
 * @param {Document} page
 * @param {HitTerm[]} wanted
 * @param {import("./analysis.js").Analyser} analyser
 * @param {import("./store.js").Head["parts"]} parts
 * @returns {Passage[]}
 */
export function bestPassages(page, wanted, analyser, parts) {
  const scored = [...lines(page, parts)].flatMap((line, order) => {
    const worth = worthIn(line, wanted);
    const found = analyser.terms(line.text).filter((term) => worth.has(term.text));
    const value = [...new Set(found.map((term) => term.text))].reduce(
      (sum, text) => sum + (worth.get(text) ?? 0),
      0,
    );
    return found.length
      ? [
          {
            value,
            order,
            passage: passage(
              line,
              found.map((term) => [term.start, term.end]),
            ),
          },
        ]
      : [];
  });
  const best = scored.sort((a, b) => b.value - a.value || a.order - b.order).slice(0, MOST);
  return best.sort((a, b) => a.order - b.order).map((one) => one.passage);
}

/**
 * What each term is worth that is looked for in a line's part.
 * @param {Line} line
 * @param {HitTerm[]} wanted
 */
function worthIn(line, wanted) {
  const here = wanted.filter(
    ({ parts }) => !parts.length || parts.includes(line.part) || parts.includes("code"),
  );
  return new Map(here.map((term) => [term.text, term.worth]));
}

/**
 * The text line by line, as a reader sees it.
 * @param {Document} page
 * @param {import("./store.js").Head["parts"]} parts
 * @returns {Generator<Line>}
 */
function* lines(page, parts) {
  let [heading, anchor] = ["", ""];
  /** @type {{level: number, part: string}[]} */
  let above = [];
  for (const block of page.querySelector(".pm-body")?.querySelectorAll(BLOCKS) ?? []) {
    const text = textOf(block);
    if (/^H[1-6]$/.test(block.tagName)) {
      [heading, anchor] = [text, block.id];
      const level = Number(block.tagName[1]);
      above = above.filter((one) => one.level < level);
      above.push({ level, part: partOf(text, parts) || above.at(-1)?.part || "other" });
      continue;
    }
    const part = above.at(-1)?.part ?? "other";
    for (const line of block.tagName === "PRE" ? text.split("\n") : [text.replace(/\s+/g, " ")]) {
      if (/[\p{L}\p{N}]/u.test(line)) yield { heading, anchor, part, text: line.trim() };
    }
  }
}

/** A block's own text; the cells of a row with a dot between them. @param {Element} block */
function textOf(block) {
  if (block.tagName === "TR")
    return [...block.children]
      .map((cell) => (cell.textContent ?? "").trim())
      .filter(Boolean)
      .join(" · ");
  const copy = /** @type {Element} */ (block.cloneNode(true));
  for (const inner of copy.querySelectorAll(APART)) inner.remove();
  for (const end of copy.querySelectorAll("br")) end.replaceWith(" ");
  return (copy.textContent ?? "").trim();
}

/**
 * The part that a heading speaks of, or "".
 * @param {string} heading
 * @param {import("./store.js").Head["parts"]} parts
 */
function partOf(heading, parts) {
  const words = heading.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const found = Object.entries(parts).find(([, { headings }]) =>
    words.some((word) => headings.includes(word)),
  );
  return found ? found[0] : "";
}

/**
 * As much of the line as can be read at a glance, around most of what was found.
 * @param {Line} line
 * @param {[number, number][]} found
 * @returns {Passage}
 */
function passage({ heading, anchor, text }, found) {
  const spans = [...new Map(found.map((span) => [span.join(), span])).values()];
  const start = windowOf(text, spans);
  let end = Math.min(text.length, start + LONGEST);
  if (end < text.length && text.slice(start, end).includes(" "))
    end = text.lastIndexOf(" ", end - 1);
  const before = start ? "… " : "";
  const shift = before.length - start;
  const shown = before + text.slice(start, end) + (end < text.length ? " …" : "");
  const marks = spans.filter(([a, b]) => start <= a && b <= end);
  return { heading, anchor, text: shown, marks: marks.map(([a, b]) => [a + shift, b + shift]) };
}

/**
 * Where to begin, so that the most words found can be seen.
 * @param {string} text
 * @param {[number, number][]} spans
 */
function windowOf(text, spans) {
  if (text.length <= LONGEST) return 0;
  const seen = (/** @type {number} */ from) =>
    spans.filter(([a]) => from <= a && a < from + LONGEST - BEFORE).length;
  const [best] = spans.map(([from]) => from).sort((a, b) => seen(b) - seen(a) || a - b);
  if (best < BEFORE) return 0;
  const space = text.slice(best - BEFORE, best).indexOf(" ");
  return space < 0 ? best : best - BEFORE + space + 1;
}
