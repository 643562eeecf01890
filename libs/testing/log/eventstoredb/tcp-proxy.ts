import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and its server, and does to the connection what a killed or frozen server, or a broken network, does. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection; new ones are taken until `down`. */
  cut(): void;
  /** Cuts every connection and refuses new ones, as a server does that is not there, until `up`. */
  down(): void;
  up(): void;
  /** Nothing passes either way, and nothing says so, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** From now on nothing comes back from the server, though it takes what is sent, until `thaw`. */
  muteAnswers(): void;
  close(): Promise<void>;
}

export async function tcpProxy(target: number, host = '127.0.0.1'): Promise<TcpProxy> {
  const pairs = new Set<readonly [client: Socket, server: Socket]>();
  let isDown = false;
  let held: 'nothing' | 'answers' | 'all' = 'nothing';

  const proxy: Server = createServer((client) => {
    if (isDown) {
      client.destroy();
      return;
    }
    const server = connect(target, host);
    const pair = [client, server] as const;
    pairs.add(pair);
    forward(client, server);
    forward(server, client);
    hold(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
  });

  const hold = ([client, server]: readonly [Socket, Socket]) => {
    if (held === 'all') client.pause();
    if (held !== 'nothing') server.pause();
  };
  const cut = () => {
    for (const sockets of pairs) for (const socket of sockets) socket.destroy();
  };

  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    cut,
    down: () => {
      isDown = true;
      cut();
    },
    up: () => {
      isDown = false;
    },
    freeze: () => {
      held = 'all';
      pairs.forEach(hold);
    },
    muteAnswers: () => {
      held = 'answers';
      pairs.forEach(hold);
    },
    thaw: () => {
      held = 'nothing';
      for (const sockets of pairs) for (const socket of sockets) socket.resume();
    },
    close: async () => {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function forward(from: Socket, to: Socket): void {
  from.on('data', (bytes) => {
    to.write(bytes);
  });
}
