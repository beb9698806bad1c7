// Small comforts of every page: buttons that copy what stands in a read-only field, and keys for what is pressed most.

for (const field of document.querySelectorAll("input[readonly], textarea[readonly]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tight quiet";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      return;
    }
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  field.after(button);
}

// Alt and a letter press what says so in aria-keyshortcuts. By the place of the key: Alt makes other signs on some keyboards.
addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !event.code.startsWith("Key")) return;
  const pressed = document.querySelector(`[aria-keyshortcuts="Alt+${event.code.slice(3)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});
