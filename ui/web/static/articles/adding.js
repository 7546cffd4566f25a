/* The ways in: buttons for files and for a folder, a place to drop both, and how far it is. */
import { attempt, button, count, make, setOff, visible, worded } from "../shared/dom.js";
import { endIsNews, endWasRead, progressText, stopSync, syncState, watchSync } from "./sync.js";
import {
  clearUpload,
  fromDrop,
  fromInput,
  sendFiles,
  sendUnsent,
  stopSending,
  watchUpload,
} from "./upload.js";

const READ_ALOUD = 3; // of the files that were refused
const ANNOUNCE_MS = 8000;
const MOST_LISTED = 8;

const picker = (folder) => {
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.webkitdirectory = folder;
  input.hidden = true;
  input.addEventListener("change", () => {
    sendFiles(fromInput(input));
    input.value = "";
  });
  return input;
};

/* Buttons "Add files" and "Add a folder". */
export const addingButtons = () => {
  const row = make("div", "byline-adding-buttons");
  const files = picker(false);
  const folder = picker(true);
  row.append(
    button("Add files", "byline-button byline-primary", () => files.click()),
    button("Add a folder", "byline-button", () => folder.click()),
    files,
    folder,
  );
  return row;
};

/* Files and folders may be dropped anywhere on `element`. */
export const takeDrops = (element) => {
  let depth = 0;
  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
  const mark = (by) => {
    depth = Math.max(0, depth + by);
    element.classList.toggle("byline-dropping", depth > 0);
  };
  element.addEventListener("dragenter", (event) => holdsFiles(event) && mark(1));
  element.addEventListener("dragleave", (event) => holdsFiles(event) && mark(-1));
  element.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  element.addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    mark(0);
    sendFiles(await fromDrop(event.dataTransfer));
  });
};

/* What is being sent and synced, with its end; stays empty while there is nothing to tell. */
export const addingState = () => {
  const block = make("div", "byline-adding-state");
  const heard = make("p", "byline-hidden");
  heard.setAttribute("role", "status");
  const sending = make("div");
  const syncing = make("div");
  block.append(heard, sending, syncing);
  const announce = announcer(heard);
  watchUpload((upload) => showUpload(sending, upload, announce));
  watchSync((state) => showSync(syncing, state, announce));
  watchUpload((upload) => {
    if (upload.running && !syncState().running) clear(syncing); // the sync before is an old story
  });
  return block;
};

/* Says what changes all the time only now and then, and ends at once. */
const announcer = (heard) => {
  let last = 0;
  return (text, now = false) => {
    if (!now && Date.now() - last < ANNOUNCE_MS) return;
    last = Date.now();
    if (heard.textContent !== text) heard.textContent = text;
  };
};

/* The parts of a running bar, made once, so that a button in it keeps the focus. */
const bar = (element, label, stop, onStop) => {
  if (!element.bar) {
    const text = make("p", "byline-adding-text");
    const progress = make("progress", "byline-progress");
    const row = make("div", "byline-adding-row");
    const halt = button(stop, "byline-button", onStop);
    row.append(progress, halt);
    element.replaceChildren(text, row);
    element.className = "byline-adding-card";
    element.bar = { text, progress, halt };
    progress.setAttribute("aria-label", label);
  }
  return element.bar;
};

const fill = ({ text, progress }, words, value, most) => {
  text.textContent = words;
  if (most && value) {
    progress.max = most;
    progress.value = value;
  } else progress.removeAttribute("value");
};

const clear = (element) => {
  const held = element.contains(document.activeElement);
  element.bar = null;
  element.className = "";
  element.replaceChildren();
  if (held) toHeading(element);
};

/* The focus was on something that is gone. */
const toHeading = (element) => {
  const heading = element.closest(".byline-view").querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
};

const uploadText = ({ total, done, refused }) => {
  const sent = `${done - refused.length} of ${count(total, "file", "files")} sent`;
  return refused.length ? `${sent}, ${refused.length} refused` : sent;
};

const showUpload = (element, upload, announce) => {
  if (!upload.total) return clear(element);
  if (upload.running) {
    const parts = bar(element, "Sending the files", "Stop sending", stopSending);
    fill(parts, `${uploadText(upload)}.`, upload.done, upload.total);
    return announce(uploadText(upload));
  }
  clear(element);
  if (!upload.refused.length && !upload.unsent.length && !upload.already) {
    return announce(`${uploadText(upload)}.`, true);
  }
  element.className = "byline-adding-card";
  element.append(ended(upload));
  const why = upload.refused.map((file) => `${visible(file.path)}: ${file.why}`);
  announce([endedText(upload), ...why.slice(0, READ_ALOUD)].join(" "), true);
};

const endedText = (upload) => {
  const known = [`${count(upload.added, "file", "files")} added`];
  if (upload.already) known.push(`${upload.already} already there`);
  if (upload.refused.length) known.push(`${upload.refused.length} refused`);
  if (upload.unsent.length) known.push(`${upload.unsent.length} not sent`);
  return `${known.join(", ")}.`;
};

const ended = (upload) => {
  const block = make("div");
  const head = make("div", "byline-adding-row");
  head.append(make("p", "byline-adding-text", endedText(upload)));
  if (upload.unsent.length) head.append(button("Send the rest", "byline-button", sendUnsent));
  head.append(button("Close", "byline-quiet", clearUpload));
  block.append(head);
  if (upload.refused.length) block.append(reasons(upload.refused));
  return block;
};

/* The files with why, the first few at once and the others behind a click. */
export const reasons = (files) => {
  const list = (some) => {
    const element = make("ul", "byline-reasons");
    for (const { path, why } of some) {
      const item = make("li");
      if (path) item.append(make("bdi", "byline-path", visible(path)), " ");
      item.append(make("span", "byline-why", why));
      element.append(item);
    }
    return element;
  };
  const block = make("div");
  block.append(list(files.slice(0, MOST_LISTED)));
  if (files.length > MOST_LISTED) {
    const rest = make("details");
    rest.append(make("summary", "", `${files.length - MOST_LISTED} more`), list(files.slice(MOST_LISTED)));
    block.append(rest);
  }
  return block;
};

const showSync = (element, state, announce) => {
  if (state.running) {
    const parts = bar(element, "Reading and encoding", "Stop", () => attempt(stopSync));
    setOff(parts.halt, state.stopping);
    fill(parts, progressText(state), state.unheard ? 0 : state.files_done, state.files_total);
    return announce(progressText(state), state.unheard);
  }
  if (element.told === state.number && endIsNews()) return undefined; // it stands there
  clear(element);
  element.told = null;
  if (!endIsNews()) return undefined;
  element.told = state.number;
  const words = state.problem || (state.report ? state.report.summary : "Stopped before anything was read.");
  const notice = state.report ? state.report.notice : "";
  element.className = state.problem || notice ? "byline-note" : "byline-adding-card";
  const row = make("div", "byline-adding-row");
  const text = make("p", "byline-adding-text");
  text.append(...worded([words, notice].filter(Boolean).join(" ")));
  row.append(text);
  row.append(button("Close", "byline-quiet", endWasRead));
  element.append(row);
  return announce(words, true);
};
