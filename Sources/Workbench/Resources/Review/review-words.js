"use strict";
// Every sentence of the page on which a coder reviews a session.
const WORDS = {
  title: (name) => `Review of ${name}`,
  coderHint: (coders) => `Letters, digits, - and _, and not your name.${coders.length ? ` Begun so far: ${coders.join(", ")}.` : ""}`,
  blindHint: "Blind: you mark the episodes that you see yourself, and what was measured stays hidden until you ask for it. Then what you marked and what was measured are put side by side, once and for all.",
  progress: (state) => (state.hides
    ? `${state.coder}, blind: ${state.episodes.length} marked`
    : `${state.coder}: ${state.reviewed} of ${state.measured} measured episodes reviewed`),
  kept: (words) => `Kept: ${words}. `,
  undone: "what you did last is taken back",
  lost: "Attune no longer answers: it was ended, or the computer slept. What was shown as kept is kept; start it again.",
  begin: "Nothing is kept yet.",
  none: (hides) => (hides ? "You have marked none yet: play the recording, and add one with a at the moment when somebody takes up the posture." : "None was measured. Add those that you see with a."),
  nothing: "No episode is chosen.",
  verdicts: {
    confirmed: "confirmed", rejected: "rejected", unsure: "not sure", corrected: "corrected", added: "added",
    open: "not looked at", gone: "no longer found since the session was scored again or the two were exchanged",
  },
  gone: (id) => `${id.posture.replaceAll("_", " ")} at ${id.follower_onset.toFixed(1)} s`,
  row: (number, time, text) => `${number}. ${time === null ? "" : `${WORDS.clock(time)} `}${text}`,
  clock(seconds) {
    const whole = Math.floor(seconds + 0.05), tenths = Math.floor((seconds + 0.05 - whole) * 10);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    return `${hours ? `${hours}:${two(Math.floor(whole / 60) % 60)}` : Math.floor(whole / 60)}:${two(whole % 60)}.${tenths}`;
  },
  mark: (kind, note) => `${WORDS.verdicts[kind]}${note ? ` – ${note}` : ""}`,
  reveal: "Show what was measured",
  sure: "Show what was measured? From then on you are no longer blind, for good.",
  choose: { file: "Choose the recording…", other: "Choose another recording…" },
  recording: {
    one: "The recording",
    camera: (number) => (number === 0 ? "The first camera" : "The second camera"),
    none: "Choose the recording first: it is played from your disk, and goes nowhere. Or show figures (s).",
    refused: (why) => `The recording is not shown. ${why} You can choose it from your disk yourself if you may see it, or show figures (s).`,
    // Nothing is said of what can be played.
    state: ({ file, state, share }, url) => ({
      checking: `${file} is being compared with what was measured: ${Math.floor((share ?? 0) * 100)} %.`,
      other: `${file} in this folder is not the recording that was measured. Choose the right one.`,
      missing: file ? `${file} is not in this folder: choose it from your disk.` : "No recording was kept of this session.",
    }[url && state !== "checking" ? "ready" : state] ?? ""),
    unknown: (name) => `${name} is not the name of the recording that was measured. Is it the right one?`,
    length: (own, measured) => `This file lasts ${own.toFixed(1)} s, the recording that was measured ${measured.toFixed(1)} s. Is it the right one?`,
    unplayable: (name) => `This browser cannot play ${name}. MP4 with H.264 plays everywhere: make one with ffmpeg -i ${name} -c:v libx264 -pix_fmt yuv420p new.mp4, and choose it here.`,
  },
  adjust: {
    leader_onset: "Led from", follower_onset: "Followed from", offset: "Shared until",
    lane: (name, leader, follower) => ({ leader_onset: leader, follower_onset: follower, offset: "end" })[name],
    hint: "Move an edge with the pointer, or with the keys , (comma) and . (point) for the onset, and with Shift for the end, a tenth of a second each.",
    said(name, { leader_onset: leader, follower_onset: follower, offset }) {
      return `${this[name]} ${WORDS.clock({ leader_onset: leader, follower_onset: follower, offset }[name])}; `
        + `${(follower - leader).toFixed(1)} s later, shared for ${(offset - follower).toFixed(1)} s. Not kept yet.`;
    },
    keys: [[", .", "The onset of the one who follows a tenth of a second earlier, later"], ["Shift + , .", "The end a tenth of a second earlier, later"]],
  },
  exchange: {
    hint: "Where Attune has mixed the two up, exchange them from that moment on.",
    from: (time) => `Exchanged from ${WORDS.clock(time)} on`,
    back: "Take back",
    sure: (time, { seats, coders }, isBack) => `${isBack ? "Take back the exchange at" : "Exchange the two from"} ${WORDS.clock(time)}${isBack ? "" : " on"}? From there ${seats[0]} becomes ${seats[1]}, and ${seats[1]} becomes ${seats[0]}. `
      + "All results of this session are made anew from what was measured: its report, tables and files for other programs are replaced. "
      + `What ${coders.length > 1 ? `coders (${coders.join(", ")}) have` : "you have"} decided of that part is kept and no longer applied; it is to be decided anew. This takes some seconds, for a long session a minute, and can be taken back.`,
    working: "The results are being made anew…",
    done: ({ exchanged }, old) => `${exchanged.length ? `The two are exchanged from ${exchanged.map(WORDS.clock).join(", ")} on.` : "Nobody is exchanged any more."}`
      + (old.length ? ` Still of the earlier results: ${old.join(", ")}. Export them again.` : ""),
  },
  actions: {
    previous: ["k", "Previous"], next: ["j", "Next"], play: ["Enter", "Play from 3 s before"],
    confirm: ["c", "Confirm"], reject: ["r", "Reject"], unsure: ["u", "Not sure"],
    edit: ["e", "Correct"], add: ["a", "Add one here"], undo: ["z", "Undo"],
    figures: ["s", "Figures"], exchange: ["x", "Exchange the two"],
  },
  space: ["Space", "Play or pause"],
  form: {
    correct: "Correct this episode", add: "Add an episode",
    posture: "Posture", leader: "Who led", leader_side: "Side of the one who led",
    follower_side: "Side of the one who followed", leader_onset: "Led from, s",
    follower_onset: "Followed from, s", offset: "Shared until, s", note: "Note",
    now: "Take the time of the video", noSide: "none", left: "left", right: "right",
  },
};
