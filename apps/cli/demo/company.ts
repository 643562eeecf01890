/** Saltmarsh Instruments, which sells tide gauges and harbour software: who and what is in the story. */
export interface Region {
  readonly name: string;
  readonly title: string;
  readonly parent: string;
  readonly currency: 'EUR' | 'USD';
}

export const regions: readonly [Region, ...Region[]] = [
  { name: 'nordics', title: 'Nordics', parent: 'europe', currency: 'EUR' },
  { name: 'dach', title: 'Germany, Austria, Switzerland', parent: 'europe', currency: 'EUR' },
  { name: 'iberia', title: 'Iberia', parent: 'europe', currency: 'EUR' },
  { name: 'us-east', title: 'US East', parent: 'americas', currency: 'USD' },
  { name: 'us-west', title: 'US West', parent: 'americas', currency: 'USD' },
];

export interface Person {
  readonly name: string;
  readonly title: string;
  readonly office: string;
  readonly manager?: string;
  /** Sellers have a region. */
  readonly region?: string;
}

export const people: readonly Person[] = [
  { name: 'ingrid', title: 'Ingrid Solheim', office: 'Bergen' },
  { name: 'marta', title: 'Marta Keller', office: 'Hamburg', manager: 'ingrid' },
  { name: 'dale', title: 'Dale Whitcomb', office: 'Boston', manager: 'ingrid' },
  { name: 'aksel', title: 'Aksel Rønning', office: 'Bergen', manager: 'marta', region: 'nordics' },
  { name: 'jonna', title: 'Jonna Lindqvist', office: 'Bergen', manager: 'marta', region: 'nordics' },
  { name: 'tobias', title: 'Tobias Brandt', office: 'Hamburg', manager: 'marta', region: 'dach' },
  { name: 'ines', title: 'Inês Carvalho', office: 'Porto', manager: 'marta', region: 'iberia' },
  { name: 'ruth', title: 'Ruth Adeyemi', office: 'Boston', manager: 'dale', region: 'us-east' },
  { name: 'colm', title: 'Colm Barrett', office: 'Boston', manager: 'dale', region: 'us-east' },
  { name: 'yuki', title: 'Yuki Tanabe', office: 'Seattle', manager: 'dale', region: 'us-west' },
];

export interface Category {
  readonly name: string;
  readonly title: string;
  readonly contractType: string;
  readonly kind: 'timeBased' | 'oneOff';
}

export const categories: readonly Category[] = [
  { name: 'software', title: 'Software', contractType: 'software', kind: 'timeBased' },
  { name: 'cloud', title: 'Private cloud', contractType: 'private-cloud', kind: 'timeBased' },
  { name: 'support', title: 'Support', contractType: 'support', kind: 'timeBased' },
  { name: 'services', title: 'Implementation', contractType: 'implementation', kind: 'oneOff' },
  { name: 'hardware', title: 'Instruments', contractType: 'hardware', kind: 'oneOff' },
];

export interface Product {
  readonly name: string;
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly unit: string;
  readonly per: 'once' | 'month';
  readonly EUR: string;
  readonly USD: string;
}

export const products: readonly Product[] = [
  product('monitor', 'HM-10', 'Harbour Monitor', 'software', 'seat', 'month', '38.50', '42.00'),
  product('forecast', 'TF-10', 'Tide Forecast', 'software', 'station', 'month', '145.00', '160.00'),
  product('cloud', 'PC-20', 'Private cloud', 'cloud', 'environment', 'month', '690.00', '760.00'),
  product('support', 'SUP-1', 'Support, 24 hours', 'support', 'site', 'month', '210.00', '235.00'),
  product('day', 'IMP-D', 'Implementation day', 'services', 'day', 'once', '980.00', '1150.00'),
  product('gauge', 'TG-7', 'Radar tide gauge', 'hardware', 'piece', 'once', '2640.00', '2895.00'),
];

function product(
  ...[name, code, title, category, unit, per, EUR, USD]: readonly [
    string,
    string,
    string,
    string,
    string,
    Product['per'],
    string,
    string,
  ]
): Product {
  return { name, code, title, category, unit, per, EUR, USD };
}

export interface Pipeline {
  readonly name: string;
  readonly title: string;
  readonly stages: readonly (readonly [title: string, probability: string])[];
}

export const pipelines: readonly Pipeline[] = [
  {
    name: 'new',
    title: 'New business',
    stages: [
      ['Prospecting', '10'],
      ['Qualified', '25'],
      ['Proposal', '50'],
      ['Negotiation', '75'],
    ],
  },
  {
    name: 'renewals',
    title: 'Renewals',
    stages: [
      ['Due', '60'],
      ['Offered', '80'],
    ],
  },
];

export const lostReasons = [
  ['price', 'Too expensive'],
  ['competitor', 'Lost to a competitor'],
  ['no-budget', 'No budget this year'],
  ['no-decision', 'They never decided'],
] as const;

/** In the order of the regions, over and over. */
const places = [
  'Norvik',
  'Altenstrand',
  'Castanheira',
  'Saint Brannock',
  'Pine Harbor',
  'Skerry Roads',
  'Duneborg',
  'Vale do Mar',
  'Marlow Bay',
  'Cape Alder',
  'Otterfjord',
  'Elmshaven',
  'Punta Serena',
  'Grays Landing',
  'Brightwater',
] as const;
const kinds = ['Port Authority', 'Ferries', 'Marine Works', 'Terminal'] as const;

export interface Account {
  readonly name: string;
  readonly title: string;
  readonly region: Region;
  readonly parent?: Account;
}

/** Each place is in one region; its port authority stands above its terminal. */
export const accounts: readonly Account[] = places.flatMap((place, index) => {
  const region = regions[index % regions.length] ?? regions[0];
  const [authority, ...others] = kinds.map((kind) => ({
    name: nameOf(place, kind),
    title: `${place} ${kind}`,
    region,
  }));
  return authority === undefined ? [] : [authority, ...others.map((other) => belowIfTerminal(other, authority))];
});

function belowIfTerminal(account: Account, parent: Account): Account {
  return account.name.endsWith('terminal') ? { ...account, parent } : account;
}

function nameOf(place: string, kind: string): string {
  return `account-${place} ${kind}`.toLowerCase().replaceAll(' ', '-');
}
