// Asks now and then whether a page that waits has opened, and draws it again when it has.
const waiting = document.querySelector("[data-live]");
const EVERY = 30_000;

async function ask() {
  if (document.visibilityState === "visible") {
    try {
      const reply = await fetch(waiting.dataset.live);
      if (reply.ok && (await reply.json()).open) return location.reload();
    } catch { /* the next time will do */ }
  }
  setTimeout(ask, EVERY);
}

if (waiting) setTimeout(ask, EVERY);
