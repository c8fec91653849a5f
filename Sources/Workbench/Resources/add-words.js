"use strict";
// Every sentence of the page that adds a session.
const WORDS = {
  seat: "Seat, such as therapist",
  id: "Code, such as C01",
  signed: "Signed on",
  expires: "Holds until",
  scopes: "Agreed to",
  scope: {
    analysis: "measuring the recording",
    live: "measuring while a session runs",
    video: "showing the picture on the live page",
    "review-clip": "a clip of skeletons on black",
    sharing: "giving the results to others",
    breathing: "measuring breathing, which is health data",
  },
  standard: "standard",
  none: "No recording is in this folder or below it.",
  chosen(names) {
    if (names.length === 0) return "None is chosen.";
    if (names.length === 1) return `${names[0]}, of both people`;
    if (names.length === 2) return `${names[0]} of the first person, ${names[1]} of the second`;
    return `${names.length} are chosen, and a session has one or two: take some back.`;
  },
  more: (count) => `${count} more: say above what the name has.`,
  size: (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`),
  check: {
    looking: "Looking at the first minute …",
    usable: "Both people are found. What can be told of each:",
    unusable: "Not both people can be measured in this recording. What was seen:",
    advice: "What to change about the camera next time, the gravest first:",
  },
  lost: "Attune no longer answers: start it again.",
};
