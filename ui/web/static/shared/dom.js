/* Making elements, asking the server, and telling the reader. Text goes in as text, never as
   markup. */

export const make = (tag, className = "", text = undefined) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

/* A button. When `onClick` is async, further clicks do nothing until it has ended; the button
   keeps the focus meanwhile. */
export const button = (text, className, onClick) => {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", async (event) => {
    if (element.ariaDisabled === "true") return;
    const ends = onClick(event);
    if (!(ends instanceof Promise)) return;
    turn(busy, element, true);
    try {
      await ends;
    } finally {
      turn(busy, element, false);
    }
  });
  return element;
};

const busy = new WeakSet();
const off = new WeakSet();
const turn = (reason, element, holds) => {
  if (holds) reason.add(element);
  else reason.delete(element);
  element.ariaDisabled = busy.has(element) || off.has(element) ? "true" : null;
};

/* Has a button do nothing for now. `disabled` would take the focus away from it. */
export const setOff = (element, isOff) => turn(off, element, isOff);

/* A button that shows a sign; `label` is its name. */
export const signButton = (sign, label, className, onClick) => {
  const element = button(sign, className, onClick);
  element.setAttribute("aria-label", label);
  element.title = label;
  return element;
};

/* An error whose message may be shown as it is. `status` is the reply's, 0 without a reply. */
export class Problem extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/* To the login, and back to what is shown now. */
export const toLogin = () =>
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.hash)}`);

const fetched = async (path, options) => {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (options.signal && options.signal.aborted) throw error; // whoever stopped it knows
    throw new Problem("Byline does not answer. Is it still running?");
  }
};

/* The Response at `path`; `options` are those of fetch. Throws a Problem that says what happened.
   Who is not logged in any more is led to the login, or what `loggedOut` does is done. */
export const request = async (path, { loggedOut = toLogin, ...options } = {}) => {
  const reply = await fetched(path, options);
  if (reply.ok) return reply;
  if (reply.status === 401) loggedOut();
  const { problem } = await reply.json().catch(() => ({}));
  throw new Problem(problem || `Byline could not do that (${reply.status}).`, reply.status);
};

/* The JSON at `path`. Throws as `request` does. */
export const api = async (path, { method = "GET", body } = {}) => {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const reply = await request(path, options);
  return reply.json().catch(() => ({}));
};

/* Of several runs of an async function only the newest counts: `const run = newest(fn)`; then
   `await run(...args)` is what `fn(...args)` resolves to (or throws), but `newest.OLD` when a later
   run has begun meanwhile, also when the older one failed. Nothing is aborted. Each `newest(fn)`
   counts for itself. */
export const newest = (action) => {
  let latest = 0;
  return async (...args) => {
    const mine = ++latest;
    try {
      const found = await action(...args);
      return mine === latest ? found : newest.OLD;
    } catch (error) {
      if (mine === latest) throw error;
      return newest.OLD;
    }
  };
};
newest.OLD = Symbol("overtaken by a newer run");

/* Where messages appear. It stands in the page before its first message: one that comes together
   with its message is not read aloud. */
const liveIn = (place) => {
  const known = [...place.children].find((one) => one.matches(".byline-said"));
  if (known) return known;
  const live = make("div", "byline-said");
  live.setAttribute("role", "status");
  live.setAttribute("aria-live", "polite");
  place.append(live);
  return live;
};
liveIn(document.body);

/* Shows `dialog` over the page, with a place for messages of its own: what lies under a modal
   dialog is neither seen nor read aloud. */
export const showDialog = (dialog) => {
  if (!dialog.isConnected) document.body.append(dialog);
  liveIn(dialog);
  dialog.showModal();
};

const liveNow = () => liveIn([...document.querySelectorAll("dialog:modal")].pop() || document.body);

let silence = 0;
const silent = () => {
  clearTimeout(silence);
  for (const live of document.querySelectorAll(".byline-said")) live.replaceChildren();
};

/* A short message over the page, read aloud; `action` is [label, function] or absent. */
export const say = (message, action) => {
  silent();
  const live = liveNow();
  live.append(make("span", "", message));
  if (action) {
    const [label, run] = action;
    live.append(
      button(label, "byline-said-action", () => {
        silent();
        run();
      }),
    );
  }
  silence = setTimeout(silent, action ? 15000 : 8000);
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

/* The field of a question, { label, value, long, longest, required }, as elements and a check. */
const askedField = ({ label, value = "", long = false, longest = 200, required = "" }) => {
  const box = make("label", "byline-field", label);
  const input = make(long ? "textarea" : "input");
  input.value = value;
  input.maxLength = longest;
  box.append(input);
  const wrong = make("p", "byline-note byline-dialog-wrong");
  wrong.setAttribute("role", "alert");
  wrong.hidden = true;
  const text = () => input.value.trim();
  const accepted = () => {
    if (!required || text()) return true;
    wrong.textContent = required === true ? "Write something first." : required;
    wrong.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return false;
  };
  input.addEventListener("input", () => {
    wrong.hidden = true;
    input.removeAttribute("aria-invalid");
  });
  return { elements: [box, wrong], input, text, accepted };
};

const answerButton = (text, className, value) => {
  const element = make("button", `byline-button ${className}`, text);
  element.value = value;
  return element;
};

/* A question in a dialog: resolves to the text typed (with `field`), true, or null when left. An
   empty text is not taken where `field.required` holds: true, or the sentence that says so. */
export const askReader = ({ title, text = "", confirm, danger = false, field = null }) =>
  new Promise((resolve) => {
    const dialog = make("dialog", "byline-dialog");
    const heading = make("h2", "", title);
    heading.id = "byline-dialog-title";
    dialog.setAttribute("aria-labelledby", heading.id);
    const form = make("form");
    form.method = "dialog";
    form.noValidate = true;
    form.append(heading);
    if (text) form.append(make("p", "", text));
    const asked = field && askedField(field);
    if (asked) form.append(...asked.elements);
    const row = make("div", "byline-dialog-buttons");
    const yes = answerButton(confirm, danger ? "byline-danger" : "byline-primary", "yes");
    const no = answerButton("Cancel", "", "no");
    row.append(no, yes);
    form.append(row);
    dialog.append(form);
    form.addEventListener("submit", (event) => {
      if (event.submitter === yes && asked && !asked.accepted()) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue !== "yes") resolve(null);
      else resolve(asked ? asked.text() : true);
    });
    showDialog(dialog);
    (asked ? asked.input : danger ? no : yes).focus();
    if (!asked) return;
    asked.input.select();
    /* Enter in a form presses its first button, which is Cancel. */
    asked.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || field.long) return;
      event.preventDefault();
      form.requestSubmit(yes);
    });
  });

/* A message of ours, with what stands in `these` as code: nodes to append. */
export const worded = (message) =>
  message.split("`").map((part, place) => (place % 2 ? make("code", "", part) : part));

/* A file's name as it is read: no character that is not seen turns it around or hides in it. */
export const visible = (name) => name.replace(/(?![\u200c\u200d])[\p{Cf}\p{Cc}]/gu, "\ufffd");

/* 17 March 2025, or 17 Mar 2025 with "short"; "" when unknown. A day is the same day everywhere. */
export const day = (iso, month = "long") =>
  iso
    ? new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month, year: "numeric", timeZone: "UTC" })
    : "";

export const count = (number, one, many) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
