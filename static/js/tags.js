// Fields of tags: the textarea keeps one entry a line and is what the form sends; the server says what a tag means.
for (const field of document.querySelectorAll("[data-tags]")) {
  const textarea = field.querySelector("textarea");
  const box = field.querySelector(".tags");
  const list = box.querySelector("ul");
  const entry = box.querySelector("input");
  // "Munich," and then "Germany" are one place: the server decides which commas separate.
  let afterComma = false;
  let sent = "";

  textarea.hidden = true;
  box.hidden = false;
  field.querySelector("label").htmlFor = entry.id;

  const entries = () => [...list.children].map((tag) => tag.dataset.entry);

  function changed() {
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    htmx.trigger(list, "tags:changed");
  }

  function add(text, byComma) {
    text = text.trim().replace(/^,+|,+$/g, "").trim();
    entry.value = "";
    if (!text) return;
    const before = textarea.value.trimEnd();
    textarea.value = before ? before + (afterComma ? ", " : "\n") + text : text;
    afterComma = byComma;
    changed();
  }

  function remove(tag) {
    tag.remove();
    const lines = textarea.value.split("\n");
    lines.splice(lines.indexOf(tag.dataset.entry), 1);
    textarea.value = lines.join("\n");
    afterComma = false;
    changed();
    entry.focus();
  }

  entry.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      add(entry.value, false);
    } else if (event.key === "Backspace" && !entry.value && list.lastElementChild) remove(list.lastElementChild);
  });
  entry.addEventListener("input", (event) => {
    event.stopPropagation(); // what is half typed is not yet part of the form
    if (event.inputType === "insertReplacementText") add(entry.value, false); // a suggestion was chosen
    else if (entry.value.endsWith(",")) add(entry.value, true);
    else if (entry.value.endsWith(";")) add(entry.value.slice(0, -1), false);
  });
  entry.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\n,;\t]/.test(text)) return;
    event.preventDefault();
    add(entry.value + text.replaceAll("\t", "\n"), false);
  });
  entry.addEventListener("blur", () => add(entry.value, false));
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-tag]");
    if (button) remove(button.closest("li"));
  });
  list.addEventListener("htmx:configRequest", () => {
    sent = textarea.value;
  });
  list.addEventListener("htmx:afterSwap", () => {
    if (textarea.value === sent) textarea.value = entries().join("\n");
  });
  box.addEventListener("click", (event) => event.target === box && entry.focus());
}

// Enter in the field of a part adds it; in the other fields it saves the offer.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.target.id !== "id_add_part") return;
  event.preventDefault();
  document.getElementById("add-part-button").click();
});
