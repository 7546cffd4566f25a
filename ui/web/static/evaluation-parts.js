/* What the pages of the Evaluation view share. */
import { say } from "./shared/dialog.js";
import { button, make } from "./shared/dom.js";
import { toClipboard } from "./shared/export.js";

export const API = "/byline/api/runs";

/* The address of one run, or of two compared, or of something that belongs to them. */
export const runsPath = (names, rest = "", more = {}) => {
  const query = new URLSearchParams(more);
  if (names.length === 1) return path(`${API}/${encodeURIComponent(names[0])}${rest}`, query);
  const [a, b] = names;
  return path(`${API}/compare${rest}`, new URLSearchParams({ a, b, ...more }));
};

const path = (address, query) => (query.size ? `${address}?${query}` : address);

/* Where the view shows these runs. */
export const runsHash = (names) => `#evaluation/${names.map(encodeURIComponent).join("/")}`;

export const moment = (iso) =>
  new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

/* The mark and the colour of a run in tables, as in the plots. */
export const mark = (run) => {
  const sign = make("span", `byline-evaluation-run-${run}`, "●■"[run]);
  sign.setAttribute("aria-hidden", "true");
  return sign;
};

export const titled = (tag, run, title) => {
  const element = make(tag);
  element.append(mark(run), "\u00a0", make("bdi", "", title));
  return element;
};

/* Something that may be wider than the page: scrolls by itself, with the keyboard too. */
export const scrolling = (label, content) => {
  const box = make("div", "byline-evaluation-scroll");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  box.append(content);
  return box;
};

/* A table. `heads` are [text, class]; the rows of one that is not "byline-evaluation-wide" become
   cards where there is little room. */
export const table = (className, caption, heads, groups) => {
  const cards = className.includes("byline-evaluation-wide") ? "" : "byline-evaluation-cards";
  const found = make("table", `byline-table byline-evaluation-table ${cards} ${className}`);
  found.append(make("caption", "byline-hidden", caption));
  const top = make("tr");
  for (const [text, kind] of heads) {
    const head = make("th", kind);
    head.scope = "col";
    head.append(text);
    top.append(head);
  }
  const thead = make("thead");
  thead.append(top);
  found.append(thead);
  for (const { heading, rows } of groups) {
    const body = make("tbody");
    if (heading) {
      const cell = make("th", "", heading);
      cell.scope = "rowgroup";
      cell.colSpan = heads.length;
      const line = make("tr", "byline-evaluation-level");
      line.append(cell);
      body.append(line);
    }
    body.append(...rows);
    found.append(body);
  }
  return found;
};

/* A cell; `label` is shown where the row is a card. */
export const cell = (label, content, className = "") => {
  const found = make("td", className);
  found.dataset.label = label;
  found.append(...(Array.isArray(content) ? content : [content]));
  return found;
};

export const rowHead = (...content) => {
  const found = make("th");
  found.scope = "row";
  found.append(...content);
  return found;
};

/* A value with its interval below. */
export const figure = ({ value, interval }) => [
  make("span", "byline-evaluation-value", value),
  ...(interval ? [make("small", "", interval)] : []),
];

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 120;
const HEIGHT = 16;

const drawn = (tag, attributes) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/* An interval as a line with its value as a dot, between `from` and `to`; `zero` draws a line. */
export const bar = ([low, value, high], from, to, zero = false) => {
  const at = (value) => 4 + ((WIDTH - 8) * (value - from)) / (to - from || 1);
  const svg = drawn("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    class: "byline-evaluation-bar",
    "aria-hidden": "true",
  });
  const middle = HEIGHT / 2;
  const line = { x1: 4, x2: WIDTH - 4, y1: middle, y2: middle, class: "byline-evaluation-track" };
  svg.append(drawn("line", line));
  if (zero) {
    const ends = { x1: at(0), x2: at(0), y1: 1, y2: HEIGHT - 1, class: "byline-evaluation-zero" };
    svg.append(drawn("line", ends));
  }
  svg.append(
    drawn("line", { x1: at(low), x2: at(high), y1: middle, y2: middle }),
    drawn("circle", { cx: at(value), cy: middle, r: 3.5 }),
  );
  return svg;
};

/* A command to type, with a button that copies it. */
export const command = (text) => {
  const box = make("div", "byline-evaluation-command");
  const copy = button("Copy", "byline-quiet", async () => {
    const done = await toClipboard(text);
    say(done ? "Copied." : "This browser does not let the page copy. Select the command instead.");
  });
  copy.setAttribute("aria-label", `Copy: ${text}`);
  box.append(make("code", "", text), copy);
  return box;
};
