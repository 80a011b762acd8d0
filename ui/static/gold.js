// The editor's page: runs the gold answers and follows the run, also one that began before a reload.
"use strict";

(() => {
  const { el, fill, post } = Dalil;
  const { line, marked, FILTERS, OUTCOMES } = Dalil.gold;
  const server = `${document.body.dataset.server}/`;
  const WORDS = JSON.parse(document.body.dataset.words);
  const tongue = Dalil.words(WORDS);
  const $ = (id) => document.getElementById(id);
  const FOLLOW_MS = 1000, RETRY_MS = 3000;
  let language = "en", words = WORDS.en;
  let state = null; // what /api/gold tells
  let run = null; // the newest run, as far as it has come
  let filter = "all", last = null, following = 0;
  const drawn = new WeakMap(); // what each row was drawn from

  // --- words ---------------------------------------------------------------------------------

  function speak(wanted) {
    language = wanted;
    words = tongue.speak(language);
    document.title = `${words.title} · ${language === "ar" ? "دليل" : "Dalil"}`;
    show();
    showLast();
  }

  const day = (date) => (date ? new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn" : "en-GB", { dateStyle: "long", timeStyle: "short" }).format(new Date(date)) : "–");

  function complain(text) {
    $("gd-bar").textContent = text;
    $("gd-bar").hidden = !text;
  }

  // The page is drawn anew after a mark: what came of it is said in a place that stays.
  function announce(text) { $("gd-far").textContent = text; }

  // --- the server ----------------------------------------------------------------------------

  async function get(path) {
    const reply = await fetch(`${server}api/gold${path}`, { credentials: "include" });
    const body = await reply.json();
    if (!reply.ok) throw new Error(body.detail);
    return body;
  }

  async function send(path, body = {}) {
    const reply = await post(`${server}api/gold/${path}`, body).catch(() => null);
    const detail = reply?.ok ? "" : (await reply?.json().catch(() => null))?.detail || words.lost;
    return detail;
  }

  async function refresh() {
    try {
      state = await get("");
      run = state.newest;
      complain(run?.state === "failed" ? fill(words.failed, run.why || "–") : "");
    } catch (error) {
      complain(error instanceof TypeError ? words.lost : error.message);
      if (error instanceof TypeError) setTimeout(refresh, RETRY_MS);
    }
    show();
    if (run?.state === "running") follow();
  }

  // Shows each row as it comes. A large set takes longer to tell, and is asked for less often.
  async function follow() {
    clearTimeout(following);
    const begun = Date.now();
    try {
      run = await get("/run");
      const { shown } = state ?? {};
      if (run?.done && (run.name !== shown?.name || run.done !== shown.done)) {
        state = await get("");
        show();
      }
      complain("");
    } catch { complain(words.lost); }
    showRun();
    if (run?.state === "running") following = setTimeout(follow, Math.max(FOLLOW_MS, 4 * (Date.now() - begun)));
    else refresh();
  }

  async function start() {
    $("gd-start").disabled = true;
    const failed = await send("run");
    $("gd-start").disabled = false;
    if (failed) return complain(failed);
    complain("");
    await follow();
    if (!$("gd-stop").hidden) $("gd-stop").focus();
  }

  // --- showing -------------------------------------------------------------------------------

  function showRun() {
    const runs = run?.state === "running";
    $("gd-start").hidden = runs;
    $("gd-stop").hidden = !runs;
    $("gd-start").textContent = fill(words.run, state?.rows.length ?? 0);
    $("gd-start").disabled = !state?.rows.length;
    $("gd-progress").hidden = !runs;
    $("gd-progress").setAttribute("aria-label", words.running);
    if (runs && run.done) Object.assign($("gd-progress"), { max: run.total, value: run.done });
    else $("gd-progress").removeAttribute("value");
    $("gd-far").textContent = !runs ? "" : run.done ? fill(words.progress, run.done, run.total) : words.starting;
  }

  function told() {
    const { shown, before, baseline } = state;
    if (!shown) return [words.never];
    const said = [shown.state === "running" ? words.running : fill(words.ran, day(shown.date), shown.done, shown.total || shown.done)];
    if (shown.state === "stopped") said.push(words.stopped);
    if (shown.name === baseline) said.push(words.is_base);
    else if (!before) said.push(words.against_none);
    else said.push(fill(before.name === baseline ? words.against_base : words.against, day(before.date)));
    return said;
  }

  function sums() {
    const count = (side, outcome) => state.rows.filter((row) => row[side]?.outcome === outcome).length;
    return OUTCOMES.filter((outcome) => outcome !== "error" || count("now", "error")).map((outcome) => {
      const now = count("now", outcome), by = state.before ? now - state.rows.filter((row) => row.now && row.before?.outcome === outcome).length : 0;
      const turned = by ? el("span", { class: "gd-by", dir: "ltr" }, by > 0 ? `+${by}` : `−${-by}`) : "";
      return el("div", { class: "gd-figure", "data-outcome": outcome }, el("strong", {}, String(now)), turned, el("span", {}, words[`sum_${outcome}`]));
    });
  }

  function show() {
    showRun();
    if (!state) return;
    $("gd-sum").replaceChildren(...(state.shown ? sums() : []));
    $("gd-about").replaceChildren(told().join(" "), " ", el("span", {}, ...around(words.file, el("bdi", { dir: "ltr" }, state.file))));
    const can = state.shown?.state === "done" && state.shown.name !== state.baseline;
    $("gd-base").hidden = !can;
    $("gd-base").textContent = words.make_base;
    filters();
    rows();
  }

  // Buttons and rows that are as they were stay: one of them may have the focus, or a text half typed.
  function filters() {
    const bar = $("gd-filters");
    bar.hidden = !state.rows.length;
    if (!bar.childElementCount) {
      bar.append(...Object.keys(FILTERS).map((name) => el("button", { type: "button", class: "dl-do", "data-filter": name, onclick: () => { filter = name; rows(); } },
        el("span", {}), " ", el("bdi", {}))));
    }
    for (const button of bar.children) {
      const [name, count] = button.children;
      name.textContent = words[button.dataset.filter];
      count.textContent = String(state.rows.filter(FILTERS[button.dataset.filter]).length);
    }
  }

  const around = (text, middle) => text.split("{}").flatMap((part, i) => (i ? [middle, part] : [part]));

  function rows() {
    const found = state.rows.filter(FILTERS[filter]);
    const old = new Map([...$("gd-rows").children].map((item) => [item.firstElementChild.dataset.id, item]));
    let at = $("gd-rows").firstElementChild;
    for (const row of found) {
      const was = old.get(row.id), item = renewed(was, row);
      old.delete(row.id);
      if (at && at === was) at = item;
      if (was && was !== item) was.replaceWith(item);
      if (at === item) at = item.nextElementSibling;
      else $("gd-rows").insertBefore(item, at);
    }
    old.forEach((item) => item.remove());
    $("gd-none").textContent = found.length ? "" : state.rows.length ? words.none : words.empty;
    document.querySelectorAll("[data-filter]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.filter === filter)));
  }

  function renewed(item, row) {
    const waits = state.shown?.state === "running";
    const sign = JSON.stringify([language, waits, row]);
    if (item && (drawn.get(item) === sign || item.querySelector("textarea"))) return item;
    const focused = item?.contains(document.activeElement);
    const made = line(row, waits ? { ...words, unasked_: words.waiting_ } : words, Boolean(item?.firstElementChild.open), marks);
    drawn.set(made, sign);
    if (focused) setTimeout(() => made.querySelector("summary").focus());
    return made;
  }

  // --- marking -------------------------------------------------------------------------------

  // Two buttons; "false" asks first what would have been right.
  function judge(what, names) {
    const note = el("span", { role: "status", class: "gd-soft" });
    const buttons = el("div", { class: "gd-act" });
    async function keep(right, said = []) {
      note.textContent = words.saving;
      const failed = await send("mark", { ...what, right, said });
      note.textContent = failed;
      if (failed) return;
      choose(); // nothing is being typed any more: the row is drawn anew
      await refresh();
      showLast();
      document.querySelector(what.answer ? "#gd-last > summary" : `.gd-row[data-id="${CSS.escape(what.question)}"] > summary`)?.focus();
      announce(words.kept);
    }
    function ask() {
      const box = el("textarea", { rows: 3, dir: "auto", id: `say-${what.answer ?? what.question}` });
      buttons.replaceChildren(el("label", { for: box.id }, words.say), box,
        el("button", { type: "button", class: "gd-go", onclick: () => keep(false, box.value.split("\n")) }, words.keep),
        el("button", { type: "button", class: "dl-do", onclick: choose }, words.cancel));
      box.focus();
    }
    function choose() {
      buttons.replaceChildren(
        el("button", { type: "button", class: "dl-do", "data-mark": "right", onclick: () => keep(true) }, names[0]),
        el("button", { type: "button", class: "dl-do", "data-mark": "false", onclick: ask }, names[1]));
    }
    choose();
    return el("div", { class: "gd-judge" }, buttons, note);
  }

  const marks = (row) => judge({ question: row.id }, [words.mark_right, words.mark_false]);

  // The last answer of the chat, or the one that the chat's link names.
  async function findLast() {
    const named = location.hash.match(/^#add=([0-9a-f]{20})$/)?.[1];
    const identity = named || (await lastOfChat());
    const reply = identity && (await fetch(`${server}api/answers/${identity}`, { credentials: "include" }).catch(() => null));
    last = reply?.ok ? await reply.json() : null;
    if (named) { $("gd-last").open = true; $("gd-last").scrollIntoView({ block: "center" }); }
    showLast();
  }

  async function lastOfChat() {
    const keep = await Dalil.keep.open(server);
    for (const { id } of (await keep.list().catch(() => [])).slice(0, 5)) {
      const answered = ((await keep.load(id))?.turns ?? []).filter((turn) => turn.answer);
      if (answered.length) return answered.at(-1).answer;
    }
    return "";
  }

  function showLast() {
    if (!last) return $("gd-answer").replaceChildren(el("p", { class: "gd-soft" }, words.no_last));
    const { answer } = last, question = answer.understood || answer.question;
    const known = state?.rows.some((row) => row.question === question && !row.history.length);
    $("gd-answer").replaceChildren(
      el("p", { class: "gd-question", ...marked(question) }, question),
      ...(answer.text || words.refusal).split("\n").map((text) => el("p", { class: "gd-said", ...marked(text) }, text)),
      known ? el("p", { class: "gd-soft" }, words.in_set) : "",
      judge({ answer: last.id }, known ? [words.mark_right, words.mark_false] : [words.add_right, words.add_false]));
  }

  // --- beginning -----------------------------------------------------------------------------

  $("gd-start").addEventListener("click", start);
  $("gd-stop").addEventListener("click", async () => {
    $("gd-stop").disabled = true;
    const failed = await send("stop");
    $("gd-stop").disabled = false;
    if (failed) return complain(failed);
    await refresh();
    $("gd-start").focus();
  });
  $("gd-base").addEventListener("click", async () => {
    const failed = await send("baseline", { run: state.shown.name });
    if (failed) return complain(failed);
    await refresh();
    $("gd-start").focus();
  });
  $("gd-switch").addEventListener("click", () => speak(tongue.other(language)));
  addEventListener("hashchange", findLast);
  document.addEventListener("visibilitychange", () => { // asked in another tab meanwhile
    if (!document.hidden && !document.querySelector(".gd-judge textarea")) findLast();
  });
  speak(tongue.first());
  refresh().then(findLast).then(() => (document.body.dataset.ready = "yes"));
})();
