/* Who is logged in, and the way out; nothing when Byline asks nobody to log in. */
import { api, attempt, button, make } from "../shared/dom.js";
import { tools } from "./frame.js";
import { watchLibrary } from "../shared/library.js";

const account = make("div", "byline-account");

const leave = () =>
  attempt(async () => {
    await api("/logout", { method: "POST" });
    location.assign("/login");
  });

const show = ({ login, user }) => {
  if (!login || account.isConnected) return;
  const who = make("span", "byline-account-name", user);
  who.title = `Logged in as ${user}`;
  account.append(
    make("span", "byline-hidden", "Logged in as "),
    who,
    button("Log out", "byline-quiet", leave),
  );
  tools.append(account);
};

export const start = () => watchLibrary(show);
