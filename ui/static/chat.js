// The chat: asks through the JSON API, keeps every question and answer, and loses neither when the
// page is reloaded, left or cut off from the server.
"use strict";

Dalil.chat = (WORDS) => {
  const { el, fill, safe, behavior } = Dalil;
  const server = new URL(location.pathname.endsWith("/") ? "../" : "./", location.href).pathname;
  const given = new URLSearchParams(location.search);
  const $ = (id) => document.getElementById(id);
  const MOST_CHARS = 1000, REMEMBERED = 6, RETRY_MS = 1500;
  const box = () => document.querySelector("#dl-box textarea");
  const isArabic = (text) => (text.match(/[\u0600-\u06ff]/g) ?? []).length > (text.match(/[a-z]/gi) ?? []).length;
  const later = (ms) => new Promise((done) => setTimeout(done, ms));

  const where = Dalil.where($, given);
  const next = Dalil.next({ server, ask: (question) => ask(question), words: () => words, isLast: (turn) => talk.turns.at(-1) === turn });
  let language = "en", words = WORDS.en;
  let keep = null, facts = null;
  let talk = fresh();
  let asking = null; // {turn, abort} while a question runs

  function fresh() { return { id: Dalil.keep.newId(), title: "", updated: "", turns: [] }; }

  // --- the words of the page -----------------------------------------------------------------

  function speak(wanted) {
    language = wanted;
    words = WORDS[language];
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    // Gradio gives every block a direction of its own.
    document.querySelectorAll(".block[dir]").forEach((block) => (block.dir = document.documentElement.dir));
    for (const [name, put] of [["say", (e, t) => (e.textContent = t)], ["title", (e, t) => { e.title = t; e.setAttribute("aria-label", t); }],
      ["label", (e, t) => e.setAttribute("aria-label", t)], ["placeholder", (e, t) => (e.placeholder = t)]]) {
      document.querySelectorAll(`[data-${name}]`).forEach((e) => words[e.dataset[name]] && put(e, words[e.dataset[name]]));
    }
    $("dl-new").title = words.new_title;
    box().placeholder = words.placeholder;
    box().setAttribute("aria-label", words.question);
    where.show({ words, language });
    button();
    welcome();
    list();
  }

  function firstLanguage() {
    const chosen = localStorage.getItem("dalil:language") || given.get("lang");
    const spoken = [chosen, ...navigator.languages].map((tag) => (tag || "").slice(0, 2));
    return spoken.find((tag) => WORDS[tag]) || "en";
  }

  function say(text, ...more) {
    const bar = $("dl-bar");
    bar.replaceChildren(text, ...more);
    bar.hidden = !text;
  }

  // --- asking --------------------------------------------------------------------------------

  function ask(question, within = where.narrowed()) {
    const text = question.trim();
    if (!text) return say(words.empty);
    if ([...text].length > MOST_CHARS) return count();
    say("");
    box().value = "";
    grown();
    const turn = { id: Dalil.keep.newId(), question: text, state: "pending", within };
    talk.turns.push(turn);
    talk.title ||= text.slice(0, 120);
    save();
    remember(false);
    show(turn);
    come(turn);
    run();
  }

  // One question at a time, in the order in which they were asked.
  async function run() {
    if (asking) return;
    const home = talk;
    const turn = home.turns.find((t) => t.state === "pending");
    if (!turn) return;
    asking = { turn, abort: new AbortController() };
    button();
    try {
      await settle(turn, home, asking.abort.signal);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      turn.state = "stopped";
      if (home === talk && !box().value) box().value = turn.question;
    } finally {
      asking = null;
      button();
      save(home);
      show(turn);
      run();
    }
  }

  // Sends a question until it is answered or refused, through any gap of the connection.
  async function settle(turn, home, signal) {
    while (turn.state === "pending") {
      const reply = await send(turn, home, signal).catch((error) => {
        if (error.name === "AbortError") throw error;
        return null;
      });
      signal.throwIfAborted();
      if (reply === null || [502, 504].includes(reply.status)) await patience(turn, words.waiting, RETRY_MS);
      else if (reply.status === 429 || reply.status === 503) {
        const seconds = Number(reply.headers.get("Retry-After")) || 2;
        await patience(turn, fill(words.busy, seconds), seconds * 1000);
      } else await take(turn, reply);
      signal.throwIfAborted();
    }
  }

  function send(turn, home, signal) {
    const before = home.turns.slice(0, home.turns.indexOf(turn)).filter((t) => t.state === "done");
    return fetch(`${server}api/ask`, {
      method: "POST", credentials: "include", signal, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ question: turn.question, history: before.map((t) => t.question).slice(-REMEMBERED), ...turn.within }),
    });
  }

  async function take(turn, reply) {
    const body = await reply.json().catch(() => null);
    if (reply.ok && body) {
      Object.assign(turn, { state: "done", html: body.html, answer: body.id || "" });
      return;
    }
    turn.state = reply.status < 500 ? "refused" : "failed";
    turn.login = reply.status === 401 || reply.status === 403;
    turn.link = body?.login || "";
    turn.why = turn.login || turn.state === "failed" ? "" : half(String(body?.detail ?? reply.status));
    if (!box().value) box().value = turn.question;
  }

  // The half of "English / Arabic" that the page speaks.
  function half(message) {
    const [english, arabic] = message.split(" / ");
    return arabic && language === "ar" ? arabic : english;
  }

  async function patience(turn, text, ms) {
    turn.waiting = text;
    show(turn);
    await Promise.race([later(ms), new Promise((done) => addEventListener("online", done, { once: true }))]);
    turn.waiting = "";
  }

  // --- showing -------------------------------------------------------------------------------

  function show(turn) {
    if (!talk.turns.includes(turn)) return;
    const at = $(`turn-${turn.id}`);
    const made = el("div", { class: "dl-turn", id: `turn-${turn.id}`, "data-state": turn.state }, ...content(turn));
    if (at) at.replaceWith(made);
    else $("dl-log").append(made);
    next(turn, made);
    welcome();
  }

  function content(turn) {
    const tools = turn.state !== "pending" && el("p", { class: "dl-tools" },
      el("button", { type: "button", class: "dl-do", onclick: () => again(turn) }, words.again),
      el("button", { type: "button", class: "dl-do", onclick: () => write(turn.question) }, words.edit),
      facts?.editor && turn.answer && el("a", { class: "dl-do", href: `${server}gold#add=${turn.answer}` }, words.gold_add));
    if (turn.state === "done" && turn.html) return [safe(turn.html), tools];
    const tongue = isArabic(turn.question) ? "ar" : "en";
    const shown = turn.question.length > 400 ? `${turn.question.slice(0, 400)}…` : turn.question;
    const heading = el("h2", { class: "dl-question", lang: tongue, dir: tongue === "ar" ? "rtl" : "ltr" },
      el("span", { class: "dl-unseen" }, `${words.you_asked}: `), el("bdi", { dir: "auto" }, shown));
    return [el("div", { class: "dl-view" }, heading, told(turn)), tools || ""];
  }

  function told(turn) {
    const notice = (...said) => el("p", { class: "dl-notice", role: "alert" }, ...said);
    if (turn.state === "pending") return el("p", { class: "dl-pending", role: "status" }, turn.waiting || words.searching);
    if (turn.state === "stopped") return el("p", { class: "dl-note" }, words.stopped);
    if (turn.login) {
      const link = /^https?:/.test(turn.link) && el("a", { href: turn.link, target: "_top" }, words.login_link);
      return notice(words.login, " ", link || "");
    }
    if (turn.state === "refused") return notice(fill(words.refused, turn.why));
    return notice(turn.state === "failed" && turn.answer !== undefined ? words.unkept : words.failed);
  }

  function again(turn) {
    Object.assign(turn, { state: "pending", html: "", answer: "" });
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

  function write(question) {
    box().value = question;
    grown();
    count();
    remember();
    box().focus();
  }

  // Gradio fits the box to its text when it hears of a change.
  function grown() { box().dispatchEvent(new Event("input", { bubbles: true })); }

  function count() {
    const length = [...box().value.trim()].length;
    $("dl-count").textContent = length > MOST_CHARS ? fill(words.too_long, length, MOST_CHARS) : "";
    if (length && $("dl-bar").textContent === words.empty) say("");
  }

  function remember(typed = true) {
    if (typed && box().value) localStorage.setItem("dalil:draft", box().value);
    else localStorage.removeItem("dalil:draft");
  }

  function button() {
    const stop = asking && !box().value.trim();
    $("dl-send").textContent = stop ? words.stop : words.ask;
    $("dl-send").dataset.does = stop ? "stop" : "ask";
  }

  function pressed() {
    if ($("dl-send").dataset.does === "stop") asking?.abort.abort();
    else ask(box().value);
  }

  function recall(event) {
    const earlier = talk.turns.map((turn) => turn.question);
    const at = box().value ? earlier.lastIndexOf(box().value) : earlier.length;
    if (at < 0 || !earlier[at - 1]) return;
    event.preventDefault();
    write(earlier[at - 1]);
  }

  Object.assign(Dalil, { talks: { get: () => talk, set: (other) => { talk = other; showTalk(); }, fresh } });

  // --- keeping -------------------------------------------------------------------------------

  async function save(home = talk) {
    home.updated = new Date().toISOString();
    const turns = home.turns.map(({ waiting, ...turn }) => turn);
    const kept = { ...home, turns };
    try {
      await keep?.save(kept);
      if (kept.turns.length > turns.length) adopt(home, kept);
      if (keep?.dropped) say(fill(words.full, keep.dropped));
      if (keep) keep.dropped = "";
    } catch { // the server cannot be reached: again when it can
      setTimeout(() => save(home), RETRY_MS * 2);
    }
    list();
  }

  // What another tab has asked in the same conversation.
  function adopt(home, kept) {
    const mine = new Map(home.turns.map((turn) => [turn.id, turn]));
    home.turns = kept.turns.map((turn) => mine.get(turn.id) ?? turn);
    if (home === talk) showTalk();
  }

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
    $("dl-switch").addEventListener("click", () => {
      localStorage.setItem("dalil:language", language === "ar" ? "en" : "ar");
      speak(language === "ar" ? "en" : "ar");
    });
    addEventListener("offline", () => say(words.lost));
    addEventListener("online", () => say(""));
  }

  async function archive() {
    const reply = await fetch(`${server}api/archive`, { credentials: "include" }).catch(() => null);
    if (reply === null) { await later(RETRY_MS); return archive(); }
    facts = reply.ok ? await reply.json() : null;
    if (facts?.editor) {
      document.querySelectorAll(".dl-gold").forEach((link) => { link.href = `${server}gold`; link.hidden = false; });
      talk.turns.forEach(show); // an editor can do more with an answer
    }
    where.show({ facts });
    welcome();
  }

  async function begin() {
    speak(firstLanguage());
    listen();
    write(given.get("question") || localStorage.getItem("dalil:draft") || "");
    archive();
    keep = await Dalil.keep.open(server);
    Dalil.beside({ $, server, say, words: () => words, keep, save, ask, write });
    await Dalil.resume();
    document.body.dataset.ready = "yes";
  }

  begin();
};
