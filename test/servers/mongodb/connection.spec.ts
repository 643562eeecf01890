import { createServer, type AddressInfo, type Socket } from 'node:net';
import { BSON } from 'mongodb';
import { openMongo } from '../../../libs/read-store/mongodb/connection.js';
import { mongoUrl } from './server.js';

const refusal = (code: string, message: string) => ({
  name: 'MongoUnusable',
  code,
  message: expect.stringMatching(message) as string,
});

describe('a connection to MongoDB', () => {
  it('is to the database that is named, that the url names, or to tidemark', async () => {
    const named = async (url: string, database?: string) => {
      const mongo = await openMongo({ url, database });
      await mongo.close();
      return [mongo.database.databaseName, mongo.place.split('/')[1]];
    };
    const url = mongoUrl();
    expect(await named(url, 'named')).toEqual(['named', 'named']);
    expect(await named(url)).toEqual(['tidemark', 'tidemark']);
    expect(await named(url.replace('/?', '/in-url?'))).toEqual(['in-url', 'in-url']);
  });

  it('says where nothing answers, without the password', async () => {
    const opening = openMongo({ url: 'mongodb://anna:s3cr%3Ft@127.0.0.1:1/?replicaSet=rs0', selectionMs: 200 });
    await expect(opening).rejects.toMatchObject(
      refusal('mongo-unreachable', '^MongoDB at 127.0.0.1:1 does not answer: .*Start it, or correct MONGODB_URL\\.$'),
    );
    await expect(opening).rejects.not.toThrow(/s3cr|anna/);
  });

  it.each(['nonsense', 'mongodb://', 'mongodb://u:p@ss:w/rd@host', 'mongodb://u:hidden@h/?nonsense=1'])(
    'refuses the url %s in one line that shows no password',
    async (url) => {
      const opening = openMongo({ url, selectionMs: 100 });
      await expect(opening).rejects.toMatchObject(
        refusal('mongo-url-invalid', '^MONGODB_URL is no connection string.*$'),
      );
      await expect(opening).rejects.not.toThrow(/hidden|p@ss|rd@/);
    },
  );

  it('refuses a server without a replica set, and says how to have one', async () => {
    const server = createServer((socket) => answerHello(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(openMongo({ url: `mongodb://127.0.0.1:${String(port)}` })).rejects.toMatchObject(
      refusal('mongo-no-replica-set', 'is no replica set.*--replSet.*rs.initiate'),
    );
    server.close();
  });
});

/** A standalone server, as far as it is asked: every message is answered with who it is. */
function answerHello(socket: Socket): void {
  const hello = {
    ok: 1,
    isWritablePrimary: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    minWireVersion: 0,
    maxWireVersion: 21,
    helloOk: true,
  };
  const [opQuery, opMsg] = [2004, 2013];
  socket.on('error', () => undefined);
  socket.on('data', (message) => {
    const isQuery = message.readInt32LE(12) === opQuery;
    const body = Buffer.from(BSON.serialize(hello));
    const before = Buffer.alloc(isQuery ? 20 : 5);
    if (isQuery) before.writeInt32LE(1, 16);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + before.length + body.length, 0);
    header.writeInt32LE(message.readInt32LE(4), 8);
    header.writeInt32LE(isQuery ? 1 : opMsg, 12);
    socket.write(Buffer.concat([header, before, body]));
  });
}
