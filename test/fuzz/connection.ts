import { connect, type Socket } from 'node:net';

export interface Reply {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly body: string;
}

export interface Connection {
  /** Sends bytes and waits for one answer. Rejects when there is none within `patience` milliseconds. */
  exchange(bytes: Buffer): Promise<Reply>;
  /** As exchange, on a connection of its own that is closed on this side after the bytes. */
  exchangeOnce(bytes: Buffer): Promise<Reply>;
  close(): void;
}

const patience = 5_000;

/** HTTP by hand, for bytes that no client would send. Keeps its connection as long as the server does. */
export function openConnection(port: number): Connection {
  let kept: Socket | undefined;
  return {
    async exchange(bytes) {
      const used = kept;
      if (used?.writable) {
        const reply = await exchangeOn(used, bytes, false);
        if (reply.status !== 0) return reply;
        // The server closed it after the answer before this one: what was sent since, nobody read.
      }
      kept = connect(port, '127.0.0.1').setNoDelay(true);
      return exchangeOn(kept, bytes, false);
    },
    async exchangeOnce(bytes) {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      const reply = await exchangeOn(socket, bytes, true);
      socket.destroy();
      return reply;
    },
    close: () => kept?.destroy(),
  };
}

function exchangeOn(socket: Socket, bytes: Buffer, thenEnd: boolean): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose).off('end', onClose).off('error', onError);
      act();
    };
    const timer = setTimeout(
      () =>
        settle(() => {
          socket.destroy();
          reject(new Error(`no answer in ${patience} ms to ${bytes.subarray(0, 2000).toString('latin1')}`));
        }),
      patience,
    );
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const reply = replyIn(received);
      if (reply !== undefined) settle(() => resolve(reply));
    };
    const onClose = () => settle(() => resolve(replyIn(received, true) ?? { status: 0, body: '' }));
    const onError = onClose;
    socket.on('data', onData).on('close', onClose).on('end', onClose).on('error', onError);
    if (thenEnd) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** The answer, once all of it is there: as long as it says, or, when the connection is closed, what there is. */
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
