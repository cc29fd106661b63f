import { bounded, read } from "./attributes.js";
import { make } from "./drawing.js";

/** @import { Result } from "./news-search" */

/**
 * An address beside the archive's API.
 * @param {Element} element
 * @param {string} address
 */
function whole(element, address) {
  return new URL(address, new URL(read(element, "endpoint"), document.baseURI));
}

/**
 * What narrows a search, as the archive's addresses have it: https://ARCHIVE/api/openapi.json
 * @param {Element} element
 * @param {URLSearchParams} chosen
 */
export function conditions(element, chosen) {
  const asked = new URLSearchParams(read(element, "filters"));
  for (const name of /** @type {const} */ (["from", "to", "sort"])) {
    if (read(element, name)) asked.set(name, read(element, name));
  }
  chosen.forEach((value, name) => asked.append(name, value));
  return asked;
}

/** @param {Element} element */
export function fieldsOf(element) {
  return read(element, "facets").split(/[\s,]+/).filter(Boolean);
}

/** @param {Element} element */
export function sizeOf(element) {
  return bounded(element, "max-results", 5, 1, 100);
}

/**
 * What the archive's API is asked.
 * @param {Element} element
 * @param {URLSearchParams} chosen
 * @param {string} query
 */
export function asked(element, chosen, query) {
  const url = whole(element, "");
  url.search = String(conditions(element, chosen));
  url.searchParams.set("q", query);
  url.searchParams.set("size", String(sizeOf(element)));
  if (fieldsOf(element).length) url.searchParams.set("facets", String(fieldsOf(element)));
  return url.href;
}

/**
 * The same search on the archive's page, to which the form leads.
 * @param {HTMLFormElement} form
 */
export function pageOf(form) {
  const link = make("a", { href: form.action }); // which, unlike a URL, takes any text
  link.search = String(new URLSearchParams(/** @type {any} */ (new FormData(form))));
  return link;
}

/**
 * Where a result is read: at the archive with its marks, else where it was first published.
 * @param {Element} element
 * @param {Result} result
 * @param {string} search
 */
export function link(element, { permalink, url }, search) {
  for (const address of [permalink, url]) {
    try {
      const found = whole(element, address || "none:");
      if (address === permalink) found.search = search;
      if (/^https?:$/.test(found.protocol)) return found.href;
    } catch {
      // No address; the next may be one
    }
  }
}
