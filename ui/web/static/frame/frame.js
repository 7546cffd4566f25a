/* Page frame: header, navigation between views, and room for their tools. */
import { built, find, make } from "../shared/dom.js";
import { html } from "../vendor/lit-html.js";

/** @import { View } from "../types.js" */

/* The chat is Byline itself. */
const NAME = "Byline";

const nav = built(html`<nav class="byline-nav" aria-label="Views"></nav>`);
export const tools = make("div", "byline-tools"); // modules append their controls here
const header = built(
  html`<header class="byline-top"><a class="byline-name" href="#chat">${NAME}</a>${nav}${tools}</header>`,
);
const others = make("div", "byline-views");

/** @type {Map<string, { label: string, link: HTMLAnchorElement, element: HTMLElement | null, view: View, mounted: boolean }>} */
const views = new Map();

/** Adds a view, `#name`. The chat is Gradio's element; the others come after it.
 * @type {(viewName: string, label: string, view: View) => void} */
export const addView = (viewName, label, view) => {
  const link = make("a", "", label);
  link.href = `#${viewName}`;
  nav.append(link);
  const classes = `byline-view byline-view-${viewName}`;
  const element = view.element
    ? null
    : built(html`<main class=${classes} aria-label=${label} tabindex="-1" hidden></main>`);
  if (element) others.append(element);
  views.set(viewName, { link, label, element, view, mounted: false });
};

export const currentView = () => {
  const wanted = location.hash.slice(1).split("/")[0];
  return views.has(wanted) ? wanted : "chat";
};

/** Shows what the address says, once all views have been added. */
export const show = () => {
  const current = currentView();
  document.body.dataset.view = current;
  setTitle();
  for (const [viewName, entry] of views) {
    const { link, element, view, mounted } = entry;
    const chosen = viewName === current;
    link.ariaCurrent = chosen ? "page" : null;
    if (element) element.hidden = !chosen;
    if (!chosen) continue;
    if (!mounted && element) view.mount?.(element);
    entry.mounted = true;
    view.shown?.();
  }
};

const setTitle = () => {
  const label = currentView() === "chat" ? "" : views.get(currentView())?.label;
  document.title = label ? `${label} · ${NAME}` : NAME;
};

/* Gradio puts the name there once more when it has built the chat. */
const keepTitle = () => {
  if (document.title === NAME && currentView() !== "chat") setTitle();
};

/** @type {(viewName: string) => void} */
export const showView = (viewName) => {
  if (currentView() !== viewName) location.hash = viewName;
};

/** Puts the frame around the chat, `<gradio-app>`. */
export const build = () => {
  document.body.prepend(header);
  find("gradio-app").after(others);
  const measure = () => document.documentElement.style.setProperty("--byline-top", `${header.offsetHeight}px`);
  new ResizeObserver(measure).observe(header);
  new MutationObserver(keepTitle).observe(document.head, { childList: true, subtree: true });
  window.addEventListener("hashchange", show);
};
