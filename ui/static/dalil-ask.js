// <dalil-ask>: ask the archive from any page, and see the published words that vouch for the answer.
//
//   <script src="https://wiki.example/dalil/static/dalil-ask.js" defer></script>
//   <dalil-ask lang="ar" question="كم عدد قوات حفظ السلام؟"></dalil-ask>
//
// Attributes: server (default: where this file came from), question, lang (ar or en), height;
// outlet, from and to (2022-01-31) keep the search to some articles.
// Nothing is loaded until somebody asks. Whatever comes from readers and articles becomes text
// nodes; it is never parsed as HTML. The page's own style stays outside the shadow root.
"use strict";

(() => {
  const HOME = document.currentScript ? new URL("..", document.currentScript.src).href : "";
  const MOST_CHARS = 1000;

  const WORDS = {
    en: {
      label: "Ask the archive", placeholder: "Ask in English or Arabic …", ask: "Ask",
      searching: "Searching the archive …", answer: "Answer", ready: "The answer is ready: {}",
      verdicts: { answered: "Found in the archive", disputed: "Sources differ", "not found": "Not found in the archive" },
      sources: "Cited passages", source: "Source {}: {}", context: "Show the passage", less: "Hide the passage",
      open: "Open the article", permalink: "Link to this answer",
      table: "What each source says", value: "Value", outlet: "Outlet", published: "Published", speaker: "Speaker", kind: "Kind",
      labels: { agreed: "agrees", update: "update", scope: "scope", contradiction: "contradiction" }, newest: "newest",
      inferred: "date inferred", undated: "no date", unnamed: "outlet not known",
      copy: "Copy with attribution", wikitext: "Wikitext", markdown: "Markdown", plain: "Plain text",
      copied: "Copied.", copyHere: "Copy from here:", right: "This is right", wrong: "This is wrong", thanks: "Thank you, noted.",
      login: "Log in to the wiki to ask the archive.", loginLink: "Log in",
      busy: "Too many questions at once. Try again in {} seconds.", failed: "The archive cannot be reached. Try again later.",
    },
    ar: {
      label: "اسأل الأرشيف", placeholder: "اسأل بالعربية أو الإنجليزية…", ask: "اسأل",
      searching: "أبحث في الأرشيف…", answer: "الإجابة", ready: "الإجابة جاهزة: {}",
      verdicts: { answered: "موجود في الأرشيف", disputed: "المصادر تتباين", "not found": "غير موجود في الأرشيف" },
      sources: "المقاطع المستشهد بها", source: "المصدر {}: {}", context: "اعرض المقطع", less: "أخفِ المقطع",
      open: "افتح المقال", permalink: "رابط هذه الإجابة",
      table: "ما يقوله كل مصدر", value: "القيمة", outlet: "جهة النشر", published: "تاريخ النشر", speaker: "المتحدث", kind: "نوع الاختلاف",
      labels: { agreed: "متوافق", update: "تحديث", scope: "اختلاف نطاق", contradiction: "تعارض" }, newest: "الأحدث",
      inferred: "التاريخ مستنتج", undated: "بلا تاريخ", unnamed: "جهة النشر غير معروفة",
      copy: "انسخ مع ذكر المصدر", wikitext: "نص ويكي", markdown: "Markdown", plain: "نص عادي",
      copied: "نُسخ.", copyHere: "انسخ من هنا:", right: "الإجابة صحيحة", wrong: "الإجابة خاطئة", thanks: "شكرًا، دُوّنت ملاحظتك.",
      login: "سجّل الدخول إلى الويكي لتسأل الأرشيف.", loginLink: "تسجيل الدخول",
      busy: "الأسئلة كثيرة الآن. حاول بعد {} ثانية.", failed: "تعذّر الوصول إلى الأرشيف. حاول لاحقًا.",
    },
  };

  const STYLE = `
    :host { all: initial; display: block; box-sizing: border-box; max-inline-size: 60rem; margin-block: 0.5rem; color: #1b1f24;
      font: 16px/1.6 "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans", system-ui, sans-serif; overflow-wrap: anywhere; }
    :host([hidden]) { display: none; }
    *, ::before, ::after { box-sizing: border-box; }
    .frame { border: 1px solid #c3c8ce; border-radius: 8px; padding: 0.75rem; background: #fff; overflow: auto; }
    form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; }
    label { flex: 1 0 100%; font-weight: 600; }
    textarea { flex: 1 1 12rem; min-inline-size: 0; inline-size: 100%; font: inherit; color: inherit; background: #fff; border: 1px solid #6b737c;
      border-radius: 6px; padding: 0.4rem 0.6rem; resize: vertical; field-sizing: content; max-block-size: 10rem; unicode-bidi: plaintext; text-align: start; }
    button { font: inherit; color: #0b4f9e; background: #fff; border: 1px solid #6b737c; border-radius: 6px; padding: 0.3rem 0.8rem; min-block-size: 2.5rem; cursor: pointer; }
    button.main { background: #0b57b0; border-color: #0b57b0; color: #fff; }
    button[disabled] { opacity: 0.7; cursor: progress; }
    button.marker { min-block-size: 1.6rem; min-inline-size: 1.6rem; padding: 0 0.2rem; border-color: transparent; background: #e6effa; line-height: 1.4; }
    a { color: #0b4f9e; }
    :focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
    h2 { font-size: 1rem; margin: 1rem 0 0.3rem; }
    p { margin: 0.4rem 0; }
    .verdict { display: inline-block; border: 1px solid #57606a; border-radius: 1rem; padding: 0 0.6rem; font-size: 0.85rem; }
    .disputed { border-color: #8a4500; color: #8a4500; }
    .note { color: #57606a; font-size: 0.9rem; }
    .alert { border-inline-start: 4px solid #8a4500; padding-inline-start: 0.6rem; }
    .number { unicode-bidi: isolate; white-space: nowrap; }
    table { border-collapse: collapse; inline-size: 100%; font-size: 0.95rem; }
    caption { text-align: start; font-weight: 600; padding-block: 0.5rem 0.3rem; }
    th, td { border: 1px solid #d0d7de; padding: 0.3rem 0.5rem; text-align: start; vertical-align: top; font-weight: 400; }
    thead th { background: #f6f8fa; font-weight: 600; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { border-block-start: 1px solid #e3e6ea; padding-block: 0.5rem; }
    blockquote { margin: 0.3rem 0; padding: 0.4rem 0.7rem; background: #f6f8fa; border-inline-start: 3px solid #0b57b0; }
    blockquote .around { color: #57606a; }
    mark { background: #ffe58a; color: inherit; }
    .row { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-block: 0.6rem; }
    .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .paste { inline-size: 100%; min-block-size: 8rem; font-family: ui-monospace, monospace; font-size: 0.85rem; }
    @container (max-width: 34rem) {
      thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
      table, caption, tbody, tr, td, tbody th { display: block; }
      tr { border: 1px solid #d0d7de; margin-block-end: 0.5rem; border-radius: 6px; }
      td, tbody th { border: 0; }
      td::before { content: attr(data-label) ": "; color: #57606a; }
    }
    .holder { container-type: inline-size; }
    @media (prefers-reduced-motion: no-preference) { .frame { scroll-behavior: smooth; } }
  `;

  // --- making elements: strings become text nodes, nothing else -------------------------------

  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
    }
    return element;
  }

  const fill = (template, ...values) => values.reduce((text, value) => text.replace("{}", () => String(value)), template);
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

  // Numbers, times and ISO dates keep their order inside Arabic; Arabic words theirs in English.
  function prose(text, language) {
    const pieces = language === "ar"
      ? /\d+(?:[.,:/٬٫–-]\d+)*(?:\s?[%٪])?/gu
      : /«[^»]*»|[\u0600-\u06ff]+(?:[\s،]+[\u0600-\u06ff]+)*/gu;
    const out = [];
    let at = 0;
    for (const match of String(text).matchAll(pieces)) {
      out.push(text.slice(at, match.index));
      out.push(language === "ar" ? el("bdi", { class: "number" }, match[0]) : el("bdi", direction("ar"), match[0]));
      at = match.index + match[0].length;
    }
    out.push(text.slice(at));
    return out;
  }

  // Offsets count code points; JavaScript's strings count UTF-16 units.
  function marked(citation) {
    const letters = Array.from(citation.text);
    const out = [];
    let at = 0;
    for (const span of [...citation.highlights].sort((a, b) => a.start - b.start)) {
      const start = Math.max(span.start - citation.start, at);
      const end = Math.min(span.end - citation.start, letters.length);
      if (start >= end) continue;
      out.push(letters.slice(at, start).join(""), el("mark", {}, letters.slice(start, end).join("")));
      at = end;
    }
    out.push(letters.slice(at).join(""));
    return out;
  }

  // --- copying with attribution ----------------------------------------------------------------

  const oneLine = (text) => String(text || "").replace(/\s+/gu, " ").trim();
  const entity = (character) => `&#${character.codePointAt(0)};`;
  const wiki = (text) => oneLine(text).replace(/^[:;]|[&<>|{}[\]'~_#*=]/g, entity);
  const wikiUrl = (url) => safeUrl(url).replace(/[|{}[\]<>"'\s]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  const md = (text) => oneLine(text).replace(/[\\`*_{}[\]()#+!|<>~-]/g, "\\$&");
  const markers = (statement, form) => statement.markers.map(form).join("");

  function citeNews(citation, id) {
    const article = citation.article;
    const fields = {
      title: wiki(article.title) || "—", newspaper: wiki(article.outlet), agency: wiki(article.wire.join(", ")),
      date: wiki(article.published), language: wiki(article.language), url: wikiUrl(article.url), quote: wiki(citation.text),
    };
    const given = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => ` |${name}=${value}`);
    return `<ref name="dalil-${id}-${citation.marker}">{{cite news${given.join("")} }}</ref>`;
  }

  const COPIES = {
    wikitext({ answer, id }) {
      const cited = new Map(answer.citations.map((c) => [c.marker, citeNews(c, id || "answer")]));
      const lines = answer.statements.map((s) => wiki(s.text) + markers(s, (m) => cited.get(m) || ""));
      return [wiki(answer.lead), ...lines].filter(Boolean).join("\n\n");
    },
    markdown({ answer, permalink }) {
      const lines = answer.statements.map((s) => md(s.text) + markers(s, (m) => `[^${m}]`));
      const notes = answer.citations.map(({ marker, text, article }) => {
        const url = safeUrl(article.url);
        return `[^${marker}]: ${[md(article.outlet), md(article.title), md(article.published)].filter(Boolean).join(", ")}: «${md(text)}»${url ? ` <${url.replace(/>/g, "%3E")}>` : ""}`;
      });
      return [md(answer.lead), ...lines, ...notes, permalink ? `<${permalink}>` : ""].filter(Boolean).join("\n\n");
    },
    plain({ answer, permalink }) {
      const notes = answer.citations.map(({ marker, text, article }) =>
        `[${marker}] ${[article.outlet, article.title, article.published, safeUrl(article.url)].filter(Boolean).map(oneLine).join(", ")}: «${oneLine(text)}»`);
      return [answer.text, notes.join("\n"), permalink].filter(Boolean).join("\n\n");
    },
  };

  // --- the element -----------------------------------------------------------------------------

  class DalilAsk extends HTMLElement {
    #asking = null;
    #style = new CSSStyleSheet();

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      this.#style.replaceSync(STYLE);
      root.adoptedStyleSheets = [this.#style];
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
      this.status = el("p", { role: "status", class: "note" });
      this.shown = el("div", { class: "holder" });
      const form = el("form", { role: "search", "aria-label": words.label, onsubmit: (event) => { event.preventDefault(); this.ask(); } },
        el("label", { for: "question" }, words.label), this.box, this.button);
      const frame = el("div", { class: "frame", ...direction(this.language) }, form, this.status, this.shown);
      const height = Number(this.getAttribute("height"));
      if (height >= 100 && height <= 4000) {
        frame.style.maxBlockSize = `${height}px`;
        frame.tabIndex = 0;
        frame.setAttribute("role", "region");
        frame.setAttribute("aria-label", words.label);
      }
      root.append(frame);
    }

    disconnectedCallback() {
      this.#asking?.abort();
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
        const reply = await this.send("api/ask", { question, ...narrowed });
        const body = await reply.json();
        if (reply.ok) this.show(body);
        else this.refuse(reply, body);
      } catch (error) {
        if (error.name !== "AbortError") this.say(this.words.failed);
      } finally {
        this.button.disabled = false;
      }
    }

    send(path, body) {
      return fetch(this.server + path, {
        method: body ? "POST" : "GET", credentials: "include", signal: this.#asking.signal, referrerPolicy: "no-referrer",
        ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
      });
    }

    say(message, ...more) {
      this.status.textContent = "";
      this.shown.replaceChildren(el("p", { role: "alert", class: "alert", dir: "auto" }, message, more));
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

    show(result) {
      const { answer } = result;
      const words = WORDS[answer.language] || this.words;
      const verdict = words.verdicts[answer.verdict] || "";
      this.status.textContent = "";
      this.status.append(el("span", { class: "unseen", lang: answer.language }, fill(words.ready, verdict)));
      const several = answer.groups.length > 1;
      this.shown.replaceChildren(el("section", { "aria-label": words.answer, ...direction(answer.language) },
        el("p", { class: `verdict ${answer.verdict === "disputed" ? "disputed" : ""}` }, verdict),
        answer.lead && el("p", {}, prose(answer.lead, answer.language)),
        answer.statements.map((s) => el("p", { class: "statement" }, prose(s.text, answer.language), " ",
          s.markers.map((m) => this.marker(m, answer, words)))),
        answer.notes.map((note) => el("p", { class: "note" }, prose(note, answer.language))),
        several && this.table(answer, words),
        answer.citations.length > 0 && this.citations(answer, words),
        this.actions(result, words)));
    }

    marker(number, answer, words) {
      const citation = answer.citations.find((c) => c.marker === number);
      if (!citation) return null;
      const label = fill(words.source, number, citation.article.outlet || words.unnamed);
      const go = () => {
        const target = this.shadowRoot.getElementById(`cited-${number}`);
        target.scrollIntoView({ block: "nearest" });
        target.focus();
      };
      return el("button", { type: "button", class: "marker", "aria-label": label, title: label, onclick: go }, el("bdi", {}, `[${number}]`));
    }

    table(answer, words) {
      const heads = [words.value, words.outlet, words.published, words.speaker, words.kind];
      const row = (claim, kind) => {
        const { article } = claim;
        const published = el("bdi", direction(article.language), claim.evidence.text);
        const value = [claim.value && el("bdi", {}, claim.value), claim.value && " · ", published, " ",
          claim.marker && this.marker(claim.marker, answer, words)];
        const cells = [this.outlet(article, words), this.date(article, words), el("bdi", direction(article.language), claim.speaker || "–"), kind];
        return el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader" }, value),
          cells.map((cell, i) => el("td", { role: "cell", "data-label": heads[i + 1] }, cell)));
      };
      const kinds = (group, i) => (i === 0 && group.label === "agreed" ? words.newest : words.labels[group.label] || group.label);
      // The roles are said again because a narrow frame shows rows as blocks, which hides them.
      return el("table", { role: "table" }, el("caption", {}, words.table),
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, heads.map((head) => el("th", { scope: "col", role: "columnheader" }, head)))),
        el("tbody", { role: "rowgroup" }, answer.groups.map((group, i) => group.claims.map((claim) => row(claim, kinds(group, i))))));
    }

    outlet(article, words) {
      return el("bdi", {}, [article.outlet || words.unnamed, ...article.wire].join(" / "));
    }

    date(article, words) {
      if (!article.published) return words.undated;
      const inferred = article.inferred.includes("published") ? ` (${words.inferred})` : "";
      return [el("time", { class: "number", datetime: article.published }, article.published), inferred];
    }

    citations(answer, words) {
      return [el("h2", {}, words.sources), el("ol", {}, answer.citations.map((citation) => {
        const { article } = citation;
        const url = safeUrl(article.url);
        const quote = el("blockquote", direction(article.language), marked(citation));
        return el("li", { id: `cited-${citation.marker}`, tabindex: -1 },
          el("p", {}, el("bdi", {}, `[${citation.marker}]`), " ", this.outlet(article, words), " · ", this.date(article, words),
            url && [" · ", el("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, words.open)]),
          article.title && el("p", direction(article.language), article.title),
          quote, this.context(citation, quote, words));
      }))];
    }

    // The passage around a cited sentence, fetched when it is asked for.
    context(citation, quote, words) {
      const button = el("button", { type: "button", "aria-expanded": "false" }, words.context);
      button.addEventListener("click", async () => {
        if (button.getAttribute("aria-expanded") === "true") {
          quote.replaceChildren(...marked(citation));
          button.setAttribute("aria-expanded", "false");
          button.textContent = words.context;
          return;
        }
        try {
          const reply = await this.send(`api/passages/${encodeURIComponent(citation.passage)}`);
          if (!reply.ok) throw new Error(String(reply.status));
          const passage = await reply.json();
          const letters = Array.from(passage.before + passage.text + passage.after);
          const first = passage.start - Array.from(passage.before).length;
          quote.replaceChildren(
            el("span", { class: "around" }, first > 0 && "… ", letters.slice(0, citation.start - first).join("")),
            ...marked(citation),
            el("span", { class: "around" }, letters.slice(citation.end - first).join(""), passage.more && " …"));
          button.setAttribute("aria-expanded", "true");
          button.textContent = words.less;
        } catch (error) {
          if (error.name !== "AbortError") this.status.textContent = words.failed;
        }
      });
      return button;
    }

    actions(result, words) {
      const said = el("span", { role: "status", class: "note" });
      const paste = el("div", {});
      const copy = (form) => async () => {
        const text = COPIES[form](result);
        paste.replaceChildren();
        try {
          await navigator.clipboard.writeText(text);
          said.textContent = words.copied;
        } catch { // no clipboard without https: leave the text where it can be copied by hand
          said.textContent = "";
          const box = el("textarea", { class: "paste", readonly: true, dir: "auto", "aria-label": words.copyHere });
          box.value = text;
          paste.append(box);
          box.select();
        }
      };
      const forms = Object.keys(COPIES).map((form) => el("button", { type: "button", "data-copy": form, onclick: copy(form) }, words[form]));
      const rate = (rating) => async () => {
        try {
          const reply = await this.send("api/feedback", { answer: result.id, rating });
          said.textContent = reply.ok ? words.thanks : words.failed;
        } catch (error) {
          if (error.name !== "AbortError") said.textContent = words.failed;
        }
      };
      const link = safeUrl(result.permalink || "");
      return [
        el("div", { class: "row", role: "group", "aria-label": words.copy }, el("span", {}, words.copy), forms), paste,
        result.id && el("div", { class: "row" },
          el("button", { type: "button", "data-rating": "good", onclick: rate("good") }, words.right),
          el("button", { type: "button", "data-rating": "bad", onclick: rate("bad") }, words.wrong),
          link && el("a", { href: link, target: "_blank", rel: "noopener" }, words.permalink)),
        said];
    }
  }

  if (!customElements.get("dalil-ask")) customElements.define("dalil-ask", DalilAsk);
})();
