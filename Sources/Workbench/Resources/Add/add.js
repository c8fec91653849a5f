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
    PEOPLE.forget();
    tell();
    save();
  }

  function tell() {
    const names = chosen.map((recording) => recording.name);
    find("#chosen").textContent = WORDS.chosen(names);
    FILMED.fit(names.length);
    PEOPLE.name(names);
  }

  const save = () => KEEP.save({ chosen: chosen.map((one) => one.id), isExchanged: PEOPLE.isExchanged() });
  const consent = () => ({ schema: 1, session: find("#session").value.trim(), participants: FILMED.seats.map(participant) });
  const asked = () => ({ recordings: chosen.map((one) => one.id), filmed: FILMED.value(chosen.length) });

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
    const meant = place?.matches("input, select") ? place : place?.parentElement.querySelector("input");
    PAGE.beside(text === "" || field === "form" ? null : meant);
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
    try {
      await ask("/sessions", {}, { ...asked(), consent: consent(), preset: find("#preset").value || null, exchanged: PEOPLE.isExchanged(), ...Object.fromEntries(answers.map((answer) => [answer, find(`#${answer}`).checked])) });
      KEEP.clear();
      location.assign(at("/"));
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost, error.field);
    }
  }

  // What was found is of the way of filming that was said.
  function change(event) {
    const field = event.target;
    if (["layout", "mirrored"].includes(field.id) || field.closest("#regions")) PEOPLE.outdate();
    if (field.value === "video") PEOPLE.forget();
    if (field.id === "offset") find("#offset-time").checked = true;
    tell();
    PEOPLE.parts();
    save();
  }

  function empty() {
    find("#form").reset();
    chosen = [];
    fault("");
    CHECK.forget();
    PEOPLE.forget();
    PEOPLE.exchange(false);
    list();
    KEEP.clear();
    find("#filter").focus();
  }

  function look(isPicture) {
    fault("");
    PEOPLE.look(isPicture ? { ...asked(), picture: true, consent: consent() } : asked(), fault);
  }

  async function start() {
    find("#back").href = at("/");
    for (const person of FILMED.seats) form(person);
    FILMED.form();
    PEOPLE.form(save);
    const kept = KEEP.restore();
    find("#filter").addEventListener("input", list);
    find("#form").addEventListener("submit", send);
    find("#form").addEventListener("input", forget);
    for (const kind of ["input", "change"]) find("#form").addEventListener(kind, change);
    find("#check").addEventListener("click", () => CHECK.look(asked(), fault));
    find("#find").addEventListener("click", () => look(false));
    find("#picture").addEventListener("click", () => look(true));
    find("#empty").addEventListener("click", empty);
    try {
      ({ recordings } = await ask("/recordings"));
      const { presets } = await ask("/settings/all");
      find("#preset").replaceChildren(...["", ...presets].map((name) => element("option", name || WORDS.standard, { value: name })));
      if (presets.includes(kept.values?.preset)) find("#preset").value = kept.values.preset;
    } catch {
      fault(WORDS.lost);
    }
    chosen = (kept.chosen ?? []).map((id) => recordings.find((one) => one.id === id)).filter(Boolean);
    list();
    if (kept.isExchanged) PEOPLE.exchange(true);
  }

  start();
})();
