#!/usr/bin/env node
// A worker for Node.js 18 or newer, without dependencies: worker.mjs [PORT]
//
// It remembers in memory which runs it carried out, so that a second request of a run gets the first one's answer. That is
// enough for jobs that may be done again after a restart of the worker; worker.py shows how to remember for good.
import { createServer } from "node:http";

const port = Number(process.argv[2] ?? 8080);
const largestBody = 1 << 20;
const remembered = 100_000;
const runs = new Map(); // run id -> the promise of its answer

// The job. Put yours here.
async function work({ task, scheduledAt, body }) {
  return `${task} for ${scheduledAt} done, ${body.length} bytes`;
}

function once(run, job) {
  if (!runs.has(run)) {
    if (runs.size >= remembered) runs.delete(runs.keys().next().value);
    const answer = work(job);
    runs.set(run, answer);
    answer.catch(() => runs.delete(run)); // a failed run may be tried again
  }
  return runs.get(run);
}

async function bodyOf(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody) throw Object.assign(new Error("the body is too large"), { status: 413 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function handle(request) {
  if (request.method === "GET") return "ok";
  const { "nono-run-id": run, "nono-task": task, "nono-scheduled-at": scheduledAt } = request.headers;
  if (!run || !task) throw Object.assign(new Error("this is no request of a scheduler"), { status: 400 });
  const attempt = request.headers["nono-attempt"];
  const redelivery = request.headers["nono-redelivery"] === "true";
  console.log(JSON.stringify({ task, run, scheduledAt, attempt, redelivery }));
  return once(run, { task, scheduledAt, body: await bodyOf(request) });
}

const server = createServer(async (request, response) => {
  const answer = (status, text) => response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(text);
  try {
    answer(200, await handle(request));
  } catch (error) {
    answer(error.status ?? 500, error.message);
  }
});
server.listen(port, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${port}`));
