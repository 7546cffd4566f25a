/* Upload queue: sends articles two at a time, then one sync when all are there. */
import { Problem, request, toLogin } from "../shared/api-client.js";
import { watched } from "../shared/events.js";
import { megabytes } from "../shared/format.js";
import { isHidden, objection } from "./dropped-files.js";
import { startSync } from "./sync.js";

/** @import { Limits, Sent, Upload } from "../types.js" */

const AT_ONCE = 2;
const MOST_LOST = 3; // in a row: then Byline is gone, and the rest waits

/** @type {Limits} */
let limits = { suffixes: [], largest_bytes: Infinity };

/** What is read and how large it may be, as the server says.
 * @type {(known: Limits) => void} */
export const setLimits = (known) => {
  limits = known;
};

export const sentence = () => {
  const types = limits.suffixes.join(", ").replace(/, ([^,]*)$/, " and $1");
  return types ? `${types} files of up to ${megabytes(limits.largest_bytes)} are read.` : "";
};

/** @type {() => Upload} */
const none = () => ({
  total: 0,
  done: 0,
  added: 0,
  already: 0,
  refused: [],
  unsent: [],
  running: false,
  stopped: false,
});
let upload = none();
/** @type {AbortController | null} */
let controller = null;
let lost = 0;
/** @type {Sent[]} */
const queue = [];
export const { watch: watchUpload, show: tell } = watched(() => upload);

export const isSending = () => upload.running;

export const clearUpload = () => {
  if (upload.running) return;
  upload = none();
  tell();
};

/** Sends files, or adds them to those being sent.
 * @type {(files: Sent[]) => void} */
export const sendFiles = (files) => {
  const wanted = files.filter((item) => !isHidden(item));
  if (!wanted.length) return;
  if (!upload.running) upload = { ...none(), running: true };
  upload.total += wanted.length;
  for (const item of wanted) {
    const why = objection(item, limits);
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
  controller?.abort();
};

/** Nobody is logged in any more: nothing more is sent, and nothing keeps the page from leaving. */
const leaveForLogin = () => {
  if (!upload.running) return; // the file beside it was told the same
  stopSending();
  upload.unsent.push(...queue.splice(0));
  upload.running = false;
  tell();
  toLogin();
};

/** @type {(item: Sent, why: string) => void} */
const refuse = (item, why) => {
  upload.refused.push({ path: item.path, why });
  upload.done += 1;
};

const run = async () => {
  controller = new AbortController();
  lost = 0;
  const { signal } = controller;
  await Promise.all(Array.from({ length: AT_ONCE }, () => drain(signal)));
  upload.unsent.push(...queue.splice(0));
  controller = null;
  const isLoggedIn = upload.running;
  upload.running = false;
  tell();
  if (upload.added && isLoggedIn) await startSync().catch((error) => problem(error.message));
};

/** @type {(message: string) => void} */
const problem = (message) => {
  upload.refused.push({ path: "", why: message });
  tell();
};

/** @type {(signal: AbortSignal) => Promise<void>} */
const drain = async (signal) => {
  while (!upload.stopped && lost < MOST_LOST) {
    const item = queue.shift();
    if (!item) return;
    try {
      const { outcome } = await send(item, signal);
      upload[outcome === "added" ? "added" : "already"] += 1;
      upload.done += 1;
      lost = 0;
    } catch (error) {
      const refusal = error instanceof Problem && ![0, 401].includes(error.status) ? error.message : "";
      if (refusal) refuse(item, refusal);
      else upload.unsent.push(item);
      lost += refusal ? 0 : 1;
    }
    tell();
  }
};

/** Throws a Problem without a status, or an abortion, when the file did not get there.
 * @type {(item: Sent, signal: AbortSignal) => Promise<{ outcome?: string }>} */
const send = async ({ path, file }, signal) => {
  const reply = await request(`/byline/api/articles/files?path=${encodeURIComponent(path)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: file,
    signal,
    loggedOut: leaveForLogin,
  });
  return reply.json().catch(() => ({}));
};
