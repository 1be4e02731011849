import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { toAwsError } from '../core/aws-error.ts';
import type { HttpRequest, HttpResponse } from '../core/http-message.ts';
import { readBody } from './body.ts';
import { rejectRequest } from './pipeline.ts';
import { AWS_JSON_1_1 } from './protocol.ts';

/** DynamoDB's largest request; bulk seeding may need more. */
const MAX_CALL_BYTES = 16 * 1024 * 1024;
const MAX_ADMIN_BYTES = 256 * 1024 * 1024;

/** Takes over a response and writes to it until its connection ends. Returns false for all other requests. */
export type Streaming = (request: HttpRequest, response: ServerResponse) => boolean;

/**
 * Creates a server that reads each request completely, then streams it or sends the response of `respond`. The header
 * `Date` has the time of `now`, in milliseconds.
 */
export function createHttpServer(
  respond: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse,
  stream: Streaming,
  now: () => number,
): Server {
  const date = dateHeader(now);
  const inProgress = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }>();
  const server = createServer(async (request, response) => {
    inProgress.set(request.socket, { request, response });
    let result: HttpResponse;
    try {
      const complete = requestOf(request, await readBody(request, limitOf(request)));
      if (stream(complete, response)) return;
      result = await respond(complete);
    } catch (error) {
      result = rejectRequest(AWS_JSON_1_1, toAwsError(error));
    }
    const { delivery } = result;
    if (delivery === 'hang') return;
    if (delivery === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (delivery !== undefined) await wait(delivery.late, undefined, { ref: false });
    if (response.destroyed) return;
    response.writeHead(result.status, {
      date: date(),
      ...result.headers,
      'content-length': Buffer.byteLength(result.body),
    });
    // A string is sent in one piece with the head.
    response.end(result.body);
  });
  // Malformed HTTP ends its connection, but not before the response to a complete request: that request is being
  // carried out, and its client must not see a failure.
  server.on('clientError', (_, socket) => {
    const { request, response } = inProgress.get(socket) ?? {};
    if (request?.complete && response?.writableEnded === false) response.on('close', () => socket.destroy());
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  // Clients reuse connections. Closing an idle one while a request arrives would look like a failure of AWS.
  server.keepAliveTimeout = 65_000;
  return server;
}

/** The header has whole seconds, so it is formatted once per second, as Node.js does. */
function dateHeader(now: () => number): () => string {
  let second = Number.NaN;
  let text = '';
  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) [second, text] = [current, new Date(current * 1000).toUTCString()];
    return text;
  };
}

function limitOf({ url = '' }: IncomingMessage): number {
  return url.startsWith('/_local/') ? MAX_ADMIN_BYTES : MAX_CALL_BYTES;
}

function requestOf(request: IncomingMessage, body: Buffer): HttpRequest {
  const { url = '', method = '' } = request;
  const [path = '', query = ''] = url === '/' ? [url] : url.split('?', 2);
  return { method, path, query, headers: singleHeaders(request), body };
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
  const single: Record<string, string> = {};
  for (const name in headers) single[name] = String(headers[name]);
  return single;
}

/** Resolves with the port. Rejects with a one-line message when the port is in use. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is in use on 127.0.0.1. Stop the process that uses it, or choose another port.`,
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
