import { aggregates } from '../../libs/application/register/aggregates.js';
import { productCode, uniqueValue, uniqueValueIdOf } from '../../libs/catalogue/unique-value/unique-value.js';
import { priceBookItemIdOf } from '../../libs/catalogue/price-book-item/price-book-item.js';
import { instantOf, millisOf, type DateOnly } from '../../libs/kernel/dates.js';
import { derivedId, type CommandId, type Id } from '../../libs/kernel/ids.js';
import { lostReasonIdOf } from '../../libs/organisation/lost-reason/lost-reason.js';
import type { LineCategory } from '../../libs/kernel/lines.js';
import type { NewLine } from '../../libs/sales/opportunity/quote.commands.js';
import type { World } from '../properties/world.js';
import { aCampaign } from './a-campaign.js';
import { aPartner } from './a-partner.js';
import { aPersonBuys } from './person-buys.js';

// What led to the stored examples. A new type of event gets commands on a record of its own, at the end: streams that are stored
// already are never written again.

const idOf = <T extends Id<string>>(name: string): T => derivedId<T>('stored example', name);
const on = (date: string): DateOnly => date as DateOnly;
const aDay = 86_400_000;
const reference = { system: 'erp', type: 'customer', id: '10042' };

const software: LineCategory = { id: idOf('software'), name: 'Software', contractType: 'software', kind: 'timeBased' };
const services: LineCategory = {
  id: idOf('services'),
  name: 'Services',
  contractType: 'implementation',
  kind: 'oneOff',
};
const seat = { id: idOf<NonNullable<NewLine['product']>['id']>('seat'), code: 'S-1', name: 'Seat' };

const line: NewLine & { readonly name: string } = {
  lineId: idOf('line-seats'),
  product: seat,
  priceId: idOf('price'),
  name: 'Seat',
  category: software,
  quantity: '10',
  unit: 'user',
  unitPrice: '12.5',
  discount: { percent: '5' },
  per: 'month',
  term: { count: 18, unit: 'month' },
  startsOn: on('2017-02-01'),
  tax: { code: 'standard', rate: '21' },
  custom: { [idOf('custom-field')]: { name: 'costCentre', value: '4711' } },
};
const handMade: NewLine & { readonly name: string } = {
  lineId: idOf('line-set-up'),
  name: 'Set-up',
  category: services,
  quantity: '2.5',
  unit: 'day',
  unitPrice: '800',
  per: 'once',
};

export async function runExamples(world: World): Promise<void> {
  await organisation(world);
  await accountsAndCatalogue(world);
  await sales(world);
  await world.process();
  await contractsByHand(world);
  await activities(world);
  await leads(world);
  await aPersonBuys(world);
  await scheduledContracts(world);
  await world.do(aggregates.userHierarchy, {
    type: 'PlaceUser',
    userId: idOf<Id<'user'>>('olga'),
    managerId: idOf<Id<'user'>>('boss'),
    since: on('2017-02-01'),
  });
  const [apiKeyId, replacedBy] = [idOf<Id<'apiKey'>>('replaced key'), idOf<Id<'apiKey'>>('key')];
  const now = world.clock.now();
  await world.do(aggregates.apiKey, {
    type: 'IssueApiKey',
    apiKeyId,
    label: 'administrator',
    hash: '1'.repeat(64),
    scopes: ['read', 'admin'],
    expiresAt: instantOf(millisOf(now) + aDay),
    now,
  });
  await world.do(aggregates.apiKey, { type: 'ReplaceApiKey', apiKeyId, replacedBy });
  await world.do(aggregates.buyer, {
    type: 'AddContracts',
    accountId: idOf<Id<'account'>>('buyer'),
    contractIds: [idOf<Id<'contract'>>('by hand'), idOf<Id<'contract'>>('another')],
  });
  await contacts(world);
  await aQualifiedLead(world);
  await aCampaign(world);
  await aPartner(world);
}

