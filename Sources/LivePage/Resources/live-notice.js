"use strict";

// ---- The gentle notice

function offerNotice(seconds) {
  const choices = [...new Set([10, 20, 30, 60, 120, 300, seconds])].sort((a, b) => a - b);
  $("after").replaceChildren(...choices.map(choice => new Option(durationText(choice), choice)), new Option("never", "never"));
  $("after").value = seconds;
  state.noticeAfter = seconds;
}

function showNotice(shared) {
  const due = [...shared].filter(([name, since]) => state.now - since >= state.noticeAfter && state.dismissed !== `${name} ${since}`);
  const notice = $("notice");
  if (due.length === 0) {
    notice.hidden = true;
    notice.dataset.key = "";
    return;
  }
  const [name, since] = due.reduce((a, b) => a[1] <= b[1] ? a : b);
  const key = `${name} ${since}`;
  if (notice.dataset.key === key) return;
  notice.dataset.key = key;
  notice.hidden = false;
  $("notice-text").textContent = `Both of you: ${postureText(name, null)}, for more than ${durationText(state.noticeAfter)}.`;
  $("notice-idea").textContent = `If it is not your own, step out of it. ${ideas[state.idea]}`;
}
