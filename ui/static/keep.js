// Where conversations are kept: in this browser, or on the server for a reader who logs in.
//
// A conversation is {id, title, updated, turns: [{id, at, changed, question, state, key, answer,
// html, within}]}; a turn's state is "pending", "done", "refused", "failed" or "stopped", `at` is
// when it was asked and `changed` when its state last changed, in milliseconds.
"use strict";

Dalil.keep = (() => {
  const KEY = "dalil:talk:", UNSENT = "dalil:unsent:";
  const read = (key, from = localStorage) => { try { return JSON.parse(from.getItem(key)); } catch { return null; } };
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(KEY));
  const latestFirst = (a, b) => (b.updated || "").localeCompare(a.updated || "");
  const summary = ({ id, title, updated, turns }) => ({ id, title, updated, questions: turns.map((t) => t.question) });
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => b.toString(16).padStart(2, "0")).join("");

  const change = (turn, news) => Object.assign(turn, news, { changed: Date.now() });

  // The turns of two copies of a conversation, which two tabs may hold: what either has asked, in
  // the order of asking; of a turn in both, the later state. The objects of `mine` stay.
  function merge(mine, theirs) {
    const known = new Map(mine.map((turn) => [turn.id, turn]));
    for (const turn of theirs) {
      const own = known.get(turn.id);
      if (!own) known.set(turn.id, turn);
      else if ((turn.changed || 0) > (own.changed || 0)) Object.assign(own, turn);
    }
    return [...known.values()].sort((a, b) => (a.at || 0) - (b.at || 0));
  }

  // In the browser.
  const here = {
    reader: "",
    async list() { return keys().map((key) => read(key)).filter(Boolean).sort(latestFirst).map(summary); },
    async load(id) { return read(KEY + id); },
    async remove(id) { localStorage.removeItem(KEY + id); },
    // An answer whose articles were corrected or removed since is kept as the server shows it now.
    async renew(server) {
      const talks = keys().map((key) => read(key)).filter(Boolean);
      const ids = [...new Set(talks.flatMap((talk) => talk.turns.map((turn) => turn.answer)).filter(Boolean))];
      for (let at = 0; at < ids.length; at += 100) {
        const reply = await fetch(`${server}api/since?ids=${ids.slice(at, at + 100)}`, { credentials: "include" });
        if (!reply.ok) return;
        const { answers } = await reply.json();
        for (const talk of talks) {
          const changed = talk.turns.filter((turn) => answers[turn.answer]);
          for (const turn of changed) turn.html = answers[turn.answer];
          if (changed.length) localStorage.setItem(KEY + talk.id, JSON.stringify(talk));
        }
      }
    },
    // What is kept now: with what another tab has asked in it.
    async save(talk) {
      const kept = { ...talk, turns: merge(talk.turns, read(KEY + talk.id)?.turns ?? []) };
      for (;;) {
        try {
          localStorage.setItem(KEY + talk.id, JSON.stringify(kept));
          return kept;
        } catch { // the browser's memory is full: the oldest conversation goes, and this is said
          const oldest = keys().map((key) => read(key)).filter((t) => t && t.id !== talk.id).sort(latestFirst).pop();
          if (!oldest) return kept;
          localStorage.removeItem(KEY + oldest.id);
          this.dropped = oldest.title;
        }
      }
    },
  };

  // On the server: questions and the ids of their answers, which the server keeps itself. What it
  // does not have yet, as a question that runs, is in the tab's own memory until it has.
  function there(server, reader) {
    const address = (id) => `${server}api/conversations${id ? `/${id}` : ""}`;
    const get = async (id) => {
      const reply = await fetch(address(id), { credentials: "include" });
      return reply.ok ? reply.json() : null;
    };
    const own = (id) => (/^[0-9a-f]{20}$/.test(id) ? id : "");
    // Without the answers that the server has: it shows them as they are by then.
    function hold(talk) {
      const turns = talk.turns.map(({ html, ...turn }) => (turn.answer ? turn : { ...turn, html }));
      try { sessionStorage.setItem(UNSENT + talk.id, JSON.stringify({ ...talk, turns })); } catch { /* full */ }
    }
    return {
      reader,
      async list() { return (await get())?.conversations ?? []; },
      async load(id) {
        const [talk, held] = [await get(id), read(UNSENT + id, sessionStorage)];
        if (!talk && !held) return null;
        const known = (talk?.turns ?? []).map((turn, i) => ({ ...turn, id: turn.id || `${id}-${i}`, at: turn.asked, state: turn.html ? "done" : "failed" }));
        const turns = merge(known, held?.turns ?? []);
        for (const turn of turns) if (turn.state === "done" && !turn.html) turn.state = "pending"; // answered, and not told to the server yet
        return { ...(talk ?? held), updated: "", turns };
      },
      async remove(id) {
        sessionStorage.removeItem(UNSENT + id);
        await Dalil.post(`${address(id)}/delete`, {});
      },
      async save(talk) {
        hold(talk);
        const turns = talk.turns.slice(-500).map((turn) => ({ question: turn.question.slice(0, 4000), answer: turn.answer || "", id: own(turn.id), asked: turn.at || 0 }));
        const reply = await Dalil.post(address(talk.id), { title: talk.title, turns });
        // Busy, out of order, or logged out meanwhile: it is tried again. The rest never gets better.
        if (!reply.ok && ![413, 422].includes(reply.status)) throw new TypeError("not saved");
        if (!talk.turns.some((turn) => turn.state === "pending")) sessionStorage.removeItem(UNSENT + talk.id);
        return talk;
      },
    };
  }

  // Waits for the server: whose conversations these are must be known before any is kept.
  async function open(server) {
    const reply = await fetch(`${server}api/conversations`, { credentials: "include" }).catch(() => null);
    if (reply === null) {
      await new Promise((done) => setTimeout(done, 1500));
      return open(server);
    }
    const reader = reply.ok ? (await reply.json()).reader : "";
    if (reader) return there(server, reader);
    await here.renew(server).catch(() => null); // tried again when the page is next opened
    return here;
  }

  return { open, newId, merge, change };
})();
