"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  const id = new URLSearchParams(location.search).get("id") ?? "";
  const standard = ["csv", "html", "json", "eaf", "textgrid", "vtt", "boris"];

  function say(place, text) {
    find(place).textContent = text;
    find(place).hidden = text === "";
  }
  const why = (error) => (error.status === 404 && error.field === "form" ? WORDS.gone : error.status ? error.message : WORDS.lost);

  // MARK: Files

  function formats(names) {
    find("#formats").replaceChildren(...names.map((name) => {
      const box = element("input", [], { type: "checkbox", name: "format", value: name });
      box.checked = standard.includes(name);
      return element("label", [box, element("span", WORDS.formats[name] ?? name)]);
    }));
  }

  // Until a job has ended: what it says goes to these places.
  async function follow(job, status, list, done) {
    for (;;) {
      const [own] = (await ask("/jobs", { id: job })).jobs;
      const remarks = own?.remarks ?? [];
      find(list).replaceChildren(...remarks.map((remark) => element("li", remark)));
      find(list).hidden = remarks.length === 0;
      if (!own || own.state === "stopped") return WORDS.stopped;
      if (own.state === "failed") return "";
      if (own.state === "done") return done(own.result);
      find(status).textContent = WORDS.writing(own);
      await new Promise((later) => setTimeout(later, 500));
    }
  }

  async function write(event) {
    event.preventDefault();
    say("#export-fault", "");
    const button = find("#export button[type=submit]");
    button.disabled = true;
    try {
      const chosen = [...document.querySelectorAll("input[name=format]:checked")].map((box) => box.value);
      const { job } = await ask("/session/export", { id }, {
        formats: chosen, reviewer: find("#reviewer").value || null, replaces: find("#replaces").checked });
      find("#exported").textContent = await follow(job, "#exported", "#export-remarks", (result) => WORDS.written(result.files));
    } catch (error) {
      say("#export-fault", why(error));
      find("#exported").textContent = "";
    }
    button.disabled = false;
  }

  // MARK: Settings

  async function score(event) {
    event.preventDefault();
    say("#score-fault", "");
    const button = find("#score button[type=submit]");
    button.disabled = true;
    try {
      const { job } = await ask("/session/score", { id }, { preset: find("#preset").value || null, confirm: find("#score-confirm").checked });
      find("#scored").textContent = await follow(job, "#scored", "#score-remarks", () => WORDS.scored);
      find("#score-confirm").checked = false;
    } catch (error) {
      say("#score-fault", why(error));
      find("#scored").textContent = "";
      if (error.field === "score-confirm") find("#score-confirm").focus();
    }
    button.disabled = false;
  }

  // MARK: Withdrawal

  // What would be erased, as it was shown last.
  let planned = { recordings: [] };

  const items = (texts) => element("ul", texts.map((text) => element("li", text)));

  function show(plan) {
    const words = WORDS.plan;
    const folders = plan.folders.flatMap((folder) => [
      element("p", words.erases(folder)),
      items([
        ...(folder.erases.length ? folder.erases : [words.nothing]), ...folder.obstacles.map(words.obstacle),
        ...folder.unmarked.map(words.unmarked), ...folder.foreign.map(words.foreign), ...folder.shared.map(words.shared),
      ]),
    ]);
    const rest = [
      plan.consent === null ? words.noConsent : words.consent(plan.consent), ...plan.recordings.map(words.recording),
      ...plan.unknown.map(words.unknown), ...(plan.others.length ? [words.others(plan.others)] : []), words.elsewhere,
    ];
    find("#plan-text").replaceChildren(...folders, items(rest));
    find("#confirm-label").firstChild.textContent = WORDS.confirm(plan.person) + " ";
    find("#confirm").value = "";
    find("#planned").hidden = false;
  }

  function forget() {
    find("#planned").hidden = true;
    say("#withdraw-fault", "");
  }

  async function plan() {
    forget();
    try {
      planned = await ask("/session/plan", { id }, { person: find("#person").value });
      show(planned);
    } catch (error) {
      say("#withdraw-fault", why(error));
    }
  }

  async function withdraw(event) {
    event.preventDefault();
    if (find("#planned").hidden) return;
    say("#withdraw-fault", "");
    try {
      const done = await ask("/session/withdraw", { id }, { person: find("#person").value, confirm: find("#confirm").value.trim() });
      find("#planned").hidden = true;
      find("#export").hidden = true;
      find("#score").hidden = true;
      find("#links").replaceChildren();
      find("#withdrawn").replaceChildren(
        items(done.folders.map(WORDS.done)),
        element("p", done.complete ? WORDS.complete(done.person) : WORDS.incomplete, done.complete ? {} : { class: "caution" }),
        ...(done.complete ? [] : [items(done.faults)]), items(planned.recordings.map(WORDS.plan.recording)));
    } catch (error) {
      say("#withdraw-fault", why(error));
      if (error.field === "confirm") find("#confirm").focus();
    }
  }

  async function start() {
    find("#back").href = at("/");
    find("#export").addEventListener("submit", write);
    find("#score").addEventListener("submit", score);
    find("#withdraw").addEventListener("submit", withdraw);
    find("#plan").addEventListener("click", plan);
    find("#person").addEventListener("change", forget);
    let session;
    try {
      session = await ask("/session/state", { id });
    } catch (error) {
      return say("#lost", error.status === 404 ? WORDS.gone : why(error));
    }
    find("#title").textContent = WORDS.title(session.name);
    document.title = `Attune – ${session.name}`;
    if (session.opens) {
      find("#links").replaceChildren(
        " ", element("a", WORDS.report, { href: at("/report", { id }), target: "_blank", rel: "noopener" }),
        " ", element("a", WORDS.review, { href: at("/review", { id }) }));
    }
    formats(session.formats);
    find("#reviewer").replaceChildren(
      element("option", WORDS.measured, { value: "" }), ...session.coders.map((coder) => element("option", WORDS.by(coder), { value: coder })));
    find("#preset").replaceChildren(...["", ...session.presets].map((name) => element("option", name || WORDS.standard, { value: name })));
    find("#score").hidden = !session.opens;
    find("#person").replaceChildren(...session.people.map((person) => element("option", WORDS.person(person), { value: person.id })));
    find("#export").hidden = !session.opens && session.state !== "interrupted";
    find("#withdraw").hidden = session.people.length === 0;
  }

  start();
})();
