"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  let settings = [];
  // The file that was begun with: what the fields do not show is kept.
  let base = { schema: 1 };
  let running = null;

  const field = (setting) => document.getElementById(setting.name);
  const inside = (setting, file) => (setting.section === null ? file : file[setting.section] ?? {})[setting.key];

  // MARK: Fields

  function input(setting) {
    const shared = { id: setting.name, "aria-describedby": `${setting.name}-about` };
    if (setting.form === "flag") return element("input", [], { ...shared, type: "checkbox" });
    if (setting.form === "choice") {
      const choices = setting.standard === null ? ["", ...setting.choices] : setting.choices;
      return element("select", choices.map((name) => element("option", name || WORDS.none, { value: name })), shared);
    }
    return element("input", [], { ...shared, autocomplete: "off", spellcheck: "false", inputmode: setting.form === "number" ? "decimal" : "text" });
  }

  function row(setting) {
    const limits = ["number", "rate"].includes(setting.form) ? [WORDS.range(setting)] : [];
    const about = element("p", [
      WORDS.about[setting.name] ?? "", " ",
      element("span", [...limits, WORDS.standardly(setting.standard)].join("; "), { class: "soft" }),
    ], { id: `${setting.name}-about` });
    return element("div", [element("label", setting.key.replaceAll("_", " "), { for: setting.name }), input(setting), about], { class: "setting" });
  }

  function groups() {
    const sections = [...new Set(settings.map((one) => one.section))];
    find("#groups").replaceChildren(...sections.map((section) => element("fieldset", [
      element("legend", WORDS.groups[section ?? ""] ?? section),
      ...(section === null ? [element("p", WORDS.measured, { class: "soft" })] : []),
      ...settings.filter((one) => one.section === section).map(row),
    ])));
  }

  function fill() {
    for (const setting of settings) {
      const value = inside(setting, base) ?? setting.standard;
      if (setting.form === "flag") field(setting).checked = value === true;
      else field(setting).value = value ?? "";
    }
    const known = new Set(["schema", ...settings.map((one) => one.section ?? one.key)]);
    const others = Object.keys(base).filter((key) => !known.has(key));
    find("#other").hidden = others.length === 0;
    find("#other").textContent = WORDS.other(others);
    mark();
  }

  function value(setting) {
    if (setting.form === "flag") return field(setting).checked;
    const text = field(setting).value.trim();
    if (text === "") return null;
    const number = Number(text);
    return ["number", "rate"].includes(setting.form) && Number.isFinite(number) ? number : text;
  }

  const same = (one, other) => one === other || String(one) === String(other);

  // Those that differ from the standard ones stand out.
  function mark() {
    for (const setting of settings) {
      const own = value(setting);
      field(setting).closest(".setting").classList.toggle("changed", own !== null && !same(own, setting.standard));
    }
  }

  // What a file of these settings holds: those that are not the standard ones.
  function file() {
    const made = structuredClone(base);
    for (const setting of settings) {
      const part = setting.section === null ? made : (made[setting.section] ??= {});
      const own = value(setting);
      if (own === null || same(own, setting.standard)) delete part[setting.key];
      else part[setting.key] = own;
      if (setting.section !== null && Object.keys(part).length === 0) delete made[setting.section];
    }
    return made;
  }

  function fault(text, name = "form") {
    find("#fault").textContent = text;
    find("#fault").hidden = text === "";
    for (const marked of document.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
    if (name === "replaces") find("#replaces-doubt").hidden = false;
    const place = document.getElementById(name);
    if (text === "" || !place?.matches("input, select")) return;
    if (name !== "replaces") place.setAttribute("aria-invalid", "true");
    place.focus();
  }
  const refuse = (error) => fault(error.status ? error.message : WORDS.lost, error.field);

  // MARK: Presets

  function list(names, chosen) {
    find("#preset").replaceChildren(...["", ...names].map((name) => element("option", name || WORDS.standard, { value: name })));
    find("#preset").value = chosen;
    link();
  }

  function link() {
    const name = find("#preset").value;
    find("#download").hidden = name === "";
    find("#download").href = at("/settings/preset", { name });
    find("#download").download = `${name}.settings.json`;
  }

  async function begin() {
    const name = find("#preset").value;
    fault("");
    find("#kept").textContent = "";
    try {
      base = name ? await ask("/settings/preset", { name }) : { schema: 1 };
      find("#name").value = name;
      fill();
    } catch (error) {
      refuse(error);
    }
    link();
  }

  async function keep(event) {
    event.preventDefault();
    fault("");
    find("#kept").textContent = "";
    const [name, made] = [find("#name").value.trim(), file()];
    try {
      await ask("/settings/presets", {}, { name, settings: made, replaces: find("#replaces").checked });
      base = made;
      find("#replaces").checked = false;
      find("#replaces-doubt").hidden = true;
      list((await ask("/settings/all")).presets, name);
      find("#kept").textContent = WORDS.kept(name);
    } catch (error) {
      refuse(error);
    }
  }

  // MARK: Trying

  async function follow(id) {
    for (;;) {
      const [job] = (await ask("/jobs", { id })).jobs;
      if (!job || job.state === "stopped") return WORDS.stopped;
      if (job.state === "failed") {
        fault(job.remarks.at(-1));
        return "";
      }
      if (job.state === "done") {
        PREVIEW.show(job.result);
        return job.remarks.join(" ");
      }
      find("#trying").textContent = WORDS.trying(job);
      await new Promise((later) => setTimeout(later, 500));
    }
  }

  async function attempt() {
    fault("");
    PREVIEW.clear();
    find("#try").disabled = true;
    find("#trying").textContent = "";
    try {
      ({ job: running } = await ask("/settings/preview", { id: find("#session").value }, { settings: file() }));
      find("#stop").hidden = false;
      find("#trying").textContent = await follow(running);
    } catch (error) {
      refuse(error);
      find("#trying").textContent = "";
    }
    find("#stop").hidden = true;
    find("#try").disabled = false;
  }

  async function start() {
    find("#back").href = at("/");
    find("#form").addEventListener("submit", keep);
    find("#form").addEventListener("input", mark);
    find("#preset").addEventListener("change", begin);
    find("#try").addEventListener("click", attempt);
    find("#stop").addEventListener("click", () => ask("/jobs/stop", { id: running }, {}).catch(refuse));
    find("#name").addEventListener("input", () => {
      find("#replaces").checked = false;
      find("#replaces-doubt").hidden = true;
    });
    try {
      const all = await ask("/settings/all");
      ({ settings } = all);
      groups();
      list(all.presets, "");
      const sessions = all.sessions.map((one) => element("option", one.name, { value: one.id }));
      find("#session").replaceChildren(...(sessions.length ? sessions : [element("option", WORDS.noSession, { value: "" })]));
      find("#try").disabled = sessions.length === 0;
      fill();
    } catch {
      fault(WORDS.lost);
    }
  }

  start();
})();
