import fastify from 'fastify';
import { PlainSqlite } from './plain-sqlite.js';

/** What commands over HTTP are measured against: a handler that makes what it was sent durable with one insert, and says its number. */
const [folder = ''] = process.argv.slice(2);
const plain = new PlainSqlite(folder);
const app = fastify();
app.post('/rows', (request) => ({ id: plain.add(JSON.stringify(request.body)) }));
console.log(`Listens on ${await app.listen({ port: 0, host: '127.0.0.1' })}`);

process.on('SIGTERM', () => {
  plain.close();
  process.exit(0);
});
