// Lets this device keep the shell, so that a page without a connection is one of ours.
navigator.serviceWorker?.register("/worker.js").catch(() => undefined);
