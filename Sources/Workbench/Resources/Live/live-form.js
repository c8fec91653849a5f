"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  const people = ["first", "second"];
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
        field(person, "signed", { type: "date", required: "" }), field(person, "expires", { type: "date", required: "" }),
      ], { class: "fields" }),
      element("div", [element("p", WORDS.scopes, { id: `${person}-scopes`, class: "soft" }), ...scopes],
        { class: "scopes", role: "group", "aria-labelledby": `${person}-scopes` }));
  }

  function participant(person) {
    const value = (name) => find(`#${person}-${name}`).value.trim();
    const scope = [...document.querySelectorAll(`input[name=${person}-scope]:checked`)].map((box) => box.value);
    return { seat: value("seat"), id: value("id"), scope, signed: value("signed"), expires: value("expires") };
  }

  function fault(text, name = "form") {
    find("#fault").textContent = text;
    find("#fault").hidden = text === "";
    for (const marked of document.querySelectorAll("[aria-invalid]")) {
      marked.removeAttribute("aria-invalid");
      marked.removeAttribute("aria-describedby");
    }
    if (answers.includes(name)) find(`#${name}-doubt`).hidden = false;
    const place = document.getElementById(name);
    const meant = place?.matches("input, select") ? place : place?.parentElement.querySelector("input");
    PAGE.beside(text === "" || name === "form" ? null : meant);
    if (text === "" || name === "form" || !meant) return;
    if (!answers.includes(name)) {
      meant.setAttribute("aria-invalid", "true");
      meant.setAttribute("aria-describedby", "fault");
    }
    meant.focus();
  }

  function forget(event) {
    if (answers.includes(event.target.id)) return;
    for (const answer of answers) {
      find(`#${answer}`).checked = false;
      find(`#${answer}-doubt`).hidden = true;
    }
  }

  function show({ session }) {
    find("#now").hidden = session === null;
    const isOn = session !== null && !["done", "failed"].includes(session.phase);
    find("#form").hidden = isOn;
    if (session === null) return;
    find("#phase").textContent = WORDS.phase(session);
    find("#open").hidden = session.address === null;
    if (session.address) find("#open").href = session.address;
    find("#stop").hidden = !["beginning", "running"].includes(session.phase);
    const remarks = session.remarks.join("\n");
    if (find("#remarks").dataset.shown === remarks) return;
    find("#remarks").dataset.shown = remarks;
    find("#remarks").replaceChildren(...session.remarks.map((remark) => element("li", remark)));
    find("#remarks").hidden = session.remarks.length === 0;
  }

  async function send(event) {
    event.preventDefault();
    fault("");
    const consent = { schema: 1, session: find("#session").value.trim(), participants: people.map(participant) };
    try {
      show(await ask("/live/start", {}, {
        source: find("#source").value || null, shows_video: find("#shows_video").checked, consent,
        preset: find("#preset").value || null, ...Object.fromEntries(answers.map((answer) => [answer, find(`#${answer}`).checked])) }));
      find("#open").focus();
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost, error.field);
    }
  }

  async function stop() {
    try {
      show(await ask("/live/stop", {}, {}));
    } catch {
      fault(WORDS.lost);
    }
  }

  async function look() {
    try {
      show(await ask("/live/state"));
    } catch {
      fault(WORDS.lost);
    }
    setTimeout(look, 1500);
  }

  async function sources() {
    const { cameras, recordings } = await ask("/live/sources");
    find("#source").replaceChildren(
      element("option", WORDS.choose, { value: "" }),
      ...cameras.map((camera) => element("option", camera.problem ? WORDS.unusable(camera) : camera.name,
        { value: camera.id, ...(camera.problem ? { disabled: "" } : {}) })),
      ...recordings.map((recording) => element("option", WORDS.played(recording.name), { value: recording.id })));
    const usable = cameras.filter((camera) => !camera.problem);
    find("#cameras").textContent = WORDS.cameras(usable.length, cameras.filter((camera) => camera.problem).map((camera) => `${camera.name}: ${camera.problem}`));
  }

  async function start() {
    find("#back").href = at("/");
    for (const person of people) form(person);
    find("#form").addEventListener("submit", send);
    find("#form").addEventListener("input", forget);
    find("#stop").addEventListener("click", stop);
    look();
    try {
      const { presets } = await ask("/settings/all");
      find("#preset").replaceChildren(...["", ...presets].map((name) => element("option", name || WORDS.standard, { value: name })));
      await sources();
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost);
    }
  }

  start();
})();
