import type { OpenAPIObject } from '@nestjs/swagger';
import { commandAnswers, type DocumentedAnswers } from '../http/answers.js';
import { commandAnswer } from './command-answers.js';
import { withNamedSchemas } from './named-schemas.js';
import {
  answerHeaders,
  headerRef,
  methods,
  placeOf,
  type Answer,
  type Operation,
  type Place,
  type Shapes,
} from './operation.js';
import { bodyOf, parametersOf } from './parameters.js';
import { refusalAnswers, refusalsAt, rulesOf } from './refusal-answers.js';

/** The document that the routes make, with what holds for all of them: answers of commands, refusals, headers, schemas by their names. */
export function completed({ paths, components, ...document }: OpenAPIObject): OpenAPIObject {
  const shapes = closed(components?.schemas ?? {});
  const all = Object.entries(paths).map(([path, item]) => {
    const operations = methods.flatMap((method): [string, Operation][] => {
      const operation = item[method];
      return operation === undefined
        ? []
        : [[method, completedOperation(placeOf(path, method, operation), operation, shapes)]];
    });
    return [path, { ...item, ...Object.fromEntries(operations) }] as const;
  });
  return withNamedSchemas({
    ...document,
    paths: Object.fromEntries(all),
    components: { ...components, schemas: shapes, headers: answerHeaders, responses: refusalAnswers() },
  });
}

interface WithAnswers {
  readonly [commandAnswers]?: DocumentedAnswers;
}

function completedOperation(place: Place, operation: Operation & WithAnswers, shapes: Shapes): Operation {
  const { [commandAnswers]: answers, responses, ...documented } = operation;
  const requestBody = bodyOf(documented, (ref) => isNeeded(shapes, ref));
  const description = [documented.description, rulesOf(place)].filter(Boolean).join(' ');
  const done = Object.entries(responses).flatMap(([status, answer]): [string, Answer][] =>
    answer === undefined || '$ref' in answer ? [] : [[status, withHeaders(place, filled(place, answer, answers))]],
  );
  return {
    ...documented,
    parameters: parametersOf(place, documented),
    ...(requestBody && { requestBody }),
    ...(description !== '' && { description }),
    responses: { ...refusalsAt(place, documented), ...Object.fromEntries(done) },
  };
}

const filled = (place: Place, answer: Answer, answers: DocumentedAnswers | undefined): Answer =>
  answers === undefined
    ? answer
    : { ...answer, content: { 'application/json': { schema: commandAnswer(place, answers) } } };

function withHeaders({ kind, path }: Place, answer: Answer): Answer {
  const isRecord = kind === 'command' || (kind === 'read' && path.endsWith('{id}'));
  return {
    ...answer,
    headers: {
      'X-Request-Id': headerRef('X-Request-Id'),
      ...(isRecord && { ETag: headerRef('ETag') }),
      ...answer.headers,
    },
  };
}

/** Fields that a request does not know are refused. */
const closed = (shapes: Shapes): Shapes =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      '$ref' in shape ? shape : { ...shape, additionalProperties: false },
    ]),
  );

function isNeeded(shapes: Shapes, ref: string): boolean {
  const shape = shapes[ref.replace('#/components/schemas/', '')];
  return shape !== undefined && 'required' in shape && shape.required !== undefined && shape.required.length > 0;
}
