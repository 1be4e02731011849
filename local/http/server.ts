import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, AwsError, awsJsonError, withRequestId } from './answer.ts';
import { readBody } from './body.ts';
import type { HttpRequest } from './dispatch.ts';

/** DynamoDB's largest request; bulk seeding may need more. */
const largestCall = 16 * 1024 * 1024;
const largestControl = 256 * 1024 * 1024;

/** Takes a response over and goes on writing until its connection ends; false where the request is none of its. */
export type Streaming = (request: HttpRequest, response: ServerResponse) => boolean;

/** A server that reads each request whole and writes what `answer` makes of it, or leaves it to `stream`. */
export function createHttpServer(
  answer: (request: HttpRequest) => Promise<Answer> | Answer,
  stream: Streaming,
): Server {
  const underWay = new WeakMap<Duplex, { request: IncomingMessage; response: ServerResponse }>();
  const server = createServer(async (request, response) => {
    underWay.set(request.socket, { request, response });
    let answered: Answer;
    try {
      const whole = requestOf(request, await readBody(request, limitOf(request)));
      if (stream(whole, response)) return;
      answered = await answer(whole);
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
      answered = withRequestId(awsJsonError('1.1', known), randomUUID());
    }
    if (answered.fate === 'hang') return;
    if (answered.fate === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (answered.fate !== undefined) await wait(answered.fate.late, undefined, { ref: false });
    if (response.destroyed) return;
    response.writeHead(answered.status, {
      ...answered.headers,
      'content-length': Buffer.byteLength(answered.body),
    });
    // As a string it leaves in one piece with the head.
    response.end(answered.body);
  });
  // What is no HTTP ends its connection, but never before the answer to a request that came whole: it is being
  // carried out, and whoever sent it must not be told otherwise.
  server.on('clientError', (_, socket) => {
    const { request, response } = underWay.get(socket) ?? {};
    if (request?.complete && response?.writableEnded === false) response.on('close', () => socket.destroy());
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  // Clients keep their connections; closing an idle one under a request would look like a failure of AWS.
  server.keepAliveTimeout = 65_000;
  return server;
}

function limitOf({ url = '' }: IncomingMessage): number {
  return url.startsWith('/_local/') ? largestControl : largestCall;
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

/** Resolves with the port; a taken one rejects with a message of one line. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is in use on 127.0.0.1: end what listens there, or choose another port`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
