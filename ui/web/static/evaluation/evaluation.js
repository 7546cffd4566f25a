/* The Evaluation view: saved runs as a list, one report, or two compared. `#evaluation/RUN`
   shows one, `#evaluation/BASELINE/RUN` two, so that reloading and going back work. */
import { addView } from "../frame/frame.js";
import { api, newest, OLD, Problem, request } from "../shared/api-client.js";
import { click, toHeading } from "../shared/dom.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { buildList } from "./list.js";
import { buildReport } from "./report.js";
import { API, reportPath } from "./runs.js";

/** @type {HTMLElement} */
let root;
/** Of what is shown.
 * @type {string | null} */
let address = null;

/** @type {(part: string) => string} */
const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const wanted = () => location.hash.slice(1).split("/").slice(1, 3).map(decoded).filter(Boolean);

const TO_LIST = html`<a class="byline-evaluation-back" href="#evaluation">All runs</a>`;
const NOT_SHOWN = ["The runs are not shown", "This run is not shown", "These two are not compared"];

/** @type {(names: string[], message: string) => unknown} */
const failed = (names, message) => {
  const again = click(async () => {
    await shown();
    toHeading(root); // the button is gone
  });
  return html`${names.length ? TO_LIST : nothing}
    <h1>${NOT_SHOWN[names.length]}</h1>
    <p class="byline-note">${message}</p>
    <button type="button" class="byline-button" @click=${again}>Try again</button>`;
};

const load = newest(async (/** @type {string[]} */ names) => {
  if (!names.length) return buildList(await api(API));
  /* The list says what a run can be compared with; the report stands without it. */
  const others = api(API).catch(() => ({ runs: [] }));
  const report = await (await request(reportPath(names))).blob();
  return [TO_LIST, buildReport(names, report, (await others).runs)];
});

/** What stands on the page of these runs, a problem too; `OLD` when others are wanted now.
 * @type {(names: string[]) => Promise<unknown>} */
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
    const waiting = names.length === 2 ? "Comparing the two runs…" : "Reading…";
    render(html`<p class="byline-evaluation-wait" role="status">${waiting}</p>`, root);
    window.scrollTo(0, 0);
  }
  const parts = await partsOf(names);
  if (parts === OLD) return;
  render(parts, root);
  if (moved) toHeading(root);
};

/** @type {(element: HTMLElement) => void} */
const mount = (element) => {
  root = element;
};

export const start = () => addView("evaluation", "Evaluation", { mount, shown });
