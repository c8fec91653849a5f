"use strict";
// What was begun on the page and takes longer than an answer: a line each, which stays the same element while its
// figures change, so that nothing that has focus goes away.
const JOBS = (() => {
  const { at, find, element, ask } = PAGE;
  const words = WORDS.jobs;
  const lines = new Map();

  function fault(text) {
    find("#work-fault").textContent = text;
    find("#work-fault").hidden = text === "";
  }

  async function order(path, query) {
    fault("");
    try {
      await ask(path, query, {});
      await look();
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost);
    }
  }

  function line(job) {
    const title = words.title(job);
    const [stop, remove] = [words.stop, words.remove].map((text) =>
      element("button", text, { type: "button", "aria-label": `${text}: ${title}` }));
    stop.addEventListener("click", () => order("/jobs/stop", { id: job.id }));
    remove.addEventListener("click", () => order("/jobs/remove", { id: job.id }));
    const parts = {
      text: element("span"), progress: element("progress", [], { max: 1, "aria-label": title }), stop, remove,
      outcome: element("p", [], { class: "soft" }), remarks: element("ul"),
    };
    parts.item = element("li", [element("strong", title), " ", parts.text, " ", parts.progress, " ", stop, " ", remove, parts.outcome, parts.remarks]);
    return parts;
  }

  function outcome(job) {
    if (job.state !== "done") return [];
    if (job.kind === "export") return [words.files(job.result.files)];
    if (job.kind === "scores") return [words.scored];
    const link = element("a", words.open, { href: at("/study", { id: job.result.study }), target: "_blank", rel: "noopener", "aria-label": words.openOf(job.name) });
    return [job.result.headline, " ", link];
  }

  function fill(parts, job) {
    const isOn = ["waiting", "running"].includes(job.state);
    parts.text.textContent = words.state(job);
    parts.progress.value = job.share;
    parts.progress.hidden = job.state !== "running";
    parts.stop.hidden = !isOn;
    parts.remove.hidden = isOn;
    const shown = JSON.stringify([job.state, job.remarks]);
    if (parts.shown === shown) return;
    parts.shown = shown;
    parts.outcome.replaceChildren(...outcome(job));
    parts.outcome.hidden = job.state !== "done";
    parts.remarks.replaceChildren(...job.remarks.map((remark) => element("li", remark)));
    parts.remarks.hidden = job.remarks.length === 0;
  }

  function show(all) {
    const jobs = all.filter((job) => words.kinds.includes(job.kind));
    for (const job of jobs) {
      if (!lines.has(job.id)) {
        lines.set(job.id, line(job));
        find("#jobs ul").append(lines.get(job.id).item);
      }
      fill(lines.get(job.id), job);
    }
    for (const [id, parts] of lines) {
      if (jobs.some((job) => job.id === id)) continue;
      parts.item.remove();
      lines.delete(id);
    }
    find("#jobs").hidden = jobs.length === 0;
  }

  // A study whose page is there is opened; of another it can be drawn.
  function study(entry) {
    if (entry.drawn) {
      return element("a", entry.name, { href: at("/study", { id: entry.id }), target: "_blank", rel: "noopener", "aria-label": words.openOf(entry.name) });
    }
    const button = element("button", words.draw, { type: "button", "aria-label": `${words.draw}: ${entry.name}` });
    button.addEventListener("click", () => order("/studies/draw", { id: entry.id }));
    return element("span", [entry.name, " ", button, " ", element("small", words.drawn)]);
  }

  const look = async () => show((await ask("/jobs")).jobs);
  return { look, study };
})();