async function organisation(world: World): Promise<void> {
  const { project, user, pipeline, lostReason, salesSettings } = aggregates;
  const projectId = idOf<Id<'project'>>('project');
  await world.do(project, {
    type: 'CreateProject',
    projectId: idOf<Id<'project'>>('crm'),
    name: 'CRM',
    references: [],
  });
  await world.do(project, {
    type: 'CreateProject',
    projectId,
    name: 'Europe',
    parentId: idOf<Id<'project'>>('crm'),
    references: [reference],
  });
  await world.do(project, { type: 'EditProject', projectId, name: 'EMEA' });
  await world.do(project, { type: 'EditProject', projectId, place: { parentId: null, since: world.clock.now() } });
  await world.do(project, { type: 'UnreferenceProject', projectId, reference });
  await world.do(project, { type: 'ReferenceProject', projectId, reference });

  const userId = idOf<Id<'user'>>('olga');
  await world.do(user, {
    type: 'RegisterUser',
    userId: idOf<Id<'user'>>('boss'),
    personId: idOf<Id<'person'>>('person-boss'),
    name: 'Bo Ss',
    references: [],
  });
  await world.do(user, {
    type: 'RegisterUser',
    userId,
    personId: idOf<Id<'person'>>('person-olga'),
    name: 'Olga Example',
    email: 'olga@example.com',
    managerId: idOf<Id<'user'>>('boss'),
    office: 'Prague',
    validFrom: on('2016-01-01'),
    references: [],
  });
  await world.do(user, { type: 'EditUser', userId, name: 'Olga Sample', email: null });
  await world.do(user, {
    type: 'ReassignUser',
    userId,
    managerId: null,
    office: 'Vienna',
    validFrom: on('2017-02-01'),
  });
  await world.do(user, {
    type: 'ReassignUser',
    userId,
    managerId: idOf<Id<'user'>>('boss'),
    office: null,
    validFrom: on('2017-03-01'),
  });
  await world.do(user, { type: 'DeactivateUser', userId });
  await world.do(user, { type: 'ActivateUser', userId });
  await world.do(user, { type: 'ReferenceUser', userId, reference });
  await world.do(user, { type: 'UnreferenceUser', userId, reference });

  const pipelineId = idOf<Id<'pipeline'>>('pipeline');
  const stages = (['open', 'won', 'lost'] as const).map((category) => ({
    stageId: idOf<Id<'stage'>>(category),
    name: category,
    category,
    probability: category === 'won' ? '100' : '0',
  }));
  await world.do(pipeline, { type: 'CreatePipeline', pipelineId, name: 'Direct', stages });
  await world.do(pipeline, { type: 'RenamePipeline', pipelineId, name: 'Direct sales' });
  const offer = { stageId: idOf<Id<'stage'>>('offer'), name: 'Offer', category: 'open', probability: '40' } as const;
  await world.do(pipeline, { type: 'AddStage', pipelineId, stage: offer, before: idOf<Id<'stage'>>('won') });
  await world.do(pipeline, {
    type: 'ChangeStage',
    pipelineId,
    stageId: offer.stageId,
    name: 'Offered',
    probability: '45.5',
  });

  const lostReasonId = lostReasonIdOf('too-dear');
  await world.do(lostReason, { type: 'AddLostReason', lostReasonId, code: 'too-dear', label: 'Too dear' });
  await world.do(lostReason, { type: 'RenameLostReason', lostReasonId, label: 'Price' });
  await world.do(lostReason, { type: 'RetireLostReason', lostReasonId });
  await world.do(salesSettings, { type: 'ChangeSalesSettings', usePriceBookItems: false });
  const apiKeyId = idOf<Id<'apiKey'>>('key');
  const now = world.clock.now();
  const issue = { type: 'IssueApiKey', apiKeyId, label: 'Nightly import', hash: '0'.repeat(64), now } as const;
  await world.do(aggregates.apiKey, { ...issue, scopes: ['admin'] });
  await world.do(aggregates.apiKey, { type: 'RevokeApiKey', apiKeyId });
}

