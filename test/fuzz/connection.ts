import { connect, type Socket } from 'node:net';

export interface Reply {
  /** 0 if the server closed the connection without a response. */
  readonly status: number;
  readonly body: string;
}

export interface Connection {
  /** Sends bytes and waits for one response. Rejects if no response arrives within `TIMEOUT_MS`. */
  exchange(bytes: Buffer): Promise<Reply>;
  /** Like `exchange`, but on a new connection that is half-closed after the bytes. */
  exchangeOnce(bytes: Buffer): Promise<Reply>;
  close(): void;
}

const TIMEOUT_MS = 5_000;

/** Returns a raw HTTP connection, for bytes that no client would send. Reuses the socket until the server closes it. */
export function openConnection(port: number): Connection {
  let socket: Socket | undefined;
  return {
    async exchange(bytes) {
      const used = socket;
      if (used?.writable) {
        const reply = await exchangeOn(used, bytes, false);
        if (reply.status !== 0) return reply;
        // The server closed the connection after its previous response and did not read these bytes.
      }
      socket = connect(port, '127.0.0.1').setNoDelay(true);
      return exchangeOn(socket, bytes, false);
    },
    async exchangeOnce(bytes) {
      const single = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const reply = await exchangeOn(single, bytes, true);
      single.destroy();
      return reply;
    },
    close: () => socket?.destroy(),
  };
}

function exchangeOn(socket: Socket, bytes: Buffer, endAfter: boolean): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose).off('end', onClose).off('error', onError);
      finish();
    };
    const timer = setTimeout(
      () =>
        settle(() => {
          socket.destroy();
          reject(
            new Error(`No response within ${TIMEOUT_MS} ms to ${bytes.subarray(0, 2000).toString('latin1')}`),
          );
        }),
      TIMEOUT_MS,
    );
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const reply = replyIn(received);
      if (reply !== undefined) settle(() => resolve(reply));
    };
    const onClose = () => settle(() => resolve(replyIn(received, true) ?? { status: 0, body: '' }));
    const onError = onClose;
    socket.on('data', onData).on('close', onClose).on('end', onClose).on('error', onError);
    if (endAfter) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** Returns the response when it is complete according to its content-length, or when the connection is closed. */
function replyIn(received: Buffer, closed = false): Reply | undefined {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const text = received.subarray(0, head).toString('latin1');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 599);
  const length = Number(
    /\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? (closed || status === 204 ? 0 : Number.NaN),
  );
  const body = received.subarray(head + 4);
  return closed || body.length >= length || (Number.isNaN(length) && status === 400)
    ? { status, body: body.toString() }
    : undefined;
}
