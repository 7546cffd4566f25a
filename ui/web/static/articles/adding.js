/* Upload buttons for files and for a folder, drag and drop, and upload progress. */
import { attempt } from "../shared/dialog.js";
import { built, button, make, setOff, toHeading, worded } from "../shared/dom.js";
import { count, visible } from "../shared/format.js";
import { html, nothing, render } from "../vendor/lit-html.js";
import { fromDrop, fromInput } from "./dropped-files.js";
import { endIsNews, endWasRead, progressText, stopSync, syncState, watchSync } from "./sync.js";
import { clearUpload, isSending, sendFiles, sendUnsent, stopSending, watchUpload } from "./upload.js";

/** @import { Refusal, Sync, Upload } from "../types.js" */

const READ_ALOUD = 3; // of the files that were refused
const ANNOUNCE_MS = 8000;
const MOST_LISTED = 8;

window.addEventListener("beforeunload", (event) => {
  if (isSending()) event.preventDefault();
});

/** @type {(isFolder: boolean) => HTMLInputElement} */
const picker = (isFolder) => {
  const chosen = () => {
    sendFiles(fromInput(input.files ?? []));
    input.value = "";
  };
  const input = /** @type {HTMLInputElement} */ (
    built(html`<input type="file" multiple ?webkitdirectory=${isFolder} hidden @change=${chosen} />`)
  );
  return input;
};

/** Buttons "Add files" and "Add a folder". */
export const addingButtons = () => {
  const files = picker(false);
  const folder = picker(true);
  return built(html`<div class="byline-adding-buttons">
    <button type="button" class="byline-button byline-primary" @click=${() => files.click()}>Add files</button>
    <button type="button" class="byline-button" @click=${() => folder.click()}>Add a folder</button>
    ${files}${folder}
  </div>`);
};

/** Files and folders may be dropped anywhere on `element`.
 * @type {(element: HTMLElement) => void} */
export const takeDrops = (element) => {
  let depth = 0;
  /** @type {(name: "dragenter" | "dragleave" | "dragover" | "drop", action: (event: DragEvent) => unknown) => void} */
  const onFiles = (name, action) =>
    element.addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && action(event));
  /** @type {(by: number) => void} */
  const mark = (by) => {
    depth = Math.max(0, depth + by);
    element.classList.toggle("byline-dropping", depth > 0);
  };
  onFiles("dragenter", () => mark(1));
  onFiles("dragleave", () => mark(-1));
  onFiles("dragover", (event) => event.preventDefault());
  onFiles("drop", async (event) => {
    event.preventDefault();
    mark(-depth);
    if (event.dataTransfer) sendFiles(await fromDrop(event.dataTransfer));
  });
};

/** Says what changes all the time only now and then, and ends at once.
 * @type {(heard: HTMLElement) => (text: string, now?: boolean) => void} */
const announcer = (heard) => {
  let last = 0;
  return (text, now = false) => {
    if (!now && Date.now() - last < ANNOUNCE_MS) return;
    last = Date.now();
    if (heard.textContent !== text) heard.textContent = text;
  };
};

/** What is being sent and synced, with its end; stays empty while there is nothing to tell. */
export const addingState = () => {
  const heard = built(html`<p class="byline-hidden" role="status"></p>`);
  const sending = make("div");
  const syncing = make("div");
  const block = built(html`<div class="byline-adding-state">${heard}${sending}${syncing}</div>`);
  const announce = announcer(heard);
  let spoken = ""; // an end is told once
  /** @type {(card: ReturnType<typeof uploadCard>, where: HTMLElement) => void} */
  const show = (card, where) => {
    const had = where.contains(document.activeElement);
    render(card.shown, where);
    if (had && !where.contains(document.activeElement)) toHeading(where.closest(".byline-view") ?? document);
    if (!card.said || (card.ended && card.said === spoken)) return;
    spoken = card.ended ? card.said : "";
    announce(card.said, card.ended);
  };
  const halt = button("Stop", "byline-button", () => attempt(stopSync));
  watchSync((state) => {
    setOff(halt, state.stopping);
    show(syncCard(state, halt), syncing);
  });
  watchUpload((upload) => {
    show(uploadCard(upload), sending);
    if (upload.running && !syncState().running) render(nothing, syncing); // the sync before is an old story
  });
  return block;
};

