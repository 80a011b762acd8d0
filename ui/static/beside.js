// Beside the answers: the list of conversations, and the whole article in a panel. The address
// holds the open conversation (#id) and the panel (#id/read), so that Back and reload keep both.
"use strict";

Dalil.beside = ({ $, server, say, words, keep, save, ask, write, tabs }) => {
  const { el, fill, safe, behavior } = Dalil;
  const open = () => Dalil.talks.get();
  let begun = false; // whether the conversation of the address has been looked for
  let sure = ""; // the conversation whose deletion was asked for once

  // --- conversations -------------------------------------------------------------------------

  const place = (id, rest = "") => `#${id}${rest}`;
  const [opened, panelOpen] = [() => location.hash.slice(1).split("/")[0], () => location.hash.endsWith("/read")];

  async function go(id, push = true) {
    if (id !== open().id) {
      const asked = open().turns; // before the page knew whose conversations there are
      const found = Dalil.talks.live(id) ?? (await keep.load(id));
      if (!found) return false;
      if (!begun) found.turns = Dalil.keep.merge(found.turns, asked);
      Dalil.talks.set(found);
    }
    if (push) history.pushState(null, "", place(id));
    $("dl-log").lastElementChild?.scrollIntoView({ block: "start" });
    return true;
  }

  function begin() {
    const last = open();
    sure = "";
    if (!last.turns.length) return $("dl-box").querySelector("textarea").focus();
    Dalil.talks.set(Dalil.talks.fresh());
    history.pushState(null, "", place(open().id));
    say(words().made_new, " ", el("button", { type: "button", class: "dl-do", onclick: () => { say(""); history.back(); } }, words().undo));
    closePanel();
    $("dl-box").querySelector("textarea").focus();
  }

  function held(talk, wanted) {
    return !wanted || [talk.title, ...talk.questions].join("\n").toLowerCase().includes(wanted);
  }

  Dalil.list = async () => {
    $("dl-where").textContent = keep.reader ? fill(words().kept_there, keep.reader) : words().kept_here;
    if ($("dl-list").hidden || $("dl-kept").querySelector("input")) return;
    const wanted = $("dl-find").value.trim().toLowerCase();
    const all = await keep.list().catch(() => []);
    const found = all.filter((talk) => held(talk, wanted));
    const none = el("li", { class: "dl-aside" }, all.length ? words().nothing_found : words().none);
    $("dl-kept").replaceChildren(...(found.length ? found.map(row) : [none]));
  };

  function row({ id, title }) {
    const named = el("button", { type: "button", class: "dl-talk", dir: "auto", onclick: () => { go(id); narrow(); },
      "aria-current": id === open().id && "true" }, title || "…");
    const item = el("li", { "data-talk": id }, named,
      el("button", { type: "button", class: "dl-small-do", title: words().rename, "aria-label": `${words().rename}: ${title}`, onclick: () => rename(item, id, title) }, "✎"),
      el("button", { type: "button", class: "dl-small-do", title: words().delete, "aria-label": `${sure === id ? words().really : words().delete}: ${title}`,
        onclick: () => remove(id) }, sure === id ? words().really : "✕"));
    return item;
  }

  // The list anew, and the keyboard where it was: in the same row, else at the search.
  async function listAt(id, part) {
    await Dalil.list();
    ($("dl-kept").querySelector(`[data-talk="${id}"] ${part}`) ?? $("dl-find")).focus();
  }

  function rename(item, id, title) {
    const box = el("input", { value: title, maxlength: 120, "aria-label": words().rename });
    const done = async () => {
      const name = box.value.trim();
      const talk = id === open().id ? open() : await keep.load(id);
      box.remove();
      if (name && talk) { talk.title = name; await save(talk); }
      listAt(id, ".dl-talk");
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") done();
      if (event.key === "Escape") { event.stopPropagation(); box.remove(); listAt(id, ".dl-talk"); }
    });
    item.replaceChildren(box, el("button", { type: "button", class: "dl-small-do", onclick: done }, "✓"));
    box.select();
  }

  async function remove(id) {
    if (sure !== id) { sure = id; return listAt(id, ".dl-small-do:last-child"); }
    sure = "";
    await keep.remove(id);
    tabs.postMessage({ id, removed: true });
    if (id === open().id) {
      Dalil.talks.set(Dalil.talks.fresh());
      history.replaceState(null, "", place(open().id));
    }
    say(words().deleted);
    listAt(id, ".dl-talk");
  }

  function toggle(shown = $("dl-list").hidden) {
    sure = "";
    $("dl-list").hidden = !shown;
    $("dl-talks").setAttribute("aria-expanded", String(shown));
    if (shown) Dalil.list();
  }

  const narrow = () => innerWidth < 900 && toggle(false);

  // --- the whole article ---------------------------------------------------------------------

  let from = null;

  async function read(link) {
    from = link;
    $("dl-panel").hidden = false;
    $("dl-article").replaceChildren(el("p", { class: "dl-pending" }, words().loading));
    if (!panelOpen()) history.pushState(null, "", place(open().id, "/read"));
    const { pathname, search } = new URL(link.href); // of this server, by whichever name it is reached
    const reply = await fetch(pathname + search, { credentials: "include", headers: { Accept: "text/html" } }).catch(() => null);
    const page = reply?.ok ? safe(await reply.text(), "main") : el("p", { class: "dl-notice" }, words().unread);
    $("dl-article").replaceChildren(page);
    $("dl-panel").focus({ preventScroll: true });
    $("sentence")?.scrollIntoView({ block: "center", behavior: behavior() });
  }

  function closePanel() {
    if ($("dl-panel").hidden) return;
    $("dl-panel").hidden = true;
    $("dl-article").replaceChildren();
    if (from?.isConnected) from.focus({ preventScroll: true });
  }

  const leavePanel = () => (panelOpen() ? history.back() : closePanel());

  // --- listening -----------------------------------------------------------------------------

  $("dl-new").addEventListener("click", begin);
  $("dl-talks").addEventListener("click", () => toggle());
  $("dl-find").addEventListener("input", () => Dalil.list());
  $("dl-close").addEventListener("click", leavePanel);
  addEventListener("popstate", async () => {
    if (!panelOpen()) closePanel();
    const id = opened();
    if (!id || id === open().id || (await go(id, false))) return;
    Dalil.talks.set({ ...Dalil.talks.fresh(), id });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!$("dl-panel").hidden) leavePanel();
    else if (!$("dl-list").hidden && innerWidth < 900) toggle(false);
  });
  Dalil.listen(document, { server: () => server, onRead: read, onAsk: (question, link) => (link.classList.contains("dl-edit") ? write(question) : ask(question)) });

  // The conversation of the address; of a page without one, a new one.
  Dalil.resume = async () => {
    const id = opened();
    const found = id && (await go(id, false));
    begun = true;
    if (!found) history.replaceState(null, "", place(/^[0-9a-f]{20}$/.test(id) ? (open().id = id) : open().id));
    if (open().turns.length) save(open());
  };
};
