import { mostListedInAll, withFewErrors } from './few-errors.js';

const wrong = (line: number, fields: number) => ({
  line,
  body: { code: 'invalid-request', errors: Array.from({ length: fields }, (_, at) => ({ field: `f${String(at)}` })) },
});
const listed = (answers: ReturnType<typeof withFewErrors>): readonly number[] =>
  answers.map(({ body }) => (body as ReturnType<typeof wrong>['body']).errors.length);

describe('the answers to a batch', () => {
  it('name the wrong fields of the first lines, and of each further line the first', () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => wrong(at + 1, 20));
    const counts = listed(withFewErrors(lines));
    expect(counts.slice(0, mostListedInAll / 20)).toEqual(Array(mostListedInAll / 20).fill(20));
    expect(new Set(counts.slice(mostListedInAll / 20))).toEqual(new Set([1]));
  });

  it('stay as they are where nothing, or little, is wrong', () => {
    const answers = [{ body: { id: 'x' } }, wrong(2, 20), { body: undefined }];
    expect(withFewErrors(answers)).toEqual(answers);
  });
});
