// Lets two devices in one talk follow each other: asks for the number of the next move, and draws the page again when it has changed.
const here = document.querySelector("[data-follow]");
const EVERY = "slow" in (here?.dataset ?? {}) ? 30_000 : 1000;
const ANSWERED = 10_000;
let pressed = -ANSWERED;

async function ask() {
  if (document.visibilityState === "visible") {
    try {
      const reply = await fetch(`${here.dataset.follow}/script/at`);
      // A page that came from a press is not asked for again as it is: that would press once more.
      const isNew = reply.ok && String((await reply.json()).n) !== here.dataset.at;
      // Nor is what a press leads to overtaken by the same news asked for from here.
      if (isNew && performance.now() - pressed > ANSWERED) return location.replace(here.dataset.follow);
    } catch { /* the connection comes back, and the talk waits where it was */ }
  }
  setTimeout(ask, EVERY);
}

if (here) {
  here.hidden = true;
  addEventListener("submit", () => { pressed = performance.now(); });
  setTimeout(ask, EVERY);
}
