/* The Evaluation view: saved runs as a list, one report, or two compared. `#evaluation/RUN`
   shows one, `#evaluation/BASELINE/RUN` two, so that reloading and going back work. */
import { addView } from "../frame/frame.js";
import { button, make } from "../shared/dom.js";
import { api, newest, OLD, Problem, request } from "../shared/server.js";
import { buildList } from "./list.js";
import { buildReport } from "./report.js";
import { API, reportPath } from "./runs.js";

/** @type {HTMLElement} */
let root;
/** @type {string | null} Of what is shown. */
let address = null;

/** @param {string} part */
const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const wanted = () =>
  location.hash
    .slice(1)
    .split("/")
    .slice(1, 3)
    .map(decoded)
    .filter((name) => name);

/** @param {string} text */
const waiting = (text) => {
  const line = make("p", "byline-evaluation-wait", text);
  line.setAttribute("role", "status");
  return line;
};

const toList = () => {
  const link = make("a", "byline-evaluation-back", "All runs");
  link.href = "#evaluation";
  return link;
};

const NOT_SHOWN = ["The runs are not shown", "This run is not shown", "These two are not compared"];

/** @param {string[]} names @param {string} message */
const failed = (names, message) => [
  ...(names.length ? [toList()] : []),
  make("h1", "", NOT_SHOWN[names.length]),
  make("p", "byline-note", message),
  button("Try again", "byline-button", async () => {
    await shown();
    toHeading(); // the button is gone
  }),
];

const toHeading = () => {
  const heading = root.querySelector("h1");
  if (!heading) return; // something else is waited for
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
};

const load = newest(async (/** @type {string[]} */ names) => {
  if (!names.length) return buildList(await api(API));
  /* The list says what a run can be compared with; the report stands without it. */
  const others = api(API).catch(() => ({ runs: [] }));
  const report = await (await request(reportPath(names))).blob();
  return [toList(), ...buildReport(names, report, (await others).runs)];
});

/* What stands on the page of these runs, a problem too; `OLD` when others are wanted now. */
const partsOf = async (/** @type {string[]} */ names) => {
  try {
    return await load(names);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    address = null; // tried again when it is shown again
    return failed(names, error.message);
  }
};

const shown = async () => {
  const names = wanted();
  const own = names.join("\n");
  const again = own === address;
  if (again && names.length) return;
  const moved = address !== null && !again;
  address = own;
  if (!again) {
    root.replaceChildren(waiting(names.length === 2 ? "Comparing the two runs…" : "Reading…"));
    window.scrollTo(0, 0);
  }
  const parts = await partsOf(names);
  if (parts === OLD) return;
  root.replaceChildren(...parts);
  if (moved) toHeading();
};

export const start = () => {
  addView("evaluation", "Evaluation", {
    mount: (/** @type {HTMLElement} */ element) => {
      root = element;
    },
    shown,
  });
};
