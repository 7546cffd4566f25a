/* Answers and conversations as files to keep, and as text to paste. */
import { attempt, make, Problem, say } from "/byline/dom.js";

const FORMATS = [
  ["md", "Markdown"],
  ["docx", "Word"],
  ["html", "Web page (HTML)"],
  ["bib", "Sources (BibTeX)"],
  ["json", "Data (JSON)"],
];

const get = async (path) => {
  const reply = await fetch(path).catch(() => {
    throw new Problem("Byline does not answer. Is it still running?");
  });
  if (reply.status === 401) location.assign("/login");
  if (reply.ok) return reply;
  const { problem } = await reply.json().catch(() => ({}));
  throw new Problem(problem || `Byline could not do that (${reply.status}).`);
};

const save = (path) =>
  attempt(async () => {
    const reply = await get(path);
    const [, name] = /filename="([^"]+)"/.exec(reply.headers.get("content-disposition")) || [];
    const link = make("a");
    link.href = URL.createObjectURL(await reply.blob());
    link.download = name || "byline";
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(`Saved as ${link.download}.`);
  });

/* The items of a menu that saves what is at `address` ("answers/ID" or "conversations/ID"). */
export const exportItems = (address) =>
  FORMATS.map(([kind, label]) => ({
    label,
    run: () => save(`/byline/api/${address}/export.${kind}`),
  }));

/* Where a page is not served from this computer, browsers have no clipboard for scripts. */
const copyOldStyle = (text) => {
  const box = make("textarea", "byline-hidden");
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
};

const toClipboard = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldStyle(text);
  }
};

/* Copies what is at `address` as text with its footnotes. */
export const copyText = (address) =>
  attempt(async () => {
    const focused = document.activeElement;
    const text = await (await get(`/byline/api/${address}/export.md`)).text();
    const done = await toClipboard(text);
    if (focused) focused.focus();
    if (!done) throw new Problem("This browser does not let the page copy. Use Export instead.");
    say("Copied with its footnotes.");
  });
