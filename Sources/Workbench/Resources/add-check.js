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
    find("#checked").replaceChildren(
      element("p", checked.usable ? words.usable : words.unusable, checked.usable ? {} : { class: "caution" }), ...people, ...advice);
  }

  async function look(recordings) {
    const button = find("#check");
    button.disabled = true;
    find("#checked").replaceChildren(element("p", words.looking));
    try {
      show(await ask("/check", {}, { recordings }));
    } catch (error) {
      find("#checked").replaceChildren(element("p", error.status ? error.message : WORDS.lost, { class: "caution" }));
    }
    button.disabled = false;
  }

  return { look, forget: () => find("#checked").replaceChildren() };
})();
