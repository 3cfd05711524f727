// @ts-check
/**
 * Days and durations as they are written in queries; as the Python module `search.periods`.
 * Days are numbers, 1 being 1 January of the year 1.
 */

import { _ } from "./messages.js";

/** A query that cannot be read; its message says what would be right. */
export class QueryError extends Error {}

export const FIRST_DAY = 1;
export const LAST_DAY = 3652059; // 31 December 9999
const MILLISECONDS = 86_400_000;
const EPOCH = 719_163; // 1 January 1970

const DAY = /^(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/i;
const LAST = /^(?:last )?(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)$/i;
const TEST = /^(<=|>=|<|>)([^]{1,40})$/;
const SPAN_PART = /([0-9]+(?:\.[0-9]+)?) ?([a-z]+)\.?(?:, ?(?:and )?| (?:, ?(?:and )?|and )?)?/giy;
const SECONDS = new Map(
  /** @type {[number, string][]} */ ([
    [1, "s sec secs second seconds"],
    [60, "m min mins minute minutes"],
    [3600, "h hr hrs hour hours"],
    [86_400, "d day days"],
    [604_800, "w wk wks week weeks"],
  ]).flatMap(([length, names]) =>
    names.split(" ").map((name) => /** @type {[string, number]} */ ([name, length])),
  ),
);
const LONGEST_SPAN = 36_525 * 86_400;

/**
 * The number of a day, or null if the calendar lacks it.
 * @param {number} year
 * @param {number} month from 1
 * @param {number} day
 */
export function ordinal(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same && year >= 1 && year <= 9999 ? date.getTime() / MILLISECONDS + EPOCH : null;
}

/** The day of such as "2026-06-01". @param {string} text */
export function dayOf(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? ordinal(+match[1], +match[2], +match[3]) : null;
}

/** A day as "2026-06-01". @param {number} day */
export function isoOf(day) {
  const date = new Date((day - EPOCH) * MILLISECONDS);
  return `${String(date.getUTCFullYear()).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}

/**
 * The first and last day of `date:2025`, `since:2025-03`, `until:2025-Q2`, `since:90d`.
 * @param {string} name
 * @param {string} text
 * @param {number} today
 * @returns {[number, number]}
 */
export function readPeriod(name, text, today) {
  const last = name !== "until" ? back(text, today) : null;
  if (last !== null) return [last, today];
  const found = ends(text);
  if (!found) {
    throw new QueryError(
      _('{field}: "{value}" is no day; write 2025, 2025-03, 2025-Q1 or 2025-03-14, or "last 90 days"', {
        field: name,
        value: text.slice(0, 40),
      }),
    );
  }
  if (name === "since") return [found[0], LAST_DAY];
  return name === "until" ? [FIRST_DAY, found[1]] : found;
}

/**
 * The days of `last 90 days`, today included; null for any other text.
 * @param {string} text
 * @param {number} today
 * @returns {[number, number] | null}
 */
export function readLast(text, today) {
  const first = text.toLowerCase().startsWith("last ") ? back(text, today) : null;
  return first === null ? null : [first, today];
}

/**
 * @param {string} text
 * @param {number} today
 */
function back(text, today) {
  const match = LAST.exec(text.trim());
  if (!match) return null;
  const number = Number(match[1]);
  const unit = match[2][0].toLowerCase();
  if (unit === "d" || unit === "w")
    return Math.max(FIRST_DAY, today - number * (unit === "d" ? 1 : 7));
  return monthsBefore(today, number * (unit === "m" ? 1 : 12));
}

/**
 * The same day so many months earlier, or the last of a month that lacks it.
 * @param {number} day
 * @param {number} count
 */
function monthsBefore(day, count) {
  const [year, month, date] = isoOf(day).split("-").map(Number);
  const months = year * 12 + month - 1 - count;
  const [there, which] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  if (there < 1) return FIRST_DAY;
  return /** @type {number} */ (ordinal(there, which, Math.min(date, daysIn(there, which))));
}

/**
 * @param {number} year
 * @param {number} month
 */
function daysIn(year, month) {
  return [31, 30, 29, 28].find((day) => ordinal(year, month, day) !== null) ?? 28;
}

/**
 * @param {string} text
 * @returns {[number, number] | null}
 */
function ends(text) {
  const match = DAY.exec(text);
  if (!match) return null;
  const [year, quarter, month, day] = match.slice(1).map((part) => (part ? Number(part) : 0));
  if (day) {
    const only = ordinal(year, month, day);
    return only === null ? null : [only, only];
  }
  if (match[3] && !month) return null;
  const [first, last] = quarter ? [3 * quarter - 2, 3 * quarter] : [month || 1, month || 12];
  const [start, end] = [ordinal(year, first, 1), ordinal(year, last, daysIn(year, last))];
  return start === null || end === null ? null : [start, end];
}

/**
 * The comparison and the minutes of `recover:>2h`.
 * @param {string} name
 * @param {string} text
 * @returns {[string, number]}
 */
export function readTest(name, text) {
  const match = TEST.exec(text);
  const seconds = match ? spanOf(match[2]) : null;
  if (!match || seconds === null) {
    throw new QueryError(
      _('{field}: "{value}" is no test of a duration; write {field}:>2h, {field}:<=15min', {
        field: name,
        value: text.slice(0, 40),
      }),
    );
  }
  return [match[1], seconds / 60];
}

/**
 * The seconds of "1 h 33 min", its units once each and the largest first; else null.
 * @param {string} text
 */
function spanOf(text) {
  const written = text.split(/\s+/).filter(Boolean).join(" ");
  const part = new RegExp(SPAN_PART);
  let [seconds, above, at] = [0, Infinity, 0];
  while (at < written.length) {
    const match = part.exec(written);
    const length = match ? SECONDS.get(match[2].toLowerCase()) : undefined;
    if (!match || length === undefined || length >= above) return null;
    seconds += Math.round(Number(match[1]) * length * 1e6) / 1e6;
    [above, at] = [length, part.lastIndex];
  }
  return above === Infinity || seconds > LONGEST_SPAN ? null : seconds;
}
