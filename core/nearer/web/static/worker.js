// Keeps the shell for when there is no connection, and nothing else: static files, and one page without content.
const SHELL = "shell", OFFLINE = "/offline";
const PLACES = /^\/(s|r|p|i|start|help|look)(\/|$)/;

async function keep() {
  const cache = await caches.open(SHELL);
  const page = await fetch(OFFLINE, { cache: "reload" });
  await cache.put(OFFLINE, page.clone());
  const files = (await page.text()).match(/\/static\/[^"]+/g);
  await cache.addAll(files);
}

async function fromShell(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const reply = await fetch(request);
  if (reply.ok) (await caches.open(SHELL)).put(request, reply.clone());
  return reply;
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromShell(request));
  else if (request.mode === "navigate" && PLACES.test(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  }
});
