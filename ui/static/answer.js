// What a page can do with answers beside showing them: the chat, the widget and the permalink
// page share it. It changes no words, and parses nothing that it has not looked through.
"use strict";

globalThis.Dalil ??= (() => {
  const TAGS = new Set(
    "ARTICLE ASIDE SECTION DIV P H1 H2 H3 SPAN BDI A BUTTON BLOCKQUOTE MARK STRONG BR OL UL LI TABLE CAPTION THEAD TBODY TR TH TD DETAILS SUMMARY TIME".split(" "));
  const ATTRIBUTES = /^(?:class|id|lang|dir|role|title|datetime|tabindex|scope|type|target|rel|data-[a-z-]+|aria-[a-z]+)$/;
  const LINK = /^(?:https?:\/\/|#|\/(?!\/))/i;

  // Copies from an inert document only what answers are made of. The server has escaped whatever
  // is a reader's or an article's; this holds also if it once should not.
  function copied(from) {
    if (from.nodeType === Node.TEXT_NODE) return document.createTextNode(from.data);
    if (from.nodeType !== Node.ELEMENT_NODE || !TAGS.has(from.tagName)) return "";
    const to = document.createElement(from.tagName);
    for (const { name, value } of from.attributes) {
      if (ATTRIBUTES.test(name) || (name === "href" && LINK.test(value))) to.setAttribute(name, value);
    }
    to.append(...[...from.childNodes].map(copied));
    return to;
  }

  function safe(html, within = "body") {
    const parsed = new DOMParser().parseFromString(html, "text/html").querySelector(within);
    const fragment = document.createDocumentFragment();
    if (parsed) fragment.append(...[...parsed.childNodes].map(copied));
    return fragment;
  }

  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (calm.matches ? "auto" : "smooth");

  // A marker leads to its passage without moving what is already in view; Escape leads back.
  let back = null;
  function goTo(root, marker) {
    const target = root.getElementById(marker.hash.slice(1));
    if (!target) return false;
    root.querySelectorAll(".dl-lit").forEach((lit) => lit.classList.remove("dl-lit"));
    target.classList.add("dl-lit");
    target.scrollIntoView({ block: "nearest", behavior: behavior() });
    target.focus({ preventScroll: true });
    back = marker;
    return true;
  }

  // The cited sentence beside its marker, as long as one points at it.
  function peek(root, marker) {
    unpeek(root);
    const source = root.getElementById(marker.hash.slice(1));
    const view = marker.closest(".dl-view");
    if (!source || !view) return;
    const box = source.getBoundingClientRect();
    const seen = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
    if (seen > Math.min(box.height, 120)) return; // it is on the screen already
    const card = document.createElement("div");
    card.className = "dl-peek";
    card.id = "dl-peek";
    card.setAttribute("role", "tooltip");
    card.append(...[".dl-meta", ".dl-quote"].map((part) => source.querySelector(part)?.cloneNode(true) ?? ""));
    card.querySelectorAll(".dl-around, .dl-open").forEach((part) => part.remove());
    view.append(card);
    const at = marker.getBoundingClientRect(), frame = view.getBoundingClientRect();
    const left = Math.max(0, Math.min(at.left - frame.left, frame.width - card.offsetWidth));
    card.style.left = `${left}px`;
    card.style.top = `${at.bottom - frame.top + 6}px`;
    marker.setAttribute("aria-describedby", "dl-peek");
  }

  function unpeek(root) {
    root.querySelector("#dl-peek")?.remove();
    root.querySelectorAll("[aria-describedby=dl-peek]").forEach((m) => m.removeAttribute("aria-describedby"));
  }

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      told(button, button.dataset.done);
    } catch { // no clipboard without https: leave the text where it can be copied by hand
      const foot = button.closest(".dl-answer").querySelector(".dl-foot");
      foot.querySelector(".dl-paste")?.remove();
      const box = document.createElement("textarea");
      Object.assign(box, { className: "dl-paste", readOnly: true, dir: "auto", value: button.dataset.copy });
      box.setAttribute("aria-label", button.textContent);
      foot.append(box);
      box.select();
    }
  }

  function told(button, text) {
    const frame = button.closest(".dl-answer, .dl-sign");
    const place = frame?.querySelector(".dl-told");
    if (place) place.textContent = text;
    if (button.dataset.copy === undefined) return;
    const name = (button.dataset.name ??= button.textContent);
    button.textContent = text;
    setTimeout(() => (button.textContent = name), 2000);
  }

  function post(address, body) {
    return fetch(address, {
      method: "POST", credentials: "include", referrerPolicy: "no-referrer",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
  }

  async function rate(server, button) {
    const { answer, rating, done, failed } = button.dataset;
    const reply = await post(`${server}api/feedback`, { answer, rating }).catch(() => null);
    told(button, reply?.ok ? done : failed);
  }

  // Listens to a document or a shadow root. `onAsk` takes a question to ask or edit, `onRead` the
  // link of a whole article; without them the links lead where they lead. `server` ends with "/".
  function listen(root, { server, onAsk, onRead }) {
    root.addEventListener("click", (event) => {
      const found = (selector) => event.target.closest?.(selector);
      const marker = found("a.dl-marker"), asked = found("a[data-question]"), read = found("a.dl-read");
      const plainClick = !event.ctrlKey && !event.metaKey && !event.shiftKey;
      if (marker && goTo(root, marker)) event.preventDefault();
      else if (asked && onAsk && plainClick) { event.preventDefault(); onAsk(asked.dataset.question, asked); }
      else if (read && onRead && plainClick) { event.preventDefault(); onRead(read); }
      const button = found("button");
      if (button?.dataset.copy !== undefined) copy(button);
      if (button?.dataset.rating) rate(server(), button);
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      unpeek(root);
      const source = event.target.closest?.(".dl-source");
      if (source && back?.isConnected) { back.focus(); back = null; event.preventDefault(); }
    });
    for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      root.addEventListener(enter, (event) => {
        const marker = event.target.closest?.("a.dl-marker");
        if (marker && event.pointerType !== "touch") peek(root, marker);
      });
      root.addEventListener(leave, (event) => event.target.closest?.("a.dl-marker") && unpeek(root));
    }
  }

  return { safe, listen, post, behavior };
})();
