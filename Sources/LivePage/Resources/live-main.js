"use strict";

// ---- Start

$("mark").addEventListener("click", mark);
$("note").addEventListener("click", note);
$("pause").addEventListener("click", pause);
$("stop").addEventListener("click", stop);
$("theme").addEventListener("click", turnTheme);
$("another").addEventListener("click", () => {
  state.idea = (state.idea + 1) % ideas.length;
  $("notice-idea").textContent = `If it is not your own, step out of it. ${ideas[state.idea]}`;
});
$("dismiss").addEventListener("click", () => {
  state.dismissed = $("notice").dataset.key;
  state.idea = (state.idea + 1) % ideas.length;
  drawAll();
});
$("after").addEventListener("change", () => {
  state.noticeAfter = $("after").value === "never" ? Infinity : Number($("after").value);
  drawAll();
});
document.addEventListener("keydown", press);
$("breathing").addEventListener("toggle", drawAll);
new ResizeObserver(drawAll).observe($("stage"));
let wasCurrent = false;
setInterval(() => {
  showLink();
  if (isCurrent() !== wasCurrent) drawAll();
  wasCurrent = isCurrent();
}, 1000);

forget();
showStatus();
connect();
