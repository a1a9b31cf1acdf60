// One stream of what changed, without a gap: it is opened with how long ago its readers were last
// in step, and the server says what was told since. After too long everything is asked for again.
const PATIENCE = 3000; // a stream that is back by then was never missed
const KEPT = 60000; // the server remembers no longer
const SOON = 500;
const SLACK = 1000; // what was told while the request was on its way

// What was told lately, and when by the browser's clock.
export function createMemory() {
  let kept = [];
  return {
    keep(item) {
      const now = Date.now();
      kept = kept.filter(({ at }) => at > now - KEPT);
      kept.push({ at: now, item });
      return now;
    },
    // Each once, however often it was told.
    since(moment) {
      const told = kept.filter(({ at }) => at >= moment).map(({ item }) => JSON.stringify(item));
      return [...new Set(told)].map((item) => JSON.parse(item));
    },
  };
}

export const AGAIN = { what: "reconnected" };

export function createStream(tell) {
  let url = "";
  let source = null;
  let from = Infinity; // nothing told after it has passed this stream by
  let inStep = Infinity; // what was told before is known to every reader
  const recent = createMemory();
  let wait = SOON;
  let losing = 0;
  let coming = 0;
  let lost = false;
  let whole = false; // all that was missed has been said

  function said(message) {
    const now = recent.keep(message);
    if (whole) inStep = now;
    tell(message);
  }

  // The server's beat, the first one after all that was missed.
  function alive() {
    whole = true;
    inStep = Date.now();
    wait = SOON;
  }

  function opened(missed) {
    clearTimeout(losing);
    losing = 0;
    if (missed > KEPT) tell(AGAIN);
    else if (lost) tell({ what: "found" });
    lost = false;
  }

  function failed() {
    source.close();
    source = null;
    losing ||= setTimeout(() => {
      lost = true;
      tell({ what: "lost" });
    }, PATIENCE);
    coming = setTimeout(open, wait);
    wait = Math.min(wait * 2, 60000);
  }

  function open() {
    clearTimeout(coming);
    if (source) return;
    whole = false;
    from = Math.min(inStep, Date.now()) - SLACK;
    const missed = Date.now() - from;
    source = new EventSource(`${url}?missed=${Math.min(Math.ceil(missed), KEPT)}`);
    source.onopen = () => opened(missed);
    source.onmessage = ({ data }) => said(JSON.parse(data));
    source.addEventListener("alive", alive);
    source.onerror = failed;
  }

  return {
    // A reader joins who knows all that was told before `since` (ms of the browser's clock).
    join(at, since, say) {
      url = at;
      if (!source) inStep = Math.min(inStep, since);
      else if (since - SLACK < from) say(AGAIN);
      else recent.since(since - SLACK).forEach((message) => say(message));
    },
    open,
    close() {
      source?.close();
      source = null;
      clearTimeout(losing);
      clearTimeout(coming);
      losing = 0;
    },
  };
}
