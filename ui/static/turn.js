// One turn of a conversation: a question with its answer, or with what became of it.
"use strict";

// `again` asks a turn's question again, `write` puts it into the box; `editor`: may add gold answers.
Dalil.turn = (turn, words, language, { server, editor, again, write }) => {
  const { el, fill, safe } = Dalil;
  const isArabic = (text) => (text.match(/[\u0600-\u06ff]/g) ?? []).length > (text.match(/[a-z]/gi) ?? []).length;

  function content() {
    const tools = turn.state !== "pending" && el("p", { class: "dl-tools" },
      el("button", { type: "button", class: "dl-do", "data-say": "again", onclick: () => again(turn) }, words.again),
      el("button", { type: "button", class: "dl-do", "data-say": "edit", onclick: () => write(turn.question) }, words.edit),
      editor && turn.answer && el("a", { class: "dl-do", "data-say": "gold_add", href: `${server}gold#add=${turn.answer}` }, words.gold_add));
    if (turn.state === "done" && turn.html) return [safe(turn.html), tools];
    const tongue = isArabic(turn.question) ? "ar" : "en";
    const shown = turn.question.length > 400 ? `${turn.question.slice(0, 400)}…` : turn.question;
    const heading = el("h2", { class: "dl-question", lang: tongue, dir: tongue === "ar" ? "rtl" : "ltr" },
      el("span", { class: "dl-unseen" }, `${words.you_asked}: `), el("bdi", { dir: "auto" }, shown));
    return [el("div", { class: "dl-view" }, heading, told()), tools];
  }

  function told() {
    const notice = (...said) => el("p", { class: "dl-notice", role: "alert" }, ...said);
    if (turn.state === "pending") {
      const written = turn.sentences ?? [];
      const state = el("p", { class: "dl-pending", role: "status" }, turn.waiting || (written.length ? words.writing : words.searching));
      return written.length ? [el("div", { class: "dl-live" }, written.map((html) => safe(html))), state] : state;
    }
    if (turn.state === "stopped") return el("p", { class: "dl-note" }, words.stopped);
    if (turn.login) {
      const link = /^https?:/.test(turn.link) && el("a", { href: turn.link, target: "_top" }, words.login_link);
      return notice(words.login, " ", link || "");
    }
    if (turn.state === "refused") return notice(fill(words.refused, half(turn.why)));
    return notice(turn.state === "failed" && turn.answer !== undefined ? words.unkept : words.failed);
  }

  // The half of "English / Arabic" that the page speaks.
  function half(message) {
    const [english, arabic] = message.split(" / ");
    return arabic && language === "ar" ? arabic : english;
  }

  return content();
};
