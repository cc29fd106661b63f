/** @import { Answer, Reason } from "./news-search" */

const REMEMBERED = 20; // answers, of all boxes of a page

/** @type {Map<string, Answer>} */
const answers = new Map();

/**
 * The archive's answer, once for each address and language.
 * @param {string} href
 * @param {string | undefined} language
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>} else it throws a Reason
 */
export async function answered(href, language, signal) {
  const key = `${language} ${href}`;
  /** @type {Reason} */
  let reason = "down";
  try {
    let answer = answers.get(key);
    if (!answer) {
      const headers = { Accept: "application/json", ...(language && { "Accept-Language": language }) };
      const response = await fetch(href, { credentials: "omit", referrerPolicy: "no-referrer", headers, signal });
      reason = response.status === 429 ? "busy" : "broken";
      if (!response.ok) throw reason;
      answer = /** @type {Answer} */ (await response.json());
    }
    answers.delete(key);
    answers.set(key, answer);
    if (answers.size > REMEMBERED) answers.delete([...answers.keys()][0]);
    return answer;
  } catch {
    throw reason;
  }
}

/** For when one of them made no sense, so that it is asked for anew. */
export function forget() {
  answers.clear();
}
