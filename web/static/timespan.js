// Several bars at once: by dragging over them, or by Shift with the arrow keys and then Enter. It ends in the form of dates
// under the bars, sent as if the reader had typed the two dates. A click stays a click, and a finger's drag scrolls.

const MONTH = { month: "long", year: "numeric", calendar: "gregory", numberingSystem: "latn", timeZone: "UTC" };
const months = new Intl.DateTimeFormat(document.documentElement.lang, MONTH);
const said = document.createElement("output");
const help = document.createElement("p");
let bars = []; // of the row that is being chosen from
let from = 0;
let to = -1; // none yet
let held = false; // by a pointer

help.className = "help";
document.addEventListener("shown", explain);
explain();

function explain() {
  end();
  const { help: words } = document.querySelector(".dates").dataset;
  help.textContent = words;
  if (document.querySelector(".bars li + li")) document.querySelector(".dates .strips").after(said, help);
}

function begin(bar) {
  end();
  bars = [...bar.parentElement.children];
  from = bars.indexOf(bar);
}

function end() {
  bars.forEach((bar) => bar.classList.remove("spanned"));
  bars = [];
  to = -1;
  held = false;
  said.textContent = "";
}

function span() {
  return bars.slice(Math.min(from, to), Math.max(from, to) + 1);
}

function extend(number) {
  to = Math.max(0, Math.min(bars.length - 1, number));
  const spanned = span();
  bars.forEach((bar) => bar.classList.toggle("spanned", spanned.includes(bar)));
  bars[to].scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const [since, until] = [spanned[0].dataset.from, spanned.at(-1).dataset.to].map(inWords);
  const { span: words } = document.querySelector(".dates").dataset;
  said.textContent = since === until ? since : words.replace("{since}", since).replace("{until}", until);
}

function inWords(date) {
  return date.length > 4 ? months.format(new Date(date)) : date;
}

function send() {
  const form = document.querySelector("form.span");
  const spanned = span();
  // In place of the years and months that were chosen one by one
  form.querySelectorAll("[name='f.year'], [name='f.month']").forEach((kept) => kept.remove());
  form.elements.from.value = spanned[0].dataset.from;
  form.elements.to.value = spanned.at(-1).dataset.to;
  end();
  form.requestSubmit();
}

document.addEventListener("pointerdown", (event) => {
  const bar = event.target.closest(".bars li");
  if (!bar || event.pointerType === "touch" || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  begin(bar);
  held = true;
});

document.addEventListener("pointermove", ({ buttons, clientX }) => {
  if (!held) return;
  if (!buttons) return end();
  const number = bars.findIndex((bar) => {
    const { left, right } = bar.getBoundingClientRect();
    return left <= clientX && clientX <= right;
  });
  if (number >= 0 && (number !== from || to >= 0)) extend(number);
});

document.addEventListener("pointerup", () => {
  if (held && to >= 0 && to !== from) send();
  else if (held) end();
});
document.addEventListener("pointercancel", end);

// The bars are links, which a browser would drag by itself
document.addEventListener("dragstart", (event) => {
  if (held) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest(".bars li");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (bar && step && event.shiftKey) {
    if (bars[from] !== bar) begin(bar);
    const forwards = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    extend((to < 0 ? from : to) + step * forwards);
  } else if (to >= 0 && event.key === "Enter") {
    send();
  } else if (to >= 0 && event.key === "Escape") {
    end();
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("focusout", () => {
  if (!held) end();
});
