import { cloudEventSchema, publishedEvents } from './feed/cloud-event.js';
import { eventStream, ndjson } from './http/media-types.js';
import { feedPath } from './http/path.js';
import { named } from './openapi/named-schemas.js';

const about = {
  title: 'The contract feed of Tidemark',
  version: '1',
  description:
    `CloudEvents 1.0 in log order, numbered 1, 2, 3 … by \`sequence\`, without a limit of time. \`GET ${feedPath}?after=<cursor>\` answers what came ` +
    `after an event: as \`${ndjson}\` to the end of the feed, as \`${eventStream}\` live, where the \`id\` of an event is its cursor (\`Last-Event-ID\`), and an event \`caught-up\` tells that the end was reached. ` +
    'Apply an event and keep its cursor in one step; its `id` is the same at every delivery. Parameters and refusals are in openapi.json.',
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};

let made: object | undefined;

/** The feed as AsyncAPI 3: a message for each published event. */
export function asyncApiDocument(): object {
  made ??= documentOf();
  return made;
}

function documentOf(): object {
  const names = publishedEvents.map(({ type }) => type);
  const { document: messages, schemas } = named(Object.fromEntries(publishedEvents.map(messageOf)));
  return {
    asyncapi: '3.0.0',
    info: about,
    servers: {
      local: {
        host: 'localhost:3000',
        protocol: 'http',
        description: 'As `npm start` runs it.',
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: {
      contractEvents: {
        address: feedPath,
        description: 'What happened to contracts.',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      sendContractEvents: {
        action: 'send',
        channel: { $ref: '#/channels/contractEvents' },
        summary: 'Tidemark tells what happened to contracts, to each reader from its own cursor on.',
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
        messages: names.map((name) => ({ $ref: `#/channels/contractEvents/messages/${name}` })),
      },
    },
    components: {
      messages,
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A key with the scope `feed:read`.' },
      },
    },
  };
}

const messageOf = (event: (typeof publishedEvents)[number]) =>
  [event.type, { name: event.type, contentType: 'application/json', payload: cloudEventSchema(event) }] as const;
