"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  let recordings = [];
  // In the order in which they were chosen.
  let chosen = [];

  // More would be slow to look through, and to draw.
  const mostShown = 200;
  const answers = ["accepted", "replaces"];

  function field(person, name, attributes) {
    return element("label", [WORDS[name], element("input", [], { id: `${person}-${name}`, autocomplete: "off", spellcheck: "false", ...attributes })]);
  }

  function form(person) {
    const scopes = Object.entries(WORDS.scope).map(([name, words]) => element("label", [
      element("input", [], { type: "checkbox", name: `${person}-scope`, value: name }), words]));
    find(`#${person}`).append(
      element("div", [
        field(person, "seat", { maxlength: 64, required: "" }), field(person, "id", { maxlength: 64, required: "" }),
        field(person, "signed", { type: "date", required: "" }),
        field(person, "expires", { type: "date", required: "" }),
      ], { class: "fields" }),
      element("div", [element("p", WORDS.scopes, { id: `${person}-scopes`, class: "soft" }), ...scopes],
        { class: "scopes", id: `${person}-agreed`, role: "group", "aria-labelledby": `${person}-scopes` }));
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
    find("#more").hidden = shown.length <= mostShown;
    find("#more").textContent = WORDS.more(shown.length - mostShown);
    find("#recordings").replaceChildren(...(shown.length ? shown.slice(0, mostShown).map((recording) => {
      const box = element("input", [], { type: "checkbox" });
      box.checked = chosen.includes(recording);
      box.addEventListener("change", () => choose(recording, box.checked));
      return element("li", element("label", [box, element("span", [recording.name, " ", element("span", WORDS.size(recording.bytes), { class: "soft" })])]));
    }) : [element("li", WORDS.none)]));
    tell();
  }

  // What is wrong stands below the form, and the field that is meant has the focus.
  function fault(text, field = "form") {
    find("#fault").textContent = text;
    find("#fault").hidden = text === "";
    for (const marked of document.querySelectorAll("[aria-invalid]")) {
      marked.removeAttribute("aria-invalid");
      marked.removeAttribute("aria-describedby");
    }
    for (const answer of answers) if (field === answer) find(`#${answer}-doubt`).hidden = false;
    const place = find(`#${field}`);
    const meant = place?.matches("input") ? place : place?.parentElement.querySelector("input");
    if (text === "" || field === "form" || !meant) return;
    if (!answers.includes(field)) {
      meant.setAttribute("aria-invalid", "true");
      meant.setAttribute("aria-describedby", "fault");
    }
    meant.focus();
  }

  // An answer is one to what was asked: whoever changes something is asked again.
  function forget(event) {
    if (answers.includes(event.target.id)) return;
    for (const answer of answers) {
      find(`#${answer}`).checked = false;
      find(`#${answer}-doubt`).hidden = true;
    }
  }

  async function send(event) {
    event.preventDefault();
    fault("");
    const consent = { schema: 1, session: find("#session").value.trim(), participants: ["first", "second"].map(participant) };
    try {
      await ask("/sessions", {}, { recordings: chosen.map((one) => one.id), consent, preset: find("#preset").value || null, ...Object.fromEntries(answers.map((answer) => [answer, find(`#${answer}`).checked])) });
      location.assign(at("/"));
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost, error.field);
    }
  }

  async function start() {
    find("#back").href = at("/");
    for (const person of ["first", "second"]) form(person);
    find("#filter").addEventListener("input", list);
    find("#form").addEventListener("submit", send);
    find("#form").addEventListener("input", forget);
    find("#check").addEventListener("click", () => CHECK.look(chosen.map((one) => one.id)));
    try {
      ({ recordings } = await ask("/recordings"));
      const { presets } = await ask("/settings/all");
      find("#preset").replaceChildren(...["", ...presets].map((name) => element("option", name || WORDS.standard, { value: name })));
    } catch {
      fault(WORDS.lost);
    }
    list();
  }

  start();
})();
