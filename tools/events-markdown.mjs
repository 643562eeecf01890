// docs/events.md as a pure function of the event definitions. Typed in events-markdown.d.mts.

const personalMark = 'x-personal';
const buyerMark = 'x-of-buyer';

export function eventsMarkdown(groups, meanings = new Map()) {
  const sections = groups.flatMap(({ aggregate, events, published = false }) => [
    `## ${aggregate}`,
    table(
      ['event', 'what it says', 'for'],
      events.map((event) => overviewRow(event, published, meanings)),
    ),
    ...events.map((event) => `### ${event.type}\n\n${fieldTable(event)}`),
  ]);
  return `${[introduction, ...sections].join('\n\n')}\n`;
}

export function meaningsIn(source) {
  const definition = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const \w+ = eventType\(\s*'([^']+)'/g;
  return new Map([...source.matchAll(definition)].map(([, comment, type]) => [type, plain(comment)]));
}

const introduction = `# Events

Generated from the event definitions by \`npm run docs\`: change those, not this file.

Each aggregate's events, in the order of its definition. An event is plain JSON and is kept for good; fields may be added, so readers ignore
what they do not know. *Published* events are what delivery systems receive through the contract feed, *internal* ones stay in the log.
Fields marked *optional* may be absent. Those marked *personal* are sealed with the person's own key when the event names a \`personId\`, text *of the
buyer* with the key of the person who buys when it names a \`buyerId\`; both read \`{"erased": true}\` once that person is erased. *Decimal* is a number as text, *money* is \`{"amount": "1234.50", "currency": "EUR"}\`,
*date* is \`2017-03-31\`, *instant* \`2017-03-31T22:00:00.000Z\` and *reference* the key in an outside system: \`{"system": "erp", "type": "customer", "id": "17"}\`.`;

function overviewRow({ type }, published, meanings) {
  return [`[${type}](#${anchorOf(type)})`, said(type, meanings), published ? 'published' : 'internal'];
}

const said = (type, meanings) => [inWords(type), meanings.get(type)].filter(Boolean).join('. ');

function fieldTable({ schema }) {
  const rows = Object.entries(schema.properties).map(([name, field]) => {
    const marks = [
      ...(schema.required?.includes(name) ? [] : ['optional']),
      ...(personalMark in field ? ['personal'] : []),
    ];
    return [`\`${name}\``, typeOf(field), marks.join(', ')];
  });
  return table(['field', 'type', ''], rows);
}

/** What a field holds, for people. */
function typeOf(schema) {
  if (personalMark in schema) return typeOf(schema.anyOf[0]);
  if (buyerMark in schema) return `${typeOf(schema.anyOf[0])} of the buyer`;
  if ('const' in schema) return `\`${JSON.stringify(schema.const)}\``;
  if ('enum' in schema) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(' and ');
  switch (schema.type) {
    case 'string':
      return textType(schema);
    case 'array':
      return listOf(typeOf(schema.items ?? {}));
    case 'object':
      return objectType(schema);
    case undefined:
      return 'any JSON';
    default:
      return schema.type;
  }
}

const listOf = (items) => `list of ${items.includes(' or ') && !items.startsWith('{') ? `(${items})` : items}`;

function textType({ format, pattern }) {
  if (format === 'uuid') return 'id';
  if (format === 'date') return 'date';
  if (format === 'date-time') return 'instant';
  if (format !== undefined) return format;
  return isDecimal(pattern) ? 'decimal' : 'text';
}

function objectType({ properties, patternProperties, required = [] }) {
  if (properties === undefined || Object.keys(properties).length === 0) {
    const [values] = Object.values(patternProperties ?? {});
    return values === undefined ? 'object' : `map of ${typeOf(values)}`;
  }
  if (isMoney(properties)) return 'money';
  if (Object.keys(properties).join() === 'system,type,id') return 'reference';
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

const isMoney = (properties) =>
  Object.keys(properties).join() === 'amount,currency' && isDecimal(properties.amount.pattern);

/** DecimalText and its kin allow digits, a sign and a point. */
const isDecimal = (pattern) =>
  pattern !== undefined && new RegExp(pattern).test('12.5') && !new RegExp(pattern).test('x');

const anchorOf = (type) => type.toLowerCase().replace(/[^a-z0-9-]/g, '');

/** `OpportunitySold` → `Opportunity sold`. */
function inWords(type) {
  const words = type.replace(/\.v\d+$/, '').split(/(?=[A-Z])/);
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(' ');
}

const plain = (comment) =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trim())
    .join(' ')
    .trim();

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
