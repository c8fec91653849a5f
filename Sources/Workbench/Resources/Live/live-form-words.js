"use strict";
// Every sentence of the page on which a live session is begun.
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
  choose: "choose",
  played: (name) => `${name}, played as if it happened now`,
  unusable: (camera) => `${camera.name}: cannot be used`,
  cameras: (usable, faults) => [usable === 0 ? "There is no camera that can be used." : `${usable} ${usable === 1 ? "camera" : "cameras"} can be used.`, ...faults].join(" "),
  phase: (session) => `${session.name} ${{ beginning: "begins: the camera is opened", running: "is being measured", ending: "ends: the results are made", done: "is over; its report is on the list of sessions", failed: "has ended:" }[session.phase]}`,
  lost: "Attune no longer answers: start it again.",
};
