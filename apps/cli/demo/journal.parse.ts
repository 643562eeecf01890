/** The ids of the events that the example consumer's journal says were applied; a line without its end was not. */
export function appliedIn(journal: string): readonly string[] {
  return journal
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { event: string }).event);
}
