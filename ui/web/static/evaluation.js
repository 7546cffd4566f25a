/* The view of the saved runs: their list, one of them, two of them compared. `#evaluation/RUN`
   shows one, `#evaluation/BASELINE/RUN` two, so that reloading and going back work. */
import { api, make, Problem } from "/byline/dom.js";
import { buildList } from "/byline/evaluation-list.js";
import { buildRuns } from "/byline/evaluation-runs.js";
import { API, runsPath } from "/byline/evaluation-parts.js";
import { addView } from "/byline/frame.js";

let root = null;
let address = null; // of what is shown
let turn = 0; // of the newest request: an older one that comes late is dropped

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

const waiting = (text) => {
  const line = make("p", "byline-evaluation-wait", text);
  line.setAttribute("role", "status");
  return [line];
};

const toList = () => {
  const link = make("a", "byline-evaluation-back", "All runs");
  link.href = "#evaluation";
  return link;
};

const failed = (names, message) => [
  toList(),
  make("h1", "", names.length === 2 ? "These two are not compared" : "This run is not shown"),
  make("p", "byline-note", message),
];

const load = async (names) => {
  if (!names.length) return buildList(await api(API));
  /* The list says what a run can be compared with; the page stands without it. */
  const others = api(API).catch(() => ({ runs: [] }));
  const page = await api(runsPath(names));
  return [toList(), ...buildRuns(names, page, (await others).runs)];
};

const shown = async () => {
  const names = wanted();
  const own = names.join("\n");
  const again = own === address;
  if (again && names.length) return;
  const moved = address !== null && !again;
  address = own;
  turn += 1;
  const mine = turn;
  if (!again) {
    root.replaceChildren(...waiting(names.length === 2 ? "Comparing the two runs…" : "Reading…"));
    window.scrollTo(0, 0);
  }
  let parts;
  try {
    parts = await load(names);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    parts = failed(names, error.message);
    if (mine === turn) address = null; // tried again when it is shown again
  }
  if (mine !== turn) return;
  root.replaceChildren(...parts);
  if (moved) {
    const heading = root.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
};

export const start = () => {
  addView("evaluation", "Evaluation", {
    mount: (element) => {
      root = element;
    },
    shown,
  });
};
