/** @import { Texts } from "./news-search" */

/**
 * What is said where the JSON inside an element says nothing else.
 * @type {Texts}
 */
export const TEXTS = {
  label: "Search the archive",
  submit: "Search",
  list: "Results",
  found: { one: "{n} result", other: "{n} results" },
  none: "No results",
  all: { one: "{n} result in the archive", other: "All {n} results in the archive" },
  searching: "Searching…",
  down: "The archive can’t be reached from here. Enter searches on its own page.",
  slow: "The archive takes too long to answer. Enter searches on its own page.",
  busy: "The archive is busy. Try again in a minute; Enter searches on its own page.",
  broken: "The archive’s answer can’t be read. Enter searches on its own page.",
  fields: {
    source: "Publication",
    place: "Filed from",
    year: "Year",
    month: "Month",
    lang: "Language",
    credit: "Credit",
    byline: "Byline",
    section: "Section",
  },
};

/**
 * @param {Element} element
 * @returns {Texts}
 */
export function textsOf(element) {
  try {
    const said = JSON.parse(element.querySelector("script[type='application/json']")?.textContent || "{}");
    return { ...TEXTS, ...said, fields: { ...TEXTS.fields, ...said.fields } };
  } catch (error) {
    console.warn("news-search:", error);
    return TEXTS;
  }
}

/**
 * The language that an element speaks; undefined, the browser's own, where none is stated that there is.
 * @param {Element} element
 */
export function languageOf(element) {
  try {
    return Intl.getCanonicalLocales(element.closest("[lang]")?.getAttribute("lang") ?? [])[0];
  } catch {
    return undefined;
  }
}
