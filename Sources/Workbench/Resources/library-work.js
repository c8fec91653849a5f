"use strict";
// Sessions that wait, are measured or were paused since the page's program was started: a line each, which stays the
// same element while its figures change, so that nothing that has focus goes away.
const WORK = (() => {
  const { find, element, ask } = PAGE;
  const words = WORDS.work;
  const lines = new Map();
  let shownRemarks = "";

  function fault(text) {
    find("#work-fault").textContent = text;
    find("#work-fault").hidden = text === "";
  }

  async function order(path, id) {
    fault("");
    try {
      show(await ask(path, { id }, {}));
    } catch (error) {
      fault(error.status ? error.message : WORDS.lost);
    }
  }

  function line(session) {
    const [button, remove] = [0, 1].map(() => element("button", [], { type: "button" }));
    remove.textContent = words.remove;
    remove.setAttribute("aria-label", `${words.remove}: ${session.name}`);
    remove.addEventListener("click", () => order("/remove", session.id));
    const parts = {
      name: element("strong", session.name), text: element("span"), button, remove,
      progress: element("progress", [], { max: 1, "aria-label": session.name }), remarks: element("ul"),
    };
    button.addEventListener("click", () => order(button.dataset.path, session.id));
    parts.item = element("li", [parts.name, " ", parts.text, " ", parts.progress, " ", button, " ", remove, parts.remarks]);
    return parts;
  }

  function fill(parts, session) {
    const isOn = ["waiting", "measuring"].includes(session.state);
    const canGoOn = ["paused", "failed"].includes(session.state);
    parts.text.textContent = words.state(session);
    parts.progress.value = session.share;
    parts.progress.hidden = session.state !== "measuring";
    parts.button.hidden = !isOn && !canGoOn;
    parts.button.dataset.path = isOn ? "/pause" : "/resume";
    parts.button.textContent = isOn ? words.pause : session.state === "failed" ? words.again : words.resume;
    parts.remove.hidden = isOn;
    parts.button.setAttribute("aria-label", `${parts.button.textContent}: ${session.name}`);
    const remarks = session.remarks.join("\n");
    if (parts.shown === remarks) return;
    parts.shown = remarks;
    parts.remarks.replaceChildren(...session.remarks.map((remark) => element("li", remark)));
    parts.remarks.hidden = session.remarks.length === 0;
  }

  // Sessions that are not done.
  let under = new Set();

  // What is done stands in the table, unless there is something to be said.
  function show({ sessions: all, remarks }) {
    const said = remarks.join("\n");
    if (said !== shownRemarks) {
      shownRemarks = said;
      find("#work-remarks").replaceChildren(...remarks.map((remark) => element("p", remark, { class: "caution" })));
    }
    under = new Set(all.filter((session) => ["waiting", "measuring", "paused"].includes(session.state)).map((session) => session.id));
    const sessions = all.filter((session) => session.state !== "done" || session.remarks.length > 0);
    const list = find("#work ul");
    for (const session of sessions) {
      if (!lines.has(session.id)) {
        lines.set(session.id, line(session));
        list.append(lines.get(session.id).item);
      }
      fill(lines.get(session.id), session);
    }
    for (const [id, parts] of lines) {
      if (sessions.some((session) => session.id === id)) continue;
      parts.item.remove();
      lines.delete(id);
    }
    find("#work").hidden = sessions.length + remarks.length === 0;
  }

  // Of a session that was left half measured when the program ended.
  function goOn(entry) {
    const button = element("button", words.resume, { type: "button", "aria-label": `${words.resume}: ${entry.name}` });
    button.addEventListener("click", () => order("/resume", entry.id));
    return button;
  }

  const look = async () => show(await ask("/queue"));
  return { look, goOn, isOn: (id) => under.has(id), has: (id) => lines.has(id) };
})();
