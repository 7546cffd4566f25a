/* Sending articles to the folder, two at a time; one sync when all are there. */
import { Problem, request, toLogin } from "../shared/dom.js";
import { startSync } from "./sync.js";

const AT_ONCE = 2;
const MOST_LOST = 3; // in a row: then Byline is gone, and the rest waits

let limits = { suffixes: [], largest_bytes: Infinity };

/* What is read and how large it may be, as the server says. */
export const setLimits = (known) => {
  limits = known;
};

export const sentence = () => {
  const types = limits.suffixes.join(", ").replace(/, ([^,]*)$/, " and $1");
  return types ? `${types} files of up to ${megabytes(limits.largest_bytes)} are read.` : "";
};

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;

const none = () => ({ total: 0, done: 0, added: 0, already: 0, refused: [], unsent: [], running: false, stopped: false });
let upload = none();
let controller = null;
let lost = 0;
let queue = [];
const watchers = new Set();

export const watchUpload = (watcher) => {
  watchers.add(watcher);
  watcher(upload);
};

export const isSending = () => upload.running;

const tell = () => {
  for (const watcher of watchers) watcher(upload);
};

export const clearUpload = () => {
  if (upload.running) return;
  upload = none();
  tell();
};

/* Chosen files as [{ path, file }]; a folder's files keep their place in it. */
export const fromInput = (input) =>
  [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/* What was dropped, folders with all that is in them. */
export const fromDrop = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  if (!entries.some(Boolean)) return [...transfer.files].map((file) => ({ path: file.name, file }));
  const found = [];
  for (const entry of entries.filter(Boolean)) await gather(entry, "", found);
  return found;
};

const gather = async (entry, above, found) => {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ path, file });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    /* A reader gives a hundred at a time. */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return;
    for (const inside of some) await gather(inside, `${path}/`, found);
  }
};

/* Why a file need not be sent at all; "" when it may be. */
const objection = ({ path, file }) => {
  const dot = file.name.lastIndexOf(".");
  const suffix = dot > 0 ? file.name.slice(dot).toLowerCase() : "";
  if (limits.suffixes.length && !limits.suffixes.includes(suffix)) {
    return suffix ? `files of the type ${suffix} are not read` : "files without a type are not read";
  }
  if (file.size > limits.largest_bytes) {
    return `larger than ${megabytes(limits.largest_bytes)}, the most that Byline reads`;
  }
  return path.length > 1000 ? "its path is too long" : "";
};

const isHidden = ({ path }) => path.split("/").some((part) => part.startsWith("."));

/* Sends files, or adds them to those being sent. */
export const sendFiles = (files) => {
  const wanted = files.filter((item) => !isHidden(item));
  if (!wanted.length) return;
  if (!upload.running) upload = { ...none(), running: true };
  upload.total += wanted.length;
  for (const item of wanted) {
    const why = objection(item);
    if (why) refuse(item, why);
    else queue.push(item);
  }
  tell();
  if (!controller) run();
};

export const sendUnsent = () => {
  const again = upload.unsent;
  upload = { ...upload, unsent: [], total: upload.total - again.length, running: true, stopped: false };
  sendFiles(again);
};

export const stopSending = () => {
  upload.stopped = true;
  if (controller) controller.abort();
};

/* Nobody is logged in any more: nothing more is sent, and nothing keeps the page from leaving. */
const leaveForLogin = () => {
  if (!upload.running) return; // the file beside it was told the same
  stopSending();
  upload.unsent.push(...queue.splice(0));
  upload.running = false;
  tell();
  toLogin();
};

const refuse = (item, why) => {
  upload.refused.push({ path: item.path, why });
  upload.done += 1;
};

const run = async () => {
  controller = new AbortController();
  lost = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, drain));
  upload.unsent.push(...queue.splice(0));
  controller = null;
  const isLoggedIn = upload.running;
  upload.running = false;
  tell();
  if (upload.added && isLoggedIn) await startSync().catch((error) => problem(error.message));
};

const problem = (message) => {
  upload.refused.push({ path: "", why: message });
  tell();
};

const drain = async () => {
  while (queue.length && !upload.stopped && lost < MOST_LOST) {
    const item = queue.shift();
    try {
      const { outcome } = await send(item);
      upload[outcome === "added" ? "added" : "already"] += 1;
      upload.done += 1;
      lost = 0;
    } catch (error) {
      const isRefused = error instanceof Problem && ![0, 401].includes(error.status);
      if (isRefused) refuse(item, error.message);
      else upload.unsent.push(item);
      lost += isRefused ? 0 : 1;
    }
    tell();
  }
};

/* Throws a Problem without a status, or an abortion, when the file did not get there. */
const send = async ({ path, file }) => {
  const reply = await request(`/byline/api/articles/files?path=${encodeURIComponent(path)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: file,
    signal: controller.signal,
    loggedOut: leaveForLogin,
  });
  return reply.json().catch(() => ({}));
};

window.addEventListener("beforeunload", (event) => {
  if (upload.running) event.preventDefault();
});
