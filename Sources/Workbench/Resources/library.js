"use strict";
(() => {
  const { at, find, element, ask } = PAGE;
  const rows = find("#sessions tbody");
  let entries = [];
  let shown = "";

  function state(entry) {
    // Its line above tells more.
    if (["measuring", "interrupted"].includes(entry.state) && WORK.has(entry.id)) return WORDS.above;
    const parts = [WORDS.states[entry.state]];
    if (entry.share !== null && ["measuring", "interrupted"].includes(entry.state)) {
      const text = WORDS.percent(entry.share);
      parts.push(` ${text}`, element("progress", [], { value: entry.share, max: 1, "aria-label": `${entry.name}: ${text}` }));
    }
    const hint = entry.fault ?? WORDS.hints[entry.state];
    if (entry.state === "interrupted") parts.push(" ", WORK.goOn(entry));
    if (hint) parts.push(element("small", hint));
    return parts;
  }

  function consent(entry) {
    const words = WORDS.consent;
    if (!entry.consent) return entry.state === "done" ? words.none : "";
    const { last_day: day, days, withdrawn } = entry.consent;
    if (withdrawn) return element("span", words.withdrawn, { class: "warn" });
    if (day === null) return words.noEnd;
    if (days < 0) return element("span", words.ended(day), { class: "warn" });
    if (days <= words.soonDays) return element("span", words.soon(day, days), { class: "warn" });
    return words.until(day);
  }

  function review(entry, opens) {
    if (!opens || (entry.episodes === null && !entry.hidden)) return [];
    const words = WORDS.review(entry.reviews);
    const link = element("a", words, { href: at("/review", { id: entry.id }), "aria-label": WORDS.reviewOf(entry.name, words) });
    return [element("small", link)];
  }

  function more(entry) {
    if (entry.state === "measuring" || WORK.isOn(entry.id)) return [];
    return [element("small", element("a", WORDS.more, { href: at("/session", { id: entry.id }), "aria-label": WORDS.moreOf(entry.name) }))];
  }

  function row(entry) {
    const opens = entry.results && !["withdrawn", "unreadable"].includes(entry.state);
    // Whoever codes blind has not decided yet: the report tells the episodes.
    const name = opens && !entry.hidden
      ? element("a", entry.name, { href: at("/report", { id: entry.id }), target: "_blank", rel: "noopener", "aria-label": WORDS.report(entry.name) })
      : entry.name;
    const seen = entry.people.map((person) =>
      element("div", WORDS.seen(person), person.seen !== null && person.seen < WORDS.seenLittle ? { class: "warn" } : {}));
    return element("tr", [
      element("th", [name, ...more(entry)], { scope: "row" }),
      element("td", state(entry)),
      element("td", entry.seconds === null ? "" : WORDS.length(entry.seconds)),
      element("td", seen),
      element("td", [WORDS.episodes(entry), ...review(entry, opens)]),
      element("td", consent(entry)),
    ]);
  }

  function draw() {
    const wanted = find("#filter").value.trim().toLowerCase();
    const has = (entry) => entry.name.toLowerCase().includes(wanted);
    const sessions = entries.filter((entry) => entry.kind === "session");
    const studies = entries.filter((entry) => entry.kind === "study");
    const chosen = sessions.filter(has);
    // What has focus stays there while nothing changes.
    const state = JSON.stringify([chosen, studies, wanted, chosen.map((entry) => WORK.isOn(entry.id))]);
    if (state === shown) return;
    shown = state;
    rows.replaceChildren(...chosen.map(row));
    find("#count").textContent = WORDS.count(chosen.length, sessions.length);
    find("#empty").textContent = WORDS.empty;
    find("#empty").hidden = entries.length > 0 || !find("#work").hidden;
    find("#studies").hidden = studies.length === 0;
    find("#studies ul").replaceChildren(...studies.map((study) => element("li", JOBS.study(study))));
  }

  async function look() {
    try {
      const library = await ask("/library");
      await WORK.look();
      await JOBS.look();
      entries = library.entries;
      find("#folder").textContent = WORDS.folder(library.folder);
      find("#lost").hidden = true;
      draw();
    } catch (error) {
      find("#lost").textContent = error.status === 410 ? error.message : WORDS.lost;
      find("#lost").hidden = false;
    }
    setTimeout(look, 2000);
  }

  find("#add").href = at("/add");
  find("#live").href = at("/live");
  find("#settings").href = at("/settings");
  find("#new-study").href = at("/studies/new");
  find("#filter").addEventListener("input", draw);
  look();
})();
