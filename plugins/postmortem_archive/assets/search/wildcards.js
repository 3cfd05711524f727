// @ts-check
/** Compares texts with patterns in which * and ? stand for other letters. */

/**
 * Whether * (any letters) and ? (any one) can stand for what a text has there. It goes back to the
 * last * only, so it takes no longer than pattern times text.
 * @param {string} pattern
 * @param {string} text
 */
export function fits(pattern, text) {
  const [wanted, there] = [[...pattern], [...text]];
  let [i, j, star, tried] = [0, 0, -1, 0];
  while (j < there.length) {
    if (wanted[i] === "*") {
      [star, tried] = [i, j];
      i++;
    } else if (i < wanted.length && (wanted[i] === "?" || wanted[i] === there[j])) {
      i++;
      j++;
    } else if (star >= 0) {
      tried++;
      [i, j] = [star + 1, tried];
    } else {
      return false;
    }
  }
  while (wanted[i] === "*") i++;
  return i === wanted.length;
}
