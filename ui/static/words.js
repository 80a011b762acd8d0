// The page's own words, in the reader's language: the one chosen here before, that of the address,
// or the browser's. `data-say`, `data-title`, `data-label` and `data-placeholder` name them.
"use strict";

Dalil.words = (WORDS) => {
  const PLACES = {
    say: (e, text) => (e.textContent = text),
    title: (e, text) => { e.title = text; e.setAttribute("aria-label", text); },
    label: (e, text) => e.setAttribute("aria-label", text),
    placeholder: (e, text) => (e.placeholder = text),
  };

  function first() {
    const chosen = localStorage.getItem("dalil:language") || new URLSearchParams(location.search).get("lang");
    const spoken = [chosen, ...navigator.languages].map((tag) => (tag || "").slice(0, 2));
    return spoken.find((tag) => WORDS[tag]) || "en";
  }

  // Puts all words into the page; gives them.
  function speak(language) {
    const words = WORDS[language];
    document.documentElement.lang = language;
    document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
    for (const [name, put] of Object.entries(PLACES)) {
      document.querySelectorAll(`[data-${name}]`).forEach((e) => words[e.dataset[name]] && put(e, words[e.dataset[name]]));
    }
    return words;
  }

  function other(language) {
    const chosen = language === "ar" ? "en" : "ar";
    localStorage.setItem("dalil:language", chosen);
    return chosen;
  }

  return { first, speak, other };
};
