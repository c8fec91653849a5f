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

  // The answer; of a refusal why, which field is wrong, and the status; without a status when nobody answers.
  async function ask(path, query = {}, body = undefined) {
    const answer = await fetch(at(path, query), body === undefined
      ? { cache: "no-store" }
      : { method: "POST", cache: "no-store", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return answer.json();
    const text = (await answer.text()).trim();
    const isForm = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
    const { field, why } = isForm ? JSON.parse(text) : { field: "form", why: text };
    throw Object.assign(new Error(why), { status: answer.status, field });
  }

  // What is wrong stands in the part of the form that it is of; otherwise where the form has it.
  let home = null;
  function beside(field) {
    const fault = find("#fault");
    home ??= [fault.parentNode, fault.nextSibling];
    const part = field?.closest("fieldset");
    if (part) part.append(fault);
    else home[0].insertBefore(fault, home[1]);
  }

  return { at, find, element, ask, beside };
})();
