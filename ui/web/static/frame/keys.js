/* Keys of the page: `/` to the question, `?` for a sheet of all of them. */
import { box } from "../chat/gradio-elements.js";
import { showDialog } from "../shared/dialog.js";
import { built } from "../shared/dom.js";
import { html } from "../vendor/lit-html.js";
import { addToMenu, showView } from "./frame.js";

const KEYS = [
  ["/", "To the question box"],
  ["Enter", "Ask; Shift and Enter begin a new line"],
  ["Tab", "To the citations and buttons of an answer; Enter opens"],
  ["← →", "In a source: the citation before, the one after"],
  ["Esc", "Close the source, a menu or this sheet"],
  ["?", "This sheet"],
];

const sheet = /** @type {HTMLDialogElement} */ (
  built(html`<dialog class="byline-dialog" aria-labelledby="byline-keys-title"><form method="dialog">
    <h2 id="byline-keys-title">Keys</h2>
    <table class="byline-table">${KEYS.map(([key, what]) => html`<tr><th scope="row"><kbd>${key}</kbd></th><td>${what}</td></tr>`)}</table>
    <div class="byline-dialog-buttons"><button class="byline-button byline-primary">Close</button></div>
  </form></dialog>`)
);

const help = () => showDialog(sheet);

const toBox = () => {
  showView("chat");
  box()?.focus();
};

/** @type {(event: KeyboardEvent) => void} */
const onKey = (event) => {
  const { target, key, altKey, ctrlKey, metaKey } = event;
  if (event.defaultPrevented || altKey || ctrlKey || metaKey || (key !== "/" && key !== "?")) return;
  if (target instanceof Element && target.matches("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog:modal, :popover-open")) return;
  event.preventDefault();
  (key === "?" ? help : toBox)();
};

export const start = () => {
  document.addEventListener("keydown", onKey);
  addToMenu(() => ({ label: "Keys", run: help }));
};
