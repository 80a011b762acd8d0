// The empty page: what the archive holds, its newest articles, and questions to begin with.
"use strict";

Dalil.el = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

Dalil.fill = (template, ...values) => values.reduce((text, value) => text.replace("{}", () => String(value)), template);

// `facts` is what /api/archive tells; `ask` asks a question, `write` puts it into the box.
Dalil.welcome = (section, facts, words, language, { server, ask, write }) => {
  const { el, fill } = Dalil;
  const inTongue = (text) => ({ dir: "auto", lang: /[\u0600-\u06ff]/.test(text) ? "ar" : "en" });
  const apart = (line) => line.split(" · ").map((part, i) => [i > 0 && " · ", el("bdi", {}, part)]); // "Outlet · 10 يناير"
  const own = (text) => /[\u0600-\u06ff]/.test(text) === (language === "ar");
  const examples = facts.examples.filter(own);
  section.replaceChildren(...[
    el("p", { class: "dl-hint" }, words.hint),
    el("p", { class: "dl-holds" }, fill(words.holds, facts.line[language])),
    examples.length > 0 && [
      el("h2", {}, words.try),
      el("ul", { class: "dl-examples" }, examples.map((text) => el("li", {},
        el("button", { type: "button", class: "dl-example", ...inTongue(text), onclick: () => ask(text) }, text)))),
    ],
    facts.newest.length > 0 && [
      el("h2", {}, words.newest),
      el("ul", { class: "dl-newest" }, facts.newest.map(({ id, title, place }) => el("li", {},
        el("p", { class: "dl-meta" }, apart(place[language])),
        el("a", { class: "dl-read", href: `${server}read/${encodeURIComponent(id)}`, ...inTongue(title) }, title),
        " ", el("button", { type: "button", class: "dl-do", onclick: () => write(title) }, words.about)))),
    ],
  ].flat().filter(Boolean));
};
