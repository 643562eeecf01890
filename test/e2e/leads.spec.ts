import { newId } from '../../libs/kernel/ids.js';
import type { Page } from '../../libs/testing/api/shown.js';
import { TestApi, withQuery } from '../../libs/testing/api/test-api.js';

let api: TestApi;

beforeAll(async () => {
  api = await TestApi.open();
});
afterAll(() => api.close());

interface ShownLead {
  readonly id: string;
  readonly organisation: string;
  readonly status: string;
}
const leads = (query: Readonly<Record<string, unknown>> = {}): Promise<Page<ShownLead>> =>
  api.get(withQuery('/v1/leads', query));
const idsOf = ({ items }: Page<ShownLead>): readonly string[] => items.map(({ id }) => id);

describe('a lead', () => {
  it('is created, edited, found, disqualified and archived, and is read as it was (LEAD-01 to 03, LEAD-09, LEAD-12)', async () => {
    const person = { firstName: 'Lea', lastName: 'Prospect', email: 'lea@borealis.example' };
    const { id, record } = await api.post('/v1/leads', {
      ...person,
      organisation: 'Borealis',
      industry: 'energy',
      occurredAt: '2017-01-10',
    });
    expect(record).toMatchObject({ ...person, kind: 'new', status: 'open', archived: false, ownerId: null });
    const another = await api.post('/v1/leads', { organisation: 'Boreal Forest', industry: 'wood' });
    await api.patch(`/v1/leads/${id}`, { organisation: 'Aurora', lastName: 'Roe', occurredAt: '2017-02-10' });
    await api.settled();

    expect(idsOf(await leads({ q: 'auro' }))).toEqual([id]);
    expect(idsOf(await leads({ q: 'boreal' }))).toEqual([another.id]);
    const energy = { industry: { eq: 'energy' }, status: { eq: 'open' }, ownerId: { eq: null } };
    expect(idsOf(await leads({ filter: energy }))).toEqual([id]);
    const before = await leads({ filter: energy, asOf: '2017-01-31' });
    expect(before.items).toMatchObject([{ id, ...person, organisation: 'Borealis' }]);
    expect(await api.get(`/v1/leads/${id}`)).toMatchObject({ organisation: 'Aurora', lastName: 'Roe' });

    await api.post(`/v1/leads/${id}/disqualify`, { reasonCode: 'no-budget', comment: 'Perhaps next year.' });
    const { position } = await api.post(`/v1/leads/${id}/archive`);
    expect((await leads({ filter: { archived: { eq: true } }, notBefore: position })).items).toMatchObject([
      { id, status: 'disqualified', disqualifiedReason: 'no-budget', disqualifiedComment: 'Perhaps next year.' },
    ]);
    expect((await api.refuses('PATCH', `/v1/leads/${id}`, { industry: 'light' })).code).toBe('lead-archived');
    const unarchived = await api.post(`/v1/leads/${id}/unarchive`);
    expect(unarchived.record).toMatchObject({ archived: false, status: 'disqualified' });
  });

  it('has activities and comments, and its whole path in its timeline (LEAD-15, LEAD-16)', async () => {
    const { id } = await api.post('/v1/leads', { lastName: 'Prospect' });
    const subject = { kind: 'lead', id };
    await api.post('/v1/activities', { subject, category: 'call', title: 'Called Lea' });
    await api.post(`/v1/leads/${id}/disqualify`, { reasonCode: 'no-budget' });
    const { position } = await api.post('/v1/comments', { subject, text: 'Friendly' });
    const timeline = await api.get<Page<{ type: string; subject: string; data: object }>>(
      `/v1/leads/${id}/timeline?sort=type&notBefore=${position}`,
    );
    const types = ['ActivityLogged', 'CommentAdded', 'LeadCreated', 'LeadDisqualified'];
    expect(timeline.items.map(({ type }) => type)).toEqual(types);
    expect(timeline.items[0]).toMatchObject({ subject: `lead:${id}`, data: { title: 'Called Lea' } });
    // Sealed with the key of the same person.
    const persons = new Set(timeline.items.map(({ data }) => 'personId' in data && data.personId));
    expect([persons.size, persons.has(false)]).toEqual([1, false]);
    const nobody = { subject: { kind: 'lead', id: newId() }, text: 'T' };
    expect((await api.refuses('POST', '/v1/comments', nobody)).code).toBe('unknown-reference');
    expect((await api.refuses('GET', `/v1/leads/${newId()}/timeline`)).code).toBe('lead-not-found');
  });

  it('needs a last name, an organisation or an e-mail address', async () => {
    const { code, status } = await api.refuses('POST', '/v1/leads', { firstName: 'Lea' });
    expect([status, code]).toEqual([422, 'lead-name-required']);
  });

  it('belongs to a user and a project that there are', async () => {
    const nobody = newId();
    const { id } = await api.post('/v1/leads', { organisation: 'Borealis' });
    for (const wrong of [{ ownerId: nobody }, { projectId: nobody }]) {
      const { code } = await api.refuses('POST', '/v1/leads', { organisation: 'Borealis', ...wrong });
      expect(code).toBe('unknown-reference');
    }
    expect((await api.refuses('PATCH', `/v1/leads/${id}`, { projectId: nobody })).code).toBe('unknown-reference');
  });

  it('is sealed in the log as far as it describes the person', async () => {
    const { id } = await api.post('/v1/leads', { lastName: 'Secret', organisation: 'Borealis' });
    const stored = JSON.stringify(await api.log.read(`lead-${id}`));
    expect(stored).toContain('Borealis');
    expect(stored).not.toContain('Secret');
  });
});
