/* The view of the saved runs: their list, one of them, two of them compared. `#evaluation/RUN`
   shows one, `#evaluation/BASELINE/RUN` two, so that reloading and going back work. */
import { button, make } from "./shared/dom.js";
import { api, newest, Problem, OLD } from "./shared/server.js";
import { buildList } from "./evaluation-list.js";
import { buildRuns } from "./evaluation-runs.js";
import { API, runsPath } from "./evaluation-parts.js";
import { addView } from "./frame/frame.js";

let root = null;
let address = null; // of what is shown

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

const NOT_SHOWN = ["The runs are not shown", "This run is not shown", "These two are not compared"];

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

const load = newest(async (names) => {
  if (!names.length) return buildList(await api(API));
  /* The list says what a run can be compared with; the page stands without it. */
  const others = api(API).catch(() => ({ runs: [] }));
  const page = await api(runsPath(names));
  return [toList(), ...buildRuns(names, page, (await others).runs)];
});

/* What stands on the page of these runs, a problem too; `OLD` when others are wanted now. */
const partsOf = async (names) => {
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
    root.replaceChildren(...waiting(names.length === 2 ? "Comparing the two runs…" : "Reading…"));
    window.scrollTo(0, 0);
  }
  const parts = await partsOf(names);
  if (parts === OLD) return;
  root.replaceChildren(...parts);
  if (moved) toHeading();
};

export const start = () => {
  addView("evaluation", "Evaluation", {
    mount: (element) => {
      root = element;
    },
    shown,
  });
};
