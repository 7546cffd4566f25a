/* Dialogs and notifications: telling the reader, and asking to confirm. */
import { html, nothing } from "../vendor/lit-html.js";
import { Problem } from "./api-client.js";
import { built, button, find, make } from "./dom.js";

/** Where messages appear. It stands in the page before its first message: one that comes together
 * with its message is not read aloud.
 * @type {(place: Element) => HTMLElement} */
const liveIn = (place) => {
  const known = /** @type {HTMLElement | null} */ (place.querySelector(":scope > .byline-said"));
  if (known) return known;
  const live = built(html`<div class="byline-said" role="status" aria-live="polite"></div>`);
  place.append(live);
  return live;
};
liveIn(document.body);

/** Shows `dialog` over the page, with a place for messages of its own: what lies under a modal
 * dialog is neither seen nor read aloud.
 * @type {(dialog: HTMLDialogElement) => void} */
export const showDialog = (dialog) => {
  if (!dialog.isConnected) document.body.append(dialog);
  liveIn(dialog);
  dialog.showModal();
};

let silence = 0;
const silent = () => {
  clearTimeout(silence);
  for (const live of document.querySelectorAll(".byline-said")) live.replaceChildren();
};

/** A short message over the page, read aloud; `action` is [label, function].
 * @type {(message: string, action?: [string, () => unknown]) => void} */
export const say = (message, action) => {
  silent();
  const live = liveIn([...document.querySelectorAll("dialog:modal")].pop() ?? document.body);
  live.append(make("span", "", message));
  if (action) {
    const [label, run] = action;
    const acted = () => {
      silent();
      run();
    };
    live.append(button(label, "byline-said-action", acted));
  }
  silence = setTimeout(silent, action ? 15000 : 8000);
};

/** Runs `action`; a Problem is told to the reader. Returns what it returned, or undefined.
 * @type {<R>(action: () => Promise<R>) => Promise<R | undefined>} */
export const attempt = async (action) => {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    return undefined;
  }
};

/** @import { Asked, Field } from "../types.js" */

/** The field of a question; Enter in a form presses its first button, which is Cancel.
 * @type {(field: Field, submit: () => void) => unknown} */
const askedField = ({ label, value = "", long = false, longest = 200 }, submit) => {
  const input = make(long ? "textarea" : "input");
  input.value = value;
  input.maxLength = longest;
  input.addEventListener("keydown", (event) => {
    const { key, shiftKey } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Enter" || shiftKey || long) return;
    event.preventDefault();
    submit();
  });
  input.addEventListener("input", () => mark(input, ""));
  return html`<label class="byline-field">${label}${input}</label>
    <p class="byline-note byline-dialog-wrong" role="alert" hidden></p>`;
};

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Input */

/** @type {(input: Input, wrong: string) => void} */
const mark = (input, wrong) => {
  const note = find(".byline-dialog-wrong", /** @type {Element} */ (input.closest("form")));
  note.hidden = !wrong;
  note.textContent = wrong;
  input.ariaInvalid = wrong ? "true" : null;
  if (wrong) input.focus();
};

/** A question in a dialog: resolves to the text typed (with `field`), true, or null when left. An
 * empty text is not taken where `field.required` holds: true, or the sentence that says so.
 * @type {(asked: Asked) => Promise<any>} */
export const askReader = ({ title, text = "", confirm, danger = false, field }) =>
  new Promise((resolve) => {
    const submit = () => form.requestSubmit(yes);
    const dialog = /** @type {HTMLDialogElement} */ (
      built(html`<dialog class="byline-dialog" aria-labelledby="byline-dialog-title">
        <form method="dialog" novalidate>
          <h2 id="byline-dialog-title">${title}</h2>
          ${text ? html`<p>${text}</p>` : nothing}
          ${field ? askedField(field, submit) : nothing}
          <div class="byline-dialog-buttons">
            <button class="byline-button" value="no">Cancel</button>
            <button class="byline-button ${danger ? "byline-danger" : "byline-primary"}" value="yes">${confirm}</button>
          </div>
        </form>
      </dialog>`)
    );
    const form = /** @type {HTMLFormElement} */ (find("form", dialog));
    const [no, yes] = form.querySelectorAll("button");
    const input = /** @type {Input | null} */ (form.querySelector("input, textarea"));
    form.addEventListener("submit", (event) => {
      if (event.submitter !== yes || !input || !field?.required || input.value.trim()) return;
      event.preventDefault();
      mark(input, field.required === true ? "Write something first." : field.required);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") resolve(null);
      else resolve(input ? input.value.trim() : true);
    });
    showDialog(dialog);
    (input ?? (danger ? no : yes)).focus();
    input?.select();
  });
