"use strict";
// What is filled in stays when the page is reloaded: in this tab alone, until it is closed, or the session is on the list.
const KEEP = (() => {
  const { find } = PAGE;
  const name = "form";
  // Of another run of the program nothing is taken.
  const run = new URLSearchParams(location.search).get("token");
  const left = ["filter", "accepted", "replaces"];

  const fields = () => [...document.querySelectorAll("#form input, #form select")]
    .filter((field) => (field.id || field.name) && !left.includes(field.id));
  const key = (field) => field.id || `${field.name}=${field.value}`;
  const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

  function save(more) {
    const values = Object.fromEntries(fields().map((field) => [key(field), isTicked(field) ? field.checked : field.value]));
    sessionStorage.setItem(name, JSON.stringify({ run, values, ...more }));
  }

  // What was kept beside the fields; nothing when there is none.
  function restore() {
    let kept;
    try { kept = JSON.parse(sessionStorage.getItem(name)); } catch { kept = null; }
    if (kept?.run !== run) {
      clear();
      return {};
    }
    for (const field of fields()) {
      const value = kept.values[key(field)];
      if (value === undefined) continue;
      if (isTicked(field)) field.checked = value; else field.value = value;
    }
    return kept;
  }

  const clear = () => sessionStorage.removeItem(name);
  return { save, restore, clear };
})();
