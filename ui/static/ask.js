// Sends a question until it is answered or refused, through any gap of the connection. The key that
// goes with it keeps an answer that was lost on its way from being made and kept a second time.
"use strict";

// `words` are the page's; `seen` is called whenever what a turn shows has changed.
Dalil.asker = ({ server, words, seen }) => {
  const REMEMBERED = 6, RETRY_MS = 1500, TRY_MS = 120_000;
  const { fill } = Dalil;
  const later = (ms) => new Promise((done) => setTimeout(done, ms));

  // Throws an AbortError when `signal` ends it.
  async function settle(turn, before, signal) {
    while (turn.state === "pending") {
      const reply = await send(turn, before, signal).catch(() => null);
      const body = await reply?.json().catch(() => null);
      signal.throwIfAborted();
      if (turn.state !== "pending") return; // another tab has its answer already
      if (reply === null || [502, 504].includes(reply.status) || (reply.ok && !body)) await patience(turn, words().waiting, RETRY_MS);
      else if (reply.status === 429 || reply.status === 503) {
        const seconds = Number(reply.headers.get("Retry-After")) || 2;
        await patience(turn, fill(words().busy, seconds), seconds * 1000);
      } else take(turn, reply, body);
      signal.throwIfAborted();
    }
  }

  // One try. It is given up when the connection comes back: the old one may be silent for ever.
  async function send(turn, before, signal) {
    const again = new AbortController();
    const renew = () => again.abort();
    addEventListener("online", renew, { once: true });
    try {
      return await fetch(`${server}api/ask`, {
        method: "POST", credentials: "include", headers: { "Content-Type": "application/json" },
        signal: AbortSignal.any([signal, again.signal, AbortSignal.timeout(TRY_MS)]),
        body: JSON.stringify({ question: turn.question, history: before.map((t) => t.question).slice(-REMEMBERED), key: turn.key, ...turn.within }),
      });
    } finally {
      removeEventListener("online", renew);
    }
  }

  function take(turn, reply, body) {
    if (reply.ok) return Dalil.keep.change(turn, { state: "done", html: body.html, answer: body.id || "" });
    const login = reply.status === 401 || reply.status === 403;
    const state = reply.status < 500 ? "refused" : "failed";
    const why = login || state === "failed" ? "" : String(body?.detail ?? reply.status);
    Dalil.keep.change(turn, { state, login, link: body?.login || "", why });
  }

  async function patience(turn, text, ms) {
    turn.waiting = text;
    seen(turn);
    await Promise.race([later(ms), new Promise((done) => addEventListener("online", done, { once: true }))]);
    turn.waiting = "";
  }

  return { settle };
};
