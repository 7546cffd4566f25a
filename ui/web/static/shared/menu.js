/* A popup menu beside the button that opens it. Arrow keys move, Escape and a click elsewhere
   close it, and the focus goes back to the button. */
import { html } from "../vendor/lit-html.js";
import { built, find } from "./dom.js";

/** @import { MenuGroup, MenuItem } from "../types.js" */

const EDGE = 8;

/** A click on the button closes its open menu, as one anywhere else does, before it is a click on
 * the button, which must not open the menu again.
 * @type {{ anchor: HTMLElement | null, at: number }} */
let dismissed = { anchor: null, at: 0 };

/** @type {(menu: HTMLElement, anchor: HTMLElement) => void} */
const place = (menu, anchor) => {
  const around = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(around.left, innerWidth - width - EDGE);
  const below = around.bottom + 4;
  const top = below + height + EDGE <= innerHeight ? below : around.top - height - 4;
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${Math.max(EDGE, top)}px`;
};

/** @type {(menu: HTMLElement, event: KeyboardEvent) => void} */
const move = (menu, event) => {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role="menuitem"]')]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (event.key === "Escape") event.stopPropagation(); // it closes this menu and nothing behind it
  if (event.key === "Escape" || event.key === "Tab") menu.dataset.left = "yes";
  if (event.key === "Tab") menu.hidePopover();
  const to = new Map([
    ["ArrowDown", here + 1],
    ["ArrowUp", here - 1],
    ["Home", 0],
    ["End", items.length - 1],
  ]).get(event.key);
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
};

/** Opens a menu; `name` is read aloud. A second click on `anchor` closes it.
 * @type {(anchor: HTMLElement, name: string, items: (MenuItem | MenuGroup)[]) => void} */
export const openMenu = (anchor, name, items) => {
  if (dismissed.anchor === anchor && performance.now() - dismissed.at < 300) return;
  /** @type {(item: MenuItem) => () => void} */
  const leaveFor = (item) => () => {
    menu.dataset.left = "yes";
    menu.hidePopover();
    item.run();
  };
  /** @type {(item: MenuItem) => unknown} */
  const one = (item) => html`<button type="button" role="menuitem" tabindex="-1"
    class="byline-menu-item ${item.danger ? "byline-menu-danger" : ""}" @click=${leaveFor(item)}>${item.label}</button>`;
  const menu = built(html`<div class="byline-menu" popover="auto" role="menu" aria-label=${name}>
    ${items.map((item) =>
      "items" in item
        ? html`<div role="group" aria-label=${item.heading}>
        <div class="byline-menu-heading" aria-hidden="true">${item.heading}</div>
        ${item.items.map(one)}
      </div>`
        : one(item),
    )}
  </div>`);
  menu.addEventListener("keydown", (event) => move(menu, event));
  menu.addEventListener("beforetoggle", (event) => {
    const { newState } = /** @type {ToggleEvent} */ (event);
    if (newState === "closed" && !menu.dataset.left) dismissed = { anchor, at: performance.now() };
    anchor.setAttribute("aria-expanded", String(newState === "open"));
  });
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") menu.remove();
  });
  document.body.append(menu);
  anchor.focus();
  menu.showPopover();
  place(menu, anchor);
  find('[role="menuitem"]', menu).focus();
};
