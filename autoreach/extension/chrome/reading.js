// What the page says of the person it is about: the name and the headline of the top card, and nothing else.
globalThis.autoreach ??= {};

(() => {
  const LONGEST = 300;
  const OTHER_PEOPLE = "aside, nav, footer, dialog, [role=dialog], [role=complementary], [aria-hidden=true]";
  const LINKEDIN_HEADLINES = ".top-card-layout__headline, [data-anonymize=headline], .text-body-medium";
  const NO_TEXT = /^[^\p{L}]*$/u;
  const PRONOUNS = /^\(?\p{L}\p{Ll}{0,4}(\s?\/\s?\p{L}\p{Ll}{0,4})+\)?$/u;
  const DEGREE = /^[·•・].{0,40}$|^\d[\p{L}.]{0,3}\+?$/u;

  /** The text as it is seen: X draws emoji as pictures, and LinkedIn repeats lines for screen readers. */
  function textOf(element) {
    return tidy([...element.childNodes].map(seenText).join(""));
  }

  function seenText(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || isForScreenReadersOnly(node)) return "";
    if (node.localName === "br") return " ";
    return node.localName === "img" ? node.alt : [...node.childNodes].map(seenText).join("");
  }

  function isForScreenReadersOnly(element) {
    const { width, height } = element.getBoundingClientRect();
    return width <= 1 && height <= 1 && getComputedStyle(element).position === "absolute";
  }

  function tidy(text) {
    return Array.from(text.replace(/\s+/gu, " ").trim()).slice(0, LONGEST).join("");
  }

  function isSeen(element) {
    return element.checkVisibility({ visibilityProperty: true }) && !element.closest(OTHER_PEOPLE) && !floats(element);
  }

  /** Whether it stays while the page is scrolled, as a header does that repeats the name. */
  function floats(element) {
    for (let each = element; each; each = each.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(each).position)) return true;
    }
    return false;
  }

  function firstSeen(root, selector) {
    return [...root.querySelectorAll(selector)].find((element) => isSeen(element) && textOf(element)) ?? null;
  }

  // --- LinkedIn

  /** Whose page the card says it is: its links into the profile's own pages, such as the contact details. */
  function ownersNamedBy(card) {
    return [...card.querySelectorAll("a[href]")]
      .filter((link) => /\/(overlay|details|recent-activity|edit)\//.test(link.href))
      .map((link) => autoreach.profileAt(link.href))
      .filter(Boolean);
  }

  function isPageOf(profile) {
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const loaded = performance.getEntriesByType("navigation")[0]?.name;
    return [canonical, loaded].some((address) => address && autoreach.isSame(autoreach.profileAt(address), profile));
  }

  /** A page whose address changed without a load shows the previous person for a moment: their name is not taken. */
  function isCardOf(profile, heading) {
    const owners = ownersNamedBy(heading.closest("section") ?? heading.parentElement);
    if (owners.length) return owners.some((owner) => autoreach.isSame(owner, profile));
    const { previousHeading } = autoreach;
    return previousHeading === undefined ? isPageOf(profile) : textOf(heading) !== previousHeading;
  }

  function linkedInHeading() {
    const main = document.querySelector("main") ?? document.body;
    return firstSeen(main, "h1") ?? firstSeen(main, "section h2, section [role=heading]");
  }

  function follows(element, heading) {
    return heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  }

  function linkedInHeadline(heading) {
    const card = heading.closest("section") ?? heading.parentElement;
    const named = firstSeen(card, LINKEDIN_HEADLINES);
    if (named) return textOf(named).replace(NO_TEXT, "");
    const lines = [...card.querySelectorAll("p, div, span, h2")].filter(
      (line) => follows(line, heading) && !line.contains(heading) && isSeen(line) && isLine(line),
    );
    return lines.map(textOf).find((text) => ![NO_TEXT, PRONOUNS, DEGREE].some((aside) => aside.test(text))) ?? "";
  }

  function isLine(line) {
    return !line.closest("a, button, ul, ol, h1") && !line.querySelector("p, div, h1, h2, h3, a, button, ul");
  }

  /** The pages below a profile, such as its activity, have headings of their own. */
  function hasTopCard() {
    return /\/in\/[^/]+\/?(overlay\/.*|[a-z]{2}\/?)?$/.test(location.pathname);
  }

  function readLinkedIn(profile) {
    const heading = hasTopCard() && linkedInHeading();
    if (!heading || !isCardOf(profile, heading)) return {};
    return { name: textOf(heading), headline: linkedInHeadline(heading) };
  }

  // --- X

  function xCard({ handle }) {
    const cards = [...document.querySelectorAll("[data-testid=primaryColumn] [data-testid=UserName]")];
    return cards.find((card) => [...card.querySelectorAll("span")].some((span) => isHandle(span.textContent, handle)));
  }

  function isHandle(text, handle) {
    return text.trim().toLowerCase() === `@${handle}`;
  }

  function readX(profile) {
    const card = xCard(profile);
    if (!card) return { name: nameInTitle(profile) };
    const name = textOf(card.querySelector("[dir=ltr], [dir=rtl], [dir=auto]") ?? card.firstElementChild ?? card);
    const bio = document.querySelector("[data-testid=primaryColumn] [data-testid=UserDescription]");
    return { name: isHandle(name, profile.handle) ? "" : name, headline: bio ? textOf(bio) : "" };
  }

  function nameInTitle({ handle }) {
    const [, name, named] = /^(?:\(\d+\+?\) )?(.+) \(@(\w+)\)/u.exec(document.title) ?? [];
    return named?.toLowerCase() === handle ? tidy(name) : "";
  }

  const READERS = { linkedin: readLinkedIn, x: readX };

  /** The address, name and headline of the profile this page is about; null where it is about none. */
  function readProfile() {
    const profile = autoreach.profileAt(location.href);
    return profile && { name: "", headline: "", ...READERS[profile.site](profile), ...profile };
  }

  /** Remembers the heading that is there when the address changes, so that it is not taken for the next person's. */
  function noteHeading() {
    const heading = autoreach.siteOf(location.href) === "linkedin" ? linkedInHeading() : null;
    autoreach.previousHeading = heading ? textOf(heading) : "";
  }

  Object.assign(autoreach, { readProfile, noteHeading });
})();
