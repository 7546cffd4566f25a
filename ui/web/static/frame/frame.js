/* The frame of the page: the name, the views to choose between, and room for their tools. */
import { make } from "../shared/dom.js";

const header = make("header", "byline-top");
const name = make("a", "byline-name", "Byline");
name.href = "#chat";
const nav = make("nav", "byline-nav");
nav.setAttribute("aria-label", "Views");
export const tools = make("div", "byline-tools"); // modules append their controls here
header.append(name, nav, tools);

const views = new Map(); // name -> { link, element, view, mounted }

/* Adds a view, `#name`. `mount(element)` fills it when it is first shown; `shown()` runs each
   time it is shown. The chat is Gradio's element; the others come after it. */
export const addView = (viewName, label, view) => {
  const link = make("a", "", label);
  link.href = `#${viewName}`;
  nav.append(link);
  const element = view.element ? null : make("main", `byline-view byline-view-${viewName}`);
  if (element) {
    element.setAttribute("aria-label", label);
    element.tabIndex = -1;
    element.hidden = true;
    others.append(element);
  }
  views.set(viewName, { link, label, element, view, mounted: false });
  showSoon();
};

const others = make("div", "byline-views");

export const currentView = () => {
  const wanted = location.hash.slice(1).split("/")[0];
  return views.has(wanted) ? wanted : "chat";
};

const show = () => {
  const current = currentView();
  document.body.dataset.view = current;
  setTitle();
  for (const [viewName, entry] of views) {
    const chosen = viewName === current;
    if (chosen) entry.link.setAttribute("aria-current", "page");
    else entry.link.removeAttribute("aria-current");
    if (entry.element) entry.element.hidden = !chosen;
    if (!chosen) continue;
    if (!entry.mounted && entry.view.mount) entry.view.mount(entry.element);
    entry.mounted = true;
    if (entry.view.shown) entry.view.shown();
  }
};

/* Once for all views that are added in one go. */
let soon = false;
const showSoon = () => {
  if (soon) return;
  soon = true;
  queueMicrotask(() => {
    soon = false;
    show();
  });
};

/* The chat is Byline itself. */
const NAME = "Byline";
const setTitle = () => {
  const { label } = views.get(currentView()) || {};
  document.title = label && currentView() !== "chat" ? `${label} · ${NAME}` : NAME;
};

/* Gradio puts the name there once more when it has built the chat. */
const keepTitle = () => {
  if (document.title === NAME && currentView() !== "chat") setTitle();
};

export const showView = (viewName) => {
  if (currentView() !== viewName) location.hash = viewName;
};

/* Puts the frame around the chat, `<gradio-app>`. */
export const build = () => {
  const app = document.querySelector("gradio-app");
  document.body.prepend(header);
  app.after(others);
  const measure = () =>
    document.documentElement.style.setProperty("--byline-top", `${header.offsetHeight}px`);
  new ResizeObserver(measure).observe(header);
  new MutationObserver(keepTitle).observe(document.head, { childList: true, subtree: true });
  window.addEventListener("hashchange", show);
  show();
};
