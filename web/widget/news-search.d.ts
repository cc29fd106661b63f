/** What a site's own scripts meet of `<news-search>`, and what the archive answers it. */

/** Character spans of `text` to mark, in code points, each `[start, end]`. */
export interface Marked {
  text: string;
  marks: [number, number][];
}

export interface Result {
  id: string;
  permalink: string;
  headline: Marked;
  snippets: Marked[];
  published: { value: string | null };
  source: string | null;
  language: string | null;
  direction: "ltr" | "rtl" | "auto";
  url: string | null;
}

export interface Count {
  value: string;
  label: string;
  count: number;
}

/** As `GET /api/v1/search` gives it; what else it holds is not read here. */
export interface Answer {
  total: number;
  results: Result[];
  facets?: Record<string, Count[]>;
}

/** By the plural rules of the element's language; `{n}` becomes the number. */
export type Counted = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The JSON inside the element overrules any of these. */
export interface Texts {
  label: string;
  submit: string;
  list: string;
  found: Counted;
  none: string;
  all: Counted;
  searching: string;
  down: string;
  slow: string;
  busy: string;
  broken: string;
  /** By the name that is given in the attribute `facets`. */
  fields: Record<string, string>;
}

/** Why there is no answer: out of reach, more than 8 s, too many requests, or nothing that can be used. */
export type Reason = "down" | "slow" | "busy" | "broken";

/** Each bubbles out of the shadow tree. Cancelled, nothing is drawn, opened, sent or said. */
export interface NewsSearchEvents {
  "ns-ready": CustomEvent<Record<string, never>>;
  "ns-results": CustomEvent<{ query: string; answer: Answer }>;
  "ns-select": CustomEvent<{ query: string; result: Result; url: string }>;
  "ns-submit": CustomEvent<{ query: string; url: string }>;
  "ns-error": CustomEvent<{ query: string; reason: Reason }>;
}

/** The attributes that it reads, beside those that every element has. */
export type NewsSearchAttribute =
  | "endpoint" | "facets" | "filters" | "from" | "to" | "sort" | "max-results" | "min-chars" | "debounce"
  | "target" | "theme" | "lang" | "placeholder" | "shortcut";

export interface NewsSearchElement extends HTMLElement {
  /** Search at once, for `text` if it is given; settles when the answer is drawn or given up, and never rejects. */
  search(text?: string): Promise<void>;
  /** Move the focus into the box and show what it finds. */
  open(): void;
  /** Empty the box, forget the chosen filters and close. */
  clear(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "news-search": NewsSearchElement;
  }
  interface HTMLElementEventMap extends NewsSearchEvents {}
}
