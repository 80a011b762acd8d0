// The permalink page: copies, feedback and signatures.
"use strict";

(() => {
  const server = `${document.body.dataset.server}/`;
  Dalil.listen(document, { server: () => server });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-sign]");
    if (!button) return;
    const editor = document.getElementById("dl-editor").value;
    const reply = await Dalil.post(`${server}api/answers/${button.dataset.sign}/checked`, { editor }).catch(() => null);
    const said = reply?.ok ? button.dataset.done : (await reply?.json().catch(() => null))?.detail;
    button.closest(".dl-sign").querySelector(".dl-told").textContent = said || "–";
  });
})();
