import Type from 'typebox';
import { DateOnly, Instant } from '../../libs/kernel/dates.js';
import { DecimalText } from '../../libs/kernel/decimal.js';
import { eventType } from '../../libs/kernel/events.js';
import { idSchema, type OpportunityId } from '../../libs/kernel/ids.js';
import { Money } from '../../libs/kernel/money.js';
import { OfBuyer, Personal } from '../../libs/kernel/personal.js';
import { eventsMarkdown, meaningsIn } from '../../tools/events-markdown.mjs';

const OpportunityLost = eventType('OpportunityLost', {
  opportunityId: idSchema<OpportunityId>(),
  lostOn: DateOnly,
  seenAt: Instant,
  amount: Money,
  share: DecimalText,
  reason: Type.Union([Type.Literal('price'), Type.Literal('other'), Type.Null()]),
  names: Type.Array(Type.Object({ name: OfBuyer(Type.String()) })),
  comment: Type.Optional(Personal(Type.String())),
  lines: Type.Array(Type.Object({ quantity: Type.Integer(), note: Type.Optional(Type.String()) })),
  tags: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  custom: Type.Record(Type.String(), Type.Unknown()),
});
const ContractCreated = eventType('ContractCreated', { contractId: Type.String() });

describe('docs/events.md', () => {
  const text = eventsMarkdown(
    [
      { aggregate: 'opportunity', events: [OpportunityLost] },
      { aggregate: 'contract', published: true, events: [ContractCreated] },
    ],
    new Map([['ContractCreated', 'Something sold is to be delivered.']]),
  );

  it('says that it is generated, and from what', () => expect(text).toContain('Generated from the event definitions'));

  it('has a table per aggregate with what each event says, and whether it is published', () => {
    expect(text).toContain('## opportunity\n\n| event | what it says | for |\n');
    expect(text).toContain('| [OpportunityLost](#opportunitylost) | Opportunity lost | internal |');
    expect(text).toContain(
      '| [ContractCreated](#contractcreated) | Contract created. Something sold is to be delivered. | published |',
    );
  });

  it.each([
    ['an id', '| `opportunityId` | id |  |'],
    ['a date', '| `lostOn` | date |  |'],
    ['an instant', '| `seenAt` | instant |  |'],
    ['an amount', '| `amount` | money |  |'],
    ['decimal text', '| `share` | decimal |  |'],
    ['literals', '| `reason` | `"price"` or `"other"` or null |  |'],
    ['personal data', '| `comment` | text | optional, personal |'],
    ['text of the buyer', '| `names` | list of { name: text of the buyer } |  |'],
    ['a list', '| `lines` | list of { quantity: integer, note?: text } |  |'],
    ['a list of alternatives', '| `tags` | list of (text or integer) |  |'],
    ['custom values', '| `custom` | map of any JSON |  |'],
  ])('shows %s', (_what, row) => expect(text).toContain(row));

  it('takes what an event says from the comment above its definition', () => {
    const source = `
      /** Not of an event. */
      const Line = Type.Object({});

      /**
       * OPP-17: the opportunity is lost,
       * with a reason.
       */
      export const OpportunityLost = eventType('OpportunityLost', {});
      export const Quiet = eventType('Quiet', {});
      /** Moved on. */
      export const Moved = eventType(
        'Moved', {});`;
    expect([...meaningsIn(source)]).toEqual([
      ['OpportunityLost', 'OPP-17: the opportunity is lost, with a reason.'],
      ['Moved', 'Moved on.'],
    ]);
  });
});
