/* Export menu: answers and conversations as files, and as text on the clipboard. */
import { Problem, request } from "./api-client.js";
import { attempt, say } from "./dialog.js";
import { make } from "./dom.js";

/** @import { MenuItem } from "../types.js" */

const FORMATS = { md: "Markdown", docx: "Word", html: "Web page (HTML)", bib: "Sources (BibTeX)", json: "Data (JSON)" };

/** @type {(path: string) => Promise<void>} */
const save = async (path) => {
  const reply = await request(path);
  const [, name] = /filename="([^"]+)"/.exec(reply.headers.get("content-disposition") ?? "") ?? [];
  const link = make("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = name || "byline";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(`Saved as ${link.download}.`);
};

/** The items of a menu that saves what is at `address` ("answers/ID" or "conversations/ID").
 * @type {(address: string) => MenuItem[]} */
export const exportItems = (address) =>
  Object.entries(FORMATS).map(([kind, label]) => ({
    label,
    run: () => attempt(() => save(`/byline/api/${address}/export.${kind}`)),
  }));

/** Where a page is not served from this computer, browsers have no clipboard for scripts.
 * @type {(text: string) => boolean} */
const copyOldStyle = (text) => {
  const focused = document.activeElement;
  const box = make("textarea", "byline-hidden");
  box.value = text;
  (document.querySelector("dialog:modal") ?? document.body).append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
};

/** Resolves to whether the browser took `text`.
 * @type {(text: string) => Promise<boolean>} */
export const toClipboard = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldStyle(text);
  }
};

/** Copies what is at `address` as text with its footnotes.
 * @type {(address: string) => Promise<void>} */
export const copyText = async (address) => {
  const text = await (await request(`/byline/api/${address}/export.md`)).text();
  if (!(await toClipboard(text))) throw new Problem("This browser does not let the page copy. Use Export instead.");
  say("Copied with its footnotes.");
};
