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

  textarea.addEventListener("change", () => htmx.trigger(list, "tags:changed")); // filled in before it was hidden

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

// A part that is added waits in a hidden field until an answer holds it; a newer request carries it, too.
const understood = document.getElementById("understood");
const part = document.getElementById("id_add_part");

function addPart(event) {
  event.preventDefault();
  if (!part.value.trim()) return;
  const added = Object.assign(document.createElement("input"), { type: "hidden", name: "add_part", value: part.value });
  understood.append(added);
  part.value = "";
  added.dispatchEvent(new Event("change", { bubbles: true }));
}

document.getElementById("add-part-button").addEventListener("click", addPart);
// Enter in the field of a part adds it; in the other fields it saves the offer.
part.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) addPart(event);
});
understood.addEventListener("htmx:configRequest", (event) => {
  for (const { name, value } of understood.querySelectorAll("[name=add_part]")) event.detail.formData.append(name, value);
});
understood.addEventListener("htmx:afterSwap", () => {
  part.value ||= understood.querySelector("[data-unknown]")?.dataset.unknown ?? "";
});
