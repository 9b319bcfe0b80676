// One person after the other in one card: what is answered late about the last is never shown on the next.
globalThis.autoreach ??= {};

// A new lead is enriched and scored within seconds, as a rule.
autoreach.UNTIL_NEXT_LOOK = 3_000;
autoreach.MOST_LOOKS = 20;

/**
 * `read` gives the name and headline of a profile as its page says them by now. `leave` is called where the user no
 * longer allows the page, `unpaired` where there is no valid token.
 */
autoreach.followProfiles = ({ card, read, leave = () => {}, unpaired = () => {} }) => {
  let current = null;
  let question = 0;
  let waiting = false;
  let timer = null;
  let looks = 0;

  function arriveAt(profile) {
    if (profile && current && autoreach.isSame(profile, current)) return;
    current = profile;
    question++;
    looks = 0;
    clearTimeout(timer);
    if (profile) lookUp();
    else card.clear();
  }

  function lookUp({ offer, quietly = false } = {}) {
    if (quietly && waiting) return;
    if (!quietly) card.showWaiting(current, "Looking up…");
    ask({ ask: "look-up", offer }, showAnswer);
  }

  async function add(offers, offer) {
    const asked = current;
    card.showWaiting(asked, "Adding…");
    const { name, headline } = (await read(asked)) ?? {};
    if (current !== asked) return;
    await ask({ ask: "add", name: name ?? "", headline: headline ?? "", offer }, ({ lead, created }) =>
      showAnswer({ offers, offer, lead, created }),
    );
  }

  async function ask(message, show) {
    const mine = ++question;
    clearTimeout(timer);
    waiting = true;
    const answer = await send({ ...message, address: current.address });
    if (mine !== question) return;
    const name = current.name || (await read(current))?.name;
    if (mine !== question) return;
    waiting = false;
    current.name = name;
    if (answer?.leave) leave();
    else if (!answer || answer.problem) showProblem(answer?.problem ?? LOST);
    else show(answer);
  }

  function showAnswer(answer) {
    card.showAnswer(current, answer, actions);
    if (answer.lead?.state === "analyzing" && looks++ < autoreach.MOST_LOOKS) timer = setTimeout(refresh, autoreach.UNTIL_NEXT_LOOK);
  }

  function refresh() {
    if (current) lookUp({ quietly: true });
  }

  function showProblem(problem) {
    card.showProblem(current, problem, actions);
    if (problem.kind === "unpaired") unpaired();
  }

  const LOST = { kind: "failed", text: "The extension does not answer. Load this page again." };
  const actions = { add, retry: () => lookUp(), choose: (offer) => lookUp({ offer }) };

  return { arriveAt, refresh };

  async function send(message) {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return null;
    }
  }
};
