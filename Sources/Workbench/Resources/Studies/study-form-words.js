"use strict";
// Every sentence of the page on which a study is made.
const WORDS = {
  none: "No session here has results yet.",
  person: (person) => (person.id === null ? person.seat : `${person.id} (${person.seat})`),
  reviewed: (coders) => `reviewed by ${coders.join(", ")}`,
  chosen: (sessions, dyads) => `${sessions} ${sessions === 1 ? "session is" : "sessions are"} chosen, of ${dyads} ${dyads === 1 ? "dyad" : "dyads"}.`,
  seats: (names) => `The seats are not the same in all of them (${names.join("; ")}): who leads is told of those alone that have the seats of the first.`,
  measured: "as they were measured",
  by: (coder, count, all) => `as ${coder} reviewed them (${count} of ${all} sessions)`,
  noTable: "none",
  lost: "Attune no longer answers: start it again.",
};
