// On a narrow window the filters open over the results, as a dialog. It takes the filters of the page in, also those that
// a choice has brought, and puts them back when it closes. Without script the button leads down to them.

const narrow = matchMedia("(max-width: 58rem)"); // as in search.css, where the filters leave the results' side
const dialog = document.createElement("dialog");
const content = document.createElement("div");
const done = document.createElement("button");
const place = document.createComment("filters");

dialog.className = "filters";
dialog.setAttribute("aria-labelledby", "refine-title");
done.type = "button";
done.addEventListener("click", () => dialog.close());
dialog.append(content, done);
document.body.append(dialog);

function take() {
  const filters = document.querySelector("main .refine");
  if (!filters) return dialog.close();
  done.textContent = filters.dataset.done;
  filters.replaceWith(place);
  content.replaceChildren(filters);
}

document.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close(); // beside it
  if (!event.target.closest("a.to-refine")) return;
  event.preventDefault();
  take();
  dialog.showModal();
});

dialog.addEventListener("close", () => {
  if (place.isConnected) place.replaceWith(...content.childNodes);
  content.replaceChildren();
  document.querySelector(".to-refine")?.focus();
});

document.addEventListener("shown", () => {
  if (dialog.open) take();
});

narrow.addEventListener("change", () => dialog.close());
