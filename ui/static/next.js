// Under the last answer: what else its articles answer, as buttons. Asked for once the answer is
// shown, so that it waits for nothing; older answers have none.
"use strict";

Dalil.next = ({ server, words, ask, isLast }) => {
  const { el } = Dalil;
  const known = new Map(); // the questions by the answer's id

  async function find(answer) {
    const reply = await fetch(`${server}api/answers/${answer}/next`, { credentials: "include" }).catch(() => null);
    const found = reply?.ok ? (await reply.json()).questions : [];
    known.set(answer, found);
    return found;
  }

  function buttons(questions) {
    return el("div", { class: "dl-next", role: "group", "aria-label": words().next }, el("p", { "aria-hidden": "true" }, words().next),
      el("ul", {}, questions.map((text) => el("li", {}, el("button", {
        type: "button", class: "dl-do", dir: "auto", lang: /[\u0600-\u06ff]/.test(text) ? "ar" : "en", onclick: () => ask(text),
      }, text)))));
  }

  // `place` is the element of the turn.
  return async (turn, place) => {
    document.querySelectorAll(".dl-next").forEach((old) => place.contains(old) || old.remove());
    if (turn.state !== "done" || !turn.answer || !isLast(turn)) return;
    const asked = known.get(turn.answer) ?? (await find(turn.answer));
    if (asked.length && place.isConnected && isLast(turn) && !place.querySelector(".dl-next")) place.append(buttons(asked));
  };
};
