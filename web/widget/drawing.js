/** @import { Count, Counted, Marked, Result } from "./news-search" */

const LONGEST = 400; // code points of one text that are shown
const VALUES = 6; // of one field, beside those that are chosen

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes null and undefined for none */
/** @typedef {string | undefined} Language undefined for the browser's own */

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, String(value));
}

/**
 * Texts are only ever put in as texts: nothing here reads markup.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
export function make(name, attributes, ...children) {
  const made = document.createElement(name);
  dress(made, attributes);
  made.append(...children);
  return made;
}

/**
 * @param {Counted} text
 * @param {number} number
 * @param {Language} language
 */
export function counted(text, number, language) {
  const form = text[new Intl.PluralRules(language).select(number)] ?? text.other;
  return form.replace("{n}", number.toLocaleString(language));
}

/**
 * The text with its marks, whose offsets count code points, as JavaScript's strings do not.
 * @param {Marked} marked
 */
function spans({ text, marks }) {
  const letters = [...text].slice(0, LONGEST);
  /** @param {[number, number?]} ends */
  const part = (...ends) => letters.slice(...ends).join("");
  let at = 0;
  const made = marks.flatMap(([start, end]) => {
    const before = part(at, start);
    at = end;
    return [before, make("mark", { part: "mark" }, part(start, end))];
  });
  return [...made, part(at)];
}

/**
 * A date as far as it is known: YYYY, YYYY-MM or longer.
 * @param {string} value
 * @param {Language} language
 */
function day(value, language) {
  const date = new Date(value.slice(0, 10));
  if (!Number(date)) return "";
  const known = { year: "numeric", month: value[4] && "short", day: value[7] && "numeric", timeZone: "UTC" };
  const written = date.toLocaleDateString(language, /** @type {Intl.DateTimeFormatOptions} */ (known));
  return make("time", { datetime: value, part: "date" }, written);
}

/**
 * @param {Result} result
 * @param {Attributes} link
 * @param {Language} language
 */
export function option({ headline, snippets, published, source, language: lang, direction: dir }, link, language) {
  const when = day(published.value ?? "", language);
  return make(
    "a",
    { ...link, "role": "option", "part": "result", "aria-selected": false, "rel": "noopener", "tabindex": -1 },
    make("span", { lang, dir, part: "headline" }, ...spans(headline)),
    make("span", { part: "about" }, make("bdi", {}, source ?? ""), source && when ? " · " : "", when),
    ...snippets.slice(0, 1).map((one) => make("span", { lang, dir, part: "snippet" }, ...spans(one))),
  );
}

/**
 * Toggles for the values of a field; none where there is nothing to choose.
 * @param {string} name as the archive's addresses have it
 * @param {string} title
 * @param {Count[]} counts
 * @param {URLSearchParams} chosen
 * @param {Language} language
 */
export function toggles(name, title, counts, chosen, language) {
  const shown = counts.filter(({ value }, n) => n < VALUES || chosen.has(name, value));
  if (shown.length < 2 && !chosen.has(name)) return [];
  const id = `ns-${name}`;
  return make(
    "div",
    { "role": "group", "part": "facet", "aria-labelledby": id },
    make("span", { id, part: "facet-name" }, title),
    ...shown.map(({ value, label, count }) =>
      make(
        "button",
        { name, value, "id": id + value, "type": "button", "part": "toggle", "aria-pressed": chosen.has(name, value) },
        make("bdi", {}, label),
        " ",
        make("span", { part: "count" }, count.toLocaleString(language)),
      ),
    ),
  );
}

/**
 * The option that the box stands for, while the focus stays in the box.
 * @param {Element} box
 * @param {Element} list
 * @param {number} number -1 for none
 */
export function activate(box, list, number) {
  box.removeAttribute("aria-activedescendant");
  [...list.children].forEach((one, n) => {
    one.part.toggle("active", n === number);
    dress(one, { "aria-selected": n === number });
    if (n !== number) return;
    dress(box, { "aria-activedescendant": one.id });
    one.scrollIntoView({ block: "nearest" });
  });
}
