// The chips over the question box: of which outlet, in which language, of which days.
"use strict";

Dalil.where = ($, given) => {
  const PARAMETERS = { outlet: "outlet", tongue: "language", from: "from", to: "to" };
  const written = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const DAY = { en: new Intl.DateTimeFormat("en-GB", written), ar: new Intl.DateTimeFormat("ar-u-nu-latn", written) };
  let told = { facts: null, words: {}, language: "en" };

  function options(select, any, values, name) {
    const chosen = select.value || given.get(PARAMETERS[select.id.slice(3)]) || "";
    const known = chosen && !values.includes(chosen) ? [...values, chosen] : values;
    const { el } = Dalil;
    select.replaceChildren(el("option", { value: "" }, any), ...known.map((value) => el("option", { value }, name(value))));
    select.value = chosen;
  }

  // `facts` is what /api/archive tells, null until it is known.
  function show(news = {}) {
    told = { ...told, ...news };
    const { facts, words, language } = told;
    options($("dl-outlet"), words.any_outlet, facts?.outlets ?? [], (name) => facts?.outlet_names?.[name]?.[language] ?? name);
    options($("dl-tongue"), words.any_tongue, facts?.languages ?? [], (name) => words[name] ?? name);
    $("dl-tongue").hidden = (facts?.languages ?? []).length < 2;
    for (const name of ["from", "to"]) {
      const box = Object.assign($(`dl-${name}`), { min: facts?.first ?? "", max: facts?.last ?? "" });
      box.nextElementSibling.textContent = box.valueAsDate ? DAY[language].format(box.valueAsDate) : words.any_day;
    }
    $("dl-all").hidden = Object.keys(narrowed()).length === 0;
  }

  // What goes into a question beside its text.
  function narrowed() {
    const chosen = Object.entries(PARAMETERS).map(([id, name]) => [name, $(`dl-${id}`).value]);
    return Object.fromEntries(chosen.filter(([, value]) => value));
  }

  function everywhere() {
    for (const [id, name] of Object.entries(PARAMETERS)) {
      given.delete(name);
      $(`dl-${id}`).value = "";
    }
    show();
  }

  for (const name of ["from", "to"]) $(`dl-${name}`).value = given.get(name) || "";
  for (const id of Object.keys(PARAMETERS)) $(`dl-${id}`).addEventListener("change", () => show());
  $("dl-all").addEventListener("click", everywhere);
  return { show, narrowed };
};
