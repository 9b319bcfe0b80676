// What is shown of one profile, in the popup and in the page alike. Texts from pages and answers are only ever text.
globalThis.autoreach ??= {};

(() => {
  const DIMENSIONS = ["fit", "intent", "timing"];

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function show(each, visible) {
    each.hidden = !visible;
  }

  function scoreOf({ state, stateLabel, score }, offer) {
    if (state) return score === null ? stateLabel : `${stateLabel} · ${score} of 100`;
    return offer ? "Not scored for this offer" : "Not scored";
  }

  function partsOf(lead) {
    const known = DIMENSIONS.filter((name) => typeof lead[name] === "number");
    return known.map((name) => `${name[0].toUpperCase()}${name.slice(1)} ${lead[name]}`).join(" · ");
  }

  /** `show` and `hide` put the card into the page and take it out; the popup is always there. */
  autoreach.createCard = (root, { inPage = false, show: appear = () => {}, hide: disappear = () => {} } = {}) => {
    const who = element("p", { className: "who" });
    const badge = element("span", { className: "badge", textContent: "In CRM" });
    const status = element("p", { className: "status" });
    status.setAttribute("role", "status");
    const score = element("p", { className: "score" });
    const parts = element("p", { className: "soft" });
    const reason = element("p", { className: "reason" });
    const picker = element("select", { id: "offer" });
    const offerField = element("label", { className: "field" }, element("span", { textContent: "Offer" }), picker);
    const button = element("button", { type: "button", className: "primary" });
    const link = element("a", { className: "button", target: "_blank", rel: "noopener noreferrer" });
    link.textContent = "Open the lead";
    const close = element("button", { type: "button", className: "close", textContent: "×" });
    close.setAttribute("aria-label", "Hide AutoReach for this person");
    const section = element("section", { className: inPage ? "card floating" : "card" });
    section.setAttribute("aria-label", "AutoReach");
    const head = element("div", { className: "head" }, who, badge);
    if (inPage) head.append(close);
    section.append(head, status, score, parts, reason, offerField, element("div", { className: "actions" }, button, link));

    const style = new CSSStyleSheet();
    style.replaceSync(autoreach.cardStyle);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
    (inPage ? root : root.getElementById("profile")).append(section);

    let pressed = null;
    let chosen = null;
    let dismissed = false;
    // a click made by a script of the page is none of the user's
    button.addEventListener("click", (event) => event.isTrusted && pressed?.());
    picker.addEventListener("change", () => chosen?.(Number(picker.value)));
    close.addEventListener("click", dismiss);
    section.addEventListener("keydown", (event) => inPage && event.key === "Escape" && dismiss());

    function dismiss() {
      dismissed = true;
      disappear();
    }

    function clear() {
      dismissed = false;
      disappear();
    }

    function begin(profile, text, kind = "") {
      const heading = profile.name || profile.handle;
      if (who.textContent !== heading) who.textContent = heading;
      status.textContent = text;
      status.dataset.kind = kind;
      for (const each of [badge, score, parts, reason, link]) show(each, false);
      if (!dismissed) appear();
    }

    function showWaiting(profile, text) {
      const isNew = who.dataset.address !== profile.address;
      if (isNew) dismissed = false;
      who.dataset.address = profile.address;
      begin(profile, text);
      // what has the focus stays, so that it is not lost while the answer is awaited
      show(offerField, !isNew && !offerField.hidden);
      show(button, !isNew && !button.hidden);
      pressed = chosen = null;
      section.setAttribute("aria-busy", "true");
    }

    function showAnswer(profile, { offers, offer, lead, created }, actions) {
      section.setAttribute("aria-busy", "false");
      begin({ ...profile, name: lead?.name || profile.name }, lead ? "" : "Not in your leads yet.");
      if (created) status.textContent = "Added to your leads.";
      fillPicker(offers, offer);
      chosen = actions.choose;
      const lacksScore = lead && offer && !lead.state;
      offerButton(lead ? "Score for this offer" : "Add to Leads", () => actions.add(offers, offer), !lead || lacksScore);
      if (lead) showLead(lead, offer);
    }

    function fillPicker(offers, offer) {
      const listed = JSON.stringify(offers);
      // a list that is open stays as it is
      if (picker.dataset.listed !== listed) {
        picker.replaceChildren(...offers.map(({ id, name }) => element("option", { value: id, textContent: name })));
        picker.dataset.listed = listed;
      }
      if (offer) picker.value = offer;
      show(offerField, offers.length > 0);
    }

    function offerButton(text, action, visible) {
      const hadFocus = rootOf(button).activeElement === button;
      button.textContent = text;
      pressed = action;
      show(button, visible);
      if (hadFocus && !visible) queueMicrotask(() => link.focus());
    }

    function showLead(lead, offer) {
      show(badge, true);
      score.textContent = scoreOf(lead, offer);
      score.dataset.state = lead.state ?? "";
      parts.textContent = partsOf(lead);
      reason.textContent = lead.reason ?? "";
      for (const line of [score, parts, reason]) show(line, line.textContent);
      if (lead.page) link.href = lead.page;
      show(link, lead.page);
    }

    function showProblem(profile, { kind, text }, actions) {
      section.setAttribute("aria-busy", "false");
      const hint = inPage && kind === "unpaired" ? " Click AutoReach in the toolbar to do so." : "";
      begin(profile, `${text}${hint}`, "problem");
      show(offerField, false);
      offerButton("Try again", actions.retry, true);
    }

    clear();
    return { clear, showWaiting, showAnswer, showProblem };
  };

  function rootOf(node) {
    return node.getRootNode();
  }
})();