async function accountsAndCatalogue(world: World): Promise<void> {
  const { account, accountHierarchy, product, productCategory, priceBook, priceBookItem } = aggregates;
  const accountId = idOf<Id<'account'>>('aurora');
  const projectId = idOf<Id<'project'>>('project');
  await world.do(account, {
    type: 'CreateAccount',
    accountId: idOf<Id<'account'>>('holding'),
    accountType: 'company',
    name: 'Aurora Holding',
    projectId,
    references: [],
  });
  await world.do(account, {
    type: 'CreateAccount',
    accountId,
    accountType: 'company',
    name: 'Aurora AG',
    email: 'office@aurora.example',
    phone: '+43 1 23',
    street: 'Ring 1',
    city: 'Vienna',
    postcode: '1010',
    country: 'AT',
    registrationNumber: 'FN 1',
    vatNumber: 'ATU1',
    website: 'aurora.example',
    description: 'Makes light.',
    industry: 'energy',
    employees: 120,
    annualRevenue: { amount: '1000000', currency: 'EUR' },
    foundedIn: 1990,
    ownerId: idOf<Id<'user'>>('olga'),
    projectId,
    parentId: idOf<Id<'account'>>('holding'),
    references: [reference],
  });
  await world.do(account, {
    type: 'EditAccount',
    accountId,
    name: 'Aurora SE',
    phone: null,
    employees: 130,
    accountType: 'account',
  });
  await world.do(account, { type: 'ChangeAccountOwner', accountId, ownerId: null });
  await world.do(account, { type: 'UnreferenceAccount', accountId, reference });
  await world.do(account, { type: 'ReferenceAccount', accountId, reference });
  const jane = idOf<Id<'account'>>('jane');
  await world.do(account, {
    type: 'CreateAccount',
    accountId: jane,
    accountType: 'personal',
    personId: idOf<Id<'person'>>('person-jane'),
    firstName: 'Jane',
    lastName: 'Doe',
    email: 'jane@example.com',
    organisation: 'Doe & Co',
    projectId,
    references: [],
  });
  await world.do(account, { type: 'EditAccount', accountId: jane, lastName: 'Roe', email: null, industry: 'retail' });
  await world.do(accountHierarchy, {
    type: 'MoveAccount',
    accountId: jane,
    parentId: accountId,
    since: world.clock.now(),
  });
  await world.do(accountHierarchy, {
    type: 'MoveAccount',
    accountId: jane,
    parentId: null,
    since: instantOf(millisOf(world.clock.now()) + 1),
  });

  const categoryId = software.id;
  await world.do(productCategory, {
    type: 'CreateProductCategory',
    categoryId,
    name: 'Software',
    contractType: 'software',
    kind: 'timeBased',
    termMonths: 12,
  });
  await world.do(productCategory, { type: 'EditProductCategory', categoryId, name: 'Licences', termMonths: 24 });
  const productId = seat.id;
  const uniqueValueId = uniqueValueIdOf(productCode, 'S-1');
  const commandId = idOf<CommandId>('command');
  await world.do(uniqueValue, {
    type: 'ReserveValue',
    uniqueValueId,
    kind: productCode,
    value: 'S-1',
    holder: productId,
    commandId,
  });
  await world.do(uniqueValue, { type: 'ReleaseValue', uniqueValueId, reservation: commandId });
  await world.do(product, {
    type: 'CreateProduct',
    productId,
    code: 'S-1',
    name: 'Seat',
    description: 'One user.',
    categoryId,
    references: [],
  });
  await world.do(product, { type: 'EditProduct', productId, name: 'Seat (named)', description: null, active: false });
  await world.do(product, { type: 'ReferenceProduct', productId, reference });
  await world.do(product, { type: 'UnreferenceProduct', productId, reference });

  const priceBookId = idOf<Id<'priceBook'>>('book');
  await world.do(priceBook, {
    type: 'CreatePriceBook',
    priceBookId,
    name: 'List',
    description: 'For all.',
    projectIds: [projectId],
    references: [],
  });
  await world.do(priceBook, { type: 'EditPriceBook', priceBookId, projectIds: null, description: null, active: false });
  await world.do(priceBook, { type: 'ReferencePriceBook', priceBookId, reference });
  await world.do(priceBook, { type: 'UnreferencePriceBook', priceBookId, reference });
  const priceBookItemId = priceBookItemIdOf(priceBookId, productId);
  const priceId = idOf<Id<'price'>>('price');
  await world.do(priceBookItem, {
    type: 'SetPrice',
    priceBookItemId,
    priceBookId,
    productId,
    priceId,
    unit: 'user',
    unitPrice: '12.5',
    currency: 'EUR',
    per: 'month',
    brand: 'own',
    productVersion: '2',
    validFrom: on('2017-01-01'),
    validTo: on('2017-12-31'),
  });
  await world.do(priceBookItem, { type: 'ChangePrice', priceBookItemId, priceId, unitPrice: '12.555', validTo: null });
  await world.do(priceBookItem, { type: 'WithdrawPrice', priceBookItemId, priceId });
}

