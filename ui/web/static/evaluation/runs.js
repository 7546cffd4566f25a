/* Addresses, names and select boxes of saved evaluation runs. */
import { html } from "../vendor/lit-html.js";

/** @import { ListedRun } from "../api.d.ts" */

export const API = "/byline/api/runs";

/** The report of one run, or of two compared, the baseline first.
 * @type {(names: string[]) => string} */
export const reportPath = (names) => `${API}/report.html?${new URLSearchParams(names.map((name) => ["run", name]))}`;

/** Where the view shows these runs.
 * @type {(names: string[]) => string} */
export const runsHash = (names) => `#evaluation/${names.map(encodeURIComponent).join("/")}`;

/** @type {(iso: string | null) => string} */
export const moment = (iso) =>
  new Date(iso ?? "").toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

/** The options of a choice; that of the run `chosen` is selected.
 * @type {(runs: ListedRun[], chosen?: string, disabled?: boolean) => unknown} */
export const options = (runs, chosen = "", disabled = false) =>
  runs.map(
    ({ id, title, collection, created }) => html`<option value=${id} ?disabled=${disabled} .selected=${id === chosen}
      >${title} (${collection}, ${moment(created)})</option>`,
  );

/** @type {(text: string, select: HTMLSelectElement) => unknown} */
export const field = (text, select) => html`<label class="byline-field">${text}${select}</label>`;
