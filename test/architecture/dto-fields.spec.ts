import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as fields from '../../apps/api/http/fields.js';

/**
 * Decorators whose values are not checked one by one in apps/api/http/fields.spec.ts, and where they are: those of lists on every
 * list, in test/e2e/bad-reads.spec.ts.
 */
const composed = [
  'CurrencyField',
  'FilterField',
  'WordsField',
  'SortField',
  'LimitField',
  'CursorField',
  'CountField',
  'ProjectField',
];
/** Fields with checks of their own, and the specs that try them. */
const byHand: Readonly<Record<string, string>> = { 'FeedDto.after': 'test/e2e/bad-reads.spec.ts: the feed refuses' };

const known = new Set([...Object.keys(fields), ...composed]);
const folder = join(process.cwd(), 'apps');

interface Field {
  /** `OpenOpportunityDto.name` */
  readonly name: string;
  readonly decorators: readonly string[];
}

/** The decorated fields of all classes in the file. */
function fieldsIn(file: string, text: string): readonly Field[] {
  const found: Field[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) {
      for (const member of node.members) {
        if (!ts.isPropertyDeclaration(member)) continue;
        const decorators = (ts.getDecorators(member) ?? []).map(({ expression }) =>
          ts.isCallExpression(expression) ? expression.expression.getText() : expression.getText(),
        );
        const isDto = node.name?.text.endsWith('Dto') ?? false;
        if (isDto || decorators.length > 0)
          found.push({ name: `${node.name?.text ?? ''}.${member.name.getText()}`, decorators });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

const unchecked = (found: readonly Field[]): readonly string[] =>
  found
    .filter(({ decorators }) => decorators.length !== 1 || decorators.some((each) => !known.has(each)))
    .map(({ name }) => name);

describe('every field of a request', () => {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap((file) => fieldsIn(file, readFileSync(join(folder, file), 'utf8')));

  it('has one decorator of those that are tried with good and bad values', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(unchecked(all)).toEqual(Object.keys(byHand));
  });

  it.each([
    ['none', 'class PlantedDto { name!: string; }'],
    ['one of its own', 'class PlantedDto { @Matches(/x/) name!: string; }'],
    ['two', 'class PlantedDto { @Text(5) @IsString() name!: string; }'],
  ])('is found when it has %s', (_what, text) => {
    expect(unchecked(fieldsIn('planted.dto.ts', text))).toEqual(['PlantedDto.name']);
  });
});
