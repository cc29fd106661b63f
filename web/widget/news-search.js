// <news-search>: results of an archive under the search box of any site, which stays a plain form without this script.
// An ARIA 1.2 combobox with a listbox: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import sheet from "./news-search.css" with { type: "css" };
import { answered, forget } from "./answers.js";
import { asked, conditions, fieldsOf, link, pageOf, sizeOf } from "./addresses.js";
import { bounded, read } from "./attributes.js";
import { activate, counted, dress, make, option, toggles } from "./drawing.js";
import { isComposing, isPressed, shortcutKeys } from "./keys.js";
import { TEXTS, languageOf, textsOf } from "./texts.js";

/** @import { Answer, NewsSearchElement, NewsSearchEvents, Result } from "./news-search" */

const LIMIT = 8000; // ms that an answer may take
const PATIENCE = 600; // ms after which it is said that there is none yet
const BOX = "input:not([type]), input[type=search], input[type=text]";

/** @implements {NewsSearchElement} */
class NewsSearch extends HTMLElement {
  #form = make("form", {});
  #input = make("input", { type: "search", name: "q" });
  #status = make("div", { role: "status", part: "status" });
  #filters = make("div", { part: "filters" });
  #list = make("div", { role: "listbox", part: "results", id: "ns-list" });
  #all = make("a", { part: "all" });
  #panel = make("div", { part: "panel" }, this.#status, this.#filters, this.#list, this.#all);
  #texts = TEXTS;
  /** @type {Result[]} */
  #results = [];
  #chosen = new URLSearchParams();
  #active = -1;
  #waiting = 0;
  /** @type {AbortController | undefined} */
  #underway;

