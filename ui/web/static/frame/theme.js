/* Theme: light, dark, or as the reader's system has it; kept in this browser. */
import { keep, recall } from "../shared/local-storage.js";
import { addToMenu } from "./frame.js";

const KEY = "byline-theme";
const CHOICES = ["system", "light", "dark"];
const SYSTEM_DARK = matchMedia("(prefers-color-scheme: dark)");

let chosen = recall(KEY) ?? "system";

/* Gradio follows the system by itself, whenever it likes. */
const apply = () => {
  const dark = chosen === "system" ? SYSTEM_DARK.matches : chosen === "dark";
  if (document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
};

/** @type {(choice: string) => void} */
const choose = (choice) => {
  chosen = choice;
  keep(KEY, choice);
  apply();
};

export const start = () => {
  apply();
  SYSTEM_DARK.addEventListener("change", apply);
  new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  addToMenu(() => ({
    heading: "Colours",
    items: CHOICES.map((choice) => ({
      label: `${choice[0].toUpperCase()}${choice.slice(1)}${choice === chosen ? " ✓" : ""}`,
      run: () => choose(choice),
    })),
  }));
};
