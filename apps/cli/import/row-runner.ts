import { derivedId } from '../../../libs/kernel/ids.js';
import type { Converter } from './convert.js';
import type { Names } from './names.js';
import type { Progress } from './progress.js';
import type { Conditions, Remembered, RequestTemplate, Step } from './recipe.js';
import { Answer, fillBody, fillPath, fillText, splitName, textAt, type Scope } from './template.js';
import { isTaken, problemOf, RowRefused, type Transport } from './transport.js';

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

/** Does one row of a step: its values, then its requests in their order, then what is remembered of it. */
export class RowRunner {
  constructor(private readonly parts: RowRunnerParts) {}

  /**
   * Returns the columns with the values and answers that came to them. Throws RowRefused when the row or one of its requests is
   * not taken; requests before that one stand.
   */
  async run(step: Step, columns: Scope): Promise<Scope> {
    const scope = new Map(columns);
    for (const [name, spec] of Object.entries(step.values ?? {})) {
      scope.set(name, this.parts.converter.valueOf(name, spec, scope));
    }
    const rowKey = fillText(step.key ?? step.step, scope);
    if (rowKey === undefined) throw new RowRefused(`The row has no key: ${String(step.key)} is empty.`);
    const requests = [...step.requests.entries()].filter(([, { when }]) => holds(when, scope));
    for (const [, request] of requests) mustHaveNeeds(request, scope);
    this.claim(step, scope);
    const rowId = derivedId(this.parts.importId, step.step, rowKey);
    for (const [index, request] of requests) {
      const answer = await this.send(step, index, request, rowId, scope);
      if (request.as !== undefined) scope.set(request.as, answer);
    }
    for (const remembered of step.remember ?? []) this.remember(remembered, scope);
    return scope;
  }

  private async send(
    { step }: Step,
    index: number,
    request: RequestTemplate,
    rowId: string,
    scope: Scope,
  ): Promise<Answer> {
    const { importId, transport, progress, dryRun } = this.parts;
    const { method = 'POST', as = request.path } = request;
    const key = `${rowId}:${String(index)}`;
    const [path, body] = [fillPath(request.path, scope), fillBody(request.body ?? {}, scope)];
    const answer = await transport.send({ method, path, body, key, headers: { 'Import-Id': importId } });
    if (!isTaken(answer)) throw new RowRefused(`${method} ${request.path} was refused: ${problemOf(answer)}`);
    progress.request(`${step}: ${method} ${request.path}`);
    return new Answer(as, answer.body, dryRun ? key : undefined);
  }

  // Before the first request: the second of two rows with one name is refused, not made.
  private claim({ remember = [] }: Step, scope: Scope): void {
    for (const { table, name, each } of remember) {
      const known = each === undefined ? fillText(name, scope) : undefined;
      if (known !== undefined) this.parts.names.claim(table, known);
    }
  }

  private remember({ table, name, value, each }: Remembered, scope: Scope): void {
    for (const inner of each === undefined ? [scope] : elementsOf(each, scope)) {
      const [known, what] = [fillText(name, inner), fillText(value, inner)];
      if (known !== undefined && what !== undefined) this.parts.names.remember(table, known, what);
    }
  }
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
