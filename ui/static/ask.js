// Sends a question until it is answered or refused, through any gap of the connection. The key that
// goes with it keeps an answer that was lost on its way from being made and kept a second time.
"use strict";

// `words` are the page's; `writes`: whether a language model words the answers; `seen` is called
// whenever what a turn shows has changed, `heard` when one more sentence of it has come.
Dalil.asker = ({ server, words, writes, seen, heard }) => {
  const REMEMBERED = 6, RETRY_MS = 1500, TRY_MS = 120_000;
  const { fill } = Dalil;
  const later = (ms) => new Promise((done) => setTimeout(done, ms));

  // Throws an AbortError when `signal` ends it.
  async function settle(turn, before, signal) {
    while (turn.state === "pending") {
      const reply = await send(turn, before, signal).catch(() => null);
      signal.throwIfAborted();
      if (turn.state !== "pending") return; // another tab has its answer already
      if (reply === null || [502, 504].includes(reply.status) || (reply.status === 200 && !reply.body)) await patience(turn, words().waiting, RETRY_MS);
      else if (reply.status === 429 || reply.status === 503) {
        const seconds = reply.wait || 2;
        await patience(turn, fill(words().busy, seconds), seconds * 1000);
      } else take(turn, reply);
      signal.throwIfAborted();
    }
  }

  // One try. It is given up when the connection comes back: the old one may be silent for ever.
  async function send(turn, before, signal) {
    const again = new AbortController(), sentences = [];
    if (writes) turn.sentences ??= [];
    const hear = (html) => {
      turn.sentences = sentences; // those of a try before are told anew
      sentences.push(html);
      heard(turn, html);
    };
    const renew = () => again.abort();
    addEventListener("online", renew, { once: true });
    try {
      const headers = { "Content-Type": "application/json", ...(writes && { Accept: "text/event-stream" }) };
      const reply = await fetch(`${server}api/ask`, {
        method: "POST", credentials: "include", headers,
        signal: AbortSignal.any([signal, again.signal, AbortSignal.timeout(TRY_MS)]),
        body: JSON.stringify({ question: turn.question, history: before.map((t) => t.question).slice(-REMEMBERED), key: turn.key, ...turn.within }),
      });
      return await Dalil.live.read(reply, hear);
    } finally {
      removeEventListener("online", renew);
    }
  }

  // Ends what is asked; an answer of which something is shown comes as it stands.
  async function stop(asking) {
    const { turn, abort } = asking;
    const told = turn.sentences && Dalil.post(`${server}api/stop`, { key: turn.key }).catch(() => null);
    if (!turn.sentences?.length || asking.stopped) return abort.abort();
    asking.stopped = true;
    if (!(await told)?.ok) abort.abort();
  }

  function take(turn, { status, body }) {
    if (status === 200) return Dalil.keep.change(turn, { state: "done", html: body.html, answer: body.id || "" });
    const login = status === 401 || status === 403;
    const state = status < 500 ? "refused" : "failed";
    const why = login || state === "failed" ? "" : String(body?.detail ?? status);
    Dalil.keep.change(turn, { state, login, link: body?.login || "", why });
  }

  async function patience(turn, text, ms) {
    turn.waiting = text;
    seen(turn);
    await Promise.race([later(ms), new Promise((done) => addEventListener("online", done, { once: true }))]);
    turn.waiting = "";
  }

  return { settle, stop };
};
