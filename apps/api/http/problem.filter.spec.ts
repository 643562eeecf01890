import { NotFoundException } from '@nestjs/common';
import { DomainError } from '../../../libs/kernel/domain-error.js';
import { problemOf, tellOperators } from './problem.filter.js';

function answered(error: unknown) {
  const logged: string[] = [];
  const problem = problemOf(error);
  tellOperators({ error: (line) => void logged.push(line) }, error, problem, 'r-1');
  return { problem, logged };
}

describe('a refusal', () => {
  it.each([
    ['invalid-request', 400],
    ['record-not-found', 404],
    ['nothing-parked', 404],
    ['opportunity-locked', 409],
    ['conflict', 409],
    ['revision-stale', 412],
    ['unknown-reference', 422],
    ['read-model-behind', 503],
    ['too-many-reads', 503],
  ])('"%s" is answered with the status of its kind, %i, and not logged', (code, status) => {
    const { problem, logged } = answered(new DomainError(code, 'Ann may not.', { id: 'x' }));
    expect(problem).toMatchObject({ status, code, detail: 'Ann may not.', id: 'x' });
    expect(logged).toEqual([]);
  });

  it('whose code no map lists is an error of ours: 500, and a line in the log that says nothing personal', () => {
    const { problem, logged } = answered(new DomainError('nobody-lists-this', 'Ann may not.'));
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('Ann');
    expect(logged).toEqual(['The refusal "nobody-lists-this" has no kind: list it beside the code that refuses.']);
  });
});

describe('any other error', () => {
  it('that nobody expected is 500, told in the log and not to the client', () => {
    const { problem, logged } = answered(new TypeError('x is not a function'));
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('function');
    expect(logged).toEqual([expect.stringMatching(/^TypeError: x is not a function\n +at /)]);
  });

  it("of Nest keeps its status, and is not logged where it is the client's", () => {
    const { problem, logged } = answered(new NotFoundException('Cannot GET /'));
    expect(problem).toMatchObject({ status: 404, code: 'route-not-found' });
    expect(logged).toEqual([]);
  });
});
