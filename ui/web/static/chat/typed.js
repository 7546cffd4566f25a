/* Unsent question, kept when a session has ended, and put back after the next login. */
import { api } from "../shared/server.js";
import { box, write } from "./parts.js";

const TYPED = "byline-typed";

const take = () => {
  try {
    const typed = sessionStorage.getItem(TYPED) ?? "";
    sessionStorage.removeItem(TYPED);
    return typed;
  } catch {
    return ""; // nothing is remembered here
  }
};

/** Gradio says that something failed. If the session has ended, asking leads to the login. */
export const whyRefused = () => {
  try {
    sessionStorage.setItem(TYPED, box()?.value ?? "");
  } catch {
    /* then it has to be typed again */
  }
  api("/byline/api/library").then(take, () => {});
};

export const putBackTyped = () => {
  const typed = take();
  if (typed) write(box(), typed);
};
