// Suggestions under the search box: an ARIA 1.2 combobox with a listbox, which only adds to a form that works without it.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ – what is typed stays as typed until a suggestion is chosen.

const PAUSE = 120; // ms of no typing before the archive is asked
const REMEMBERED = 50; // answers
const FIELDS = new Set(["headline", "byline", "place", "source"]); // as in a search: byline:"…"
const QUOTES = /["“”„‟«»「」『』＂]/g; // each would end a phrase

const input = document.getElementById("q");
const list = document.getElementById("suggestions");
const told = document.getElementById("told");
const kinds = JSON.parse(list.dataset.kinds);
const counts = JSON.parse(list.dataset.counts);
const answers = new Map();
let waiting = 0;
let underway = new AbortController();
let offered = []; // [{text, kind, typed}]: `typed` is the search that it makes
let active = -1;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-controls", list.id);
close();

function close() {
  clearTimeout(waiting);
  underway.abort();
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  activate(-1);
}

function activate(number) {
  active = number;
  [...list.children].forEach((option, n) => option.setAttribute("aria-selected", n === number));
  const option = list.children[number];
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

function open(suggestions) {
  offered = suggestions;
  // The texts come from articles, so they are put in as text and never as markup
  list.replaceChildren(...offered.map(({ text, kind }, n) => {
    const option = document.createElement("div");
    option.id = `suggestion-${n}`;
    option.setAttribute("role", "option");
    option.append(element("bdi", text), " ", element("span", kinds[kind] ?? ""));
    return option;
  }));
  activate(-1);
  list.hidden = !offered.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  told.textContent = counts[offered.length] ?? "";
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

async function asked(start, signal) {
  if (!answers.has(start)) {
    const url = new URL(list.dataset.address, location.href);
    url.searchParams.set("q", start);
    const response = await fetch(url, { signal });
    const { suggestions } = response.ok ? await response.json() : { suggestions: [] };
    if (!response.ok) return suggestions;
    answers.set(start, suggestions);
    if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value);
  }
  return answers.get(start);
}

// What begins like all that is typed; where there is nothing, words that begin like its last
async function suggest() {
  underway.abort();
  const { signal } = (underway = new AbortController());
  const typed = input.value;
  try {
    let found = (await asked(typed.trim(), signal)).map(({ text, kind }) => ({
      text,
      kind,
      typed: FIELDS.has(kind) ? `${kind}:"${text.replace(QUOTES, " ").trim()}"` : text,
    }));
    const [, before, last] = /^(.*[\s(:][-=+]?)([^\s():"]{2,})$/s.exec(typed) ?? [];
    if (!found.length && last) {
      found = (await asked(last, signal))
        .filter(({ kind }) => kind === "word")
        .map(({ text, kind }) => ({ text, kind, typed: before + text }));
    }
    if (!signal.aborted && input === document.activeElement) open(found);
  } catch {
    // Offline, or given up for what was typed since: the form does without
    if (!signal.aborted) close();
  }
}

function soon() {
  clearTimeout(waiting);
  underway.abort();
  if (input.value.trim()) {
    waiting = setTimeout(suggest, PAUSE);
  } else {
    close();
    told.textContent = "";
  }
}

function choose(number) {
  input.value = offered[number].typed;
  close();
  input.form.requestSubmit();
}

// While an input method composes, neither its keys nor its half words are meant for us
input.addEventListener("input", (event) => event.isComposing || soon());
input.addEventListener("compositionend", soon);
input.addEventListener("blur", close);
input.form.addEventListener("submit", close);
addEventListener("pagehide", close);

input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (move && list.hidden) {
    if (input.value.trim()) suggest();
  } else if (move) {
    // Past either end the focus is in the box again
    const places = offered.length + 1;
    activate(((active + 1 + move + places) % places) - 1);
  } else if (event.key === "Escape" && !list.hidden) {
    close();
  } else if (event.key === "Enter" && active >= 0) {
    choose(active);
  } else {
    return;
  }
  event.preventDefault();
});

// The box keeps the focus, on a touch screen too, so that the list is not closed before it is clicked
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose([...list.children].indexOf(option));
});
