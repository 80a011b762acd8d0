// The reply to a question: whole, or as events while a language model writes it.
"use strict";

Dalil.live = (() => {
  const isStream = (reply) => (reply.headers.get("Content-Type") || "").startsWith("text/event-stream");

  // The events of a stream, until `take` gives something; null where it breaks off before.
  async function events(reply, take) {
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { done, value } = await reader.read();
      if (done) return null;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? []; // others are heartbeats
        const taken = name && take(name, JSON.parse(data));
        if (taken) return taken;
      }
    }
  }

  // {status, wait, body}: `wait` is in seconds; `hear` is called with the HTML of each sentence.
  async function read(reply, hear) {
    const wait = Number(reply.headers.get("Retry-After"));
    if (!isStream(reply)) return { status: reply.status, wait, body: await reply.json().catch(() => null) };
    return events(reply, (name, data) => {
      if (name === "sentence") hear(data.html);
      if (name === "answer") return { status: 200, wait, body: data };
      if (name === "problem") return { status: data.status, wait: data.retry_after, body: data };
    });
  }

  return { read };
})();
