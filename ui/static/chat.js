// The chat: asks through the JSON API, keeps every question and answer, and loses neither when the
// page is reloaded, left or cut off from the server.
"use strict";

// `writes`: a language model words the answers, sentence by sentence.
Dalil.chat = (WORDS, writes) => {
  const { el, fill, behavior } = Dalil;
  const server = new URL(location.pathname.endsWith("/") ? "../" : "./", location.href).pathname;
  const given = new URLSearchParams(location.search);
  const $ = (id) => document.getElementById(id);
  const { newId, change, merge } = Dalil.keep;
  const MOST_CHARS = 1000, RETRY_MS = 1500, LOOK_MS = 20_000;
  const box = () => document.querySelector("#dl-box textarea");
  const asker = Dalil.asker({ server, words: () => words, writes, seen: (turn) => show(turn), heard });
  const tabs = new BroadcastChannel("dalil"); // what another tab asks in this conversation
  const tongue = Dalil.words(WORDS);
  const where = Dalil.where($, given);
  const next = Dalil.next({ server, ask: (question) => ask(question), words: () => words, isLast: (turn) => talk.turns.at(-1) === turn });
  let language = "en", words = WORDS.en;
  let keep = null, facts = null;
  let talk = fresh();
  let asking = null; // {turn, home, abort} while a question runs

  function fresh() { return { id: newId(), title: "", updated: "", turns: [] }; }

  // --- the words of the page -----------------------------------------------------------------

  function speak(wanted) {
    language = wanted;
    words = tongue.speak(language);
    // Gradio gives every block a direction of its own.
    document.querySelectorAll(".block[dir]").forEach((block) => (block.dir = document.documentElement.dir));
    $("dl-new").title = words.new_title;
    box().placeholder = words.placeholder;
    box().setAttribute("aria-label", words.question);
    where.show({ words, language });
    button();
    count();
    talk.turns.filter((turn) => turn.state !== "done" || turn === talk.turns.at(-1)).forEach(reword);
    welcome();
    list();
  }

  // A turn as it is, in the page's words; what was opened in an answer stays open.
  function reword(turn) {
    if (turn.state !== "done") return show(turn);
    document.querySelectorAll(".dl-next").forEach((old) => old.remove());
    if ($(`turn-${turn.id}`)) next(turn, $(`turn-${turn.id}`));
  }

  function say(text, ...more) {
    const bar = $("dl-bar");
    if (bar.dataset.stays) return;
    bar.replaceChildren(text, ...more);
    bar.hidden = !text;
  }

  // What must be read is there until it is closed.
  function warn(text) {
    const close = () => { delete $("dl-bar").dataset.stays; say(""); };
    say(text, " ", el("button", { type: "button", class: "dl-do", onclick: close }, words.close));
    $("dl-bar").dataset.stays = "yes";
  }

  // --- asking --------------------------------------------------------------------------------

  function ask(question, within = where.narrowed()) {
    const text = question.trim();
    if (!text) return say(words.empty);
    if ([...text].length > MOST_CHARS) return count();
    say("");
    box().value = "";
    grown();
    const turn = change({ id: newId(), key: newId(), at: Date.now(), question: text, within }, { state: "pending" });
    talk.turns.push(turn);
    talk.title ||= text.slice(0, 120);
    save();
    remember(false);
    show(turn);
    come(turn);
    run();
  }

  // One question at a time, in the order in which they were asked; those of this conversation first.
  async function run(home = talk) {
    if (asking) return;
    const turn = home.turns.find((t) => t.state === "pending");
    if (!turn) return home === talk ? undefined : run(talk);
    asking = { turn, home, abort: new AbortController() };
    button();
    try {
      const before = home.turns.slice(0, home.turns.indexOf(turn)).filter((t) => t.state === "done");
      await asker.settle(turn, before, asking.abort.signal);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      change(turn, { state: "stopped" });
    } finally {
      asking = null;
      delete turn.sentences;
      ended(turn, home);
      button();
      save(home);
      show(turn);
      run(home);
    }
  }

  // What was asked again in vain has the answer that it had; another question is back in the box.
  function ended(turn, home) {
    const { had } = turn;
    delete turn.had;
    if (turn.state === "done") return;
    if (had) {
      say(words.not_again);
      change(turn, { ...had, state: "done" });
    } else if (home === talk && !box().value) write(turn.question, false);
  }

  // --- showing -------------------------------------------------------------------------------

  function show(turn) {
    if (!talk.turns.includes(turn)) return;
    const at = $(`turn-${turn.id}`);
    const made = el("div", { class: "dl-turn", id: `turn-${turn.id}`, "data-state": turn.state },
      Dalil.turn(turn, words, language, { server, editor: facts?.editor, again, write }));
    const after = talk.turns.slice(talk.turns.indexOf(turn) + 1).map((t) => $(`turn-${t.id}`)).find(Boolean);
    if (at) at.replaceWith(made);
    else if (after) after.before(made);
    else $("dl-log").append(made);
    next(turn, made);
    welcome();
  }

  // One more sentence of an answer that is being written.
  function heard(turn, html) {
    const place = $(`turn-${turn.id}`)?.querySelector(".dl-live");
    if (place && turn.sentences.length > 1) place.append(Dalil.safe(html));
    else show(turn);
  }

  function again(turn) {
    const had = turn.html ? { html: turn.html, answer: turn.answer } : turn.had;
    change(turn, { state: "pending", key: newId(), html: undefined, answer: undefined, had });
    save();
    show(turn);
    run();
  }

  // A new question comes to the top, and its answer takes its place.
  function come(turn) { $(`turn-${turn.id}`)?.scrollIntoView({ block: "start", behavior: behavior() }); }

  function showTalk() {
    $("dl-log").replaceChildren();
    talk.turns.forEach(show);
    welcome();
    list();
    run();
  }

  function welcome() {
    $("dl-welcome").hidden = talk.turns.length > 0 || !facts;
    if ($("dl-welcome").hidden) $("dl-welcome").replaceChildren();
    else Dalil.welcome($("dl-welcome"), facts, words, language, { server, ask, write });
  }

  // --- the box -------------------------------------------------------------------------------

  function write(question, focus = true) {
    box().value = question;
    grown();
    count();
    remember();
    button();
    if (focus) box().focus();
  }

  // Gradio fits the box to its text when it hears of a change.
  function grown() { box().dispatchEvent(new Event("input", { bubbles: true })); }

  function count() {
    const length = [...box().value.trim()].length;
    $("dl-count").textContent = length > MOST_CHARS ? fill(words.too_long, length, MOST_CHARS) : "";
    if (length && $("dl-bar").textContent === words.empty) say("");
  }

  // Each tab has its draft; a new one has what was typed last.
  function remember(typed = true) {
    const draft = typed ? box().value : "";
    sessionStorage.setItem("dalil:draft", draft);
    localStorage.setItem("dalil:draft", draft);
  }

  function button() {
    const stop = asking && !box().value.trim();
    $("dl-send").textContent = stop ? words.stop : words.ask;
    $("dl-send").dataset.does = stop ? "stop" : "ask";
  }

  function pressed() {
    if ($("dl-send").dataset.does === "stop") { if (asking) asker.stop(asking); }
    else ask(box().value);
  }

  function recall(event) {
    const earlier = talk.turns.map((turn) => turn.question);
    const at = box().value ? earlier.lastIndexOf(box().value) : earlier.length;
    if (at < 0 || !earlier[at - 1]) return;
    event.preventDefault();
    write(earlier[at - 1]);
  }

  // A conversation that is being asked in is in memory: what is kept of it may be older.
  const live = (id) => [talk, asking?.home].find((home) => home?.id === id);
  Object.assign(Dalil, { talks: { get: () => talk, set: (other) => { talk = other; showTalk(); }, fresh, live } });

  // --- keeping -------------------------------------------------------------------------------

  async function save(home = talk) {
    home.updated = new Date().toISOString();
    const turns = home.turns.map(({ waiting, sentences, ...turn }) => turn);
    tabs.postMessage({ id: home.id, turns });
    try {
      const kept = await keep?.save({ ...home, turns });
      if (kept) adopt(home, kept.turns);
      if (keep?.dropped) warn(fill(words.full, keep.dropped));
      if (keep) keep.dropped = "";
    } catch { // the server cannot be reached: again when it can
      setTimeout(() => save(home), RETRY_MS * 2);
    }
    list();
  }

  // What another tab has asked in the same conversation; if it does not answer, this one asks.
  function adopt(home, theirs) {
    const seen = new Map(home.turns.map((turn) => [turn.id, turn.changed]));
    home.turns = merge(home.turns, theirs);
    const news = home.turns.filter((turn) => !seen.has(turn.id) || seen.get(turn.id) !== turn.changed);
    news.forEach(show);
    if (news.some((turn) => turn.state === "pending")) setTimeout(run, RETRY_MS * 2);
  }

  tabs.addEventListener("message", ({ data: { id, turns, removed } }) => {
    const home = live(id);
    if (removed && home === talk) Dalil.talks.set(fresh());
    if (removed || !home) return list();
    adopt(home, turns);
    const told = new Set(turns.map((turn) => turn.id));
    if (home.turns.some((turn) => !told.has(turn.id))) save(home);
    list();
  });

  const list = () => Dalil.list?.();

  // --- beginning -----------------------------------------------------------------------------

  function listen() {
    document.addEventListener("keydown", (event) => {
      if (event.target !== box()) return;
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        event.stopImmediatePropagation();
        ask(box().value);
      } else if (event.key === "ArrowUp" && (!box().value || talk.turns.some((t) => t.question === box().value))) recall(event);
    }, true);
    box().addEventListener("input", () => { count(); remember(); button(); });
    $("dl-send").addEventListener("click", pressed);
    $("dl-switch").addEventListener("click", () => speak(tongue.other(language)));
    addEventListener("offline", () => say(words.lost));
    addEventListener("online", () => say(""));
  }

  async function archive(again = 10) {
    const reply = await fetch(`${server}api/archive`, { credentials: "include" }).catch(() => null);
    if (reply === null) return setTimeout(archive, RETRY_MS);
    const told = reply.ok ? await reply.json() : null;
    // What to ask first is still being found when a server has just begun.
    if (told && again > 0 && !talk.turns.length) setTimeout(() => archive(again - 1), LOOK_MS);
    if (facts && JSON.stringify(told) === JSON.stringify(facts)) return;
    facts = told;
    if (facts?.editor) {
      document.querySelectorAll(".dl-gold").forEach((link) => { link.href = `${server}gold`; link.hidden = false; });
      talk.turns.forEach(show); // an editor can do more with an answer
    }
    where.show({ facts });
    welcome();
  }

  async function begin() {
    speak(tongue.first());
    listen();
    write(given.get("question") || (sessionStorage.getItem("dalil:draft") ?? localStorage.getItem("dalil:draft")) || "");
    archive();
    keep = await Dalil.keep.open(server);
    Dalil.beside({ $, server, say, words: () => words, keep, save, ask, write, tabs });
    await Dalil.resume();
    document.body.dataset.ready = "yes";
  }

  begin();
};