async function sales(world: World): Promise<void> {
  world.clock.advance(20 * aDay);
  const { opportunity } = aggregates;
  const opportunityId = idOf<Id<'opportunity'>>('opportunity');
  const quoteId = idOf<Id<'quote'>>('quote');
  const newQuoteId = idOf<Id<'quote'>>('second quote');
  const of = { opportunityId };
  const opening = {
    type: 'OpenOpportunity',
    projectId: idOf<Id<'project'>>('project'),
    pipelineId: idOf<Id<'pipeline'>>('pipeline'),
    stageId: idOf<Id<'stage'>>('open'),
  } as const;
  const today = world.today();
  const sale = {
    type: 'SellOpportunity',
    ...of,
    openedOn: on('2017-01-01'),
    today,
    account: { id: idOf<Id<'account'>>('aurora'), name: 'Aurora SE', references: [reference] },
    wonStageId: idOf<Id<'stage'>>('won'),
    quoteRequired: true,
  } as const;
  const soldOn = on('2017-01-02');
  const lost = {
    type: 'LoseOpportunity',
    openedOn: on('2017-01-01'),
    today,
    lostOn: on('2017-01-03'),
    reasonCode: 'too-dear',
    stageId: idOf<Id<'stage'>>('lost'),
  } as const;

  await world.do(opportunity, {
    ...opening,
    ...of,
    name: 'Seats for Aurora',
    accountId: idOf<Id<'account'>>('holding'),
    ownerId: idOf<Id<'user'>>('olga'),
    personId: idOf<Id<'person'>>('person-note'),
    expectedAmount: { amount: '2000', currency: 'EUR' },
    expectedCloseOn: on('2017-03-31'),
    opportunityType: 'upsell',
    description: 'Asked at the fair.',
    leadId: idOf<Id<'lead'>>('lead'),
    campaignId: idOf<Id<'campaign'>>('campaign'),
    partnerId: idOf<Id<'partner'>>('partner'),
    sourceContractId: idOf<Id<'contract'>>('old contract'),
    references: [reference],
  });
  await world.do(opportunity, {
    type: 'EditOpportunity',
    ...of,
    accountId: idOf<Id<'account'>>('aurora'),
    expectedCloseOn: null,
    description: 'Asked again.',
  });
  await world.do(opportunity, {
    type: 'MoveOpportunity',
    ...of,
    pipelineId: idOf<Id<'pipeline'>>('pipeline'),
    stageId: idOf<Id<'stage'>>('offer'),
    category: 'open',
  });
  await world.do(opportunity, { type: 'ChangeOpportunityOwner', ...of, ownerId: idOf<Id<'user'>>('boss') });
  await world.do(opportunity, { type: 'UnreferenceOpportunity', ...of, reference });
  await world.do(opportunity, { type: 'ReferenceOpportunity', ...of, reference });
  await world.do(opportunity, {
    type: 'CreateQuote',
    ...of,
    quoteId,
    name: 'First',
    currency: 'EUR',
    brand: 'own',
    productVersion: '2',
    startsOn: on('2017-01-01'),
    dueOn: on('2017-02-01'),
    lines: [line],
  });
  await world.do(opportunity, { type: 'EditQuote', ...of, quoteId, name: 'First offer', brand: null });
  await world.do(opportunity, { type: 'ChangeQuoteLines', ...of, quoteId, add: [handMade] });
  await world.do(opportunity, { type: 'ActivateQuote', ...of, quoteId });
  await world.do(opportunity, { ...sale, soldOn });
  world.clock.advance(aDay);
  await world.process();
  await world.do(opportunity, { type: 'UnlockOpportunity', ...of, reason: 'They want more.' });
  await world.do(opportunity, { type: 'DuplicateQuote', ...of, quoteId, newQuoteId, name: 'Second offer' });
  await world.do(opportunity, { type: 'ActivateQuote', ...of, quoteId: newQuoteId });
  await world.do(opportunity, { type: 'DeleteQuote', ...of, quoteId });
  const lineId = derivedId<Id<'line'>>(newQuoteId, line.lineId);
  const remove = [derivedId<Id<'line'>>(newQuoteId, handMade.lineId)];
  await world.do(opportunity, {
    type: 'ChangeQuoteLines',
    ...of,
    quoteId: newQuoteId,
    change: [{ lineId, quantity: '12' }],
    remove,
  });
  await world.do(opportunity, { ...sale, soldOn: on('2017-01-03') });
  world.clock.advance(aDay);
  await world.process();
  await world.do(opportunity, { type: 'UnlockOpportunity', ...of });
  await world.do(opportunity, { ...lost, ...of, comment: 'Too dear after all.', competitor: 'Borealis' });
  await world.do(opportunity, { type: 'ReopenOpportunity', ...of });
  const other = { opportunityId: idOf<Id<'opportunity'>>('second opportunity') };
  await world.do(opportunity, {
    ...opening,
    ...other,
    name: 'By mistake',
    personId: idOf<Id<'person'>>('person-note'),
    references: [],
  });
  await world.do(opportunity, { type: 'DeleteOpportunity', ...other });
}

