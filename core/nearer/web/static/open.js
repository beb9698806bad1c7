// Asks whether a page that waits has opened, says so, and draws it again; more rarely when nobody has come for some minutes.
const waiting = document.querySelector("[data-live]");
const OFTEN = 2500, RARELY = 15_000, SOON_FOR = 4 * 60_000, TO_BE_HEARD = 1200;
let begun = performance.now(), timer;

const pause = () => (performance.now() - begun < SOON_FOR ? OFTEN : RARELY);

function draw() {
  waiting.nextElementSibling.textContent = waiting.dataset.opened;
  setTimeout(() => location.reload(), TO_BE_HEARD);
}

async function ask() {
  clearTimeout(timer);
  if (document.visibilityState !== "visible") return;
  try {
    const reply = await fetch(waiting.dataset.live);
    if (reply.status === 401 || reply.status === 403) return location.reload();
    if (reply.ok && (await reply.json()).open) return draw();
  } catch { /* the connection comes back, and the next time will do */ }
  timer = setTimeout(ask, pause());
}

if (waiting) {
  timer = setTimeout(ask, OFTEN);
  document.addEventListener("visibilitychange", () => {
    begun = performance.now();
    ask();
  });
  addEventListener("online", ask);
}
