"use strict";
// Who is who: the two people found at the beginning of the recording, drawn, or in a picture where both have agreed to that.
const PEOPLE = (() => {
  const { find, element, ask } = PAGE;
  const words = WORDS.people;
  const { seats } = FILMED;
  let found = null;
  // Whether the first person of the form is the second one in the picture.
  let isExchanged = false;
  // The part of the picture that is drawn next; none while people are chosen.
  let drawn = null;
  let names = [];
  let changed = () => {};

  const person = (place) => (isExchanged ? 1 - place : place);
  const percent = (share) => `${100 * share}%`;

  function role(index) {
    const [seat, id] = ["seat", "id"].map((name) => find(`#${seats[index]}-${name}`).value.trim());
    return seat && id ? `${id} (${seat})` : id || seat || words.unnamed[index];
  }

  const place = (index) => words.place(index, names, FILMED.layout());

  function tell() {
    seats.forEach((seat, index) => { find(`#${seat} > legend`).textContent = words.legend(place(isExchanged ? 1 - index : index), names.length); });
    find("#seated").textContent = words.seated(place(0), role(person(0)), place(1), role(person(1)));
    find("#question").textContent = words.question(role(0));
    for (const button of document.querySelectorAll("#stills button")) {
      const index = Number(button.dataset.place);
      button.setAttribute("aria-pressed", String(person(index) === 0));
      button.className = seats[person(index)];
      button.querySelector("span").textContent = role(person(index));
      button.setAttribute("aria-label", words.choose(place(index), role(person(index))));
    }
  }

  function exchange(isOther) {
    isExchanged = isOther;
    tell();
    changed();
  }

  function position(box, [left, top, width, height]) {
    Object.assign(box.style, { left: percent(left), top: percent(top), width: percent(width), height: percent(height) });
  }

  function lines(one, picture) {
    const space = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(space, "svg");
    drawing.setAttribute("viewBox", `0 0 ${picture.width} ${picture.height}`);
    drawing.setAttribute("aria-hidden", "true");
    for (const line of one.lines) {
      const points = document.createElementNS(space, "polyline");
      points.setAttribute("points", line.map(([x, y]) => `${x * picture.width},${y * picture.height}`).join(" "));
      drawing.append(points);
    }
    return drawing;
  }

  function button(one, index) {
    const made = element("button", element("span"), { type: "button", "data-place": index });
    const [left, top, right, bottom] = one.box;
    position(made, [left, top, right - left, bottom - top]);
    made.addEventListener("click", () => exchange(index === 1));
    return made;
  }

  function still(picture, index) {
    const shown = element("div", picture.jpeg
      ? element("img", [], { src: `data:image/jpeg;base64,${picture.jpeg}`, alt: words.picture }) : [], { class: "still" });
    shown.style.aspectRatio = `${picture.width} / ${picture.height}`;
    found.people.forEach((one, seat) => {
      if (one?.picture !== index) return;
      if (!picture.jpeg) shown.append(lines(one, picture));
      shown.append(button(one, seat));
    });
    if (found.pictures.length === 1) {
      shown.append(...seats.map((seat) => element("div", [], { class: `part ${seat}`, "data-seat": seat })));
      shown.addEventListener("pointerdown", (event) => draw(event, shown));
    }
    return shown;
  }

  // Parts of the picture: drawn with the pointer, or typed as numbers.
  function parts() {
    const isOn = FILMED.layout() === "regions" && found?.pictures.length === 1;
    find("#drawing").hidden = !isOn;
    if (!isOn) drawn = null;
    for (const seat of seats) find(`#draw-${seat}`).setAttribute("aria-pressed", String(drawn === seat));
    for (const part of document.querySelectorAll("#stills .part")) {
      part.hidden = !isOn;
      position(part, FILMED.region(part.dataset.seat).map((number) => Number(number) / 100));
    }
    find("#stills").classList.toggle("drawing", drawn !== null);
  }

  function draw(event, shown) {
    if (drawn === null) return;
    event.preventDefault();
    const frame = shown.getBoundingClientRect();
    const at = (other) => [[other.clientX, frame.left, frame.width], [other.clientY, frame.top, frame.height]]
      .map(([point, start, size]) => Math.min(1, Math.max(0, (point - start) / size)));
    const start = at(event);
    const move = (other) => {
      const end = at(other);
      const [left, top] = start.map((one, index) => Math.min(one, end[index]));
      FILMED.setRegion(drawn, [left, top, ...start.map((one, index) => Math.abs(one - end[index]))]);
    };
    shown.setPointerCapture(event.pointerId);
    shown.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) {
      shown.addEventListener(end, () => shown.removeEventListener("pointermove", move), { once: true });
    }
  }

  // What was said of the filming is no longer what they were found by; where they are shown, parts can still be drawn.
  function outdate() {
    if (found === null) return;
    for (const made of document.querySelectorAll("#stills button")) made.remove();
    find("#question").hidden = true;
    find("#found").textContent = words.again;
    find("#found").className = "";
    parts();
  }

  function forget() {
    found = null;
    drawn = null;
    find("#found").textContent = "";
    find("#found").className = "";
    find("#question").hidden = true;
    find("#stills").replaceChildren();
    parts();
  }

  function show(answer) {
    found = answer;
    const count = found.people.filter((one) => one !== null).length;
    find("#found").textContent = words.found(count, names.length);
    find("#found").className = count < 2 ? "caution" : "";
    find("#question").hidden = count < 2;
    find("#stills").replaceChildren(...found.pictures.map(still));
    parts();
    tell();
  }

  // The page's fault is told what is wrong with the form.
  async function look(request, fault) {
    forget();
    const buttons = ["#find", "#picture"].map((one) => find(one));
    for (const one of buttons) one.disabled = true;
    find("#found").textContent = words.looking;
    try {
      show(await ask("/people", {}, request));
    } catch (error) {
      forget();
      fault(error.status ? error.message : WORDS.lost, error.field);
    }
    for (const one of buttons) one.disabled = false;
  }

  function form(onChange) {
    changed = onChange;
    find("#exchange").addEventListener("click", () => exchange(!isExchanged));
    for (const seat of seats) {
      find(`#draw-${seat}`).addEventListener("click", () => {
        drawn = drawn === seat ? null : seat;
        parts();
      });
    }
    // Not even in what the browser keeps to go back to.
    addEventListener("pagehide", forget);
  }

  // The recordings that are chosen.
  function name(recordings) {
    names = recordings;
    tell();
  }

  return { form, look, outdate, forget, name, parts, exchange, isExchanged: () => isExchanged };
})();
