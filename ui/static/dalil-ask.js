// <dalil-ask>: ask the archive from any page, and see the published words that vouch for the answer.
//
//   <script src="https://wiki.example/dalil/static/dalil-ask.js" defer></script>
//   <dalil-ask lang="ar" question="كم شخصا أُجلي؟"></dalil-ask>
//
// Attributes: server (default: where this file came from), question, lang (ar or en), height;
// outlet, from and to (2022-01-31) keep the search to some articles.
// The server puts answer.js and the style of answers into this file. Nothing else is loaded, and
// nothing is asked, until somebody asks. The page's own style stays outside the shadow root; what
// comes from the server is looked through, element by element, before it is shown.
"use strict";

(() => {
  const HOME = document.currentScript ? new URL("..", document.currentScript.src).href : "";
  const MOST_CHARS = 1000;

  const WORDS = {
    en: {
      label: "Ask the archive", placeholder: "Ask in English or Arabic …", ask: "Ask",
      searching: "Searching the archive …", ready: "The answer is ready: {}",
      login: "Log in to the wiki to ask the archive.", loginLink: "Log in",
      busy: "Too many questions at once. Try again in {} seconds.", failed: "The archive cannot be reached. Try again later.",
    },
    ar: {
      label: "اسأل الأرشيف", placeholder: "اسأل بالعربية أو الإنجليزية…", ask: "اسأل",
      searching: "أبحث في الأرشيف…", ready: "الإجابة جاهزة: {}",
      login: "سجّل الدخول إلى الويكي لتسأل الأرشيف.", loginLink: "تسجيل الدخول",
      busy: "الأسئلة كثيرة الآن. حاول بعد {} ثانية.", failed: "تعذّر الوصول إلى الأرشيف. حاول لاحقًا.",
    },
  };

  // The colours follow the page: dark where the page says that it is dark.
  const STYLE = `
    :host { all: initial; color-scheme: inherit; display: block; box-sizing: border-box; max-inline-size: 76rem; margin-block: 0.5rem;
      color: var(--dl-ink); font: 16px/1.6 var(--dl-sans); overflow-wrap: anywhere; }
    :host([hidden]) { display: none; }
    .dl-view.dl-view .dl-question { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    *, ::before, ::after { box-sizing: border-box; }
    .frame { border: 1px solid var(--dl-line); border-radius: 10px; padding: 0.75rem; background: var(--dl-paper); overflow: auto; }
    form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; }
    label { flex: 1 0 100%; font-weight: 600; }
    textarea { flex: 1 1 12rem; min-inline-size: 0; inline-size: 100%; font: inherit; color: inherit; background: var(--dl-card); border: 1px solid var(--dl-soft);
      border-radius: 8px; padding: 0.4rem 0.6rem; resize: vertical; field-sizing: content; max-block-size: 10rem; unicode-bidi: plaintext; text-align: start; }
    [dir="rtl"] textarea:placeholder-shown { direction: rtl; unicode-bidi: normal; }
    .main { font: 600 1rem/1.6 var(--dl-sans); color: var(--dl-on-accent); background: var(--dl-accent); border: 0; border-radius: 8px; padding: 0.3rem 1rem; min-block-size: 2.5rem; cursor: pointer; }
    .main[disabled] { opacity: 0.7; cursor: progress; }
    a { color: var(--dl-accent); }
    :focus-visible { outline: 3px solid var(--dl-accent); outline-offset: 2px; }
    p { margin: 0.4rem 0; }
    .status { color: var(--dl-soft); font-size: 0.9rem; }
  `;

  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.flat(Infinity).filter((child) => child || child === 0));
    return element;
  }

  const fill = (template, value) => template.replace("{}", () => String(value));
  const isRtl = (language) => /^(ar|fa|ur|he)\b/i.test(language || "");
  const direction = (language) => ({ lang: language || "und", dir: isRtl(language) ? "rtl" : "ltr" });

  function safeUrl(value, base) {
    try {
      const url = new URL(value, base);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
    } catch {
      return "";
    }
  }

  class DalilAsk extends HTMLElement {
    #asking = null;

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const sheets = ["ANSWER_STYLE", STYLE].map((text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); return sheet; });
      root.adoptedStyleSheets = sheets;
      const given = this.getAttribute("lang") || this.closest("[lang]")?.lang || document.documentElement.lang;
      this.language = isRtl(given) ? "ar" : "en";
      const words = (this.words = WORDS[this.language]);
      this.server = safeUrl(this.getAttribute("server") || HOME, document.baseURI).replace(/\/?$/, "/");
      this.box = el("textarea", { id: "question", rows: 1, maxlength: MOST_CHARS, dir: "auto", placeholder: words.placeholder,
        onkeydown: (event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          this.ask();
        } });
      this.box.value = (this.getAttribute("question") || "").slice(0, MOST_CHARS);
      this.button = el("button", { type: "submit", class: "main" }, words.ask);
      this.status = el("p", { role: "status", class: "status" });
      this.shown = el("div", { class: "holder" });
      const form = el("form", { role: "search", "aria-label": words.label, onsubmit: (event) => { event.preventDefault(); this.ask(); } },
        el("label", { for: "question" }, words.label), this.box, this.button);
      const frame = el("div", { class: "frame", ...direction(this.language) }, form, this.status, this.shown);
      this.bound(frame);
      root.append(frame);
      Dalil.listen(root, { server: () => this.server, onAsk: (question) => { this.box.value = question; this.box.focus(); } });
    }

    disconnectedCallback() {
      this.#asking?.abort();
    }

    bound(frame) {
      const height = Number(this.getAttribute("height"));
      if (!(height >= 100 && height <= 4000)) return;
      frame.style.maxBlockSize = `${height}px`;
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", this.words.label);
    }

    async ask() {
      const question = this.box.value.trim();
      if (!question || this.button.disabled) return;
      this.#asking = new AbortController();
      this.button.disabled = true;
      this.shown.replaceChildren();
      this.status.textContent = this.words.searching;
      try {
        const narrowed = Object.fromEntries(["outlet", "from", "to"].map((name) => [name, this.getAttribute(name)?.trim()]).filter(([, value]) => value));
        const reply = await this.send({ question, ...narrowed });
        const body = await reply.json();
        if (reply.ok) this.show(body);
        else this.refuse(reply, body);
      } catch (error) {
        if (error.name === "AbortError") return;
        // What a browser does not tell the page, it tells here: an administrator looks here first.
        console.warn(`dalil-ask: ${this.server} cannot be reached, or ${location.origin} is not on its list (DALIL_SERVE_ORIGINS)`);
        this.say(this.words.failed);
      } finally {
        this.button.disabled = false;
      }
    }

    send(body) {
      return fetch(`${this.server}api/ask`, {
        method: "POST", credentials: "include", signal: this.#asking.signal, referrerPolicy: "no-referrer",
        headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
    }

    say(message, ...more) {
      this.status.textContent = "";
      this.shown.replaceChildren(el("p", { role: "alert", class: "dl-notice", dir: "auto" }, message, more));
    }

    refuse(reply, problem) {
      const login = safeUrl(problem.login || "");
      if (reply.status === 401 || reply.status === 403) {
        this.say(this.words.login, login && [" ", el("a", { href: login, target: "_top" }, this.words.loginLink)]);
      } else if (reply.status === 429 || reply.status === 503) {
        this.say(fill(this.words.busy, reply.headers.get("Retry-After") || 10));
      } else {
        this.say(String(problem.detail || this.words.failed));
      }
    }

    show({ html, answer }) {
      this.shown.replaceChildren(Dalil.safe(html));
      for (const link of this.shown.querySelectorAll("a[href^='http']")) link.target = "_blank";
      const verdict = this.shown.querySelector(".dl-verdict")?.textContent ?? "";
      this.status.replaceChildren(el("span", { class: "dl-unseen", lang: answer.language }, fill(this.words.ready, verdict)));
    }
  }

  if (!customElements.get("dalil-ask")) customElements.define("dalil-ask", DalilAsk);
})();
