"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  let sessions = [];
  const chosen = new Set();

  const shown = () => {
    const wanted = find("#filter").value.trim().toLowerCase();
    return sessions.filter((one) => one.name.toLowerCase().includes(wanted));
  };
  const picked = () => sessions.filter((one) => chosen.has(one.id));

  function options(select, entries) {
    const before = select.value;
    select.replaceChildren(...entries.map(([value, text]) => element("option", text, { value })));
    if (entries.some(([value]) => value === before)) select.value = before;
  }

  // What follows from the choice: how many dyads, which seats, and who has reviewed them.
  function tell() {
    const all = picked();
    const codes = (one) => one.people.map((person) => person.id ?? one.name).sort().join(" ");
    find("#chosen").textContent = WORDS.chosen(all.length, new Set(all.map(codes)).size);
    const seats = [...new Set(all.map((one) => one.people.map((person) => person.seat).sort().join(" and ")))];
    find("#seats").hidden = seats.length < 2;
    find("#seats").textContent = WORDS.seats(seats);
    const coders = new Map();
    for (const coder of all.flatMap((one) => one.coders)) coders.set(coder, (coders.get(coder) ?? 0) + 1);
    options(find("#reviewer"), [["", WORDS.measured], ...[...coders].sort().map(([coder, count]) => [coder, WORDS.by(coder, count, all.length)])]);
  }

  function list() {
    const rows = shown().map((one) => {
      const box = element("input", [], { type: "checkbox" });
      box.checked = chosen.has(one.id);
      box.addEventListener("change", () => {
        if (box.checked) chosen.add(one.id);
        else chosen.delete(one.id);
        tell();
      });
      const about = [one.people.map(WORDS.person).join(" + "), ...(one.coders.length ? [WORDS.reviewed(one.coders)] : [])].join(", ");
      return element("li", element("label", [box, element("span", [one.name, " ", element("span", about, { class: "soft" })])]));
    });
    find("#sessions").replaceChildren(...(rows.length ? rows : [element("li", WORDS.none)]));
    tell();
  }

  function fault(text, field = "form") {
    find("#fault").textContent = text;
    find("#fault").hidden = text === "";
    for (const marked of document.querySelectorAll("[aria-invalid]")) {
      marked.removeAttribute("aria-invalid");
      marked.removeAttribute("aria-describedby");
    }
    if (field === "replaces") find("#replaces-doubt").hidden = false;
    const place = find(`#${field}`);
    const meant = place?.matches("input, select") ? place : place?.querySelector("input");
    PAGE.beside(text === "" || field === "form" ? null : meant);
    if (text === "" || field === "form" || !meant) return;
    if (field !== "replaces") {
      meant.setAttribute("aria-invalid", "true");
      meant.setAttribute("aria-describedby", "fault");
    }
    meant.focus();
  }

  async function send(event) {
    event.preventDefault();
    fault("");
    const flags = ["recombines", "simulates", "leaves_out", "replaces"].map((name) => [name, find(`#${name}`).checked]);
    try {
      await ask("/studies", {}, {
        name: find("#name").value.trim(), sessions: picked().map((one) => one.id),
        reviewer: find("#reviewer").value || null, table: find("#table").value || null, ...Object.fromEntries(flags),
      });
      location.assign(at("/"));
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost, error.field);
    }
  }

  async function start() {
    find("#back").href = at("/");
    find("#form").addEventListener("submit", send);
    find("#filter").addEventListener("input", list);
    find("#name").addEventListener("input", () => {
      find("#replaces").checked = false;
      find("#replaces-doubt").hidden = true;
    });
    find("#all").addEventListener("click", () => { for (const one of shown()) chosen.add(one.id); list(); });
    find("#none").addEventListener("click", () => { chosen.clear(); list(); });
    let tables = [];
    try {
      ({ sessions, tables } = await ask("/studies/choices"));
    } catch {
      fault(WORDS.lost);
    }
    options(find("#table"), [["", WORDS.noTable], ...tables.map((table) => [table.id, table.name])]);
    list();
  }

  start();
})();
