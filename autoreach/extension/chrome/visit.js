// One person after the other in one card: what is answered late about the last is never shown on the next.
globalThis.autoreach ??= {};

/**
 * `read` gives the name and headline of a profile as its page says them by now. `leave` is called where the user no
 * longer allows the page, `unpaired` where there is no valid token.
 */
autoreach.followProfiles = ({ card, read, leave = () => {}, unpaired = () => {} }) => {
  let current = null;
  let question = 0;
  let waiting = false;

  function arriveAt(profile) {
    if (profile && current && autoreach.isSame(profile, current)) return;
    current = profile;
    question++;
    if (profile) lookUp();
    else card.clear();
  }

  function lookUp({ offer, quietly = false } = {}) {
    if (quietly && waiting) return undefined;
    if (!quietly) card.showWaiting(current, "Looking up…");
    return ask({ ask: "look-up", offer }, (answer) => card.showAnswer(current, answer, actions));
  }

  async function add(offers, offer) {
    const asked = current;
    card.showWaiting(asked, "Adding…");
    const { name, headline } = (await read(asked)) ?? {};
    if (current !== asked) return;
    await ask({ ask: "add", name: name ?? "", headline: headline ?? "", offer }, ({ lead }) =>
      card.showAnswer(asked, { offers, offer, lead, added: true }, actions),
    );
  }

  async function ask(message, show) {
    const mine = ++question;
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

  function showProblem(problem) {
    card.showProblem(current, problem, actions);
    if (problem.kind === "unpaired") unpaired();
  }

  const LOST = { kind: "failed", text: "The extension does not answer. Load this page again." };
  const actions = { add, retry: () => lookUp(), choose: (offer) => lookUp({ offer }) };

  return { arriveAt, refresh: () => current && lookUp({ quietly: true }) };

  async function send(message) {
    try {
      return await chrome.runtime.sendMessage(message);
    } catch {
      return null;
    }
  }
};
