/* Evaluation report of one run or of two compared, in a sandboxed iframe, and its buttons. */
import { make } from "../shared/dom.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { field, options, reportPath, runsHash } from "./runs.js";

/** @import { ListedRun } from "../api.d.ts" */

/** The `names` have the baseline first; `report` is HTML, `runs` are all that are listed.
 * @type {(names: string[], report: Blob, runs: ListedRun[]) => unknown} */
export const buildReport = (names, report, runs) => {
  const titles = names.map((name) => runs.find((run) => run.id === name)?.title ?? name);
  const title = titles.reverse().join(" against ");
  const [first, second] = names;
  return html`<h1 class="byline-hidden">${title}</h1>
    <div class="byline-evaluation-actions">
      ${
        second
          ? html`<a class="byline-button" href=${runsHash([second, first])}>Swap the two</a>`
          : compareWith(first, runs)
      }
      <a class="byline-button" href=${reportPath(names)} download>Download the report</a>
    </div>
    ${framed(report, title)}`;
};

/** Nothing in it may run; that it is of this origin lets it grow with what it shows.
 * @type {(report: Blob, title: string) => HTMLElement} */
const framed = (report, title) => {
  const frame = make("iframe", "byline-evaluation-report");
  const address = URL.createObjectURL(report);
  frame.title = `Report of ${title}`;
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.addEventListener("load", () => {
    URL.revokeObjectURL(address);
    fit(frame);
  });
  frame.src = address;
  return frame;
};

/** Has the frame be as high as the report and as dark as the page.
 * @type {(frame: HTMLIFrameElement) => void} */
const fit = (frame) => {
  const root = frame.contentDocument?.documentElement;
  if (!root) return; // it is gone already
  root.dataset.framed = "";
  new ResizeObserver(() => {
    frame.style.height = `${Math.ceil(root.getBoundingClientRect().height)}px`;
  }).observe(root);
  const dress = () => {
    root.style.colorScheme = document.body.classList.contains("dark") ? "dark" : "light";
  };
  const watch = new MutationObserver(() => (frame.isConnected ? dress() : watch.disconnect()));
  watch.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  dress();
};

/** A choice of what to compare a run with; nothing where there is none.
 * @type {(name: string, runs: ListedRun[]) => unknown} */
const compareWith = (name, runs) => {
  const own = runs.find((run) => run.id === name);
  const others = runs.filter((run) => !run.problem && run !== own && own?.same === run.same);
  if (!others.length) return nothing;
  const select = make("select");
  render(options(others), select);
  const compare = () => {
    location.hash = runsHash([select.value, name]);
  };
  return html`<div class="byline-evaluation-with">
    ${field("Compare with", select)}<button type="button" class="byline-button" @click=${compare}>Compare</button>
  </div>`;
};
