/* DOM helpers: making and finding elements, buttons, clicks. Text goes in as text, never markup. */
import { html, render } from "../vendor/lit-html.js";

/** @type {<K extends keyof HTMLElementTagNameMap>(tag: K, className?: string, text?: string) => HTMLElementTagNameMap[K]} */
export const make = (tag, className = "", text = undefined) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

/** The element of a template that has one.
 * @type {(template: import("../vendor/lit-html.js").Template) => HTMLElement} */
export const built = (template) => {
  const place = make("div");
  render(template, place);
  const element = /** @type {HTMLElement} */ (place.firstElementChild);
  element.remove();
  return element;
};

/** What is there for certain.
 * @type {(selector: string, within?: ParentNode) => HTMLElement} */
export const find = (selector, within = document) => {
  const found = /** @type {HTMLElement | null} */ (within.querySelector(selector));
  if (!found) throw new Error(`there is no ${selector}`);
  return found;
};

/** Has the heading of a view take the focus, of what had it and is gone.
 * @type {(view: ParentNode) => void} */
export const toHeading = (view) => {
  const heading = view.querySelector("h1");
  if (!heading) return; // something else is waited for
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
};

/** The element of this kind that was clicked or is around what was.
 * @type {(event: Event, selector: string) => HTMLElement | null} */
export const around = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** The parts of the address of a link such as `#do/up/ID`.
 * @type {(link: Element) => string[]} */
export const addressParts = (link) => (link.getAttribute("href") ?? "").split("/");

/** @typedef {(rest: string[], link: HTMLElement) => unknown} Act */
/** @type {Record<string, Act>} */
const acts = {};

/** What links such as `#do/up/ID` do: `up(["ID"], link)`.
 * @type {(more: Record<string, Act>) => void} */
export const addActs = (more) => {
  if (!Object.keys(acts).length) document.addEventListener("click", act, true);
  Object.assign(acts, more);
};

/** @type {(event: Event) => void} */
const act = (event) => {
  const link = around(event, 'a[href^="#do/"]');
  if (!link) return;
  event.preventDefault();
  const [, action, ...rest] = addressParts(link);
  if (Object.hasOwn(acts, action)) acts[action](rest, link);
};

/** A listener for clicks on a button. When `action` is async, further clicks do nothing until it has
 * ended; the button keeps the focus meanwhile.
 * @type {(action: (event: Event) => unknown) => (event: Event) => Promise<void>} */
export const click = (action) => async (event) => {
  const element = /** @type {HTMLElement} */ (event.currentTarget);
  if (element.ariaDisabled === "true") return;
  const ends = action(event);
  if (!(ends instanceof Promise)) return;
  turn(busy, element, true);
  try {
    await ends;
  } finally {
    turn(busy, element, false);
  }
};

/** @type {(text: string, className: string, onClick: (event: Event) => unknown) => HTMLButtonElement} */
export const button = (text, className, onClick) => {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", click(onClick));
  return element;
};

/** @type {WeakSet<Element>} */
const busy = new WeakSet();
/** @type {WeakSet<Element>} */
const off = new WeakSet();
/** @type {(reason: WeakSet<Element>, element: Element, holds: boolean) => void} */
const turn = (reason, element, holds) => {
  if (holds) reason.add(element);
  else reason.delete(element);
  element.ariaDisabled = busy.has(element) || off.has(element) ? "true" : null;
};

/** Has a button do nothing for now. `disabled` would take the focus away from it.
 * @type {(element: Element, isOff: boolean) => void} */
export const setOff = (element, isOff) => turn(off, element, isOff);

/** A button that shows a sign; `label` is its name.
 * @type {(sign: string, label: string, className: string, onClick: (event: Event) => unknown) => HTMLButtonElement} */
export const signButton = (sign, label, className, onClick) => {
  const element = button(sign, className, onClick);
  element.setAttribute("aria-label", label);
  element.title = label;
  return element;
};

/** Draws a list anew; what had the focus has it again, by its `data-key`, where it is still there.
 * @type {(what: unknown, where: HTMLElement) => void} */
export const redraw = (what, where) => {
  const { activeElement: held } = document;
  const key = held instanceof HTMLElement && where.contains(held) ? held.dataset.key : "";
  render(what, where);
  if (!key) return;
  const keyed = /** @type {HTMLElement[]} */ ([...where.querySelectorAll("[data-key]")]);
  const again = keyed.find((one) => one.dataset.key === key);
  if (again) again.focus({ preventScroll: true });
  else if (held instanceof HTMLElement) held.blur(); // it is something else's now
};

/** A message of ours, with what stands in `these` as code.
 * @type {(message: string) => unknown[]} */
export const worded = (message) =>
  message.split("`").map((part, place) => (place % 2 ? html`<code>${part}</code>` : part));
