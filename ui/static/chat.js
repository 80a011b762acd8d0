() => {
  "use strict";
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const behavior = () => (calm.matches ? "auto" : "smooth");

  // A marker leads to its passage without moving what is already in view.
  const open = (target) => {
    document.querySelectorAll(".dl-lit").forEach((lit) => lit.classList.remove("dl-lit"));
    target.classList.add("dl-lit");
    target.scrollIntoView({ block: "nearest", behavior: behavior() });
    target.focus({ preventScroll: true });
  };

  const copy = async (button) => {
    const name = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = name), 2000);
  };

  document.addEventListener("click", (event) => {
    const marker = event.target.closest("a.dl-marker");
    const target = marker && document.getElementById(marker.hash.slice(1));
    if (target) {
      event.preventDefault();
      open(target);
    }
    const button = event.target.closest("button.dl-copy");
    if (button) copy(button);
  });

  // The page takes the language of its header; a new question, then its answer, come into view.
  let seen = "";
  const follow = () => {
    const header = document.querySelector("#dl-header [lang]");
    if (header) {
      document.documentElement.lang = header.lang;
      document.documentElement.dir = header.dir;
    }
    const last = document.querySelector(".dl-turn:last-child");
    const now = last ? last.id + (last.querySelector(".dl-pending") ? " pending" : "") : "";
    if (last && now !== seen) last.scrollIntoView({ block: "start", behavior: behavior() });
    seen = now;
  };
  new MutationObserver(follow).observe(document.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["id", "class", "lang"],
  });
  follow();
}
