/* A small menu beside the button that opens it. Arrow keys move, Escape and a click elsewhere
   close it, and the focus goes back to the button. */
import { button, make } from "./dom.js";

const EDGE = 8;

/* A click on the button closes its open menu, as one anywhere else does, before it is a click on
   the button, which must not open the menu again. */
let dismissed = { anchor: null, at: 0 };

const place = (menu, anchor) => {
  const around = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(around.left, innerWidth - width - EDGE);
  const below = around.bottom + 4;
  const top = below + height + EDGE <= innerHeight ? below : around.top - height - 4;
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${Math.max(EDGE, top)}px`;
};

const move = (menu, event) => {
  const items = [...menu.querySelectorAll('[role="menuitem"]')];
  const here = items.indexOf(document.activeElement);
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
  if (event.key === "Escape") event.stopPropagation(); // it closes this menu and nothing behind it
  if (event.key === "Escape" || event.key === "Tab") menu.dataset.left = "yes";
  if (event.key === "Tab") menu.hidePopover();
  if (!(event.key in steps)) return;
  event.preventDefault();
  items[(steps[event.key] + items.length) % items.length].focus();
};

const menuItem = (menu, { label, danger, run }) => {
  const item = button(label, "byline-menu-item", () => {
    menu.dataset.left = "yes";
    menu.hidePopover();
    run();
  });
  if (danger) item.classList.add("byline-menu-danger");
  item.setAttribute("role", "menuitem");
  item.tabIndex = -1;
  return item;
};

const menuGroup = (menu, { heading, items }) => {
  const group = make("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", heading);
  const text = make("div", "byline-menu-heading", heading);
  text.setAttribute("aria-hidden", "true");
  group.append(text, ...items.map((item) => menuItem(menu, item)));
  return group;
};

/* Opens a menu of `items`, each { label, run, danger } or a group { heading, items }; `name` is
   read aloud. A second click on `anchor` closes it. */
export const openMenu = (anchor, name, items) => {
  if (dismissed.anchor === anchor && performance.now() - dismissed.at < 300) return;
  const menu = make("div", "byline-menu");
  menu.popover = "auto";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", name);
  menu.append(...items.map((one) => (one.items ? menuGroup(menu, one) : menuItem(menu, one))));
  menu.addEventListener("keydown", (event) => move(menu, event));
  menu.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed" && !menu.dataset.left) dismissed = { anchor, at: performance.now() };
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") menu.remove();
  });
  document.body.append(menu);
  anchor.focus();
  menu.showPopover();
  place(menu, anchor);
  menu.querySelector('[role="menuitem"]').focus();
};