/** @type {(label: string, text: string, value: number, most: number, stop: unknown) => unknown} */
const bar = (label, text, value, most, stop) => html`<div class="byline-card byline-adding-card">
  <p class="byline-adding-text">${text}</p>
  <div class="byline-adding-row">
    <progress class="byline-progress" aria-label=${label} max=${most || 1} value=${most && value ? value : nothing}></progress>
    ${stop}
  </div>
</div>`;

/** @type {(upload: Upload) => string} */
const uploadText = ({ total, done, refused }) => {
  const sent = `${done - refused.length} of ${count(total, "file")} sent`;
  return refused.length ? `${sent}, ${refused.length} refused` : sent;
};

/** What is shown of an upload and what is read aloud, at once when it has ended.
 * @type {(upload: Upload) => { shown: unknown, said: string, ended: boolean }} */
const uploadCard = (upload) => {
  const { total, running, done, refused, unsent, already } = upload;
  if (!total) return { shown: nothing, said: "", ended: true };
  if (running) {
    const stop = html`<button type="button" class="byline-button" @click=${stopSending}>Stop sending</button>`;
    const shown = bar("Sending the files", `${uploadText(upload)}.`, done, total, stop);
    return { shown, said: uploadText(upload), ended: false };
  }
  if (!refused.length && !unsent.length && !already)
    return { shown: nothing, said: `${uploadText(upload)}.`, ended: true };
  const why = refused.slice(0, READ_ALOUD).map((file) => `${visible(file.path)}: ${file.why}`);
  const shown = html`<div class="byline-card byline-adding-card">
    <div class="byline-adding-row">
      <p class="byline-adding-text">${endedText(upload)}</p>
      ${unsent.length ? html`<button type="button" class="byline-button" @click=${sendUnsent}>Send the rest</button>` : nothing}
      <button type="button" class="byline-quiet" @click=${clearUpload}>Close</button>
    </div>
    ${refused.length ? reasons(refused) : nothing}
  </div>`;
  return { shown, said: [endedText(upload), ...why].join(" "), ended: true };
};

/** @type {(upload: Upload) => string} */
const endedText = ({ added, already, refused, unsent }) => {
  const known = [`${count(added, "file")} added`];
  if (already) known.push(`${already} already there`);
  if (refused.length) known.push(`${refused.length} refused`);
  if (unsent.length) known.push(`${unsent.length} not sent`);
  return `${known.join(", ")}.`;
};

/** The files with why, the first few at once and the others behind a click.
 * @type {(files: Refusal[]) => unknown} */
export const reasons = (files) => {
  /** @type {(some: Refusal[]) => unknown} */
  const list = (some) =>
    html`<ul class="byline-reasons">${some.map(
      ({ path, why }) => html`<li>
    ${path ? html`<bdi class="byline-path">${visible(path)}</bdi> ` : nothing}<span class="byline-why">${why}</span></li>`,
    )}</ul>`;
  const rest = files.slice(MOST_LISTED);
  return html`${list(files.slice(0, MOST_LISTED))}
    ${rest.length ? html`<details><summary>${rest.length} more</summary>${list(rest)}</details>` : nothing}`;
};

/** As `uploadCard`; `halt` is the button that stops it.
 * @type {(state: Sync, halt: HTMLElement) => { shown: unknown, said: string, ended: boolean }} */
const syncCard = (state, halt) => {
  const { running, unheard, problem, report, files_done, files_total } = state;
  if (running) {
    const shown = bar("Reading and encoding", progressText(state), unheard ? 0 : files_done, files_total, halt);
    return { shown, said: progressText(state), ended: unheard };
  }
  if (!endIsNews()) return { shown: nothing, said: "", ended: true };
  const words = problem || (report?.summary ?? "Stopped before anything was read.");
  const notice = report?.notice ?? "";
  const shown = html`<div class=${problem || notice ? "byline-note" : "byline-card byline-adding-card"}>
    <div class="byline-adding-row">
      <p class="byline-adding-text">${worded([words, notice].filter(Boolean).join(" "))}</p>
      <button type="button" class="byline-quiet" @click=${endWasRead}>Close</button>
    </div>
  </div>`;
  return { shown, said: words, ended: true };
};
