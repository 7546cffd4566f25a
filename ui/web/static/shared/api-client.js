/* API client: requests to the server, errors, login when a session has ended. */

/** An error whose message may be shown as it is. `status` is the reply's, 0 without a reply. */
export class Problem extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** To the login, and back to what is shown now. */
export const toLogin = () => location.assign(`/login?next=${encodeURIComponent(location.pathname + location.hash)}`);

/** @type {(path: string, options: RequestInit) => Promise<Response>} */
const fetched = async (path, options) => {
  try {
    return await fetch(path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error; // whoever stopped it knows
    throw new Problem("Byline does not answer. Is it still running?");
  }
};

/** The Response at `path`; `options` are those of fetch. Throws a Problem that says what happened.
 * Who is not logged in any more is led to the login, or what `loggedOut` does is done.
 * @type {(path: string, options?: RequestInit & { loggedOut?: () => void }) => Promise<Response>} */
export const request = async (path, { loggedOut = toLogin, ...options } = {}) => {
  const reply = await fetched(path, options);
  if (reply.ok) return reply;
  if (reply.status === 401) loggedOut();
  const { problem } = await reply.json().catch(() => ({}));
  throw new Problem(problem || `Byline could not do that (${reply.status}).`, reply.status);
};

/** The JSON at `path`. Throws as `request` does.
 * @type {(path: string, options?: { method?: string, body?: unknown }) => Promise<any>} */
export const api = async (path, { method = "GET", body } = {}) => {
  const sent =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const reply = await request(path, { method, ...sent });
  return reply.json().catch(() => ({}));
};

/** What an older run of `newest` resolves to. */
export const OLD = Symbol("overtaken by a newer run");

/** Of several runs of an async function only the newest counts: `const run = newest(fn)`; then
 * `await run(...args)` is what `fn(...args)` resolves to (or throws), but `OLD` when a later run has
 * begun meanwhile, also when the older one failed. Nothing is aborted. Each `newest(fn)` counts for
 * itself.
 * @type {<A extends unknown[], R>(action: (...args: A) => Promise<R>) => (...args: A) => Promise<R | typeof OLD>} */
export const newest = (action) => {
  let latest = 0;
  return async (...args) => {
    const mine = ++latest;
    try {
      const found = await action(...args);
      return mine === latest ? found : OLD;
    } catch (error) {
      if (mine === latest) throw error;
      return OLD;
    }
  };
};