  connectedCallback() {
    document.addEventListener("keydown", this.#shortcut);
    if (this.shadowRoot) return;
    // While the page is still being read, the form may be yet to come
    if (document.readyState !== "loading" || this.querySelector("form")) return this.#build();
    document.addEventListener("DOMContentLoaded", () => this.shadowRoot || this.#build(), { once: true });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#shortcut);
    this.#close();
  }

  /** @param {string} [text] */
  async search(text) {
    if (text != null) this.#input.value = text;
    this.#stop();
    const query = this.#query;
    if ([...query].length < bounded(this, "min-chars", 2, 1, 99) || !read(this, "endpoint")) return this.#close();
    const own = (this.#underway = new AbortController());
    const limit = setTimeout(() => own.abort(), LIMIT);
    const patience = setTimeout(() => this.#say(this.#texts.searching), PATIENCE);
    try {
      const answer = await answered(asked(this, this.#chosen, query), languageOf(this), own.signal);
      if (own !== this.#underway) return;
      const draw = this.#drawing(answer);
      this.#tell("ns-results", { query, answer }) ? draw() : this.#close();
    } catch (thrown) {
      // Given up for a newer search: nothing has failed
      if (own !== this.#underway) return;
      const known = /** @type {"broken"} */ (typeof thrown === "string" ? thrown : "broken");
      const reason = own.signal.aborted ? "slow" : known;
      forget();
      this.#list.replaceChildren();
      this.#all.hidden = true;
      this.#tell("ns-error", { query, reason }) ? this.#say(this.#texts[reason]) : this.#close();
    } finally {
      [limit, patience].forEach(clearTimeout);
    }
  }

  open() {
    this.#input.focus();
    this.search();
  }

  clear() {
    this.#chosen = new URLSearchParams();
    this.search("");
  }

  /**
   * Whether no listener has cancelled it.
   * @template {keyof NewsSearchEvents} Name
   * @param {Name} name
   * @param {NewsSearchEvents[Name]["detail"]} detail
   */
  #tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  #build() {
    const given = this.querySelector("form");
    const typing = given?.contains(document.activeElement);
    const { label, submit, list } = (this.#texts = textsOf(this));
    // A copy, as the box can only name a list that is in one tree with it
    const form = given && /** @type {HTMLFormElement} */ (given.cloneNode(true));
    const input = /** @type {HTMLInputElement | null | undefined} */ (form?.querySelector(BOX));
    if (form && input) {
      this.#form = form;
      this.#input = input;
    } else {
      this.#form.append(make("label", {}, label, this.#input), make("button", {}, submit));
    }
    // Where no form says where the archive's page is, it is beside the API
    if (!this.#form.hasAttribute("action")) dress(this.#form, { action: read(this, "endpoint").replace("api/v1/", "") });
    this.#form.querySelectorAll("label, button").forEach((one) => dress(one, { part: one.localName }));
    dress(this.#form, { part: "form" });
    dress(this.#list, { "aria-label": list });
    dress(this.#input, {
      "part": "input",
      "placeholder": read(this, "placeholder") || null,
      "role": "combobox",
      "aria-autocomplete": "list",
      "aria-controls": "ns-list",
      "aria-expanded": false,
      "aria-keyshortcuts": shortcutKeys(read(this, "shortcut")),
      "autocomplete": "off",
    });
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#form, this.#panel);
    if (!this.#input.labels?.length) dress(this.#input, { "aria-label": this.#input.ariaLabel ?? label });
    if (typing) this.#input.focus();
    this.#listen(root);
    this.#tell("ns-ready", {});
  }

  /** @param {ShadowRoot} root */
  #listen(root) {
    // While an input method composes, neither its keys nor its half words are meant for us
    this.#input.addEventListener("input", (event) => /** @type {InputEvent} */ (event).isComposing || this.#soon());
    this.#input.addEventListener("compositionend", () => this.#soon());
    root.addEventListener("keydown", (event) => this.#pressed(/** @type {KeyboardEvent} */ (event)));
    // Asked later, as a button that is drawn anew loses the focus for a moment
    root.addEventListener("focusout", () => setTimeout(() => root.activeElement || this.#close()));
    this.#panel.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.#list.addEventListener("click", (event) => {
      const chosen = /** @type {HTMLElement} */ (event.target).closest("a");
      if (chosen && !this.#select([...this.#list.children].indexOf(chosen))) event.preventDefault();
    });
    this.#filters.addEventListener("click", (event) => {
      const toggle = /** @type {HTMLElement} */ (event.target).closest("button");
      if (!toggle) return;
      const { name, value } = toggle;
      this.#chosen.has(name, value) ? this.#chosen.delete(name, value) : this.#chosen.append(name, value);
      this.search();
    });
    this.#all.addEventListener("click", (event) => this.#submit() || event.preventDefault());
    this.#form.addEventListener("submit", (event) => this.#submit() || event.preventDefault());
    // The form sends what narrows the search here: https://html.spec.whatwg.org/#event-formdata
    this.#form.addEventListener("formdata", ({ formData }) =>
      conditions(this, this.#chosen).forEach(
        (value, name) => formData.getAll(name).includes(value) || formData.append(name, value),
      ),
    );
  }

  get #query() {
    return this.#input.value.trim();
  }

  get #page() {
    return pageOf(this.#form);
  }

  /**
   * Everything is made before anything is shown, so that an answer that makes no sense changes nothing.
   * @param {Answer} answer
   */
  #drawing({ total, results, facets = {} }) {
    const language = languageOf(this);
    const { href, search } = this.#page;
    const target = read(this, "target") || null;
    const shown = results.slice(0, sizeOf(this));
    const options = shown.map((result, n) =>
      option(result, { href: link(this, result, search), target, id: `ns-${n}` }, language),
    );
    const groups = fieldsOf(this).flatMap((field) =>
      toggles(`f.${field}`, this.#texts.fields[field] ?? field, facets[field] ?? [], this.#chosen, language),
    );
    const said = total ? counted(this.#texts.found, total, language) : this.#texts.none;
    const lead = counted(this.#texts.all, total, language);
    return () => {
      const focused = this.shadowRoot?.activeElement;
      this.#results = shown;
      this.#list.replaceChildren(...options);
      this.#filters.replaceChildren(...groups);
      // A toggle that was drawn anew has the focus again
      if (focused && !focused.isConnected) (this.shadowRoot?.getElementById(focused.id) ?? this.#input).focus();
      dress(this.#all, { href, target });
      this.#all.textContent = lead;
      this.#all.hidden = !total;
      this.#say(said);
    };
  }

  /** @param {string} text empty to close */
  #say(text) {
    this.#status.textContent = text;
    this.#panel.part.toggle("open", !!text);
    this.#activate(-1);
    dress(this.#input, { "aria-expanded": !!text && this.#list.hasChildNodes() });
  }

  #stop() {
    clearTimeout(this.#waiting);
    this.#underway?.abort();
    this.#underway = undefined;
  }

  #close() {
    this.#stop();
    this.#say("");
  }

  #soon() {
    this.#stop();
    this.#activate(-1);
    this.#waiting = setTimeout(() => this.search(), bounded(this, "debounce", 150, 0, LIMIT));
  }

  /** @param {number} number -1 for the box itself */
  #activate(number) {
    this.#active = number;
    activate(this.#input, this.#list, number);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { key } = event;
    const apart = event.ctrlKey || event.metaKey;
    const move = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (isComposing(event) || event.altKey || event.shiftKey) return;
    if (key === "Escape" && this.#panel.part.contains("open")) {
      this.#input.focus();
      this.#close();
    } else if (event.target === this.#input && move && !apart) {
      this.#move(move);
    } else if (event.target === this.#input && key === "Enter" && (apart || this.#active >= 0)) {
      this.#enter(apart);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {number} step */
  #move(step) {
    if (this.#input.getAttribute("aria-expanded") === "false") return this.search();
    const places = this.#results.length + 1; // past either end it is the box again
    this.#activate(((this.#active + 1 + step + places) % places) - 1);
  }

  /** @param {boolean} apart in a tab of its own */
  #enter(apart) {
    const link = /** @type {HTMLAnchorElement | undefined} */ (this.#list.children[this.#active]);
    if (!apart) return link?.click();
    const { href } = link ?? this.#page;
    if ((link ? this.#select(this.#active) : this.#submit()) && href) open(href, "_blank", "noopener");
  }

  /**
   * Whether the link may be followed.
   * @param {number} number
   */
  #select(number) {
    const { href } = /** @type {HTMLAnchorElement} */ (this.#list.children[number]);
    const may = this.#tell("ns-select", { query: this.#query, result: this.#results[number], url: href });
    this.#close();
    return may;
  }

  /** Whether the archive's page may be gone to. */
  #submit() {
    const may = this.#tell("ns-submit", { query: this.#query, url: this.#page.href });
    dress(this.#form, { target: read(this, "target") || null });
    this.#close();
    return may;
  }

  /** @param {KeyboardEvent} event */
  #shortcut = (event) => {
    if (!isPressed(read(this, "shortcut"), event)) return;
    event.preventDefault();
    this.open();
  };
}

customElements.get("news-search") ?? customElements.define("news-search", NewsSearch);
