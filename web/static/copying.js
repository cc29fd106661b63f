// A button that puts the references of the page on the clipboard, where there is one to be written to.

const formats = document.querySelector(".formats[data-copy]");
const references = [...document.querySelectorAll(".reference")];

// Where the archive has not been told its own address, a page states only paths; the browser knows the rest
function text(reference) {
  const link = reference.querySelector("a");
  const whole = new URL(link.textContent, location.href).href;
  return reference.textContent.replace(link.textContent, () => whole).replace(/\s+/g, " ").trim();
}

if (formats && references.length && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = formats.dataset.copy;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(references.map(text).join("\n"));
      button.textContent = document.getElementById("told").textContent = formats.dataset.copied;
    } catch {
      // Not allowed: selected, so that the reader's own keys copy it
      getSelection().setBaseAndExtent(references[0], 0, references.at(-1), references.at(-1).childNodes.length);
    }
  });
  formats.append(button);
}
