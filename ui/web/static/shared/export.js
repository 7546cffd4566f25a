/* Answers and conversations as files to keep, and as text to paste. */
import { attempt, make, Problem, request, say } from "./dom.js";

const FORMATS = [
  ["md", "Markdown"],
  ["docx", "Word"],
  ["html", "Web page (HTML)"],
  ["bib", "Sources (BibTeX)"],
  ["json", "Data (JSON)"],
];

const save = (path) =>
  attempt(async () => {
    const reply = await request(path);
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
  const focused = document.activeElement;
  const box = make("textarea", "byline-hidden");
  box.value = text;
  (document.querySelector("dialog:modal") || document.body).append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (focused) focused.focus();
  return done;
};

/* Resolves to whether the browser took `text`. */
export const toClipboard = async (text) => {
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
    const text = await (await request(`/byline/api/${address}/export.md`)).text();
    if (!(await toClipboard(text))) throw new Problem("This browser does not let the page copy. Use Export instead.");
    say("Copied with its footnotes.");
  });
