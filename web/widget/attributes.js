/** @import { NewsSearchAttribute } from "./news-search" */

/**
 * @param {Element} element
 * @param {NewsSearchAttribute} name
 */
export function read(element, name) {
  return element.getAttribute(name) ?? "";
}

/**
 * @param {Element} element
 * @param {NewsSearchAttribute} name
 * @param {number} usual
 * @param {number} least
 * @param {number} most
 */
export function bounded(element, name, usual, least, most) {
  const given = parseInt(read(element, name));
  return given >= least ? Math.min(given, most) : usual;
}
