interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The most requests that go together; the API takes twice as many. */
const most = 500;
/** One batch is made ready while the other is carried out. */
const atOnce = 2;

/** Carries out together what is asked for at the same time. `carryOut` answers each request at its place. */
export function gathered<Request, Answer>(
  carryOut: (requests: readonly Request[]) => Promise<readonly Answer[]>,
): (request: Request) => Promise<Answer> {
  let waiting: Waiting<Request, Answer>[] = [];
  let underWay = 0;

  const next = (): void => {
    if (underWay >= atOnce || waiting.length === 0) return;
    underWay += 1;
    const batch = waiting.slice(0, most);
    waiting = waiting.slice(most);
    void settle(batch).then(() => {
      underWay -= 1;
      next();
    });
  };

  async function settle(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const answers = await carryOut(batch.map(({ request }) => request));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined)
          reject(new Error(`Of ${String(batch.length)} requests ${String(index)} were answered.`));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (request) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(next);
      waiting.push({ request, resolve, reject });
    });
}
