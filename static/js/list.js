// Keyboard and selection of lists: j k x Enter / ? Esc, shift-click, "select page".
(() => {
  const rows = () => [...document.querySelectorAll("[data-list] tr[data-row]")];
  const boxes = () => [...document.querySelectorAll("[data-list] input[name=lead]")];
  const focused = () => document.querySelector("[data-list] tr.focused");
  let lastTicked = null;

  function focusRow(row) {
    if (!row) return;
    focused()?.classList.remove("focused");
    row.classList.add("focused");
    row.querySelector("a")?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function move(step) {
    const all = rows();
    const at = all.indexOf(focused());
    focusRow(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)]);
  }

  function showSelection() {
    const ticked = boxes().filter((box) => box.checked).length;
    for (const place of document.querySelectorAll("[data-selected-count]")) {
      const everything = place.closest("form").querySelector("[name=everything]:checked");
      place.textContent = everything ? "All selected" : `${ticked.toLocaleString()} selected`;
    }
    const all = document.querySelector("[data-select-page]");
    if (!all) return;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    const everything = document.querySelector("[data-list] [name=everything]");
    if (everything?.checked && !ticked) everything.checked = false;
  }

  function clearSelection() {
    const any = boxes().some((box) => box.checked);
    for (const box of boxes()) box.checked = false;
    showSelection();
    return any;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-page]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.closest("[data-list]")) showSelection();
  });

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-list] input[name=lead]");
    if (box) {
      const all = boxes();
      if (event.shiftKey && lastTicked && all.includes(lastTicked)) {
        const [from, to] = [all.indexOf(lastTicked), all.indexOf(box)].sort((a, b) => a - b);
        for (const between of all.slice(from, to + 1)) between.checked = box.checked;
        showSelection();
      }
      lastTicked = box;
      return;
    }
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label") && !String(getSelection())) {
      row.querySelector("a.row-link")?.click();
    }
  });

  const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    x: () => focused()?.querySelector("input[name=lead]")?.click(),
    Enter: (event) => !event.target.matches("a, button, summary, input") && focused()?.querySelector("a")?.click(),
    "/": (event) => {
      const box = document.querySelector("input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    },
    "?": () => document.getElementById("keys").showModal(),
    Escape: () => closePanel() || clearSelection(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], :popover-open")) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (Object.hasOwn(keys, event.key)) keys[event.key](event);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.detail.elt.closest?.("tr[data-row]");
    if (!row) return;
    document.querySelector("tr[aria-current]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    focusRow(row);
  });

  // A reload that the user did not ask for waits while a menu of the list is open: what is typed in it would be gone.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (!/^(lead|work):progress$/.test(requestConfig.triggeringEvent?.type)) return;
    const menu = target.matches("[data-list]") && target.querySelector(":popover-open");
    if (!menu) return;
    event.detail.shouldSwap = false;
    menu.addEventListener("toggle", () => htmx.trigger(document.body, "lead:progress"), { once: true });
  });

  // What becomes of an open lead reloads the list beside it: what is ticked, and which row is open, stays.
  let ticked = [];
  let everything = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.target.matches("[data-list]")) return;
    const keeps = event.detail.requestConfig.triggeringEvent?.type === "lead:progress";
    ticked = boxes().filter((box) => keeps && box.checked).map((box) => box.value);
    everything = keeps && Boolean(document.querySelector("[data-list] [name=everything]:checked"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches("[data-list]")) restoreRows();
    showSelection();
  });

  function restoreRows() {
    for (const box of boxes()) box.checked ||= ticked.includes(box.value);
    const all = document.querySelector("[data-list] [name=everything]");
    if (all) all.checked ||= everything;
    const open = rows().find((row) => row.querySelector("a.row-link")?.pathname === location.pathname);
    open?.setAttribute("aria-current", "true");
    open?.classList.add("focused");
  }

  showSelection();
})();