async function contractsByHand(world: World): Promise<void> {
  const contractId = idOf<Id<'contract'>>('contract');
  const { lineId: _line, priceId: _price, tax: _tax, startsOn: _starts, ...facts } = line;
  await world.do(aggregates.contract, {
    type: 'RegisterContract',
    contractId,
    happenedOn: on('2017-01-05'),
    ...facts,
    currency: 'EUR',
    number: 'C-1',
    origin: { kind: 'import', ref: 'erp 77' },
    account: { id: idOf<Id<'account'>>('aurora'), name: 'Aurora SE', references: [] },
    deliverTo: { addressId: 'main', personId: idOf<Id<'person'>>('person-jane') },
    projectId: idOf<Id<'project'>>('project'),
    partnerId: idOf<Id<'partner'>>('partner'),
    ownerId: idOf<Id<'user'>>('olga'),
    contactIds: [idOf<Id<'contact'>>('contact')],
    soldOn: on('2016-12-01'),
    startsOn: on('2017-01-01'),
    renews: idOf<Id<'contract'>>('old contract'),
    references: [reference],
  });
  await world.do(aggregates.contract, {
    type: 'AmendContract',
    contractId,
    happenedOn: on('2017-01-05'),
    effectiveOn: on('2017-01-05'),
    reasonCode: 'agreed',
    quantity: '8',
    discount: null,
    endsOn: on('2018-12-31'),
  });
  await world.do(aggregates.contract, {
    type: 'CancelContract',
    contractId,
    happenedOn: on('2017-01-06'),
    effectiveOn: on('2017-01-06'),
    reasonCode: 'removed',
  });
}

async function activities(world: World): Promise<void> {
  const { activity, comment } = aggregates;
  const activityId = idOf<Id<'activity'>>('activity');
  const subject = { kind: 'account', id: idOf<Id<'account'>>('aurora') } as const;
  const personId = idOf<Id<'person'>>('person-note');
  await world.do(activity, {
    type: 'LogActivity',
    activityId,
    subject,
    personId,
    category: 'call',
    title: 'Call Jane',
    text: 'About seats.',
    plannedFor: on('2017-02-01'),
    ownerId: idOf<Id<'user'>>('olga'),
    references: [],
  });
  await world.do(activity, {
    type: 'EditActivity',
    activityId,
    title: 'Called Jane',
    text: null,
    happenedOn: on('2017-01-31'),
  });
  await world.do(activity, { type: 'ReferenceActivity', activityId, reference });
  await world.do(activity, { type: 'UnreferenceActivity', activityId, reference });
  await world.do(activity, { type: 'DeleteActivity', activityId });
  const commentId = idOf<Id<'comment'>>('comment');
  await world.do(comment, { type: 'AddComment', commentId, subject, personId, text: 'Ask in May.' });
  await world.do(comment, { type: 'EditComment', commentId, text: 'Ask in June.' });
  await world.do(comment, { type: 'DeleteComment', commentId });
}

