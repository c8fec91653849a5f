"use strict";
// How the session was filmed: where the two are in the picture, whose is mirrored, when the second recording started.
const FILMED = (() => {
  const { find, element } = PAGE;
  const seats = ["first", "second"];
  const edges = ["x", "y", "width", "height"];
  // Of the picture's width and height, %.
  const halves = { first: [0, 0, 50, 100], second: [50, 0, 50, 100] };

  function form() {
    find("#regions").append(...seats.map((seat) => element("div", [
      element("p", WORDS.region[seat], { id: `${seat}-region`, class: "soft" }),
      element("div", edges.map((edge, index) => element("label", [WORDS.edges[edge], element("input", [], {
        id: `${seat}-${edge}`, type: "number", min: 0, max: 100, step: "any", value: halves[seat][index], autocomplete: "off" })])),
      { class: "fields numbers" }),
    ], { role: "group", "aria-labelledby": `${seat}-region` })));
  }

  const layout = () => find("#layout").value;
  const region = (seat) => edges.map((edge) => find(`#${seat}-${edge}`).value);

  function setRegion(seat, shares) {
    shares.forEach((share, index) => { find(`#${seat}-${edges[index]}`).value = Math.round(share * 1000) / 10; });
    find(`#${seat}-x`).dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What there is to be said of so many recordings.
  function fit(count) {
    find("#place").hidden = count === 2;
    find("#regions").hidden = count === 2 || layout() !== "regions";
    find("#clocks").hidden = count !== 2;
  }

  function value(count) {
    const said = { layout: count === 2 ? "auto" : layout(), mirrored: find("#mirrored").value };
    if (said.layout === "regions") said.regions = seats.map(region);
    if (count === 2) {
      const time = find("#offset").value.trim().replace("−", "-").replace(",", ".");
      said.offset = find("#offset-sound").checked ? "auto" : time;
    }
    return said;
  }

  return { form, fit, value, layout, region, setRegion, seats };
})();
