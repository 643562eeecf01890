import { hash } from 'node:crypto';
import { derivedId } from '../../../libs/kernel/ids.js';
import { isPlainObject } from '../../../libs/kernel/json.js';
import { columnsOf } from './columns.js';
import type { Converter } from './convert.js';
import type { Names } from './names.js';
import type { Progress, Result } from './progress.js';
import type { Conditions, Remembered, RequestTemplate, Step } from './recipe.js';
import {
  Answer,
  fillBody,
  fillPath,
  fillText,
  namesIn,
  splitName,
  templatesIn,
  textAt,
  type Scope,
} from './template.js';
import { isTaken, problemOf, RowRefused, type ApiAnswer, type Transport } from './transport.js';

export interface RowRunnerParts {
  readonly importId: string;
  readonly transport: Transport;
  readonly converter: Converter;
  readonly names: Names;
  readonly progress: Progress;
  readonly dryRun: boolean;
}

/** Whether every named column or value is one of the texts that are asked for. */
export const holds = (conditions: Conditions | undefined, scope: Scope): boolean =>
  Object.entries(conditions ?? {}).every(([name, wanted]) => [wanted].flat().includes(textAt(name, scope) ?? ''));

/** What became of a row that was taken. */
export type Taken = Exclude<Result, 'rejected' | 'passed over'>;

interface KnownRow {
  readonly line: number;
  readonly content: string;
}

/** Does one row of a step: its values, then its requests in their order, then what is remembered of it. */
export class RowRunner {
  /** By step and key. */
  private readonly rows = new Map<string, Map<string, KnownRow>>();

  constructor(private readonly parts: RowRunnerParts) {}

  /**
   * Returns what became of the row, and its columns with the values and answers that came to them. `line`: in its file, 0 for a step
   * without one. Throws RowRefused when the row or one of its requests is not taken; requests before that one stand.
   */
  async run(step: Step, columns: Scope, line: number): Promise<{ readonly result: Taken; readonly scope: Scope }> {
    const scope = new Map(columns);
    for (const [name, spec] of Object.entries(step.values ?? {})) {
      scope.set(name, this.parts.converter.valueOf(name, spec, scope));
    }
    const rowKey = fillText(step.key ?? step.step, scope);
    if (rowKey === undefined) throw new RowRefused(`The row has no key: ${String(step.key)} is empty.`);
    const requests = [...step.requests.entries()].filter(([, { when }]) => holds(when, scope));
    for (const [, request] of requests) mustHaveNeeds(request, scope);
    if (this.isRepeated(step, rowKey, scope, line)) return { result: 'unchanged', scope };
    this.claim(step, scope, line);
    const rowId = derivedId(this.parts.importId, step.step, rowKey);
    let result: Taken | undefined;
    for (const [index, request] of requests) {
      const answer = await this.send(step, index, request, rowId, scope);
      result = resultWith(result, answer);
      if (request.as !== undefined)
        scope.set(request.as, new Answer(request.as, answer.body, this.parts.dryRun ? keyOf(rowId, index) : undefined));
    }
    for (const remembered of step.remember ?? []) this.remember(remembered, scope);
    return { result: result ?? 'unchanged', scope };
  }

  private async send(
    step: Step,
    index: number,
    request: RequestTemplate,
    rowId: string,
    scope: Scope,
  ): Promise<ApiAnswer> {
    const { importId, transport, progress } = this.parts;
    const { method = 'POST' } = request;
    const key = keyOf(rowId, index);
    const [path, body] = [fillPath(request.path, scope), fillBody(request.body ?? {}, scope)];
    const answer = await transport.send({ method, path, body, key, headers: { 'Import-Id': importId } });
    if (!isTaken(answer))
      throw new RowRefused(
        `${method} ${request.path} was refused: ${problemOf(answer)}${placeOf(answer, request, step)}`,
      );
    progress.request(`${step.step}: ${method} ${request.path}`);
    return answer;
  }

  // A key names one row: what a second one says under it would stand against the first, whichever came last.
  private isRepeated(step: Step, key: string, scope: Scope, line: number): boolean {
    const rows = this.rows.get(step.step) ?? new Map<string, KnownRow>();
    const content = hash('sha256', JSON.stringify(namesSentBy(step).map((name) => scope.get(name))));
    const earlier = rows.get(key);
    if (earlier === undefined) this.rows.set(step.step, rows.set(key, { line, content }));
    else if (earlier.content !== content)
      throw new RowRefused(
        `The row contradicts line ${String(earlier.line)}, which has the same key "${key}". Leave one.`,
      );
    return earlier !== undefined;
  }

  // Before the first request: the second of two rows with one name is refused, not made.
  private claim({ remember = [] }: Step, scope: Scope, line: number): void {
    for (const { table, name, each } of remember) {
      const known = each === undefined ? fillText(name, scope) : undefined;
      if (known !== undefined) this.parts.names.claim(table, known, line);
    }
  }

  private remember({ table, name, value, each }: Remembered, scope: Scope): void {
    for (const inner of each === undefined ? [scope] : elementsOf(each, scope)) {
      const [known, what] = [fillText(name, inner), fillText(value, inner)];
      if (known !== undefined && what !== undefined) this.parts.names.remember(table, known, what);
    }
  }
}

/** The names whose values make a difference to what the step sends and remembers. */
const namesSentBy = ({ requests, remember }: Step): readonly string[] => [
  ...templatesIn([requests.map(({ path, body }) => [path, body]), remember]).flatMap(namesIn),
  ...requests.flatMap(({ when }) => Object.keys(when ?? {})),
];

/** Where in the row that is which a refusal names. */
function placeOf({ body }: ApiAnswer, request: RequestTemplate, step: Step): string {
  const field = isPlainObject(body) && typeof body['field'] === 'string' ? body['field'] : '';
  const columns = columnsOf(field, request, step).map((column) => `"${column}"`);
  return columns.length === 0 ? '' : `. It is in the column ${columns.join(', ')}`;
}

const keyOf = (rowId: string, index: number): string => `${rowId}:${String(index)}`;

/** A row is made when its first request makes something, and updated when any other changes something. */
function resultWith(before: Taken | undefined, { changed = true, body }: ApiAnswer): Taken {
  if (!changed) return before ?? 'unchanged';
  if (before === 'made') return before;
  const isNew = before === undefined && !(isPlainObject(body) && body['created'] === false);
  return isNew ? 'made' : 'updated';
}

function mustHaveNeeds({ method = 'POST', path, needs = [] }: RequestTemplate, scope: Scope): void {
  const missing = needs.find((name) => textAt(name, scope) === undefined);
  if (missing !== undefined) throw new RowRefused(`${missing} is empty; ${method} ${path} needs it.`);
}

function elementsOf(list: string, scope: Scope): readonly Scope[] {
  const [name, path] = splitName(list);
  const answer = scope.get(name);
  return answer instanceof Answer ? answer.each(path).map((element) => new Map([...scope, ['each', element]])) : [];
}
