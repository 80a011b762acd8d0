// Where conversations are kept: in this browser, or on the server for a reader who logs in.
//
// A conversation is {id, title, updated, turns: [{id, question, state, answer, html, within}]};
// its state is "pending", "done", "refused", "failed" or "stopped".
"use strict";

Dalil.keep = (() => {
  const KEY = "dalil:talk:";
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(KEY));
  const latestFirst = (a, b) => (b.updated || "").localeCompare(a.updated || "");
  const summary = ({ id, title, updated, turns }) => ({ id, title, updated, questions: turns.map((t) => t.question) });

  // In the browser. Two tabs may hold one conversation: what either has asked stays.
  const here = {
    reader: "",
    async list() { return keys().map(read).filter(Boolean).sort(latestFirst).map(summary); },
    async load(id) { return read(KEY + id); },
    async remove(id) { localStorage.removeItem(KEY + id); },
    // An answer whose articles were corrected or removed since is kept as the server shows it now.
    async renew(server) {
      const talks = keys().map(read).filter(Boolean);
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
    async save(talk) {
      const stored = read(KEY + talk.id);
      const mine = new Set(talk.turns.map((turn) => turn.id));
      talk.turns.unshift(...(stored?.turns ?? []).filter((turn) => !mine.has(turn.id)));
      for (;;) {
        try {
          localStorage.setItem(KEY + talk.id, JSON.stringify(talk));
          return "";
        } catch { // the browser's memory is full: the oldest conversation goes, and this is said
          const oldest = keys().map(read).filter((t) => t && t.id !== talk.id).sort(latestFirst).pop();
          if (!oldest) return talk.title;
          localStorage.removeItem(KEY + oldest.id);
          this.dropped = oldest.title;
        }
      }
    },
  };

  // On the server: questions and the ids of their answers, which the server keeps itself.
  function there(server, reader) {
    const address = (id) => `${server}api/conversations${id ? `/${id}` : ""}`;
    const get = async (id) => {
      const reply = await fetch(address(id), { credentials: "include" });
      return reply.ok ? reply.json() : null;
    };
    return {
      reader,
      async list() { return (await get())?.conversations ?? []; },
      async load(id) {
        const talk = await get(id);
        if (!talk) return null;
        const turns = talk.turns.map((turn, i) => ({ ...turn, id: `${id}-${i}`, state: turn.html ? "done" : "failed" }));
        return { ...talk, updated: "", turns };
      },
      async remove(id) { await Dalil.post(`${address(id)}/delete`, {}); },
      async save({ id, title, turns }) {
        const sent = turns.slice(-500).map((turn) => ({ question: turn.question.slice(0, 4000), answer: turn.answer || "" }));
        const reply = await Dalil.post(address(id), { title, turns: sent });
        // Busy, out of order, or logged out meanwhile: it is tried again. The rest never gets better.
        if (!reply.ok && ![413, 422].includes(reply.status)) throw new TypeError("not saved");
        return "";
      },
    };
  }

  async function open(server) {
    const reply = await fetch(`${server}api/conversations`, { credentials: "include" }).catch(() => null);
    const reader = reply?.ok ? (await reply.json()).reader : "";
    if (reader) return there(server, reader);
    await here.renew(server).catch(() => null); // tried again when the page is next opened
    return here;
  }

  return { open, newId: () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => b.toString(16).padStart(2, "0")).join("") };
})();
