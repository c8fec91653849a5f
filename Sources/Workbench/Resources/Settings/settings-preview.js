"use strict";
// What settings would change of a session, side by side.
const PREVIEW = (() => {
  const { find, element } = PAGE;
  const words = WORDS.preview;
  const text = (value) => (value === null || value === undefined ? "–" : String(value));

  function table(caption, rows) {
    const head = [words.what, words.now, words.then].map((title, index) => (index === 0 ? element("td") : element("th", title, { scope: "col" })));
    const lines = rows.map(([name, now, then]) => element("tr", [
      element("th", name, { scope: "row" }), element("td", now),
      element("td", now === then ? then : element("strong", then)),
    ]));
    return element("div", element("table", [element("caption", caption), element("thead", element("tr", head)), element("tbody", lines)]),
      { class: "scroll", tabindex: "0", role: "region", "aria-label": caption });
  }

  function show(result) {
    const settings = result.settings.map((one) => (one.name === "postures"
      ? [words.definitions, words.changed, words.changed] : [one.name, text(one.now), text(one.then)]));
    const parts = settings.length ? [table(words.settings, settings)] : [element("p", result.is_current ? words.unchanged : words.same)];
    if (!result.is_current) parts.push(element("p", words.otherVersion(result.version), { class: "soft" }));
    parts.push(
      table(words.figures, result.figures.map((one) => [words.names[one.name] ?? one.name, text(one.now), text(one.then)])),
      table(words.postures, result.postures.map((one) => [
        one.name.replaceAll("_", " "), words.held(one.now, result.seats), words.held(one.then, result.seats)])),
      table(words.said, [["", result.now.join(" "), result.then.join(" ")]].map(([, now, then]) => [words.said, now, then])));
    find("#preview").replaceChildren(...parts);
  }

  return { show, clear: () => find("#preview").replaceChildren() };
})();
