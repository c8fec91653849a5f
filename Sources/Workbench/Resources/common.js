"use strict";
// What every page of the workbench needs.
const PAGE = (() => {
  const token = new URLSearchParams(location.search).get("token");
  const at = (path, query = {}) => `${path}?${new URLSearchParams({ ...query, token })}`;
  const find = (selector, within = document) => within.querySelector(selector);

  function element(name, content = [], attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...[content].flat());
    return made;
  }

  // The answer; its text where it is none, with the status.
  async function ask(path, query = {}, body = undefined) {
    const answer = await fetch(at(path, query), body === undefined
      ? { cache: "no-store" }
      : { method: "POST", cache: "no-store", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return answer.json();
    throw Object.assign(new Error((await answer.text()).trim()), { status: answer.status });
  }

  return { at, find, element, ask };
})();
