"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  let recordings = [];
  // In the order in which they were chosen.
  let chosen = [];

  function day(date) {
    const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
  }

  function field(person, name, attributes) {
    return element("label", [WORDS[name], element("input", [], { id: `${person}-${name}`, autocomplete: "off", spellcheck: "false", ...attributes })]);
  }

  function form(person) {
    const today = new Date();
    const later = new Date(today.getFullYear() + 1, today.getMonth(), today.getDate());
    const scopes = Object.entries(WORDS.scope).map(([name, words]) => element("label", [
      element("input", [], { type: "checkbox", name: `${person}-scope`, value: name, ...(name === "analysis" ? { checked: "" } : {}) }), words]));
    find(`#${person}`).append(
      element("div", [
        field(person, "seat", { maxlength: 64, required: "" }), field(person, "id", { maxlength: 64, required: "" }),
        field(person, "signed", { type: "date", required: "", value: day(today) }),
        field(person, "expires", { type: "date", required: "", value: day(later) }),
      ], { class: "fields" }),
      element("div", [element("p", WORDS.scopes, { id: `${person}-scopes`, class: "soft" }), ...scopes],
        { class: "scopes", role: "group", "aria-labelledby": `${person}-scopes` }));
  }

  function participant(person) {
    const value = (name) => find(`#${person}-${name}`).value.trim();
    const scope = [...document.querySelectorAll(`input[name=${person}-scope]:checked`)].map((box) => box.value);
    return { seat: value("seat"), id: value("id"), scope, signed: value("signed"), expires: value("expires") };
  }

  function choose(recording, isChosen) {
    chosen = chosen.filter((one) => one.id !== recording.id);
    if (isChosen) chosen.push(recording);
    CHECK.forget();
    tell();
  }

  function tell() { find("#chosen").textContent = WORDS.chosen(chosen.map((recording) => recording.name)); }

  function list() {
    const wanted = find("#filter").value.trim().toLowerCase();
    const shown = recordings.filter((one) => one.name.toLowerCase().includes(wanted) || chosen.includes(one));
    find("#recordings").replaceChildren(...(shown.length ? shown.map((recording) => {
      const box = element("input", [], { type: "checkbox" });
      box.checked = chosen.includes(recording);
      box.addEventListener("change", () => choose(recording, box.checked));
      return element("li", element("label", [box, element("span", [recording.name, " ", element("span", WORDS.size(recording.bytes), { class: "soft" })])]));
    }) : [element("li", WORDS.none)]));
    tell();
  }

  function fault(text) {
    find("#fault").textContent = text;
    find("#fault").hidden = text === "";
  }

  async function send(event) {
    event.preventDefault();
    fault("");
    const consent = { schema: 1, session: find("#session").value.trim(), participants: ["first", "second"].map(participant) };
    try {
      await ask("/sessions", {}, { recordings: chosen.map((one) => one.id), consent, accepted: find("#accepted").checked });
      location.assign(at("/"));
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost);
      if (error.status === 409) {
        find("#doubt span").textContent = WORDS.accept;
        find("#doubt").hidden = false;
      }
    }
  }

  async function start() {
    find("#back").href = at("/");
    for (const person of ["first", "second"]) form(person);
    find("#filter").addEventListener("input", list);
    find("#form").addEventListener("submit", send);
    find("#check").addEventListener("click", () => CHECK.look(chosen.map((one) => one.id)));
    try {
      ({ recordings } = await ask("/recordings"));
    } catch {
      fault(WORDS.lost);
    }
    list();
  }

  start();
})();
