// Choices on the search page without a full load: the page at the very address of the link, or of the form, is fetched, and
// its parts take the place of this page's. Whatever goes wrong, the browser goes to that address as it would without script.

const PARTS = [".skips", ".site", "main", "footer"];
// Where a reader goes on choosing. Any other link to a search (a page, a spelling) leads to results to be read from their top.
const PLACES = [".chips", ".strips", ".order", ".refine", ".dates"];

const box = document.querySelector("form.box");
const told = document.getElementById("told");
let shown = pageOf(location.href);
let underway = new AbortController();

function pageOf(address) {
  return address.split("#")[0];
}

function isSearch(address) {
  const url = new URL(address);
  return !url.hash && url.origin === location.origin && url.pathname === new URL(box.action).pathname;
}

async function visit(address, { arrive, again, otherwise }) {
  underway.abort();
  const { signal } = (underway = new AbortController());
  const main = document.getElementById("content");
  main.setAttribute("aria-busy", "true");
  told.textContent = ""; // so that the same count is said again
  try {
    const page = await fetched(address, signal);
    if (signal.aborted) return;
    arrive();
    shown = pageOf(address);
    const field = document.activeElement?.closest("input[id]");
    replace(page);
    main.removeAttribute("aria-busy");
    if (field) typeOn(field);
    else again();
    const words = [document.title.split(" · ").slice(0, -1).join(" · ")];
    document.querySelectorAll(".problem").forEach((problem) => words.push(problem.textContent));
    told.textContent = words.join(". ");
  } catch {
    if (signal.aborted) return;
    main.removeAttribute("aria-busy"); // else the browser's way back would lead to a page that still waits
    otherwise();
  }
}

// The archive's own page, as it would be loaded in full, with all that comes from articles escaped by the server. A document
// that is parsed runs no script, nor do the elements taken from it, and the page's policy allows nothing inline.
async function fetched(address, signal) {
  const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const whole = PARTS.every((part) => page.querySelector(part)) && files(page) === files(document);
  // Another status or another release of the archive is for the browser to load
  if (!response.ok || response.redirected || !whole) throw new Error(address);
  return page;
}

function files(page) {
  const found = page.querySelectorAll("link[rel=stylesheet], script");
  return [...found].map((one) => one.getAttribute("href") ?? one.getAttribute("src")).join();
}

function replace(page) {
  const before = new Map(foldable().map(([name, details]) => [name, details.open]));
  const typed = [...document.querySelectorAll("main input[id]")].filter((one) => one.value !== one.defaultValue);
  document.title = page.title;
  for (const part of PARTS) {
    document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
  }
  foldable().forEach(([name, details]) => (details.open = before.get(name) ?? details.open));
  typed.forEach(({ id, value }) => Object.assign(document.getElementById(id) ?? {}, { value }));
  replaceAll(document.head, page.head, "link[rel=alternate], link[rel=canonical], meta[name=robots]");
  const newBox = page.querySelector("form.box");
  replaceAll(box, newBox, "input[type=hidden]");
  if (document.activeElement !== box.elements.q) box.elements.q.value = newBox.elements.q.value;
  document.dispatchEvent(new Event("shown"));
}

function replaceAll(within, from, selector) {
  within.querySelectorAll(`:scope > :is(${selector})`).forEach((old) => old.remove());
  within.append(...from.querySelectorAll(`:scope > :is(${selector})`));
}

// A reader who types already, while the page is fetched, goes on with the field's like
function typeOn({ id, selectionStart, selectionEnd }) {
  const field = document.getElementById(id);
  field?.focus({ preventScroll: true });
  field?.setSelectionRange(selectionStart, selectionEnd);
}

// What a reader has opened or closed stays so
function foldable() {
  const all = [...document.querySelectorAll("main details, dialog details")];
  return all.map((details) => [details.firstElementChild.textContent.trim(), details]);
}

// What a link changes in the address: of a choice the same before and after it, as what chose it takes it back then
function change(link) {
  const pairs = (address) => [...new URL(address).searchParams].filter(([name]) => name !== "page").map(String);
  const now = pairs(shown);
  const then = pairs(link.href);
  const changed = [...now.filter((pair) => !then.includes(pair)), ...then.filter((pair) => !now.includes(pair))];
  return changed.sort().join("&");
}

// How to find a link's like once the page is replaced, and to keep it where it was in the window, with the focus
function sameLink(link) {
  const place = PLACES.find((one) => link.closest(one));
  if (!place) return toResults;
  const { href } = link;
  const changed = change(link);
  const inPlace = () => [...document.querySelectorAll(`${place} a[href]`)];
  const at = inPlace().indexOf(link);
  return stay(link, () => {
    const links = inPlace();
    return (
      (links[at]?.href === href ? links[at] : links.find((one) => one.href === href)) ??
      links.find((one) => change(one) === changed) ??
      links[at]
    );
  });
}

function stay(element, find) {
  const before = element.getBoundingClientRect().top;
  return () => {
    const found = find() ?? document.getElementById("results");
    found.focus({ preventScroll: true });
    const moved = found.id === "results" ? 0 : found.getBoundingClientRect().top - before;
    if (!found.closest("dialog")) scrollBy({ top: moved, behavior: "instant" });
  };
}

function toResults() {
  const results = document.getElementById("results");
  results.focus({ preventScroll: true });
  results.scrollIntoView({ behavior: "instant" });
}

function go(address, again) {
  visit(address, {
    arrive() {
      history.replaceState({ top: scrollY }, "");
      history.pushState(null, "", address);
    },
    again,
    otherwise: () => location.assign(address),
  });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href], dialog a[href]");
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || !isSearch(link.href) || link.href === shown) return;
  event.preventDefault();
  go(link.href, sameLink(link));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("main form") || !isSearch(form.action)) return;
  event.preventDefault();
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  go(url.href, stay(form, () => document.querySelector(".span button")));
});

addEventListener("popstate", (event) => {
  if (pageOf(location.href) === shown) return;
  const focused = document.activeElement.closest("main a[href], dialog a[href]");
  const again = focused ? sameLink(focused) : () => {};
  visit(location.href, {
    arrive() {},
    again() {
      again();
      if (event.state) scrollTo({ top: event.state.top, behavior: "instant" });
    },
    otherwise: () => location.reload(),
  });
});
