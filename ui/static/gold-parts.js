// The rows of the editor's page: a gold question, what came of it, and what came before. Everything
// that was typed or published becomes text, never markup.
"use strict";

Dalil.gold = (() => {
  const { el, fill } = Dalil;
  const ARABIC = /^\P{L}*[\u0600-\u06ff]/u; // by its first letter, as a browser tells the direction
  const marked = (text) => ({ dir: ARABIC.test(text) ? "rtl" : "ltr", lang: ARABIC.test(text) ? "ar" : "en" });
  const MOST_COMPARED = 400; // words; beyond that the whole text is shown as it is
  const ORDER = ["error", "false", "beside", "refused", "right"];

  // Which words of `text` are not in `other`, in order: true where they are not.
  function news(text, other) {
    const [a, b] = [text, other].map((t) => t.split(/\s+/).filter(Boolean));
    if (a.length > MOST_COMPARED || b.length > MOST_COMPARED) return a.map((word) => [word, false]);
    const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    const found = [];
    for (let i = 0, j = 0; i < a.length;) {
      if (j < b.length && a[i] === b[j]) { found.push([a[i], false]); i++; j++; }
      else if (j < b.length && common[i][j + 1] >= common[i + 1][j]) j++;
      else found.push([a[i++], true]);
    }
    return found;
  }

  function compared(text, other) {
    if (!other) return [text];
    const said = news(text, other);
    return said.flatMap(([word, fresh], i) => [fresh ? el("strong", { class: "gd-new" }, word) : word, i < said.length - 1 ? " " : ""]);
  }

  // "right", "false" …; of a question without an answer "right" is a refusal.
  function judged(seen, words) {
    if (!seen) return words.unasked_;
    return seen.outcome === "right" && seen.refused ? words.refused_right : words[`${seen.outcome}_`] ?? seen.outcome;
  }

  const badge = (seen, words) => el("span", { class: "gd-badge", "data-outcome": seen?.outcome ?? "unasked" }, judged(seen, words));

  function turned(row, words) {
    if (!row.changed) return false;
    const by = ORDER.indexOf(row.now.outcome) - ORDER.indexOf(row.before.outcome);
    const kind = by > 0 ? "better" : by < 0 ? "worse" : "reworded";
    return el("span", { class: "gd-turn", "data-turn": kind }, words[kind]);
  }

  // An answer, each sentence with what the judge said of it.
  function answer(seen, other, words) {
    if (seen.error) return el("p", { class: "gd-said", dir: "ltr" }, seen.error);
    if (seen.refused) return el("p", { class: "gd-said" }, words.refusal);
    const all = other && !other.refused ? other.text : "";
    return [
      seen.lead && el("p", { class: "gd-said", ...marked(seen.lead) }, seen.lead),
      el("ul", { class: "gd-said" }, seen.statements.map(({ text, quote, markers, truth }) => el("li", { "data-truth": truth, dir: marked(text || quote).dir },
        text && el("p", marked(text), compared(text, all)), quote && el("p", { class: "gd-quote", ...marked(quote) }, compared(quote, all)),
        el("p", { class: "gd-marks" }, el("bdi", {}, markers.map((marker) => `[${marker}]`).join("")), " ",
          truth && el("span", { class: "gd-truth" }, words[`said_${truth}`]))))),
      seen.false_rows > 0 && el("p", { class: "gd-truth", "data-truth": "false" }, fill(words.false_rows, seen.false_rows)),
    ];
  }

  function sources(seen, words) {
    if (seen.refused || !seen.sources.length) return false;
    return el("details", { class: "gd-sources" }, el("summary", {}, words.sources),
      el("ol", {}, seen.sources.map(({ marker, outlet, published, language, text }) => el("li", {},
        el("span", { class: "gd-soft" }, el("bdi", {}, `[${marker}] `), el("bdi", {}, outlet || "–"), " ", el("bdi", {}, published)),
        el("blockquote", { lang: language, dir: "auto" }, text)))));
  }

  function wanted(row, words) {
    const phrases = (name, list, kind) => list.length > 0 && [el("dt", {}, name),
      el("dd", { class: kind }, list.map((text) => el("bdi", { class: "gd-phrase", ...marked(text) }, text)))];
    return [
      !row.answerable && el("p", { class: "gd-soft" }, words.unanswerable),
      row.outcome && el("p", { class: "gd-soft", ...marked(row.outcome) }, row.outcome),
      el("dl", {}, phrases(words.accepted, row.accepted, "gd-yes"), phrases(words.not, row.not, "gd-no")),
    ];
  }

  // `marks` are the buttons by which an editor says what an answer is.
  function content(row, words, marks) {
    const side = (name, seen, other) => el("section", {}, el("h2", {}, name, " ", badge(seen, words)), answer(seen, other, words), sources(seen, words));
    return [
      row.history.length > 0 && el("p", { class: "gd-soft" }, fill(words.after, row.history.join(" · "))),
      row.stale && el("p", { class: "gd-stale" }, words.stale),
      row.now && el("div", { class: "gd-sides" }, row.changed && side(words.before, row.before, row.now),
        side(words.now, row.now, row.changed && row.before)),
      wanted(row, words),
      row.now && !row.now.error && marks,
    ];
  }

  function line(row, words, open, marks) {
    const details = el("details", { class: "gd-row", "data-id": row.id, open },
      el("summary", {}, el("span", { class: "gd-question", lang: marked(row.question).lang }, el("bdi", { dir: "auto" }, row.question)),
        el("span", { class: "gd-tags" }, turned(row, words), row.stale && el("span", { class: "gd-turn" }, "✎"), badge(row.now, words))));
    const filled = () => details.childElementCount > 1 || details.append(el("div", { class: "gd-inside" }, content(row, words, marks(row))));
    details.addEventListener("toggle", () => details.open && filled());
    if (open) filled();
    return el("li", {}, details);
  }

  const FILTERS = {
    all: () => true,
    changed: (row) => row.changed,
    false: (row) => row.now?.outcome === "false",
    refused: (row) => row.now?.outcome === "refused",
  };

  return { line, marked, FILTERS, OUTCOMES: ["right", "false", "beside", "refused", "error"] };
})();