async function leads(world: World): Promise<void> {
  const { lead } = aggregates;
  const leadId = idOf<Id<'lead'>>('web form');
  await world.do(lead, {
    type: 'CreateLead',
    leadId,
    personId: idOf<Id<'person'>>('person-lea'),
    kind: 'repeat',
    firstName: 'Lea',
    lastName: 'Prospect',
    jobTitle: 'Head of purchasing',
    email: 'lea@borealis.example',
    phone: '+43 1 24',
    street: 'Ring 2',
    city: 'Vienna',
    postcode: '1010',
    description: 'Asked for a demonstration.',
    organisation: 'Borealis',
    website: 'borealis.example',
    country: 'AT',
    industry: 'energy',
    source: 'web form',
    estimatedValue: { amount: '5000', currency: 'EUR' },
    ownerId: idOf<Id<'user'>>('olga'),
    projectId: idOf<Id<'project'>>('project'),
    references: [reference],
  });
  await world.do(lead, {
    type: 'EditLead',
    leadId,
    lastName: 'Prospect-Roe',
    phone: null,
    industry: null,
    estimatedValue: { amount: '7500', currency: 'EUR' },
  });
  await world.do(lead, { type: 'UnreferenceLead', leadId, reference });
  await world.do(lead, { type: 'ReferenceLead', leadId, reference });
  await world.do(lead, { type: 'ArchiveLead', leadId });
  await world.do(lead, { type: 'UnarchiveLead', leadId });
  await world.do(lead, { type: 'DisqualifyLead', leadId, reasonCode: 'no-budget', comment: 'Perhaps next year.' });
  const other = idOf<Id<'lead'>>('fair');
  await world.do(lead, {
    type: 'CreateLead',
    leadId: other,
    personId: idOf<Id<'person'>>('person-fair'),
    email: 'someone@example.com',
    projectId: idOf<Id<'project'>>('project'),
    references: [],
  });
  await world.do(lead, { type: 'DisqualifyLead', leadId: other, reasonCode: 'not-stated' });
}

async function aQualifiedLead(world: World): Promise<void> {
  const { lead } = aggregates;
  const leadId = idOf<Id<'lead'>>('qualified');
  const [accountId, contactId] = [idOf<Id<'account'>>('of the qualified lead'), idOf<Id<'contact'>>('of the lead')];
  await world.do(lead, {
    ...{ type: 'CreateLead', leadId, personId: idOf<Id<'person'>>('person-qualified'), references: [] },
    ...{ firstName: 'Quinn', lastName: 'Fine', jobTitle: 'Buyer', email: 'quinn@fine.example', phone: '+43 1 26' },
    ...{ street: 'Ring 4', city: 'Vienna', postcode: '1010', description: 'Wants it soon.' },
    ...{ organisation: 'Fine', website: 'fine.example', country: 'AT', industry: 'energy' },
    ...{ estimatedValue: { amount: '900', currency: 'EUR' }, projectId: idOf<Id<'project'>>('project') },
  });
  await world.do(lead, { type: 'ChangeLeadOwner', leadId, ownerId: idOf<Id<'user'>>('olga') });
  await world.do(lead, { type: 'DisqualifyLead', leadId, reasonCode: 'no-budget' });
  await world.do(lead, { type: 'ReopenLead', leadId });
  await world.do(lead, {
    type: 'QualifyLead',
    leadId,
    opportunityId: idOf<Id<'opportunity'>>('of the qualified lead'),
    account: { accountId, accountType: 'company', name: 'Fine AG' },
    contact: { contactId, employmentId: idOf<Id<'employment'>>('of the lead') },
    opportunity: {
      ...{ name: 'Fine deal', pipelineId: idOf<Id<'pipeline'>>('pipeline'), stageId: idOf<Id<'stage'>>('stage') },
      ...{ category: 'open', expectedCloseOn: on('2017-06-30'), campaignId: idOf<Id<'campaign'>>('fair') },
    },
  });
}

