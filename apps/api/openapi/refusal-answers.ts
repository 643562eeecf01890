import Type, { type TObject } from 'typebox';
import { aggregates } from '../../../libs/application/register/aggregates.js';
import { schemaObject } from '../http/answers.js';
import { titles } from '../http/problem.js';
import { codesByStatus, statusOf } from '../http/refusals.js';
import { headerRef, type Answer, type Operation, type Place } from './operation.js';

/** RFC 9457. Beside these it has what its code needs, such as the id of the record that stands against it. */
export const problemSchema = (): TObject =>
  Type.Object(
    {
      type: Type.String({ pattern: '^urn:tidemark:problem:[a-z0-9-]+$' }),
      title: Type.String(),
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      code: Type.Enum([...codesByStatus().values()].flat().sort(), { description: 'Stable: decide by this.' }),
      detail: Type.String({ description: 'What was wrong, with which value, and what to do; for people.' }),
      instance: Type.Optional(Type.String({ description: 'The address that was asked.' })),
      requestId: Type.Optional(Type.String({ description: 'Under which the log of the server tells of it.' })),
      errors: Type.Optional(
        Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
          description: 'Each wrong field, the first 20.',
        }),
      ),
    },
    { title: 'Problem', additionalProperties: true },
  );

/** What each request may meet, whatever it asks; those with a key; commands. */
const anywhere = [400, 406, 408, 417, 431, 500, 503];
const withKey = [401, 403, 429];
const ofCommands = [409, 412, 413, 415, 422];
const ofOneRecord = [404];
/** What never became a request, and has no id. */
const unread = [408, 431];

/** The refusals of an operation by their statuses; any other of the client's comes as a problem as well. */
export function refusalsAt({ path, method }: Place, { security }: Pick<Operation, 'security'>): Operation['responses'] {
  const statuses = [
    ...anywhere,
    ...(security?.length === 0 ? [] : withKey),
    ...(path.includes('{') ? ofOneRecord : []),
    ...(method === 'get' ? [] : ofCommands),
  ];
  const names = [...statuses.sort().map(String), '4XX'];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/responses/${nameOf(name)}` }]));
}

const nameOf = (status: string): string => `Problem${status}`;

/** Each of these answers, by its name among the components. */
export function refusalAnswers(): Readonly<Record<string, Answer>> {
  const statuses = [...anywhere, ...withKey, ...ofCommands, ...ofOneRecord];
  return {
    ...Object.fromEntries(statuses.sort().map((status) => [nameOf(String(status)), answerOf(status)])),
    [nameOf('4XX')]: problemAnswer('Refused; nothing was written.', Type.Object({}), {}),
  };
}

function answerOf(status: number): Answer {
  const code = Type.Enum([...(codesByStatus().get(status) ?? [])]);
  return problemAnswer(`${titles[status] ?? 'Refused'}.`, Type.Object({ status: Type.Literal(status), code }), {
    ...(!unread.includes(status) && { 'X-Request-Id': headerRef('X-Request-Id') }),
    ...(status === 401 && { 'WWW-Authenticate': headerRef('WWW-Authenticate') }),
    ...((status === 429 || status === 503) && { 'Retry-After': headerRef('Retry-After') }),
  });
}

const problemAnswer = (description: string, more: TObject, headers: Answer['headers']): Answer => ({
  description,
  headers,
  content: {
    'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, schemaObject(more)] } },
  },
});

/** The codes of the rules of the record that a command is for, by their statuses, as a sentence. */
export function rulesOf({ aggregate, kind }: Place): string | undefined {
  if (aggregate === undefined || kind !== 'command') return undefined;
  const codes = Object.keys(aggregates[aggregate].registration.refusals);
  const lists = [404, 409, 422].flatMap((status) => {
    const own = codes.filter((code) => statusOf(code) === status).map((code) => `\`${code}\``);
    return own.length === 0 ? [] : [`${String(status)} ${own.join(', ')}`];
  });
  return lists.length === 0 ? undefined : `Refusals by the rules of these records: ${lists.join('; ')}.`;
}
