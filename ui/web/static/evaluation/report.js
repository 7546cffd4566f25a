/* Evaluation report of one run or of two compared, in a sandboxed iframe, and its buttons. */
import { button, make } from "../shared/dom.js";
import { field, option, reportPath, runsHash } from "./runs.js";

/** @import { ListedRun } from "../api.d.ts" */

/**
 * @param {string[]} names the baseline first
 * @param {Blob} report HTML
 * @param {ListedRun[]} runs all that are listed
 */
export const buildReport = (names, report, runs) => {
  const titles = names.map((name) => runs.find((run) => run.id === name)?.title ?? name);
  const title = titles.reverse().join(" against ");
  return [make("h1", "byline-hidden", title), acting(names, runs), framed(report, title)];
};

/* Nothing in it may run; that it is of this origin lets it grow with what it shows.
   @param {Blob} report @param {string} title */
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

/* Has the frame be as high as the report and as dark as the page.
   @param {HTMLIFrameElement} frame */
const fit = (frame) => {
  const root = frame.contentDocument.documentElement;
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

/* @param {string[]} names @param {ListedRun[]} runs */
const acting = (names, runs) => {
  const row = make("div", "byline-evaluation-actions");
  const report = make("a", "byline-button", "Download the report");
  report.href = reportPath(names);
  report.setAttribute("download", "");
  if (names.length === 2) {
    const swap = make("a", "byline-button", "Swap the two");
    swap.href = runsHash([names[1], names[0]]);
    row.append(swap);
  } else {
    row.append(...compareWith(names[0], runs));
  }
  row.append(report);
  return row;
};

/* A choice of what to compare a run with; nothing where there is none.
   @param {string} name @param {ListedRun[]} runs */
const compareWith = (name, runs) => {
  const own = runs.find((run) => run.id === name);
  const others = runs.filter((run) => !run.problem && run !== own && own?.same === run.same);
  if (!others.length) return [];
  const select = make("select");
  select.append(...others.map((run) => option(run)));
  const box = make("div", "byline-evaluation-with");
  const go = button("Compare", "byline-button", () => {
    location.hash = runsHash([select.value, name]);
  });
  box.append(field("Compare with", select), go);
  return [box];
};