async function contacts(world: World): Promise<void> {
  const { contact } = aggregates;
  const [contactId, other] = [idOf<Id<'contact'>>('ann'), idOf<Id<'contact'>>('deleted contact')];
  const [atHome, abroad] = [idOf<Id<'employment'>>('at home'), idOf<Id<'employment'>>('abroad')];
  const employer = { kind: 'account', id: idOf<Id<'account'>>('aurora') } as const;
  const projectId = idOf<Id<'project'>>('project');
  const of = { contactId, personId: idOf<Id<'person'>>('person-ann'), projectId };
  await world.do(contact, {
    type: 'CreateContact',
    ...of,
    salutation: 'Dr',
    firstName: 'Ann',
    lastName: 'Lee',
    emails: [{ use: 'work', address: 'ann@aurora.example' }],
    phones: [{ use: 'mobile', number: '+43 1 25' }],
    addresses: [{ use: 'work', street: 'Ring 3', city: 'Vienna', postcode: '1010', region: 'Vienna', country: 'AT' }],
    channels: [{ service: 'Skype', name: 'ann.lee' }],
    description: 'Decides in spring.',
    tags: ['board'],
    ownerId: idOf<Id<'user'>>('olga'),
    employmentId: atHome,
    employer,
    role: 'Head of purchasing',
    since: on('2016-01-01'),
    until: on('2018-12-31'),
    references: [reference],
  });
  await world.do(contact, { type: 'EditContact', contactId, lastName: 'Lee-Low', phones: null, tags: null });
  await world.do(contact, { type: 'ChangeContactOwner', contactId, ownerId: null });
  const partner = { kind: 'partner', id: idOf<Id<'partner'>>('reseller') } as const;
  const employment = { contactId, employmentId: abroad };
  await world.do(contact, { type: 'AddContactEmployment', ...employment, employer: partner, role: 'Consultant' });
  await world.do(contact, { type: 'EditContactEmployment', ...employment, role: 'Adviser', since: on('2017-01-01') });
  await world.do(contact, { type: 'RemoveContactEmployment', ...employment });
  await world.do(contact, { type: 'UnreferenceContact', contactId, reference });
  await world.do(contact, { type: 'ReferenceContact', contactId, reference });
  await world.do(contact, {
    type: 'CreateContact',
    ...{ ...of, contactId: other, personId: idOf<Id<'person'>>('person-deleted'), firstName: 'Ben' },
    ...{ employmentId: idOf<Id<'employment'>>('of the deleted'), employer: partner, references: [] },
  });
  await world.do(contact, { type: 'DeleteContact', contactId: other });
}

async function scheduledContracts(world: World): Promise<void> {
  const contractId = idOf<Id<'contract'>>('scheduled contract');
  const { lineId: _line, priceId: _price, tax: _tax, startsOn: _starts, ...facts } = line;
  const happenedOn = world.today();
  const of = { contractId, happenedOn, reasonCode: 'agreed' };
  await world.do(aggregates.contract, {
    type: 'RegisterContract',
    contractId,
    happenedOn,
    ...facts,
    currency: 'EUR',
    account: { id: idOf<Id<'account'>>('aurora'), name: 'Aurora SE', references: [] },
    projectId: idOf<Id<'project'>>('project'),
    startsOn: on('2017-01-01'),
    references: [],
  });
  await world.do(aggregates.contract, {
    type: 'AmendContract',
    ...of,
    effectiveOn: on('2018-01-01'),
    quantity: '12',
    endsOn: on('2018-03-31'),
  });
  await world.do(aggregates.contract, { type: 'CancelContract', ...of, effectiveOn: on('2018-02-01') });
  await world.do(aggregates.contract, {
    type: 'WithdrawScheduledChange',
    ...of,
    effectiveOn: on('2018-02-01'),
    action: 'cancel',
  });
  await world.do(aggregates.contract, { type: 'TakeEffect', contractId, happenedOn: on('2018-04-01') });
}
