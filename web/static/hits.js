// From hit to hit of an article, and from result to result, by keys. The page's own links lead the way, with or without it.
// Single letters are shortcuts only while the focus is in the text or on the way through it (WCAG 2.1.4), as the page says.

const WITHIN = ".back, .found-here, .step, .story, .received";

const told = document.getElementById("told");
const bar = document.querySelector(".found-here");
let way = ".next, .first"; // that the reader goes

document.querySelector(".story, .received").tabIndex = -1; // so that a click in the text puts the focus there
if (bar.dataset.keys) {
  const help = document.createElement("p");
  help.className = "help keys";
  help.textContent = bar.dataset.keys;
  bar.append(help);
}

function step() {
  return document.querySelector("mark:target + .step");
}

const KEYS = {
  n: () => step()?.querySelector(".next, .first") ?? document.querySelector("#hits a"),
  p: () => step()?.querySelector(".before"),
  N: () => document.querySelector(".back [rel=next]"),
  P: () => document.querySelector(".back [rel=prev]"),
};

document.addEventListener("keydown", (event) => {
  const { key, code, shiftKey } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !event.target.closest(WITHIN)) return;
  // A keyboard of another script says n by its place
  const letter = (/^[a-z]$/i.test(key) ? key : code.replace("Key", "")).toLowerCase();
  const link = KEYS[shiftKey ? letter.toUpperCase() : letter]?.();
  if (link) {
    event.preventDefault();
    link.click();
  }
});

// The way through the hits is no way back through the browser's history: one step back leads to the results
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#hit"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  way = link.matches(".before") ? ".before" : ".next, .first";
  location.replace(link.hash);
});

addEventListener("hashchange", () => {
  const links = step();
  if (!links) return;
  told.textContent = links.querySelector("[data-place]").dataset.place;
  (links.querySelector(way) ?? links.querySelector(":not([data-place])")).focus({ preventScroll: true });
});
