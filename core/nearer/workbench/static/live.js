// Looks whether a file has changed, and shows the page anew; sends the choices as soon as one is made.

const stamp = document.getElementById("live").dataset.stamp;

async function look() {
  try {
    const answer = await fetch("/live", { cache: "no-store" });
    if ((await answer.json()).stamp !== stamp) {
      location.reload();
      return;
    }
  } catch {
    // The workbench was ended; it may come back.
  }
  setTimeout(look, 700);
}

const choices = document.getElementById("choices");
if (choices) {
  choices.addEventListener("change", () => choices.requestSubmit());
}
setTimeout(look, 700);
