/* Account: who is logged in, and the logout, in the menu; nothing when there is no login. */
import { api } from "../shared/api-client.js";
import { attempt } from "../shared/dialog.js";
import { watchLibrary } from "../shared/library.js";
import { addToMenu } from "./frame.js";

const leave = () =>
  attempt(async () => {
    await api("/logout", { method: "POST" });
    location.assign("/login");
  });

let known = false;

export const start = () =>
  watchLibrary(({ login, user }) => {
    if (!login || known) return;
    known = true;
    addToMenu(() => ({ heading: `Logged in as ${user}`, items: [{ label: "Log out", run: leave }] }));
  });
