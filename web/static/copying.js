// A button that puts the references of the page on the clipboard, where there is one to be written to.

const formats = document.querySelector(".formats[data-copy]");
const references = [...document.querySelectorAll(".reference")];

if (formats && references.length && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = formats.dataset.copy;
  button.addEventListener("click", async () => {
    try {
      const lines = references.map((reference) => reference.textContent.replace(/\s+/g, " ").trim());
      await navigator.clipboard.writeText(lines.join("\n"));
      button.textContent = document.getElementById("told").textContent = formats.dataset.copied;
    } catch {
      // Not allowed: selected, so that the reader's own keys copy it
      getSelection().setBaseAndExtent(references[0], 0, references.at(-1), references.at(-1).childNodes.length);
    }
  });
  formats.append(button);
}
