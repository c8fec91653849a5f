"use strict";
// Every sentence of the page that lists sessions.
const WORDS = {
  folder: (path) => `In ${path}`,
  empty: "There is no session here yet. Put a recording into this folder and choose “Measure a recording”.",
  lost: "Attune no longer answers: it was ended, or the computer slept. What was measured is kept; start it again.",
  count: (shown, all) => (shown === all ? `${all} ${all === 1 ? "session" : "sessions"}` : `${shown} of ${all} sessions`),
  states: {
    measuring: "being measured",
    interrupted: "interrupted",
    stopped: "ended early",
    done: "done",
    withdrawn: "withdrawn",
    unreadable: "cannot be read",
  },
  above: "under way, see above",
  hints: {
    interrupted: "What was measured is kept; it goes on from there.",
    stopped: "The part that was measured has been analysed.",
    withdrawn: "Somebody took their consent back.",
  },
  percent: (share) => `${Math.floor(share * 100)} %`,
  seen: (person) => `${person.seat}: ${person.seen === null ? "not known" : Math.round(person.seen * 100) + " %"}`,
  seenLittle: 0.8,
  // Without a number where nothing can be said: none found is not none there.
  episodes(entry) {
    if (!entry.results) return "";
    if (entry.hidden) return "hidden until reviewed";
    return entry.episodes === null ? "cannot be told" : String(entry.episodes);
  },
  consent: {
    none: "no consent file",
    withdrawn: "taken back",
    noEnd: "no last day",
    ended: (day) => `ended on ${day}`,
    soon: (day, days) => `ends on ${day}, ${days === 0 ? "today" : days === 1 ? "tomorrow" : `in ${days} days`}`,
    until: (day) => `until ${day}`,
    soonDays: 30,
  },
  length(seconds) {
    const minutes = Math.round(seconds / 60);
    if (seconds < 100) return `${Math.round(seconds)} s`;
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  },
  work: {
    state(session) {
      if (session.state !== "measuring") {
        return { waiting: "waits for its turn", paused: "paused; what was measured is kept", failed: "could not be measured", done: "done. Please look:" }[session.state];
      }
      const left = session.left === null ? "" : `, ${WORDS.length(session.left)} left`;
      return session.share < 1 ? `${WORDS.percent(session.share)} measured${left}` : "measured; being compared with chance";
    },
    pause: "Pause",
    resume: "Go on",
    again: "Try again",
    remove: "Remove from this list",
  },
  jobs: {
    kinds: ["study", "drawing", "export", "scores"],
    title: (job) => `${{ study: "Study", drawing: "Page of", export: "Files of", scores: "Scores of" }[job.kind]} ${job.name}`,
    state(job) {
      if (job.state !== "running") {
        return { waiting: "waits for its turn", stopped: "stopped; nothing of it was kept", failed: "could not be done:", done: "done" }[job.state];
      }
      return job.doing ? `${job.doing}, ${WORDS.percent(job.share)}` : "begins";
    },
    stop: "Stop",
    remove: "Remove from this list",
    open: "Open the study",
    openOf: (name) => `Page of the study ${name}, in a tab of its own`,
    draw: "Draw its page",
    drawn: "Its page is drawn anew when Attune was started again, or a session has changed. Nothing is lost.",
    scored: "The results are made anew; the report says with which settings.",
    files: (names) => `Written into the session’s folder: ${names.join(", ")}.`,
  },
  more: "Files, consent",
  moreOf: (name) => `Files and consent of ${name}`,
  report: (name) => `Report of ${name}, in a tab of its own`,
  // How many episodes each coder has not looked at; of one who does not see them nobody says.
  review: (reviews) => (reviews.length === 0 ? "Review" : `Review (${reviews.map((review) => `${review.coder}: ${review.left ?? "?"} left`).join(", ")})`),
  reviewOf: (name, words) => `${words} of ${name}`,
};
