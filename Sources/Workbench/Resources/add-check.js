"use strict";
// What the first minute says of a recording, before a whole session is measured.
const CHECK = (() => {
  const { find, element, ask } = PAGE;
  const words = WORDS.check;

  function show(checked) {
    const people = checked.people.map(([first, ...rest]) => element("details", [
      element("summary", first), element("ul", rest.map((line) => element("li", line)))]));
    const advice = checked.advice.length
      ? [element("p", words.advice), element("ol", checked.advice.map((line) => element("li", line)))] : [];
    const sound = checked.sound ? [element("p", checked.sound)] : [];
    find("#checked").replaceChildren(
      ...sound, element("p", checked.usable ? words.usable : words.unusable, checked.usable ? {} : { class: "caution" }), ...people, ...advice);
  }

  async function look(request, fault) {
    const button = find("#check");
    button.disabled = true;
    find("#checked").replaceChildren(element("p", request.filmed.offset === "auto" ? words.listening : words.looking));
    try {
      show(await ask("/check", {}, request));
    } catch (error) {
      find("#checked").replaceChildren(element("p", error.status ? error.message : WORDS.lost, { class: "caution" }));
      fault("", "form");
      if (!["form", "recordings"].includes(error.field)) fault(error.message, error.field);
    }
    button.disabled = false;
  }

  return { look, forget: () => find("#checked").replaceChildren() };
})();
