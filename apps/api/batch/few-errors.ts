import { isPlainObject } from '../../../libs/kernel/json.js';

/** So many wrong fields are named in the answer to a batch; of each further line the first. */
export const mostListedInAll = 200;

/** The answers with so few of their errors listed that a thousand wrong lines are answered shortly, too. */
export function withFewErrors<A extends { readonly body: unknown }>(answers: readonly A[]): readonly A[] {
  let left = mostListedInAll;
  return answers.map((answer) => {
    const { body } = answer;
    const errors: unknown = isPlainObject(body) ? body['errors'] : undefined;
    if (!isPlainObject(body) || !Array.isArray(errors)) return answer;
    const listed: readonly unknown[] = errors.slice(0, Math.max(1, left));
    left -= listed.length;
    return listed.length === errors.length ? answer : { ...answer, body: { ...body, errors: listed } };
  });
}
