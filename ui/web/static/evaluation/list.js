/* Table of the saved evaluation runs, and the choice of two to compare. */
import { say } from "../shared/dialog.js";
import { click, make } from "../shared/dom.js";
import { toClipboard } from "../shared/export.js";
import { count } from "../shared/format.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { field, moment, options, runsHash } from "./runs.js";

/** @import { ListedRun, RunList, UnfinishedRun } from "../api.d.ts" */

/** @type {(list: RunList) => unknown} */
export const buildList = (list) => {
  const { runs, unfinished } = list;
  const whole = runs.filter((run) => !run.problem);
  const damaged = runs.filter((run) => run.problem);
  return html`<h1>Evaluation</h1>
    ${
      runs.length || unfinished.length
        ? html`<p class="byline-evaluation-lede">Each run asked Byline questions whose answers are known, and measured what it found, answered, cited and refused.</p>
          ${whole.length > 1 ? comparing(whole) : nothing}
          ${whole.length ? table(whole) : nothing}
          ${damaged.length || unfinished.length ? troubles(damaged, unfinished) : nothing}
          <details class="byline-evaluation-make"><summary>Make another run</summary>${howTo(list)}</details>`
        : html`<div class="byline-empty byline-evaluation-empty">
          <p class="byline-evaluation-first">Nothing has been measured yet.</p>
          <p>A run asks Byline questions whose answers are known. It shows how often the right passage is found, the right sentence quoted, and a question refused that the articles do not answer. Two runs tell whether a change made that better.</p>
          ${howTo(list)}
        </div>`
    }`;
};

/** @type {(list: RunList) => unknown} */
const howTo = ({ folder, commands }) => html`<p>In a terminal, try it on the sample articles:</p>
  ${command(commands.sample)}
  <p>Ask your own articles; QUESTIONS is a file of questions, which “byline eval questions FOLDER” proposes from your articles:</p>
  ${command(commands.questions)}
  ${
    commands.feedback
      ? html`<p>Thumbs and wrong citations from the chat can be measured too:</p>${command(commands.feedback)}`
      : nothing
  }
  <p class="byline-evaluation-folder">Runs are kept in ${folder}</p>`;

/** A command to type, with a button that copies it.
 * @type {(text: string) => unknown} */
const command = (text) => {
  const copy = click(async () => {
    const done = await toClipboard(text);
    say(done ? "Copied." : "This browser does not let the page copy. Select the command instead.");
  });
  return html`<div class="byline-card byline-evaluation-command">
    <code>${text}</code>
    <button type="button" class="byline-quiet" aria-label="Copy: ${text}" @click=${copy}>Copy</button>
  </div>`;
};

const HEADS = ["Run", "Asked", "Settings", "Measured, with 95 % interval", "Made"];

/** With what the names of the measures stand for below it.
 * @type {(runs: ListedRun[]) => unknown} */
const table = (runs) => {
  const meanings = new Map(runs.flatMap((run) => run.headlines.map(({ name, meaning }) => [name, meaning])));
  const told = [...meanings].filter(([, meaning]) => meaning);
  return html`<table class="byline-table byline-evaluation-list">
      <caption class="byline-hidden">Saved runs, newest first</caption>
      <thead><tr>${HEADS.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${runs.map(row)}</tbody>
    </table>
    <p class="byline-evaluation-foot">${told.map((one) => `${one.join(": ")}.`).join(" ")}</p>`;
};

/** The labels are shown where the row is a card.
 * @type {(run: ListedRun) => unknown} */
const row = (run) => html`<tr>
  <th scope="row"><a href=${runsHash([run.id])}>${run.title}</a>${run.title === run.id ? nothing : html`<small>${run.id}</small>`}</th>
  <td data-label="Asked"><bdi>${run.collection}</bdi><small>${count(run.questions, "question")}</small></td>
  <td data-label="Settings">${settings(run)}</td>
  <td data-label="Measured">${run.headlines.length ? headlines(run) : soft("nothing")}</td>
  <td data-label="Made">${moment(run.created)}</td>
</tr>`;

/** @type {(text: string) => unknown} */
const soft = (text) => html`<span class="byline-evaluation-soft">${text}</span>`;

/** What of a run is not as shipped, in words.
 * @type {(run: ListedRun) => unknown} */
const settings = ({ settings: changed, model }) => {
  const lines = model ? [...changed, `answers by ${model}`] : changed;
  return lines.length
    ? lines.map((line) => html`<span class="byline-evaluation-line">${line}</span>`)
    : soft("as shipped");
};

/** @type {(run: ListedRun) => unknown} */
const headlines = (run) =>
  html`<ul class="byline-evaluation-measured">${run.headlines.map(
    ({ name, value, interval }) => html`<li>
    <span>${name}</span><span class="byline-evaluation-value">${value}</span><small>${interval}</small>
  </li>`,
  )}</ul>`;

/** The run before the newest that another can be compared with, and that one.
 * @type {(runs: ListedRun[]) => [ListedRun, ListedRun | null]} */
const newestPair = (runs) => {
  for (const run of runs) {
    const before = runs.find((other) => other !== run && other.same === run.same);
    if (before) return [before, run];
  }
  return [runs[0], null];
};

/** @type {(runs: ListedRun[]) => HTMLElement} */
const comparing = (runs) => {
  const form = make("form", "byline-card byline-evaluation-compare");
  const [baseline, newest] = newestPair(runs);
  const from = make("select");
  const to = make("select");
  /** @type {(chosen: string) => void} */
  const offer = (chosen) => {
    const first = runs.find(({ id }) => id === from.value) ?? baseline;
    const others = runs.filter((run) => run !== first);
    const alike = others.filter((run) => run.same === first.same);
    const unlike = others.filter((run) => run.same !== first.same);
    const why = `No other run asked the questions of ${first.title} of the same articles, so nothing can be compared with it.`;
    to.disabled = !alike.length;
    render(nothing, to); // what is chosen in it is not lit's to keep
    render(
      html`${alike.length ? options(alike, chosen) : html`<option>No run to compare it with</option>`}
      ${unlike.length ? html`<optgroup label="Other questions or articles">${options(unlike, "", true)}</optgroup>` : nothing}`,
      to,
    );
    render(
      html`${field("Baseline", from)}${field("Compared with it", to)}
      <button class="byline-button byline-primary" ?disabled=${!alike.length}>Compare</button>
      <p class="byline-evaluation-why" role="status">${alike.length ? "" : why}</p>`,
      form,
    );
  };
  render(options(runs, baseline.id), from);
  offer(newest?.id ?? "");
  from.addEventListener("change", () => offer(to.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = runsHash([from.value, to.value]);
  });
  return form;
};

/** @type {(damaged: ListedRun[], unfinished: UnfinishedRun[]) => unknown} */
const troubles = (damaged, unfinished) => html`<h2>Damaged and unfinished</h2>
  <ul class="byline-evaluation-troubles">
    ${damaged.map(({ id, problem }) => html`<li><strong>${id}</strong> cannot be read. ${problem}</li>`)}
    ${unfinished.map(
      ({ asked, last_asked }) =>
        html`<li>A run is not complete: ${count(asked, "question")} asked, the last on ${moment(last_asked)}. If nobody is making it now, the same command goes on with it.</li>`,
    )}
  </ul>`;
