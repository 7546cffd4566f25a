/* Addresses, names and select boxes of saved evaluation runs. */
import { make } from "../shared/dom.js";

/** @import { ListedRun } from "../api.d.ts" */

export const API = "/byline/api/runs";

/** The report of one run, or of two compared, the baseline first. @param {string[]} names */
export const reportPath = (names) =>
  `${API}/report.html?${new URLSearchParams(names.map((name) => ["run", name]))}`;

/** Where the view shows these runs. @param {string[]} names */
export const runsHash = (names) => `#evaluation/${names.map(encodeURIComponent).join("/")}`;

/** @param {string} iso */
export const moment = (iso) =>
  new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

/** @param {ListedRun} run */
export const option = (run, disabled = false) => {
  const found = make("option", "", `${run.title} (${run.collection}, ${moment(run.created ?? "")})`);
  found.value = run.id;
  found.disabled = disabled;
  return found;
};

/** @param {string} text @param {HTMLSelectElement} select */
export const field = (text, select) => {
  const label = make("label", "byline-field", text);
  label.append(select);
  return label;
};
