// A button at each piece of markup that puts it on the clipboard, where there is one to be written to.

for (const text of navigator.clipboard ? document.querySelectorAll("pre[data-copy]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = document.getElementById("told").textContent = text.dataset.copied;
    } catch {
      // Not allowed: selected, so that the reader's own keys copy it
      getSelection().selectAllChildren(text);
    }
  });
  text.after(button);
}
