/* Making elements, asking the server, and telling the reader. Text goes in as text, never as
   markup. */

export const make = (tag, className = "", text = undefined) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export const button = (text, className, onClick) => {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
};

/* A button that shows a sign; `label` is its name. */
export const signButton = (sign, label, className, onClick) => {
  const element = button(sign, className, onClick);
  element.setAttribute("aria-label", label);
  element.title = label;
  return element;
};

/* An error whose message may be shown as it is. */
export class Problem extends Error {}

/* The JSON at `path`. Throws a Problem that says what happened. */
export const api = async (path, { method = "GET", body } = {}) => {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let reply;
  try {
    reply = await fetch(path, options);
  } catch {
    throw new Problem("Byline does not answer. Is it still running?");
  }
  if (reply.status === 401) location.assign("/login");
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Problem(found.problem || `Byline could not do that (${reply.status}).`);
  return found;
};

const live = make("div", "byline-said");
live.setAttribute("role", "status");
live.setAttribute("aria-live", "polite");
let silence = 0;

/* A short message over the page, read aloud; `action` is [label, function] or absent. */
export const say = (message, action) => {
  /* What lies under a modal dialog is neither seen nor read aloud. */
  const place = document.querySelector("dialog:modal") || document.body;
  if (live.parentElement !== place) place.append(live);
  live.replaceChildren(make("span", "", message));
  if (action) {
    const [label, run] = action;
    live.append(
      button(label, "byline-said-action", () => {
        live.replaceChildren();
        run();
      }),
    );
  }
  clearTimeout(silence);
  silence = setTimeout(() => live.replaceChildren(), action ? 15000 : 8000);
};

/* Runs `action`; a Problem is told to the reader. Returns what it returned, or undefined. */
export const attempt = async (action) => {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    say(error.message);
    return undefined;
  }
};

/* A question in a dialog: resolves to the text typed (with `field`), true, or null when left. */
export const askReader = ({ title, text = "", confirm, danger = false, field = null }) =>
  new Promise((resolve) => {
    const dialog = make("dialog", "byline-dialog");
    const heading = make("h2", "", title);
    heading.id = "byline-dialog-title";
    dialog.setAttribute("aria-labelledby", heading.id);
    const form = make("form");
    form.method = "dialog";
    form.append(heading);
    if (text) form.append(make("p", "", text));
    let input = null;
    if (field) {
      const label = make("label", "byline-field", field.label);
      input = make(field.long ? "textarea" : "input");
      input.value = field.value || "";
      input.maxLength = field.longest || 200;
      label.append(input);
      form.append(label);
    }
    const row = make("div", "byline-dialog-buttons");
    const yes = make("button", danger ? "byline-button byline-danger" : "byline-button byline-primary", confirm);
    yes.value = "yes";
    const no = make("button", "byline-button", "Cancel");
    no.value = "no";
    no.formNoValidate = true;
    row.append(no, yes);
    form.append(row);
    dialog.append(form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") resolve(null);
      else resolve(input ? input.value.trim() : true);
    });
    document.body.append(dialog);
    dialog.showModal();
    (input || (danger ? no : yes)).focus();
    if (input) {
      input.select();
      /* Enter in a form presses its first button, which is Cancel. */
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || field.long) return;
        event.preventDefault();
        dialog.close("yes");
      });
    }
  });

/* A message of ours, with what stands in `these` as code: nodes to append. */
export const worded = (message) =>
  message.split("`").map((part, place) => (place % 2 ? make("code", "", part) : part));

/* A file's name as it is read: no character that is not seen turns it around or hides in it. */
export const visible = (name) => name.replace(/(?![\u200c\u200d])[\p{Cf}\p{Cc}]/gu, "\ufffd");

/* 17 March 2025; "" when unknown. */
export const day = (iso) =>
  iso
    ? new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })
    : "";

export const count = (number, one, many) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
