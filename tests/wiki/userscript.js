// DokuWiki's conf/userscript.js: a link [[dalil>question]] becomes the element that asks it.
jQuery(function () {
  var links = document.querySelectorAll("a.iw_dalil");
  if (!links.length) return;
  var server = "https://dalil.example";
  var script = document.createElement("script");
  script.src = server + "/static/dalil-ask.js";
  document.head.append(script);
  links.forEach(function (link) {
    var ask = document.createElement("dalil-ask");
    ask.setAttribute("server", server);
    ask.setAttribute("question", new URL(link.href).searchParams.get("question"));
    link.replaceWith(ask);
  });
});
